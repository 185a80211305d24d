"""Stamps to microseconds since 1970, UTC: units by magnitude, local times by zone, order by evidence."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any, Literal

import numpy as np

Unit = Literal["s", "ms", "us"]
_SCALE: dict[Unit, int] = {"s": 1_000_000, "ms": 1_000, "us": 1}

SECOND = 1_000_000
DAY = 86_400 * SECOND
ANCIENT = 631_152_000 * SECOND  # 1990-01-01: no chat is older; zeros and seconds read as milliseconds are
_QUARTER = 900 * SECOND
_FLOOR = -62_135_596_800 * SECOND + 2 * DAY  # year 1, and below year 9999: what Python's calendar holds
_CEILING = 253_402_300_800 * SECOND - 3 * DAY
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_EXCEL = datetime(1899, 12, 30)  # noqa: DTZ001 - day 0 of the 1900 system, its wrong leap day of 1900 counted in

_CLOCK = (
    r"(?:(?P<half>上午|下午|晚上|凌晨|中午|早上)\s*)?(?P<h>\d{1,2})\s*[:：时点]\s*(?P<mi>\d{1,2})\s*"
    r"(?:[:：分]\s*(?P<s>\d{1,2})\s*秒?(?:[.,](?P<f>\d{1,9}))?)?分?\s*(?P<ap>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
)
_YMD = r"(?P<y>\d{4})\s*[-/.年]\s*(?P<mo>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"
_WEEKDAY = r"\s*(?:星期[一二三四五六日天]|周[一二三四五六日]|\([一二三四五六日]\))?"
_FULL = re.compile(rf"{_YMD}{_WEEKDAY}(?:[ T,]*\s*{_CLOCK})?")
_COMPACT = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?P<mo>\d\d)(?P<d>\d\d)(?:[ T]?(?P<h>\d\d)(?P<mi>\d\d)(?P<s>\d\d)?)?"
)
_SLASHED = re.compile(
    rf"(?P<a>\d{{1,2}})[/.-](?P<b>\d{{1,2}})[/.-](?P<y>\d{{4}}|\d{{2}})(?:[ T,]*\s*{_CLOCK})?"
)
_AFTERNOON = frozenset({"下午", "晚上", "中午"})


def unit_of(values: Iterable[float]) -> Unit:
    """The unit of Unix stamps by the magnitude of their median: 10 digits are seconds, 13 ms, 16 µs."""
    known = sorted(abs(v) for v in values)
    middle = known[len(known) // 2] if known else 0
    if middle < 1e11:
        return "s"
    return "ms" if middle < 1e14 else "us"


def from_unix(value: float | str, unit: Unit) -> int:
    """Microseconds of a Unix stamp. Text keeps all digits ("1355517523.000008"). ValueError if no number."""
    if isinstance(value, int):
        return value * _SCALE[unit]
    if isinstance(value, float):
        return round(value * _SCALE[unit])
    whole, _, fraction = value.strip().partition(".")
    if fraction and not fraction.isdecimal():
        raise ValueError(value)
    micros = int(whole) * _SCALE[unit]
    part = int(fraction.ljust(6, "0")[:6]) * _SCALE[unit] // SECOND if fraction else 0
    return micros - part if whole.startswith("-") else micros + part


def from_excel(serial: float, zone: tzinfo) -> int:
    """Microseconds of an Excel serial (days since 1899-12-30, local time), to the nearest millisecond."""
    if not 1 <= serial < 2_958_466:  # 9999-12-31
        raise ValueError(serial)
    return micros_of(_EXCEL + timedelta(milliseconds=round(serial * 86_400_000)), zone)


def micros_of(stamp: datetime, zone: tzinfo) -> int:
    """Microseconds of a datetime; `zone` is that of a naive one."""
    aware = stamp if stamp.tzinfo else stamp.replace(tzinfo=zone)
    return (aware - _EPOCH) // _MICRO


def parse_local(text: str, zone: tzinfo, *, day_first: bool | None = None) -> int:
    """Microseconds of a written stamp; `zone` where it names none.

    2024-01-02 03:04:05 · 2024/1/2 3:04 · 2024年1月2日 下午3:04 · ISO 8601 with zone · 20240102 ·
    20240102030405 · Excel serials (5 digits) · 01/02/2024 3:04 PM, whose order is `day_first`
    (None: only where one number is above 12). ValueError when it is none of these or no such day.
    """
    text = text.strip()
    if found := _FULL.fullmatch(text) or _COMPACT.fullmatch(text):
        parts = found.groupdict()
        return _made(int(parts["y"]), int(parts["mo"]), int(parts["d"]), parts, zone)
    if found := _SLASHED.fullmatch(text):
        parts = found.groupdict()
        day, month = _ordered(int(parts["a"]), int(parts["b"]), day_first=day_first)
        year = int(parts["y"])
        return _made(year + 2000 if year < 100 else year, month, day, parts, zone)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return from_excel(float(text), zone)
    raise ValueError(text)


def check(micros: int, now: int) -> str | None:
    """The code of a reject: "time_ancient" before 1990, "time_future" a day after `now` and later."""
    if micros < ANCIENT:
        return "time_ancient"
    return "time_future" if micros > now + DAY else None


def infer_day_first(samples: Iterable[str]) -> bool | None:
    """Whether slashed dates put the day first: told by a number above 12; None when none tells, or both do."""
    first = second = False
    for sample in samples:
        if found := re.match(r"\s*\[?(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}", sample):
            first |= int(found[1]) > 12
            second |= int(found[2]) > 12
    return None if first == second else first


def _ordered(a: int, b: int, *, day_first: bool | None) -> tuple[int, int]:
    """(day, month) of a slashed date."""
    if day_first is None:
        if a > 12:
            return a, b
        if b > 12:
            return b, a
        raise ValueError(f"{a}/{b}")
    return (a, b) if day_first else (b, a)


def _made(year: int, month: int, day: int, parts: dict[str, str | None], zone: tzinfo) -> int:
    hour = _hour(int(parts.get("h") or 0), parts.get("half"), parts.get("ap"))
    micro = int((parts.get("f") or "0").ljust(6, "0")[:6])
    minute, second = int(parts.get("mi") or 0), int(parts.get("s") or 0)
    stamp = datetime(year, month, day, hour, minute, second, micro)  # noqa: DTZ001 - micros_of gives it one
    named = parts.get("z")
    return micros_of(stamp, _zone(named) if named else zone)


def _hour(hour: int, half: str | None, mark: str | None) -> int:
    if mark:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        return hour % 12 + (12 if mark[0] in "pP" else 0)
    if half in _AFTERNOON and hour < 12 and not (half == "中午" and hour == 11):
        return hour + 12
    return 0 if half in ("上午", "凌晨") and hour == 12 else hour


def _zone(name: str) -> tzinfo:
    if name in ("Z", "UTC", "GMT"):
        return UTC
    sign = -1 if name[0] == "-" else 1
    digits = name[1:].replace(":", "").ljust(4, "0")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def to_utc(local: np.ndarray[Any, np.dtype[np.int64]], zone: tzinfo) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Microseconds of local wall clocks → UTC, for whole columns: the same as `micros_of` one by one.

    Offsets are asked once a day, and once a quarter of an hour on the days when the clocks change.
    """
    if not len(local):
        return local
    local = np.clip(local, _FLOOR, _CEILING)
    days = local // DAY
    first = int(days.min())
    count = int(days.max()) - first + 1
    wanted = np.zeros(count, bool)
    wanted[days - first] = True
    offsets = np.zeros(count, np.int64)
    torn: list[int] = []
    for day in np.flatnonzero(wanted).tolist():
        begin, end = (_offset((first + day + n) * DAY, zone) for n in (0, 1))
        offsets[day] = begin
        if begin != end:
            torn.append(day)
    utc = local - offsets[days - first]
    for day in torn:
        at = np.flatnonzero(days == first + day)
        quarters = local[at] // _QUARTER
        asked = {q: _offset(q * _QUARTER, zone) for q in np.unique(quarters).tolist()}
        utc[at] = local[at] - np.array([asked[q] for q in quarters.tolist()], np.int64)
    return utc


def _offset(local: int, zone: tzinfo) -> int:
    offset = zone.utcoffset(datetime(1970, 1, 1, tzinfo=None) + timedelta(microseconds=local))  # noqa: DTZ001
    return offset // _MICRO if offset is not None else 0
