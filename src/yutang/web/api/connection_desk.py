"""What members of staff have of a connection: signing in by it, and the sidebar beside their chats."""

from typing import Any
from urllib.parse import urlsplit

import msgspec
from litestar import Request, get, put
from litestar.params import JSONBody

from yutang.accounts.memory import memory_of
from yutang.connections import actions
from yutang.connections.model import Connection
from yutang.web.api.connections import MANAGE, ConnectionId, session_of, there
from yutang.web.context import Context
from yutang.web.entrance import origin_of
from yutang.web.needs import NeedsContext, NeedsViewer

AnyRequest = Request[Any, Any, Any]


class DeskView(msgspec.Struct, frozen=True, kw_only=True):
    """`sign_in`: its members sign in here by it. `domain` (to be trusted) and `sidebar` (the address of the chat's
    toolbar) are to be entered over there, as this request reached us where the settings name no public address."""

    sign_in: bool
    domain: str
    sidebar: str


class DeskChange(msgspec.Struct, frozen=True):
    sign_in: bool


@get("/connections/{connection_id:int}/desk", operation_id="show_connection_desk", **MANAGE)
def show_connection_desk(request: AnyRequest, context: NeedsContext, connection_id: ConnectionId) -> DeskView:
    with context.state.read() as conn:
        return _view(request, context, there(conn, connection_id))


@put("/connections/{connection_id:int}/desk", operation_id="change_connection_desk", **MANAGE)
def change_connection_desk(
    request: AnyRequest, context: NeedsContext, viewer: NeedsViewer, connection_id: ConnectionId,
    data: JSONBody[DeskChange],
) -> DeskView:  # fmt: skip
    """Switched off, nobody comes in by it, and who did is signed out, but whoever switches."""
    now, but = context.now(), session_of(request)

    def change(conn: Any) -> Connection:
        there(conn, connection_id)
        actions.let_sign_in(conn, connection_id, on=data.sign_in, viewer=viewer, now=now, but=but)
        return there(conn, connection_id)

    changed = context.state.write(change)
    memory_of(context.state).proved.forget()
    return _view(request, context, changed)


def _view(request: AnyRequest, context: Context, one: Connection) -> DeskView:
    origin = origin_of(request, context)
    return DeskView(
        sign_in=one.sign_in_at is not None,
        domain=urlsplit(origin).netloc,
        sidebar=f"{origin}/sidebar/{one.id}",
    )


routes = [show_connection_desk, change_connection_desk]
