"""Groups of tags that are kept on a connected WeCom too: how they stand there, what that would come to, push now."""

import time
from contextlib import closing
from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from litestar import get, post
from litestar.params import JSONBody, PathParameter

from yutang.accounts.model import Permission
from yutang.connections import store as connections
from yutang.connections.model import Connection, ConnectionState, Trouble
from yutang.connections.orders import push_order
from yutang.connections.wecom.asking import Patience
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.learning import Learner
from yutang.connections.wecom.sync.run import Tools
from yutang.connections.wecom.tagging.pushing import Preview
from yutang.kit import jobs
from yutang.kit.secrets import Secrets
from yutang.segments.tags import wecom
from yutang.segments.tags.wecom_view import GroupStanding, Place, overview
from yutang.web.api.jobs import JobView, view
from yutang.web.api.refusals import refusals
from yutang.web.api.users import LARGEST_ID
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Problem, not_found

Path = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
ConnectionId = Annotated[int, msgspec.Meta(ge=1, le=(1 << 53) - 1)]
_SEE: dict[str, Any] = {
    "tags": ["tags"], "opt": {"permission": Permission.SEGMENTS_SEE}, "sync_to_thread": True
}  # fmt: skip
_EDIT: dict[str, Any] = _SEE | {"opt": {"permission": Permission.SEGMENTS_EDIT}}


class TagPush(msgspec.Struct, frozen=True, kw_only=True):
    """The last time it was brought level. `finished_at`: null where it was cut off, or could not be: `trouble`, locales
    "connection.trouble.<code>". `counts`: names are in locales "tag_push.count.<name>"."""

    started_at: int
    finished_at: int | None
    counts: dict[str, int]
    trouble: Trouble | None


class TagPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A connection that tags may be kept on."""

    connection_id: int
    name: str
    state: ConnectionState
    push: TagPush | None


class KeptTagGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A group that is kept on a connection. `own`: tags that we made there; `shared`: that were there before. Pairs of
    a member and a customer: `put` by us, `found` there by another's hand, `taken` off by another's hand, `waiting`.
    `refused_tags`, `refused_pairs`: by reason, locales "tag_push.fault.<reason>"."""

    group_id: int
    connection_id: int
    since: int
    tags: int
    own: int
    shared: int
    put: int
    found: int
    taken: int
    waiting: int
    refused_tags: dict[str, int]
    refused_pairs: dict[str, int]


class KeptTags(msgspec.Struct, frozen=True):
    """Instants are milliseconds since 1970, UTC."""

    places: list[TagPlace]
    groups: list[KeptTagGroup]


class TagKeeping(msgspec.Struct, frozen=True):
    connection_id: ConnectionId
    on: bool


class TagPlaceRef(msgspec.Struct, frozen=True):
    connection_id: ConnectionId


class TagKeepingPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What keeping a group there would come to; of one that is kept, what is not level yet. `tags` of the corp are
    there of `most`, with rule groups' tags; of ours `there` are among them, and `make` are to be made. `faults`: tags
    that can't be, by reason. `mark`, `unmark`: pairs of a member and a customer. `live`: WeCom was asked just now."""

    tags: int
    most: int
    there: int
    make: int
    faults: dict[str, int]
    mark: int
    unmark: int
    live: bool


@get("/tags/wecom", operation_id="list_kept_tags", **_SEE)
def list_kept_tags(context: NeedsContext) -> KeptTags:
    """Which groups are kept on which connection, and how they stand there."""
    return _overview(context)


@post("/tags/groups/{group_id:int}/wecom", operation_id="keep_tag_group", status_code=200, **_EDIT)
def keep_tag_group(
    context: NeedsContext, viewer: NeedsViewer, group_id: Path, data: JSONBody[TagKeeping]
) -> KeptTags:
    """Keep a group on a connection, or no longer. On: a push is ordered. Off: what is there stays as it is."""
    now = context.now()
    with refusals():
        wecom.switch(context.ledger, viewer, group_id, data.connection_id, on=data.on, now=now)
    if data.on:
        context.state.write(lambda conn: _order(conn, data.connection_id, viewer.user_id, now))
        context.wake()
    return _overview(context)


@post("/tags/groups/{group_id:int}/wecom/preview", operation_id="preview_kept_tags", status_code=200, **_EDIT)
def preview_kept_tags(
    context: NeedsContext, group_id: Path, data: JSONBody[TagPlaceRef]
) -> TagKeepingPreview:
    """What it would come to; nothing is changed. It takes some seconds where WeCom does not answer. 409
    connection_unreadable."""
    with context.state.read() as conn:
        _there(conn, data.connection_id)
    secrets = Secrets(context.home)
    with closing(Clients(context.state, secrets, now=context.now)) as clients, refusals():
        patience = Patience(lambda: None, context.now, time.sleep)
        tools = Tools(clients=clients, learner=Learner(context.ledger, secrets), patience=patience)
        return _preview(wecom.preview(tools, data.connection_id, group_id))


@post("/tags/wecom/push", operation_id="push_kept_tags", status_code=202, **_EDIT)
def push_kept_tags(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[TagPlaceRef]) -> JobView:
    """Bring what is kept on a connection level, now; the job that does, also where it was ordered before. 409
    connection_is_off."""
    now = context.now()

    def order(conn: sa.Connection) -> jobs.Job:
        found = _there(conn, data.connection_id)
        if found.state is ConnectionState.OFF:
            raise Problem(409, "connection_is_off", name=found.name)
        _order(conn, data.connection_id, viewer.user_id, now)
        waiting = jobs.listed(conn, kinds=["push_tags"], open_only=True)
        return next(one for one in waiting if one.params["connection"] == found.id)

    job = context.state.write(order)
    context.wake()
    return view(job, now)


def _overview(context: Context) -> KeptTags:
    with context.state.read() as conn:
        found = overview(conn)
    return KeptTags([_place(one) for one in found.places], [_group(one) for one in found.groups])


def _order(conn: sa.Connection, connection_id: int, by: int, now: int) -> None:
    found = _there(conn, connection_id)
    jobs.enqueue_behind(conn, push_order(found.id, found.name, by or None), now=now)


def _there(conn: sa.Connection, connection_id: int) -> Connection:
    found = connections.one(conn, connection_id)
    if found is None:
        raise not_found("connection")
    return found


def _place(one: Place) -> TagPlace:
    push = one.push
    return TagPlace(
        connection_id=one.connection_id, name=one.name, state=one.state,
        push=None if push is None else TagPush(
            started_at=push.started_at // 1000, counts=push.counts, trouble=push.trouble,
            finished_at=None if push.finished_at is None else push.finished_at // 1000,
        ),
    )  # fmt: skip


def _group(one: GroupStanding) -> KeptTagGroup:
    return msgspec.convert(msgspec.structs.asdict(one) | {"since": one.since // 1000}, KeptTagGroup)


def _preview(one: Preview) -> TagKeepingPreview:
    return msgspec.convert(msgspec.structs.asdict(one), TagKeepingPreview)


routes = [list_kept_tags, keep_tag_group, preview_kept_tags, push_kept_tags]
