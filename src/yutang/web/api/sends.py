"""Sends to customers: drafted, accounted for, confirmed, followed, cancelled."""

from typing import Annotated, Any

import sqlalchemy as sa
from litestar import delete, get, post, put
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.audit import record
from yutang.accounts.model import Permission
from yutang.channels.contract.channel import Channel
from yutang.channels.contract.message import Message
from yutang.connections import mirror
from yutang.connections import store as connections
from yutang.connections.model import ConnectionState
from yutang.kit import jobs
from yutang.kit.errors import YutangError
from yutang.outbox import acts, compose, listing, pictures, placing, store, tallies
from yutang.outbox import jobs as sending
from yutang.outbox.model import CapRule, Reason, SendKind
from yutang.outbox.moments import listing as moment_listing
from yutang.outbox.moments import placing as moment_placing
from yutang.outbox.placing import Desk, Placing
from yutang.outbox.recipients import Which
from yutang.outbox.store import Send, Whom
from yutang.web.api import send_shapes as shape
from yutang.web.api.moment_shapes import MomentStaff, MomentTag, SendUpload, upload
from yutang.web.api.segment_shapes import LARGEST_ID
from yutang.web.api.segment_world import make_world
from yutang.web.api.segments import refused
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer

SendId = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
Turn = Annotated[int, QueryParameter(ge=1, le=LARGEST_ID)]
SEE: dict[str, Any] = {"tags": ["sends"], "opt": {"permission": Permission.SENDS_SEE}, "sync_to_thread": True}
EDIT: dict[str, Any] = {
    "tags": ["sends"],
    "opt": {"permission": Permission.SENDS_EDIT},
    "sync_to_thread": True,
}


def _nobody(connection_id: int) -> Channel:
    """No handler speaks with a channel: the jobs do."""
    raise YutangError("send_connection", id=connection_id)


def _desk(context: Context) -> Desk:
    return Desk(ledger=context.ledger, channel_of=_nobody, now=context.now)


@get("/sends", operation_id="list_sends", **SEE)
def list_sends(
    context: NeedsContext, viewer: NeedsViewer,
    before: Annotated[int | None, QueryParameter(ge=1, le=LARGEST_ID)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> shape.SendRows:  # fmt: skip
    """Newest first; of those that reach somebody whom the viewer sees."""
    with context.state.read() as conn:
        found = store.listed(conn, viewer.scope, viewer.user_id, before=before, limit=limit + 1)
        counts = tallies.states(conn, [one.id for one in found], viewer.scope)
    items = [shape.row(one, counts[one.id]) for one in found[:limit]]
    return shape.SendRows(items, items[-1].id if len(found) > limit else None)


@get("/sends/doors", operation_id="list_send_doors", **SEE)
def list_send_doors(context: NeedsContext) -> shape.SendDoors:
    """The connections that can send, what they take, and the rule of how much a customer may get."""
    able = _desk(context).able.limits
    with context.state.read() as conn:
        items = [
            shape.SendDoor(
                id=one.id, name=one.name, state=one.state.value, cap_rule=store.policy(conn, one.id)
            )
            for one in connections.listed(conn)
            if one.state is not ConnectionState.OFF
        ]
    return shape.SendDoors(items, {target.value: shape.SendLimits(text=one.text, unit=one.unit.value,
                                   bytes=one.bytes, attachments=one.attachments, kinds=dict(one.kinds),
                                   mixes=one.mixes) for target, one in able.items()})  # fmt: skip


@put("/sends/doors/{connection_id:int}", operation_id="set_send_policy", tags=["sends"], sync_to_thread=True,
     opt={"permission": Permission.CONNECTIONS_MANAGE}, status_code=204)  # fmt: skip
def set_send_policy(
    context: NeedsContext, viewer: NeedsViewer, connection_id: SendId, data: JSONBody[shape.SendPolicy]
) -> None:
    """As the corp has chosen in WeCom's own console."""

    def write(conn: Any) -> None:
        placing.connection_platform(conn, connection_id)
        before = store.policy(conn, connection_id)
        store.set_policy(conn, connection_id, CapRule(data.cap_rule))
        record(conn, viewer, "send_policy", now=context.now(), subject_kind="connection",
               subject_id=str(connection_id), before=before, after=data.cap_rule)  # fmt: skip

    with refused():
        context.state.write(write)


@post("/sends", operation_id="create_send", **EDIT)
def create_send(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.SendDraft]
) -> shape.SendMade:
    """A draft. Nothing is sent by it."""
    draft = _draft(data)
    with refused():
        id_ = context.state.write(lambda conn: compose.create(conn, draft, viewer=viewer, now=context.now()))
    return shape.SendMade(id=id_, turn=1)


@put("/sends/{send_id:int}", operation_id="change_send", **EDIT)
def change_send(
    context: NeedsContext, viewer: NeedsViewer, send_id: SendId, turn: Turn, data: JSONBody[shape.SendDraft]
) -> shape.SendMade:
    """A draft's new content. `turn`: of the one that was edited; 409 send_changed: somebody was quicker."""
    draft = _draft(data)
    with refused():
        new = context.state.write(
            lambda conn: compose.change(conn, send_id, draft, turn=turn, viewer=viewer, now=context.now())
        )
    return shape.SendMade(id=send_id, turn=new)


@delete("/sends/{send_id:int}", operation_id="remove_send", **EDIT)
def remove_send(context: NeedsContext, viewer: NeedsViewer, send_id: SendId) -> None:
    """Of a draft."""
    with refused():
        context.state.write(lambda conn: compose.remove(conn, send_id, viewer=viewer, now=context.now()))


@get("/sends/{send_id:int}", operation_id="get_send", **SEE)
def get_send(context: NeedsContext, viewer: NeedsViewer, send_id: SendId) -> shape.SendDetail:
    with refused(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = listing.whole(conn, cursor, send_id, viewer, now=context.now())
        return shape.detail(found, _tags(conn, found.send), _uploads(conn, found.send))


@post("/sends/{send_id:int}/account", operation_id="account_send", status_code=200, **EDIT)
def account_send(context: NeedsContext, viewer: NeedsViewer, send_id: SendId) -> shape.SendAccount:
    """Who would get a draft now, and why everybody else wouldn't: audience = those of each reason + proposed."""
    with refused():
        with context.state.read() as conn:
            draft = compose.draft_of(conn, send_id, viewer)
        known, now = make_world(context), context.now()
        if draft.kind is SendKind.MOMENT:
            return _moment_account(
                context, moment_placing.place(_desk(context), draft, known, viewer.scope, now=now)
            )
        return _account(placing.place(_desk(context), draft, known, viewer.scope, now=now))


@post("/sends/{send_id:int}/confirm", operation_id="confirm_send", status_code=200, **EDIT)
def confirm_send(
    context: NeedsContext, viewer: NeedsViewer, send_id: SendId, data: JSONBody[shape.SendConfirm]
) -> shape.SendConfirmed:
    """Book everybody, give staff their tasks, hand it to the channel. 409 send_moved: the account is another by now."""
    known = make_world(context)
    with refused():
        with context.state.read() as conn:
            moment = compose.draft_of(conn, send_id, viewer).kind is SendKind.MOMENT
        confirm = moment_placing.confirm if moment else placing.confirm
        found = confirm(_desk(context), send_id, known, data.digest, turn=data.turn, viewer=viewer)
    _at_once(context, sending.SUBMIT)
    return shape.SendConfirmed(audience=found.audience, proposed=found.proposed, senders=found.senders)


@post("/sends/{send_id:int}/cancel", operation_id="cancel_send", status_code=204, **EDIT)
def cancel_send(context: NeedsContext, viewer: NeedsViewer, send_id: SendId) -> None:
    """Stop what is not sent; what is sent stays. Twice is once."""
    with refused():
        context.state.write(lambda conn: acts.cancel(conn, send_id, viewer=viewer, now=context.now()))
    _at_once(context, sending.SUBMIT)
    _at_once(context, sending.POLL)


@post("/sends/{send_id:int}/remind", operation_id="remind_send", status_code=200, **EDIT)
def remind_send(context: NeedsContext, viewer: NeedsViewer, send_id: SendId) -> shape.SendReminded:
    """Remind who has not confirmed, as often as the platform lets us: three times in 24 hours."""
    with refused():
        count = context.state.write(lambda conn: acts.remind(conn, send_id, viewer=viewer, now=context.now()))
    _at_once(context, sending.POLL)
    return shape.SendReminded(count)


@get("/sends/{send_id:int}/recipients", operation_id="list_send_recipients", **SEE)
def list_send_recipients(
    context: NeedsContext, viewer: NeedsViewer, send_id: SendId,
    how: Annotated[str | None, QueryParameter(pattern="^[a-z]{3,20}$")] = None,
    reason: Annotated[str | None, QueryParameter(pattern="^[a-z_]{3,30}$")] = None,
    after: Annotated[int, QueryParameter(ge=0, le=LARGEST_ID)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
) -> shape.SendRecipients:  # fmt: skip
    """Everybody of the audience, by customer, those whom the viewer sees. `how`: locales "send.touch.<how>"."""
    known = {one.name.lower(): int(one) for one in Reason}
    which = Which(state=how, reason=None if reason is None else known.get(reason, -1))
    with refused(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = listing.people(conn, cursor, send_id, viewer, which, after=after, limit=limit + 1)
    items = [shape.recipient(one) for one in found[:limit]]
    return shape.SendRecipients(items, items[-1].customer_id if len(found) > limit else None)


def _at_once(context: Context, kind: str) -> None:
    """The job that the clock would start within half a minute."""
    context.state.write(lambda conn: jobs.enqueue(conn, sending.order(kind), now=context.now()))
    context.wake()


def _draft(data: shape.SendDraft) -> compose.Draft:
    staff = sorted({int(one) for one in data.staff})
    tags = list(dict.fromkeys(data.tags))
    audience = Whom(segment=data.segment_id, rule=data.rule, staff=staff, tags=tags)
    return compose.Draft(
        connection_id=data.connection_id, kind=data.kind, name=data.name, purpose=data.purpose,
        audience=audience, message=Message(text=data.text, attachments=tuple(data.attachments)),
    )  # fmt: skip


def _account(found: Placing) -> shape.SendAccount:
    told = found.account
    return shape.SendAccount(
        audience=told.audience, excluded=shape.by_name(told.excluded), proposed=told.proposed, senders=told.senders,
        parts=told.parts, notices={}, publishers=[], digest=found.digest, wrong=list(found.wrong),
    )  # fmt: skip


def _moment_account(context: Context, found: moment_placing.Placing) -> shape.SendAccount:
    told = found.account
    with context.ledger.analytics.cursor() as cursor:
        names = moment_listing.called(cursor, [one.staff_id for one in found.publishers])
    publishers = [
        MomentStaff(staff_id=str(one.staff_id), name=names.get(one.staff_id) or one.userid, people=one.people)
        for one in found.publishers
    ]
    return shape.SendAccount(
        audience=told.audience, excluded=shape.by_name(told.excluded), proposed=told.proposed, senders=told.senders,
        parts=told.parts, notices={one.value: n for one, n in found.notices.items()}, publishers=publishers,
        digest=found.digest, wrong=list(found.wrong),
    )  # fmt: skip


def _tags(conn: sa.Connection, one: Send) -> list[MomentTag]:
    """Those that are there still."""
    held = mirror.tags(conn, one.connection_id) if one.audience.tags else {}
    return [
        MomentTag(id=id_, group=held[id_].group_name, name=held[id_].name)
        for id_ in one.audience.tags
        if id_ in held
    ]


def _uploads(conn: sa.Connection, one: Send) -> list[SendUpload]:
    refs = [
        ref
        for each in one.message.attachments
        if (ref := getattr(each, "handle", "") or getattr(each, "picture", ""))
    ]
    return [upload(kept) for kept in pictures.kept(conn, refs)]


routes = [list_sends, list_send_doors, set_send_policy, create_send, change_send, remove_send, get_send, account_send,
          confirm_send, cancel_send, remind_send, list_send_recipients]  # fmt: skip
