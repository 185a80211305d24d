"""Days of the simulated world, counted so that the last one is `LAST`. The tenant lives at UTC+8, all year."""

import datetime as dt

import msgspec

SPAN = 180  # days that the archive covers
LAST = SPAN - 1  # index of the anchor day
WINDOW = LAST - 27  # first of the last 28 days
WEEK = LAST - 6  # first of the last 7 days
AHEAD = 28  # days planned beyond the anchor, to know what comes next
ZONE = "Asia/Shanghai"
_SHIFT = 8 * 3600
_EPOCH = dt.date(1970, 1, 1).toordinal()


class Calendar(msgspec.Struct, frozen=True):
    """Turns (day index, second of day) into dates and instants. Index 0 is the archive's first day."""

    anchor: dt.date

    def date(self, day: int) -> dt.date:
        return self.anchor + dt.timedelta(days=day - LAST)

    def weekend(self, day: int) -> bool:
        return self.date(day).weekday() >= 5

    def millis(self, day: int, second: int) -> int:
        """Milliseconds since 1970, UTC, of that second of that local day."""
        since = self.anchor.toordinal() - _EPOCH + day - LAST
        return ((since * 86_400) + second - _SHIFT) * 1000

    def text(self, day: int, second: int) -> str:
        """`2026-03-02 14:05:11`, local."""
        clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        return f"{self.date(day).isoformat()} {clock}"

    def month(self, day: int) -> str:
        """`2026-03`: the name of the archive's file."""
        return self.date(day).isoformat()[:7]
