"""What a column's values look like: stamps, numbers, ids or names. Judged on the head only."""

import re
from collections.abc import Sequence
from datetime import UTC

import msgspec

from yutang.importers import times

# What people write where there is nothing. Lower case; SQL and Python both look here.
NOTHING = frozenset(
    {"", "-", "--", "—", "——", "/", "\\n", "无", "null", "none", "nan", "nat", "n/a", "#n/a", "nil"}
)
NOT_YET = frozenset({"0", "未退群", "在群", "至今", "未解散", "永久", "否"})  # where a leave time would stand

_ID = re.compile(r"-?[A-Za-z0-9_.@+:|=-]{2,64}")
_NUMBER = re.compile(
    r"[-+−(]?\s*(?:(?:US|HK|NT)?[¥￥$€£]|RMB|CNY|USD|EUR|HKD|GBP)?\s*-?\d[\d,，]*(?:[.．]\d+)?(?:e[+-]?\d+)?\)?"
    r"\s*(?:[元人条个次%]|RMB|CNY|USD|EUR|HKD|GBP)?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"'?(?:\+|00)?(?:86)?[- ]?1[3-9]\d[- ]?[\d*•]{4}[- ]?\d{4}(?:\.0)?")
_COMPACT = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?")
_UNIX = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}(?:\.\d+)?|\d{15,16}")
_EXCEL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")  # 1954 … 2091
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_WECOM_GROUP = re.compile(r"wr[\w-]{2,}")
_WECOM_PERSON = re.compile(r"w[mo][\w-]{2,}")


class Stamps(msgspec.Struct, frozen=True):
    """How a column writes its times."""

    share: float  # of the values that are stamps at all
    unit: times.Unit | None = None  # of Unix stamps; None: written out
    excel: bool = False  # days since 1900 as numbers
    slashed: bool = False  # 01/02/2024: the order of day and month is open
    day_first: bool | None = None
    clock: bool = False  # some value has a time of day


def known(values: Sequence[str | None]) -> list[str]:
    """The values that say something."""
    stripped = (v.strip() for v in values if v is not None)
    return [v for v in stripped if v.lower() not in NOTHING]


def share_of(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(pattern.fullmatch(v) is not None for v in values) / len(values) if values else 0.0


def numbers(values: Sequence[str]) -> float:
    """The share of values that are numbers, thousands separators and units allowed."""
    return share_of(values, _NUMBER)


def phones(values: Sequence[str]) -> float:
    """The share of values that are Chinese mobile numbers, masked ones among them."""
    return share_of(values, _PHONE)


def ids(values: Sequence[str]) -> float:
    """The share of values that look like ids: no spaces, no Chinese, and not all of them plain words."""
    looks = share_of(values, _ID)
    plain = sum(v.isalpha() for v in values) / len(values) if values else 0.0
    return looks if plain < 0.5 else 0.0


def rounded(values: Sequence[str]) -> bool:
    """Whether a spreadsheet has spoilt the ids: 1.23457E+17."""
    return any(_SCIENTIFIC.fullmatch(v) for v in values)


def wecom(groups: Sequence[str], people: Sequence[str]) -> bool:
    """Whether ids are WeCom's own: groups begin with "wr", outside contacts with "wm" or "wo"."""
    return share_of(groups, _WECOM_GROUP) >= 0.8 or (not groups and share_of(people, _WECOM_PERSON) >= 0.5)


def stamps(values: Sequence[str]) -> Stamps:
    """How the values write times; `share` 0 when they don't."""
    values = [v for v in values if v not in NOT_YET]
    if not values:
        return Stamps(0.5)  # an empty column may be anything
    unix = [v for v in values if _UNIX.fullmatch(v) and not _COMPACT.fullmatch(v)]
    if len(unix) >= 0.8 * len(values):
        return Stamps(len(unix) / len(values), times.unit_of(float(v) for v in unix), clock=True)
    if share_of(values, _EXCEL) >= 0.8:
        return Stamps(share_of(values, _EXCEL), excel=True, clock=any("." in v for v in values))
    good = sum(_written(v) for v in values) / len(values)
    slashed = any(re.match(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", v) for v in values)
    clock = any(":" in v or "点" in v or len(v) >= 12 for v in values)
    return Stamps(good, slashed=slashed, day_first=times.infer_day_first(values), clock=clock)


def _written(value: str) -> bool:
    if value.isdecimal() and not _COMPACT.fullmatch(value):
        return False
    for day_first in (None, True, False):
        try:
            times.parse_local(value, UTC, day_first=day_first)
        except ValueError:
            continue
        return True
    return False
