"""Sources and codes as the API says them. Instants are milliseconds since 1970, UTC."""

import enum
from collections.abc import Mapping
from typing import Annotated

import msgspec

from yutang.sources.actions import FULL_AT, CodeForm, SourceForm
from yutang.sources.model import (
    Code,
    CodeKind,
    CodeState,
    CodeTrouble,
    DutyWhy,
    Greeted,
    Hours,
    Mode,
    Scan,
    Seat,
    Source,
    Welcome,
)
from yutang.sources.quality import Quality

Text = Annotated[str, msgspec.Meta(max_length=4_000)]
Short = Annotated[str, msgspec.Meta(max_length=200)]
Ref = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
Millis = Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]
Number = Annotated[int, msgspec.Meta(ge=1, lt=1 << 53)]
Spans = Annotated[list[Hours], msgspec.Meta(max_length=21)]


class WelcomeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a newcomer is told. `off_text`: out of hours; blank = `text`. `picture`: of post_source_picture."""

    text: Text = ""
    off_text: Text = ""
    picture: Number | None = None
    link_title: Short = ""
    link_url: Annotated[str, msgspec.Meta(max_length=2_048)] = ""


class SourceDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign. `hours`, `begins_at`, `ends_at`: when people are expected by it; none = always."""

    name: Short
    place: Short = ""
    begins_at: Millis | None = None
    ends_at: Millis | None = None
    hours: Spans = []
    welcome: WelcomeForm = WelcomeForm()


class SeatForm(msgspec.Struct, frozen=True, kw_only=True):
    """`staff`: the channel's id of a member of staff, or of a group."""

    staff: Ref
    hours: Spans = []
    cap: Annotated[int, msgspec.Meta(ge=1, le=100_000)] | None = None
    backup: bool = False


class CodeDraft(msgspec.Struct, frozen=True, kw_only=True):
    """`welcome` null: the source's. `full_at`: members with whom a group is full; `opens_more`: the platform opens a
    next group, named `base_name`, when the last is full."""

    name: Short
    seats: Annotated[list[SeatForm], msgspec.Meta(min_length=1, max_length=100)]
    mode: Mode = Mode.TOGETHER
    verify: bool = False
    welcome: WelcomeForm | None = None
    full_at: Annotated[int, msgspec.Meta(ge=2, le=500)] = FULL_AT
    opens_more: bool = False
    base_name: Annotated[str, msgspec.Meta(max_length=40)] = ""


class NewCode(msgspec.Struct, frozen=True, kw_only=True):
    source_id: Number
    connection_id: Number
    kind: CodeKind
    code: CodeDraft


class SourceView(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    name: str
    place: str
    begins_at: int | None
    ends_at: int | None
    hours: list[Hours]
    welcome: WelcomeForm
    created_at: int
    ended_at: int | None


class Unserved(enum.StrEnum):
    """Why nothing happens to a code: over there it leads on, here nobody greets or counts. Names for people: locales
    "code.unserved.<code>"."""

    GONE = "gone"  # its connection was removed; the code goes on when the same account is connected again
    OFF = "off"  # it is switched off


class SeatView(msgspec.Struct, frozen=True, kw_only=True):
    """`name`: of the member or group. `today`: newcomers by this code today. `here`: stands behind the code now.
    `members`: who sit in the group, staff too; null: of a member of staff, or not known yet."""

    staff: str
    name: str
    hours: list[Hours]
    cap: int | None
    backup: bool
    today: int
    here: bool
    members: int | None


class CodeView(msgspec.Struct, frozen=True, kw_only=True):
    """`url`: the platform's picture; null until it is made. `why`: why those are behind it who are. `greeted`: how many
    welcomes came out how. `alarm`, `trouble`: locales "code.alarm.<code>", "code.trouble.<code>". `today`: who came, or
    joined any group by it; `room`: for how many more there is room, today or in its groups; null: no bound."""

    id: int
    source_id: int
    source_name: str
    connection_id: int
    kind: CodeKind
    name: str
    state: CodeState
    unserved: Unserved | None
    url: str | None
    mode: Mode
    verify: bool
    welcome: WelcomeForm | None
    why: DutyWhy | None
    full_at: int
    opens_more: bool
    base_name: str
    trouble: CodeTrouble | None
    alarm: CodeTrouble | None
    alarm_at: int | None
    created_at: int
    ended_at: int | None
    seats: list[SeatView]
    today: int
    room: int | None
    quality: Quality
    greeted: dict[str, int]


class CodeRef(msgspec.Struct, frozen=True):
    ref: str
    name: str


class CodePlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where a code can be made, and who may stand behind it."""

    connection_id: int
    name: str
    staff: list[CodeRef]
    groups: list[CodeRef]
    held: int  # of the quota
    quota: int


class SourceBoard(msgspec.Struct, frozen=True, kw_only=True):
    sources: list[SourceView]
    codes: list[CodeView]
    places: list[CodePlace]


class DayCount(msgspec.Struct, frozen=True):
    at: int
    added: int


class ScanView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody came. `took`: ms from the coming to the welcome, of who was greeted as a whole friend from then on;
    null: none was sent."""

    id: int
    staff: str
    half: bool
    at: int
    greeted: Greeted
    off_hours: bool
    took: int | None
    fault: str


class JoinView(msgspec.Struct, frozen=True):
    """Somebody joined a group by a code. `group`: its name."""

    at: int
    group: str


class CodePage(msgspec.Struct, frozen=True, kw_only=True):
    """`scans`: of a code to members of staff; `joins`: of one into groups. Newest first."""

    code: CodeView
    days: list[DayCount]
    scans: list[ScanView]
    joins: list[JoinView]


class PictureMade(msgspec.Struct, frozen=True):
    id: int


class SourceNames(msgspec.Struct, frozen=True):
    """`live_codes`: "<campaign> / <code>" by what a relation carries as its source."""

    live_codes: dict[str, str]


def source_form(draft: SourceDraft) -> SourceForm:
    return SourceForm(
        name=draft.name, place=draft.place, begins_at=_us(draft.begins_at), ends_at=_us(draft.ends_at),
        hours=tuple(draft.hours), welcome=welcome_of(draft.welcome),
    )  # fmt: skip


def code_form(draft: CodeDraft) -> CodeForm:
    seats = tuple(
        Seat(staff=one.staff, hours=tuple(one.hours), cap=one.cap, backup=one.backup) for one in draft.seats
    )
    return CodeForm(
        name=draft.name, seats=seats, mode=draft.mode, verify=draft.verify, full_at=draft.full_at,
        welcome=None if draft.welcome is None else welcome_of(draft.welcome), opens_more=draft.opens_more,
        base_name=draft.base_name,
    )  # fmt: skip


def welcome_of(form: WelcomeForm) -> Welcome:
    return Welcome(**msgspec.structs.asdict(form))


def source_view(one: Source) -> SourceView:
    return SourceView(
        id=one.id, name=one.name, place=one.place, begins_at=_ms(one.begins_at), ends_at=_ms(one.ends_at),
        hours=list(one.hours), welcome=_welcome(one.welcome), created_at=one.created_at // 1000,
        ended_at=_ms(one.ended_at),
    )  # fmt: skip


def code_view(
    one: Code, source: str, seats: list[SeatView], quality: Quality, greeted: Mapping[Greeted, int], *, today: int,
    unserved: Unserved | None,
) -> CodeView:  # fmt: skip
    return CodeView(
        id=one.id, source_id=one.source_id, source_name=source, connection_id=one.connection_id, kind=one.kind,
        name=one.name, state=one.state, unserved=unserved, url=one.url or None, mode=one.mode, verify=one.verify,
        welcome=None if one.welcome is None else _welcome(one.welcome), why=one.why, full_at=one.full_at,
        opens_more=one.opens_more, base_name=one.base_name, trouble=one.trouble, alarm=one.alarm,
        alarm_at=_ms(one.alarm_at), created_at=one.created_at // 1000, ended_at=_ms(one.ended_at), seats=seats,
        today=today, room=_room(one, seats), quality=quality,
        greeted={name.value: count for name, count in sorted(greeted.items())},
    )  # fmt: skip


def _room(one: Code, seats: list[SeatView]) -> int | None:
    if one.kind is CodeKind.GROUP:
        room = sum(max(0, one.full_at - (seat.members or 0)) for seat in seats)
        return None if one.opens_more else room
    if any(seat.cap is None for seat in seats):
        return None
    return sum(max(0, seat.cap - seat.today) for seat in seats if seat.cap is not None)


def scan_view(one: Scan, names: Mapping[str, str]) -> ScanView:
    whole = one.whole_at is not None and one.sent_at is not None and one.sent_at >= one.whole_at
    begun = one.whole_at if whole and one.whole_at is not None else one.happened_at
    took = None if one.sent_at is None else max(0, one.sent_at - begun) // 1000
    return ScanView(
        id=one.id, staff=names.get(one.staff, one.staff), half=one.half, at=one.happened_at // 1000,
        greeted=one.greeted, off_hours=one.off_hours, took=took, fault=one.fault,
    )  # fmt: skip


def _welcome(one: Welcome) -> WelcomeForm:
    return WelcomeForm(**msgspec.structs.asdict(one))


def _us(millis: int | None) -> int | None:
    return None if millis is None else millis * 1000


def _ms(micros: int | None) -> int | None:
    return None if micros is None else micros // 1000
