"""What a connection is. Values only; no I/O. Instants: microseconds since 1970, UTC."""

import enum
from typing import Any

import msgspec


class ConnectionState(enum.StrEnum):
    """Names for people: locales "connection.state.<code>"."""

    NEW = "new"  # set up, and nothing came of it yet
    LIVE = "live"
    BROKEN = "broken"  # an administrator must mend something: see `trouble`
    OFF = "off"  # switched off: nothing is asked, callbacks are refused


class SyncKind(enum.StrEnum):
    """What is asked for as a whole, in this order: what follows needs what was before."""

    STAFF = "staff"
    TAGS = "tags"
    CUSTOMERS = "customers"
    GROUPS = "groups"
    STATISTICS = "statistics"
    UNASSIGNED = "unassigned"


class Trouble(msgspec.Struct, frozen=True):
    """What is wrong. `code`: locales "connection.trouble.<code>"."""

    code: str
    params: dict[str, Any] = {}


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """A channel account, without its secrets. `account`: what it is called over there (WeCom: the corp's id).
    `path`: the random end of the callback's address."""

    id: int
    channel: str
    name: str
    account: str
    agent: str
    state: ConnectionState
    path: str
    trouble: Trouble | None
    trouble_at: int | None
    created_at: int
    checked_at: int | None  # when it last answered us
    verified_at: int | None = None  # when it last proved that the callback's address is ours
    sign_in_at: int | None = None  # since when its members sign in here by it; None: they don't


class SyncState(msgspec.Struct, frozen=True, kw_only=True):
    """How far a kind was learned. `counts`: what was seen, and what was repaired. `finished_at` None: under way, or
    never done."""

    connection_id: int
    kind: SyncKind
    run: int
    cursor: Any
    counts: dict[str, int]
    started_at: int | None
    finished_at: int | None
    trouble: Trouble | None


class EventState(enum.StrEnum):
    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"  # tried often enough; reconciliation makes good what it said


class InboundEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something the far side told us. `subject`: of whom it is (an account of a person, a chat), "" where of nobody.
    `fault`: why it was tried again, or given up."""

    id: int
    connection_id: int
    kind: str
    subject: str
    staff: str
    received_at: int
    happened_at: int
    state: EventState
    attempts: int
    due_at: int
    done_at: int | None
    fault: str


class Refusals(msgspec.Struct, frozen=True):
    """Callbacks that were turned away. `reason`: locales "connection.refused.<reason>"."""

    reason: str
    count: int
    last_at: int


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """What a screen shows at a glance. `lag`: µs between an event and its arrival, of the newest one."""

    events: int
    waiting: int
    dead: int
    last_event_at: int | None
    lag: int | None
    refusals: tuple[Refusals, ...] = ()
