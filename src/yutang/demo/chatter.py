"""What a group's people say on one day: who speaks, what starts it, who answers, how soon."""

from yutang.demo.days import LAST, SPAN, Calendar
from yutang.demo.dice import Dice
from yutang.demo.groups import Group
from yutang.demo.lives import Life
from yutang.demo.people import Customer, Staff
from yutang.demo.post import Book, Post, emotion, image, voice
from yutang.demo.talk import quote_wechat, quote_wecom, say

_EVEN = (0, 0, 0, 0, 0, 0, 1, 2, 4, 6, 7, 6, 5, 4, 4, 5, 5, 5, 5, 6, 8, 8, 5, 0)
_HOURS = {
    "reading": (0, 0, 0, 0, 0, 4, 12, 14, 8, 3, 2, 1, 2, 1, 1, 1, 1, 2, 2, 4, 6, 5, 2, 0),
    "live": (0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 3, 3, 2, 2, 2, 2, 3, 6, 10, 14, 14, 8, 0),
}
_STARTS = ("checkin", "ask", "talk", "praise", "complain")
_STARTS_OF = {
    "reading": (0.46, 0.16, 0.22, 0.14, 0.02),
    "slimming": (0.42, 0.2, 0.22, 0.14, 0.02),
    "books": (0.26, 0.2, 0.38, 0.14, 0.02),
}
_STARTS_ELSE = (0.12, 0.34, 0.28, 0.21, 0.05)
_RECALL = 0.005


class Chatter:
    """Writes one group's people into the book, day by day."""

    def __init__(self, dice: Dice, book: Book, group: Group) -> None:
        self.dice, self.book, self.group = dice, book, group
        self.hours = _HOURS.get(group.line, _EVEN)
        self.starts = _STARTS_OF.get(group.line, _STARTS_ELSE)
        self.staff = [group.owner, *group.aides]
        self._rank: dict[str, int] = {}

    def run(self, calendar: Calendar) -> None:
        for day, voices in enumerate(self.group.course.voices[:SPAN]):
            if voices:
                self._day(day, voices, (1.25 if calendar.weekend(day) else 1.0) * self._breath(day))

    def _breath(self, day: int) -> float:
        """A fading group has not only fewer days but fewer words on each."""
        if self.group.life is not Life.FADING:
            return 1.0
        return 0.35 + 0.65 * min(1.0, (LAST - day) / 70)

    def _day(self, day: int, voices: int, mood: float) -> None:
        speakers = self._speakers(day, voices)
        if voices == 1:
            for _ in range(1 + self.dice.chance(0.15)):
                self._say(day, self._when(), speakers[0], self.dice.pick(("talk", "ask", "praise", "short")))
            return
        wanted = int(self.group.course.loudness * mood * (0.6 + 0.8 * self.dice.unit()))
        weights = [1 / (i + 1) for i in range(len(speakers))]
        ranked = sorted(speakers, key=lambda c: self._rank.get(c.id, 99))
        turns = self.dice.shuffled(
            speakers + [self.dice.weighted(ranked, weights) for _ in range(wanted - len(speakers))]
        )
        while turns:
            n = min(len(turns), self.dice.between(1, 6))
            self._episode(day, turns[:n])
            turns = turns[n:]

    def _speakers(self, day: int, voices: int) -> list[Customer]:
        """Different people who sit there that day: the core mostly, a watcher now and then."""
        core = [s.customer for s in self.group.core if s.there(day)]
        self._rank = {c.id: i for i, c in enumerate(core)}
        known = set(self._rank)
        watchers = [w for w in self._watchers(day) if w.id not in known]
        if len(core) < voices:  # those who used to speak have left: others take the word
            core += watchers[: voices - len(core)]
        wanted = min(
            len(core), voices if voices == 1 else 2 + self.dice.below(2 + int(self.group.course.loudness / 3))
        )
        chosen = self.dice.some(core, wanted)
        ids = {c.id for c in chosen}
        if voices == 2 and watchers and self.dice.chance(0.18):
            other = self.dice.pick(watchers)
            chosen += [] if other.id in ids else [other]
        if len(chosen) < voices:
            raise ValueError(f"{self.group.life} has {len(chosen)} people to speak on day {day}")
        return chosen

    def _watchers(self, day: int) -> list[Customer]:
        """A third of the watchers may speak at all; buyers built to be silent never do."""
        some = self.group.seats[: max(12, len(self.group.seats) // 3)]
        return [s.customer for s in some if not s.customer.buyer and s.there(day)]

    def _when(self) -> int:
        hour = self.dice.weighted(range(24), self.hours)
        return hour * 3600 + self.dice.below(3600)

    def _episode(self, day: int, turns: list[Customer]) -> None:
        start = self.dice.weighted(_STARTS, self.starts)
        second = self._when()
        first = self._say(day, second, turns[0], start)
        if start == "checkin":
            for who in turns[1:]:
                second += self.dice.between(20, 1500)
                self._say(day, second, who, "checkin" if self.dice.chance(0.8) else "short")
            return
        if start in ("ask", "complain") and self.dice.chance(0.62):
            second += self.dice.between(60, 4200)
            self._answer(day, second, turns[0].name, first)
            if self.dice.chance(0.5):
                self._say(day, second + self.dice.between(15, 900), turns[0], "thanks")
        for who in turns[1:]:
            second += self.dice.between(12, 400)
            self._reply(day, second, who, start, (turns[0], first))

    def _reply(self, day: int, second: int, who: Customer, start: str, to: tuple[Customer, Post]) -> None:
        """A short word, a picture, an answer, a bit of talk; sometimes it quotes or names the one it answers."""
        roll = self.dice.unit()
        if roll < 0.07:
            self._other(day, second, who.id, emotion(self.dice))
            return
        if roll < 0.3 or who.id == to[0].id:
            self._say(day, second, who, "short")
            return
        kind = "answer" if start == "ask" and roll < 0.72 else "talk" if roll < 0.88 else "praise"
        text = say(kind, self.group.line, self.dice)
        if roll > 0.9 and to[1].text:
            text = quote_wechat(to[0].name, to[1].text[:60], text)
        elif roll > 0.76:
            text = f"@{to[0].name}\u2005{text}"
        self._text(day, second, who.id, text)

    def _answer(self, day: int, second: int, name: str, first: Post) -> None:
        """A member of staff answers."""
        by: Staff = self.dice.pick(self.staff)
        text = say("answer", self.group.line, self.dice)
        if self.dice.chance(0.3) and first.text:
            text = quote_wecom(name, first.text[:60], text)
        elif self.dice.chance(0.4):
            text = f"@{name}\u2005{text}"
        self.book.text(day, second, self.group.id, by.id, text, self._others(by.id))

    def _say(self, day: int, second: int, who: Customer, kind: str) -> Post:
        if kind == "checkin" and self.dice.chance(0.14):
            return self._other(day, second, who.id, image(self.dice))
        if kind == "talk" and self.dice.chance(0.04):
            return self._other(day, second, who.id, voice(self.dice))
        return self._text(day, second, who.id, say(kind, self.group.line, self.dice))

    def _text(self, day: int, second: int, sender: str, text: str) -> Post:
        made = self.book.text(day, second, self.group.id, sender, text, self._others(sender))
        if len(text) > 8 and made.second < 86_000 and self.dice.chance(_RECALL):
            self._recall(made)
        return made

    def _recall(self, made: Post) -> None:
        """Taken back, and said again the same day: so recalls never change who spoke on a day."""
        index = len(self.book.posts) - 1
        after = made.second + self.dice.between(8, 100)
        back = self.book.other(made.day, after, made.room, made.sender, ("revoke", {}), made.to)
        back.recalls = index
        self.book.text(made.day, after + 20, made.room, made.sender, made.text + "。", made.to)

    def _other(self, day: int, second: int, sender: str, body: tuple[str, dict[str, object]]) -> Post:
        return self.book.other(day, second, self.group.id, sender, body, self._others(sender))

    def _others(self, sender: str) -> list[str]:
        return [s.id for s in self.staff if s.id != sender]
