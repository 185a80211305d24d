"""Slashed dates of a whole file: which number is the day, told by all of them together.

The order hangs on the phone's locale, and one file may hold two (the phone changed). So dates are grouped by
their look (separator, digits of the year, 12-hour clock), and each look gets its own answer.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final, Literal

import msgspec

Order = Literal["day_first", "month_first", "year_first"]
_DATE: Final = re.compile(r"(\d{1,4})(\s?[./-]\s?)(\d{1,2})\2(\d{1,4})\.?")

_FIRST: Final = 9  # the year of WhatsApp's beginning, in two digits
_LENGTHS: Final = {
    (1, 2),
    (2, 2),
    (1, 4),
    (2, 4),
    (4, 1),
    (4, 2),
    (2, 1),
}  # digits of the first and last number


class Slashed(msgspec.Struct, frozen=True):
    """A date as written: three numbers and its look."""

    a: int
    b: int
    c: int
    look: str
    year: bool = False  # only a year can stand first: 24/1/2


@lru_cache(maxsize=1024)  # messages of one day repeat the date
def slashed(text: str, *, half: bool = False) -> Slashed | None:
    """Take a date apart; `half` = it stands beside a 12-hour time. None when it is no date."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    a, b, c = match[1], match[3], match[4]
    if (len(a), len(c)) not in _LENGTHS:
        return None
    shape = "y" if len(a) > 2 else "4" if len(c) > 2 else "2"
    look = f"{match[2].strip()}{shape}{'h' if half else ''}"
    # Nobody chatted in 2008 or before with what writes two digits, so "05" there is a day as well.
    return Slashed(
        int(a), int(b), int(c), look, shape == "2" and (len(c) == 1 or int(c) < _FIRST) and int(a) >= _FIRST
    )


class _Seen:
    """What the dates of one look say."""

    def __init__(self) -> None:
        self.day = self.month = self.year = 0  # dates that are possible in this order only
        self.back = {"day_first": 0, "month_first": 0}  # how often time runs backwards when read so
        self.last: dict[str, tuple[int, int, int]] = {}
        self.firsts: set[int] = set()
        self.thirds: set[int] = set()

    def add(self, d: Slashed) -> None:
        self.day += d.a > 12 and not d.year
        self.month += d.b > 12
        self.year += d.year
        self.firsts.add(d.a)
        self.thirds.add(d.c)
        for order, key in (("day_first", (d.c, d.b, d.a)), ("month_first", (d.c, d.a, d.b))):
            if order in self.last and key < self.last[order]:
                self.back[order] += 1
            self.last[order] = key

    def years_first(self) -> bool:
        """Whether the third number changes as days do, and the first as years do: 24/1/11, 24/1/12 …"""
        return (
            2 * len(self.firsts) < len(self.thirds) and min(self.firsts) >= _FIRST and max(self.thirds) <= 31
        )


class Orders:
    """The order of every look in a file."""

    def __init__(self, dates: Iterable[Slashed], *, day_first: bool | None = None) -> None:
        """`day_first`: what the user said; it overrules all but dates it makes impossible."""
        self._said = day_first
        seen: dict[str, _Seen] = defaultdict(_Seen)
        for d in dates:
            seen[d.look].add(d)
        self._orders = {look: self._decide(look, s) for look, s in seen.items()}

    def _decide(self, look: str, seen: _Seen) -> Order:
        if "y" in look or seen.year > seen.month or seen.years_first():
            return "year_first"
        if self._said is not None:
            return "day_first" if self._said else "month_first"
        if seen.day != seen.month:
            return "day_first" if seen.day > seen.month else "month_first"
        back = seen.back
        if back["day_first"] != back["month_first"]:
            return "day_first" if back["day_first"] < back["month_first"] else "month_first"
        # Only the United States write 1/2/24, 3:04 PM; with dots or four digits of the year the day is first.
        return "month_first" if look.startswith("/") and look.endswith("h") else "day_first"

    def date(self, d: Slashed) -> date:
        """The day meant. A date impossible in its look's order is read in the other. ValueError for no date."""
        order = self._orders.get(d.look, "day_first")
        if order == "year_first":
            return date(d.a + 2000 if d.a < 100 else d.a, d.b, d.c)
        day, month = (d.a, d.b) if order == "day_first" else (d.b, d.a)
        if month > 12 >= day:
            day, month = month, day
        return date(d.c + 2000 if d.c < 100 else d.c, month, day)

    @property
    def notes(self) -> list[str]:
        """How the file was read: "note.date_order:day_first", two of them where the file mixes."""
        return [f"note.date_order:{order}" for order in sorted(set(self._orders.values()))]
