"""Segments as the API tells them, and rules as it takes them."""

from typing import Annotated, Any

import msgspec

from yutang.engine import Fault, Rule, parse
from yutang.segments.saved.model import Refresh, SegmentKind
from yutang.web.problem import Place, Problem

LARGEST_ID = (1 << 53) - 1
# Checked by the engine, which tells every fault with its place: a framework would stop at the first.
_RULE = msgspec.Meta(extra_json_schema={"$ref": "#/components/schemas/Rule"})
RuleGiven = Annotated[Any, _RULE]
RuleTold = Annotated[msgspec.Raw, _RULE]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Text = Annotated[str, msgspec.Meta(max_length=500)]


class SegmentUse(msgspec.Struct, frozen=True):
    """What asks for a segment. `kind`: segment, layer, autotag, send (a draft)."""

    kind: str
    id: int
    name: str


class SegmentError(msgspec.Struct, frozen=True):
    code: str
    params: dict[str, Any]


class SegmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A segment in the list. `members`: of those whom the viewer sees, as of the last sweep; null before the first.
    Instants are milliseconds since 1970, UTC."""

    id: int
    name: str
    description: str
    kind: SegmentKind
    refresh: Refresh
    version: int
    members: int | None
    swept_at: int | None
    current: bool  # the last sweep was of this version
    moved_at: int | None  # the last sweep that moved somebody, and how many:
    entered: int
    left: int
    error: SegmentError | None  # why the last sweep failed
    used_by: int
    created_by_name: str
    created_at: int
    changed_at: int


class SegmentRows(msgspec.Struct, frozen=True):
    items: list[SegmentRow]


class SegmentDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One segment. `rule`: null of a list; `faults`: what is wrong with it by now (a tag was deleted since).
    `origin` of a list: {"segment", "version"} it was frozen from, or {"lines", "matched"} of the upload."""

    row: SegmentRow
    rule: RuleTold | None
    faults: list[Place]
    used_by: list[SegmentUse]
    origin: dict[str, Any] | None


class SegmentDraft(msgspec.Struct, frozen=True, kw_only=True):
    name: Title
    rule: RuleGiven
    description: Text = ""
    refresh: Refresh = Refresh.DAILY
    note: Text = ""


class SegmentMade(msgspec.Struct, frozen=True):
    id: int


class SegmentPatch(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out stays."""

    name: Title | msgspec.UnsetType = msgspec.UNSET
    description: Text | msgspec.UnsetType = msgspec.UNSET
    refresh: Refresh | msgspec.UnsetType = msgspec.UNSET


class RuleEdit(msgspec.Struct, frozen=True, kw_only=True):
    """`version`: the one that was edited; refused when there is a newer one by now."""

    rule: RuleGiven
    version: int
    note: Text = ""


class RuleRestore(msgspec.Struct, frozen=True):
    """`restore`: the older version wanted; `version`: the newest that was seen."""

    restore: int
    version: int


class SegmentVersionNow(msgspec.Struct, frozen=True):
    version: int


class SegmentVersionView(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    rule: RuleTold
    note: str
    made_by_name: str
    made_at: int


class SegmentVersions(msgspec.Struct, frozen=True):
    items: list[SegmentVersionView]


class SegmentName(msgspec.Struct, frozen=True):
    name: Title


class SegmentMember(msgspec.Struct, frozen=True):
    """`since_at`: first heard of, milliseconds since 1970; null: nobody knows."""

    id: int
    name: str | None
    since_at: int | None


class SegmentMembers(msgspec.Struct, frozen=True):
    """`next`: hand it in as `after` for more; null: that was all."""

    items: list[SegmentMember]
    next: int | None


class SweepAsked(msgspec.Struct, frozen=True):
    """The job; null: one is under way."""

    job_id: int | None


def read_rule(data: Any, at: str = "rule") -> Rule:
    """A rule of the language, or a problem with the place."""
    rule = parse(msgspec.json.encode(data))
    if isinstance(rule, Fault):
        raise bad_rule([rule], at)
    return rule


def bad_rule(faults: list[Fault], at: str = "rule") -> Problem:
    """400 segment_rule. The code of each place is a key of the locales, "fault.<code>"."""
    places = [
        Place(at + fault.at.removeprefix("rule"), f"fault.{fault.code}", fault.params) for fault in faults
    ]
    return Problem(400, "segment_rule", errors=places, n=len(places))
