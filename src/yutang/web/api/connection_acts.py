"""What an administrator does while setting a connection up: check it live, make its callback's keys anew, read it."""

import msgspec
from litestar import post

from yutang.connections import actions
from yutang.connections.orders import sync_order
from yutang.connections.wecom.checks import CheckName, CheckOutcome, NotAsked, check, works
from yutang.connections.wecom.clients import Clients
from yutang.kit import jobs
from yutang.kit.secrets import Secrets
from yutang.web.api.connections import MANAGE, ConnectionId, there
from yutang.web.api.jobs import JobView, view
from yutang.web.api.refusals import refusals
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Problem, not_found


class ConnectionCheck(msgspec.Struct, frozen=True, kw_only=True):
    """`code`: WeCom's own, to `call`; `hint`: for whoever mends it (the address to be trusted); `staff`: how many are
    seen; `why`: it could not be asked. Sentences: locales "connection.check.<name>.<outcome>", or
    "connection.check.<why>"."""

    name: CheckName
    outcome: CheckOutcome
    code: str | None
    call: str | None
    hint: str | None
    staff: int | None
    why: NotAsked | None


class ConnectionChecks(msgspec.Struct, frozen=True):
    """In the order in which they depend on one another."""

    items: list[ConnectionCheck]


class CallbackKeys(msgspec.Struct, frozen=True, kw_only=True):
    """To be entered over there. They are shown this once."""

    token: str
    aes_key: str


@post("/connections/{connection_id:int}/check", operation_id="check_connection", **MANAGE, status_code=200)
def check_connection(context: NeedsContext, connection_id: ConnectionId) -> ConnectionChecks:
    """Ask WeCom what works, now. It takes some seconds where it does not answer. Where all of it works, the connection
    is live, unless something else was wrong with it. 409 connection_unreadable."""
    with context.state.read() as conn:
        trouble = there(conn, connection_id).trouble
    clients = Clients(context.state, Secrets(context.home), now=context.now)
    try:
        with refusals():
            found = check(clients.of(connection_id))
        if works(found, trouble):
            clients.heard(connection_id, None)
    finally:
        clients.close()
    return ConnectionChecks(
        [
            ConnectionCheck(
                name=one.name, outcome=one.outcome, code=one.params.get("code"), call=one.params.get("call"),
                hint=one.params.get("hint"), staff=one.params.get("staff"), why=one.params.get("why"),
            )
            for one in found
        ]
    )  # fmt: skip


@post(
    "/connections/{connection_id:int}/keys", operation_id="renew_connection_keys", **MANAGE, status_code=200
)
def renew_connection_keys(
    context: NeedsContext, viewer: NeedsViewer, connection_id: ConnectionId
) -> CallbackKeys:
    """Token and key of the callback, made anew; those before are refused from now on. 409 connection_unreadable."""
    secrets, now = Secrets(context.home), context.now()
    with refusals():
        made = context.state.write(
            lambda conn: actions.renew(conn, connection_id, secrets=secrets, viewer=viewer, now=now)
        )
    if made is None:
        raise not_found("connection")
    return CallbackKeys(token=made["token"], aes_key=made["aes_key"])


@post("/connections/{connection_id:int}/sync", operation_id="sync_connection", **MANAGE, status_code=202)
def sync_connection(context: NeedsContext, viewer: NeedsViewer, connection_id: ConnectionId) -> JobView:
    """Read the far side whole, and compare. 409 sync_under_way."""
    now = context.now()

    def order(conn: object) -> jobs.Job:
        found = there(conn, connection_id)
        made = jobs.enqueue(conn, sync_order(found.id, found.name, viewer.user_id or None), now=now)  # pyright: ignore[reportArgumentType]
        if made is None:
            raise Problem(409, "sync_under_way", name=found.name)
        job = jobs.one(conn, made)  # pyright: ignore[reportArgumentType]
        assert job is not None  # noqa: S101 - written a moment ago, in this transaction
        return job

    job = context.state.write(order)
    context.wake()
    return view(job, now)


routes = [check_connection, renew_connection_keys, sync_connection]
