"""What a saved segment is. Frozen values; no I/O, no clock."""

import enum
from typing import Any

import msgspec

from yutang.accounts.model import Scope
from yutang.engine import Fault, Rule
from yutang.kit.clock import DAY, SECOND
from yutang.kit.errors import YutangError

LONGEST_NAME = 60
LONGEST_TEXT = 500
MOST = 1_000  # segments in use
HOUR = 3_600 * SECOND


class SegmentKind(enum.StrEnum):
    DYNAMIC = "dynamic"  # a rule, answered anew
    FROZEN = "frozen"  # who was in another one at a moment
    UPLOADED = "uploaded"  # who stands in a file


class Refresh(enum.StrEnum):
    MANUAL = "manual"
    HOURLY = "hourly"
    DAILY = "daily"


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """`rule`: None of a list. `origin` of a list: {"segment", "version"} or {"lines", "matched"}, and "erased", how
    many left it because they were erased. Instants: µs."""

    id: int
    name: str
    description: str
    kind: SegmentKind
    rule: Rule | None
    version: int
    refresh: Refresh
    origin: dict[str, Any] | None
    created_by: int | None
    created_by_name: str
    created_at: int
    changed_at: int
    archived_at: int | None

    def origin_in(self, scope: Scope) -> dict[str, Any] | None:
        """What it counts are people, also those whom not everybody sees."""
        if self.origin is None or scope.everything:
            return self.origin
        return {key: told for key, told in self.origin.items() if key in ("segment", "version")}


class Version(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    rule: Rule
    note: str
    made_by_name: str
    made_at: int


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A segment's last sweep, without its ids. Columns of `segment_state`."""

    segment_id: int
    generation: int
    version: int
    rule_digest: str
    watermark: int
    undone: int
    asked_at: int
    members: int
    checksum: int
    swept_at: int
    millis: int
    entered: int
    left: int
    moved_at: int | None
    error: dict[str, Any] | None


class Use(msgspec.Struct, frozen=True):
    """What asks for a segment. `kind`: segment, layer, autotag, send (a draft)."""

    kind: str
    id: int
    name: str


class BadRule(YutangError):
    """A rule that may not run, with all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("segment_rule", n=len(faults))
        self.faults = faults


def sound_name(name: str) -> str:
    """Without blanks around it. Raises YutangError("segment_name")."""
    told = name.strip()
    if not told or len(told) > LONGEST_NAME or not told.isprintable():
        raise YutangError("segment_name", limit=LONGEST_NAME)
    return told


def is_due(refresh: Refresh, swept_at: int | None, now: int, zone_offset: int) -> bool:
    """Whether a dynamic segment shall be swept by the clock. `zone_offset`: µs that the tenant's zone is ahead of UTC
    now: daily means once on each of the tenant's days."""
    if refresh is Refresh.MANUAL:
        return False
    if swept_at is None:
        return True
    if refresh is Refresh.HOURLY:
        return now - swept_at >= HOUR
    return (swept_at + zone_offset) // DAY < (now + zone_offset) // DAY
