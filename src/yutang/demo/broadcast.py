"""What the brand's own side sends: blasts, good-morning filler, own posts, bots and house accounts."""

import msgspec

from yutang.demo.days import LAST, SPAN, WINDOW, Calendar
from yutang.demo.dice import Dice
from yutang.demo.groups import Group
from yutang.demo.lives import Life
from yutang.demo.post import Book, link, weapp
from yutang.demo.talk import say
from yutang.demo.words import LINES, common, line

BLAST_SHARE = 0.9  # blasts a day


class Blast(msgspec.Struct):
    """One campaign: the same link or text, or near-same wordings of one text, put into many groups in one go."""

    code: str
    kind: str  # link, weapp, text, near
    day: int
    sample: str  # the text; the title of a link or mini-program
    url: str = ""
    texts: list[str] = []  # every wording that was used
    groups: list[str] = []


def blasts(dice: Dice, book: Book, groups: list[Group], calendar: Calendar) -> list[Blast]:
    """All blasts of the archive's span."""
    made: list[Blast] = []
    for day in range(SPAN):
        if dice.chance(BLAST_SHARE):
            blast = _invent(dice, calendar, day, len(made) + 1)
            _send(dice, book, blast, _aim(dice, groups, day))
            made.append(blast)
    return made


def _open(group: Group, day: int) -> bool:
    return group.talks and group.course.created < day <= group.course.staff_until


def _aim(dice: Dice, groups: list[Group], day: int) -> list[Group]:
    """A line or two, or a third of everything."""
    there = [g for g in groups if _open(g, day)]
    if dice.chance(0.3):
        return dice.some(there, len(there) // 3)
    lines = set(dice.some(LINES, dice.between(1, 2)))
    return [g for g in there if g.line in lines and dice.chance(0.85)]


def _invent(dice: Dice, calendar: Calendar, day: int, number: int) -> Blast:
    code = dice.pick(LINES)
    words = line(code)
    on = calendar.date(min(day + dice.below(4), LAST))
    offer, when = dice.pick(words["offer"]), f"{on.month}月{on.day}日{dice.between(9, 21)}点"
    kind = dice.weighted(("text", "link", "near", "weapp"), (0.42, 0.28, 0.2, 0.1))
    title = f"{offer}｜{when}开始｜第{number}期"
    if kind == "link":
        url = f"https://s.yuguang.example/l/{dice.token(7)}"
        return Blast(f"b{number:03d}", kind, day, title, url)
    if kind == "weapp":
        return Blast(f"b{number:03d}", kind, day, title)
    text = (
        f"{dice.pick(common()['emoji'])}【{offer}】{when}，{say('post', code, dice)}。{dice.pick(words['goods'])}"
        f"{dice.pick(words['praise'])}，限{dice.between(3, 60) * 5}份，回复“{dice.token(3)}”报名"
    )
    return Blast(f"b{number:03d}", kind, day, text)


def _send(dice: Dice, book: Book, blast: Blast, groups: list[Group]) -> None:
    second = dice.between(32_400, 72_000)
    wordings = _wordings(dice, blast) if blast.kind == "near" else [blast.sample]
    for group in groups:
        second += dice.between(3, 40)
        text = dice.pick(wordings)
        if blast.kind in ("text", "near"):
            book.text(blast.day, second, group.id, group.owner.id, text, [])
            if text not in blast.texts:
                blast.texts.append(text)
        else:
            made = link(text, "点开查看详情", blast.url) if blast.url else weapp(text, "屿光优选小程序")
            book.other(blast.day, second, group.id, group.owner.id, made, [])
        blast.groups.append(group.id)


def _wordings(dice: Dice, blast: Blast) -> list[str]:
    """The same text as different hands would send it: another greeting, mark, ending or numeral."""
    heads = dice.some(("", "家人们，", "各位老朋友，", "姐妹们注意啦！", "@所有人 ", "再说一遍，"), 4)
    ends = ("", "～", "！", "🌹", "，速来", "哦")
    return [head + blast.sample.replace("限", dice.pick(("限", "仅限"))) + dice.pick(ends) for head in heads]


def monologue(dice: Dice, book: Book, group: Group, day_of_filler: list[str]) -> None:
    """Filler, own posts and welcomes of one group's staff; its bots and house accounts."""
    busy = 0.42 if group.life is Life.MONOLOGUE else 0.25
    first = max(0, group.course.created + 1)
    for day in range(first, min(LAST, group.course.staff_until) + 1):
        if dice.chance(busy * 0.6):
            # Most staff copy the day's greeting from the company's list; the rest choose their own.
            text = day_of_filler[day] if dice.chance(0.6) else dice.pick(common()["filler"])
            second = dice.between(73_800, 82_000) if "晚安" in text else dice.between(23_400, 32_000)
            book.text(day, second, group.id, group.owner.id, text, [])
        if dice.chance(busy * 0.45):
            _own_post(dice, book, group, day)
        if group.house and dice.chance(0.1):
            for account in group.house[: dice.between(1, 2)]:
                text = say("praise", group.line, dice)
                book.text(day, dice.between(36_000, 80_000), group.id, account.id, text, [group.owner.id])
        if group.bots and (group.course.voices[day] == 2 or dice.chance(0.1)):
            text = _count(dice, group) if dice.chance(0.7) else say("welcome", group.line, dice)
            book.text(day, dice.between(75_600, 79_000), group.id, group.bots[0].id, text, [group.owner.id])
    if group.life in (Life.MONOLOGUE, Life.STRAY):  # whatever the dice said, its staff go on
        _own_post(dice, book, group, dice.between(WINDOW + 2, LAST))


def _own_post(dice: Dice, book: Book, group: Group, day: int) -> None:
    by = dice.pick((group.owner, group.owner, *group.aides))
    kind = "host" if dice.chance(0.35) else "post"
    book.text(day, dice.between(32_400, 75_000), group.id, by.id, say(kind, group.line, dice), [])


def _count(dice: Dice, group: Group) -> str:
    return f"📊 {group.name} 今日打卡统计：已打卡{dice.between(2, 40)}人，连续最长{dice.between(3, 150)}天，继续加油！"
