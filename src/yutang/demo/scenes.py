"""Things that happen once: a complaint wave, private chats, somebody one hears for the first time."""

import msgspec

from yutang.demo.days import LAST, SPAN
from yutang.demo.dice import Dice
from yutang.demo.groups import Group
from yutang.demo.lives import Life
from yutang.demo.people import People
from yutang.demo.post import Book, image
from yutang.demo.talk import say
from yutang.demo.words import common

PRIVATE_CHATS = 30


class Wave(msgspec.Struct):
    group: str
    day: int
    people: list[str]
    messages: int  # by the people who complained


def wave(dice: Dice, book: Book, groups: list[Group]) -> Wave:
    """A bad delivery and one angry evening in the largest lively group; staff answer late."""
    old = [g for g in groups if g.life is Life.LIVELY and g.course.created < 0]
    group = max(old, key=lambda g: (len(g.seats), g.id))
    day = LAST - dice.between(9, 12)
    there = [s.customer.id for s in group.seats if s.there(day) and not s.customer.buyer]
    angry = dice.some(there, dice.between(13, 18))
    second, messages = 18 * 3600, dice.between(44, 58)
    for i in range(messages):
        who = angry[i] if i < len(angry) else dice.pick(angry)
        second += dice.between(15, 240)
        book.text(day, second, group.id, who, say("wave", group.line, dice), [group.owner.id])
    for text in common()["calm"]:
        second += dice.between(120, 600)
        book.text(day, second, group.id, group.owner.id, text, [])
    return Wave(group.id, day, angry, messages)


def private_chats(dice: Dice, book: Book, people: People) -> int:
    """Chats of one customer with one member of staff; gives their number."""
    speakers = [c for c in people.customers if not c.buyer]
    for who in dice.some(speakers, PRIVATE_CHATS):
        by = dice.pick(people.operators).id
        for _ in range(dice.between(1, 4)):
            day, second = dice.below(SPAN), dice.between(32_400, 72_000)
            for turn in range(dice.between(3, 12)):
                sender, to = (who.id, by) if turn % 2 == 0 else (by, who.id)
                if dice.chance(0.08):
                    book.other(day, second, "", sender, image(dice), [to])
                else:
                    book.text(day, second, "", sender, say("private", who.line, dice), [to])
                second += dice.between(10, 900)
    return PRIVATE_CHATS
