"""Connected channel accounts: set up, change, switch off, remove. Secrets go in and never come back."""

from typing import Annotated, Any

import msgspec
from litestar import Request, delete, get, patch, post
from litestar.params import JSONBody, PathParameter

from yutang.accounts.memory import memory_of
from yutang.accounts.model import Permission
from yutang.connections import actions, form, inbox_store, store
from yutang.connections.model import Connection, ConnectionState, Health, SyncKind, SyncState, Trouble
from yutang.connections.wecom import quotas
from yutang.connections.wecom.archive import store as archives
from yutang.connections.wecom.archive.model import Where
from yutang.connections.wecom.archive.source import FOLDER, where
from yutang.connections.wecom.quotas import QuotaName
from yutang.kit.secrets import Secrets
from yutang.sources import store as sources
from yutang.web.api.refusals import refusals
from yutang.web.callback import PREFIX
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import not_found
from yutang.web.scope import signed_of

AnyRequest = Request[Any, Any, Any]
ConnectionId = Annotated[int, PathParameter(ge=1, le=(1 << 53) - 1)]
Told = Annotated[str, msgspec.Meta(max_length=300)]
MANAGE: dict[str, Any] = {
    "tags": ["connections"], "opt": {"permission": Permission.CONNECTIONS_MANAGE}, "sync_to_thread": True,
}  # fmt: skip


class WecomForm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A self-built application of WeCom. Blank: as it was; a blank `token` or `aes_key` of a new connection is made
    up. `base_url`: of another server that speaks as WeCom's does."""

    corp_id: Told = ""
    agent_id: Told = ""
    secret: Told = ""
    token: Told = ""
    aes_key: Told = ""
    archive_secret: Told = ""
    base_url: Told = ""


class NewConnection(msgspec.Struct, frozen=True, kw_only=True):
    channel: Annotated[str, msgspec.Meta(pattern="^[a-z]{2,20}$")]
    name: Annotated[str, msgspec.Meta(max_length=200)]
    settings: WecomForm


class ConnectionChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is null or blank stays. `on`: false switches it off."""

    name: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    settings: WecomForm | None = None
    on: bool | None = None


class SyncView(msgspec.Struct, frozen=True, kw_only=True):
    """How far a kind was learned. `counts`: names are in locales "connection.count.<name>"."""

    kind: SyncKind
    counts: dict[str, int]
    started_at: int | None
    finished_at: int | None
    trouble: Trouble | None


class RefusedView(msgspec.Struct, frozen=True, kw_only=True):
    """Callbacks that were turned away. `reason`: locales "connection.refused.<reason>"."""

    reason: str
    count: int
    last_at: int


class HealthView(msgspec.Struct, frozen=True, kw_only=True):
    """`lag`: ms between the newest event and its arrival; `dead`: events given up, which reconciling makes good."""

    events: int
    waiting: int
    dead: int
    last_event_at: int | None
    lag: int | None
    refused: list[RefusedView]


class ArchiveView(msgspec.Struct, frozen=True, kw_only=True):
    """The session archive. `where`: locales "archive.where.<code>"; `folder`: of files, below the data folder.
    `late`: the files hold nothing of the last day, and the platform keeps five. `covered` of `groups` have a member
    with a seat in them; `refused` of their `people` (customers) do not want to be archived. Null: not asked yet."""

    where: Where
    folder: str
    records: int
    unreadable: int
    last_at: int | None
    pulled_at: int | None
    late: bool
    trouble: Trouble | None
    trouble_at: int | None
    seats: int | None
    groups: int | None
    covered: int | None
    people: int | None
    refused: int | None
    checked_at: int | None


class QuotaView(msgspec.Struct, frozen=True, kw_only=True):
    """Of the whole corp, as far as is known here: codes of ours, and tags as they were last read. `near`: nearly used
    up. Names: locales "connection.quota.<name>", and what to do then: ".<name>.near"."""

    name: QuotaName
    used: int
    most: int
    near: bool


class ConnectionView(msgspec.Struct, frozen=True, kw_only=True):
    """A connection. `callback`: the address to enter over there. `settings`: what may be shown; `given`: the secrets
    that there are, by name. Instants are milliseconds since 1970, UTC."""

    id: int
    channel: str
    name: str
    state: ConnectionState
    callback: str
    settings: dict[str, str]
    given: list[str]
    trouble: Trouble | None
    trouble_at: int | None
    created_at: int
    checked_at: int | None
    verified_at: int | None  # when the far side last checked the callback's address
    health: HealthView
    archive: ArchiveView
    quotas: list[QuotaView]
    syncs: list[SyncView]


class ConnectionList(msgspec.Struct, frozen=True, kw_only=True):
    items: list[ConnectionView]


class ConnectionMade(msgspec.Struct, frozen=True, kw_only=True):
    """`token` and `aes_key` are to be entered over there. They are shown this once."""

    connection: ConnectionView
    token: str
    aes_key: str


@get("/connections", operation_id="list_connections", **MANAGE)
def list_connections(context: NeedsContext) -> ConnectionList:
    with context.state.read() as conn:
        return ConnectionList(items=[view(context, conn, one) for one in store.listed(conn)])


@post("/connections", operation_id="add_connection", **MANAGE, status_code=201)
def add_connection(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[NewConnection]
) -> ConnectionMade:
    """400 connection_channel, connection_field, connection_host, name_bad; 409 connection_there, connection_limit."""
    secrets, now, told = Secrets(context.home), context.now(), _told(data.settings)
    with refusals():
        form.refuse_host(told, context.settings.wecom_hosts)
        made, settings = context.state.write(
            lambda conn: actions.connect(
                conn, data.channel, data.name, told, secrets=secrets, viewer=viewer, now=now
            )
        )
    with context.state.read() as conn:
        shown = view(context, conn, made)
    return ConnectionMade(connection=shown, token=settings["token"], aes_key=settings["aes_key"])


@get("/connections/{connection_id:int}", operation_id="show_connection", **MANAGE)
def show_connection(context: NeedsContext, connection_id: ConnectionId) -> ConnectionView:
    with context.state.read() as conn:
        return view(context, conn, there(conn, connection_id))


@patch("/connections/{connection_id:int}", operation_id="change_connection", **MANAGE)
def change_connection(
    request: AnyRequest, context: NeedsContext, viewer: NeedsViewer, connection_id: ConnectionId,
    data: JSONBody[ConnectionChange],
) -> ConnectionView:  # fmt: skip
    """400 connection_field, connection_host, name_bad; 409 connection_there, connection_unreadable. Switched off, or
    another corp's: who came in by it is signed out."""
    secrets, now = Secrets(context.home), context.now()

    def change(conn: Any) -> None:
        there(conn, connection_id)
        if data.name is not None or data.settings is not None:
            told = {} if data.settings is None else _told(data.settings)
            form.refuse_host(told, context.settings.wecom_hosts)
            actions.reset(
                conn, connection_id, name=data.name, told=told, secrets=secrets, viewer=viewer, now=now
            )
        if data.on is not None:
            but = session_of(request)
            actions.switch(conn, connection_id, on=data.on, viewer=viewer, now=now, but=but)

    with refusals():
        context.state.write(change)
    memory_of(context.state).proved.forget()
    with context.state.read() as conn:
        return view(context, conn, there(conn, connection_id))


@delete("/connections/{connection_id:int}", operation_id="remove_connection", **MANAGE)
def remove_connection(
    request: AnyRequest, context: NeedsContext, viewer: NeedsViewer, connection_id: ConnectionId
) -> None:  # fmt: skip
    """With its secrets and its inbox; what was learned through it stays. Who came in by it is signed out."""
    now, but = context.now(), session_of(request)
    if not context.state.write(
        lambda conn: actions.disconnect(conn, connection_id, viewer=viewer, now=now, but=but)
    ):
        raise not_found("connection")
    memory_of(context.state).proved.forget()


def session_of(request: AnyRequest) -> int | None:
    """Of whoever asks: they stay signed in, whatever they switch off. None: a token."""
    signed = signed_of(request.scope)
    return None if signed is None else signed.session_id


def there(conn: Any, id_: int) -> Connection:
    found = store.one(conn, id_)
    if found is None:
        raise not_found("connection")
    return found


def view(context: Context, conn: Any, one: Connection) -> ConnectionView:
    """A damaged secret key shows here as a trouble; the rest is still true."""
    plain = Secrets(context.home).open(store.settings(conn, one.id) or "")
    settings: dict[str, str] = {} if plain is None else msgspec.json.decode(plain)
    unreadable = None if plain is not None else Trouble("unreadable")
    base = (context.settings.public_url or "").rstrip("/")
    return ConnectionView(
        id=one.id, channel=one.channel, name=one.name, state=one.state, callback=f"{base}{PREFIX}{one.path}",
        settings=form.open_part(one.channel, settings), given=form.secrets_given(one.channel, settings),
        trouble=one.trouble or unreadable, trouble_at=_ms(one.trouble_at), created_at=one.created_at // 1000,
        checked_at=_ms(one.checked_at), verified_at=_ms(one.verified_at),
        health=_health(inbox_store.health(conn, one.id)), archive=_archive(context, conn, one, settings),
        quotas=[
            QuotaView(name=quota.name, used=quota.used, most=quota.most, near=quota.near)
            for quota in quotas.known(conn, one.id, held=sources.held(conn, one.id))
        ],
        syncs=[_sync(found) for _, found in sorted(store.syncs(conn, one.id).items())],
    )  # fmt: skip


def _health(found: Health) -> HealthView:
    return HealthView(
        events=found.events, waiting=found.waiting, dead=found.dead, last_event_at=_ms(found.last_event_at),
        lag=_ms(found.lag),
        refused=[RefusedView(reason=r.reason, count=r.count, last_at=r.last_at // 1000) for r in found.refusals],
    )  # fmt: skip


def _archive(context: Context, conn: Any, one: Connection, settings: dict[str, str]) -> ArchiveView:
    kept = archives.one(conn, one.id)
    lies = where(context.home, settings) if settings else Where.OFF
    return ArchiveView(
        where=lies, folder=f"{FOLDER}/{one.account}", records=kept.records, unreadable=kept.unreadable,
        last_at=_ms(kept.last_at), pulled_at=_ms(kept.pulled_at),
        late=lies is Where.FILES and kept.late(context.now()), trouble=kept.trouble, trouble_at=_ms(kept.trouble_at),
        seats=kept.seats, groups=kept.groups, covered=kept.covered, people=kept.people, refused=kept.refused,
        checked_at=_ms(kept.checked_at),
    )  # fmt: skip


def _sync(one: SyncState) -> SyncView:
    return SyncView(
        kind=one.kind, counts=one.counts, started_at=_ms(one.started_at), finished_at=_ms(one.finished_at),
        trouble=one.trouble,
    )  # fmt: skip


def _told(settings: WecomForm) -> dict[str, str]:
    return {name: value for name, value in msgspec.structs.asdict(settings).items() if value}


def _ms(micros: int | None) -> int | None:
    return None if micros is None else micros // 1000


routes = [list_connections, add_connection, show_connection, change_connection, remove_connection]
