"""What hangs on a connection: told before it is removed, for it stops with it."""

import msgspec
from litestar import get

from yutang.handover import store as handovers
from yutang.outbox.hanging import hanging as sends
from yutang.outbox.model import SendKind
from yutang.segments.tags.wecom import kept_groups
from yutang.sources import store as sources
from yutang.web.api.connections import MANAGE, ConnectionId, there
from yutang.web.needs import NeedsContext


class ConnectionHanging(msgspec.Struct, frozen=True, kw_only=True):
    """`codes` that lead to somebody, `messages`, `moments` and `handovers` under way: they go on when the same account
    is connected again; sends only within their deadline. `tag_groups` kept over there: they are chosen anew."""

    codes: int
    messages: int
    moments: int
    handovers: int
    tag_groups: int


@get("/connections/{connection_id:int}/hanging", operation_id="show_connection_hanging", **MANAGE)
def show_connection_hanging(context: NeedsContext, connection_id: ConnectionId) -> ConnectionHanging:
    with context.state.read() as conn:
        there(conn, connection_id)
        sent = sends(conn, connection_id)
        return ConnectionHanging(
            codes=sources.hanging(conn, connection_id), messages=sent[SendKind.MESSAGE],
            moments=sent[SendKind.MOMENT], handovers=handovers.hanging(conn, connection_id),
            tag_groups=sum(one.connection_id == connection_id for one in kept_groups(conn)),
        )  # fmt: skip


routes = [show_connection_hanging]
