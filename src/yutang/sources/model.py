"""What a source, its codes and their rosters are. Values only; no I/O. Instants: microseconds since 1970, UTC."""

import enum
from typing import Annotated, Any

import msgspec

DAY_MINUTES = 24 * 60


class CodeKind(enum.StrEnum):
    """Names for people: locales "code.kind.<code>"."""

    PERSON = "person"  # to members of staff (渠道活码)
    GROUP = "group"  # into groups (群活码)


class CodeState(enum.StrEnum):
    """Names for people: locales "code.state.<code>"."""

    MAKING = "making"  # wanted; the platform may have made it already
    LIVE = "live"
    ENDING = "ending"  # to be taken off the platform
    ENDED = "ended"  # gone over there: its place of the quota is free
    FAILED = "failed"  # the platform refused to make it: see `trouble`
    LOST = "lost"  # made perhaps, and nobody can find out: it may use up a place of the quota


HELD = (CodeState.MAKING, CodeState.LIVE, CodeState.ENDING, CodeState.LOST)  # these use up the quota


class Mode(enum.StrEnum):
    """Who of those on duty stands behind a code. Names for people: locales "code.mode.<code>"."""

    TOGETHER = "together"  # all at once; the platform picks one for each newcomer
    IN_TURN = "in_turn"  # the first with room, then the next


class Hours(msgspec.Struct, frozen=True):
    """Some hours of some days, in the tenant's zone. `days`: 1 Monday … 7 Sunday. Minutes of the day; `until` is not
    within. Nights are two of them."""

    days: Annotated[
        tuple[Annotated[int, msgspec.Meta(ge=1, le=7)], ...], msgspec.Meta(min_length=1, max_length=7)
    ]
    since: Annotated[int, msgspec.Meta(ge=0, lt=DAY_MINUTES)]
    until: Annotated[int, msgspec.Meta(gt=0, le=DAY_MINUTES)]


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff on a roster. `staff`: the channel's id of them. No hours: at all times. `cap`: newcomers of one
    day by this code, None = as many as come. A backup stands in when nobody else can."""

    staff: str
    hours: tuple[Hours, ...] = ()
    cap: int | None = None
    backup: bool = False


class DutyWhy(enum.StrEnum):
    """Why those are behind the code. Names for people: locales "code.duty.<code>"."""

    ON_DUTY = "on_duty"
    BACKUP = "backup"
    OFF_HOURS = "off_hours"  # nobody works now; newcomers are taken, and answered later
    FULL = "full"  # every cap is reached; somebody must take them all the same


class Duty(msgspec.Struct, frozen=True):
    staff: tuple[str, ...]
    why: DutyWhy


class Welcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a newcomer is told. `off_text`: outside of the hours of who got them; blank = `text`. `picture`: a kept
    picture's number; `link`: an address with its title. Nothing at all: none is sent."""

    text: str = ""
    off_text: str = ""
    picture: int | None = None
    link_title: str = ""
    link_url: str = ""

    def said(self, *, off: bool) -> str:
        return (self.off_text or self.text) if off else self.text

    @property
    def blank(self) -> bool:
        return not (self.text or self.off_text or self.picture or self.link_url)


class CodeTrouble(msgspec.Struct, frozen=True):
    """`code`: locales "code.trouble.<code>", of alarms "code.alarm.<code>"."""

    code: str
    params: dict[str, Any] = {}


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign. `hours`, `begins_at`, `ends_at`: when people are expected by it; None and () = always. `place`: where
    its codes hang, for people."""

    id: int
    name: str
    place: str
    begins_at: int | None
    ends_at: int | None
    hours: tuple[Hours, ...]
    welcome: Welcome
    created_at: int
    ended_at: int | None


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """`key`: what the platform carries as `state`, so that whoever comes by it is known to. `behind`: who the platform
    was told last. `wanted` counts up with each change that the platform must know of, `told` follows. `welcome` None:
    the source's. `full_at`: members with whom a group is full."""

    id: int
    source_id: int
    connection_id: int
    kind: CodeKind
    name: str
    key: str
    state: CodeState
    config_id: str
    url: str
    mode: Mode
    verify: bool
    welcome: Welcome | None
    behind: tuple[str, ...]
    why: DutyWhy | None
    wanted: int
    told: int
    full_at: int
    opens_more: bool  # the platform makes a next group when the last is full
    base_name: str
    trouble: CodeTrouble | None
    alarm: CodeTrouble | None
    alarm_at: int | None
    attempts: int
    due_at: int
    asked_at: int | None  # when making it was begun
    created_at: int
    ended_at: int | None


class Greeted(enum.StrEnum):
    """What came of a welcome. Names for people: locales "welcome.<code>"."""

    NONE = "none"  # no code came with the newcomer, or nothing is to be said
    TRYING = "trying"
    SENT = "sent"
    DELIVERED = "delivered"  # one was there: of another app, of us before a restart, or staff spoke first
    LATE = "late"  # the 20 seconds were over, or nearly
    FAILED = "failed"
    TWICE = "twice"  # they were greeted when they were half a friend


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody came by a code. `whole_at`: of half a friend who became a whole one, when."""

    id: int
    code_id: int
    staff: str
    person: str
    half: bool
    happened_at: int
    received_at: int
    greeted: Greeted
    off_hours: bool
    sent_at: int | None
    fault: str
    whole_at: int | None = None
