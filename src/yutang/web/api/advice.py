"""Decisions on advice, many groups at once: preview, accept, snooze, keep anyway, undo."""

import datetime as dt
from typing import Annotated, Any

import msgspec
from litestar import post
from litestar.params import JSONBody

from yutang.accounts.model import Permission
from yutang.checkup import decisions
from yutang.checkup.decisions import Accepted, AcceptPreview, Unseen
from yutang.web.api.checkup import look
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import not_found

Ref = Annotated[str, msgspec.Meta(min_length=1, max_length=600)]
Refs = Annotated[list[Ref], msgspec.Meta(min_length=1, max_length=10_000)]
Instant = Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800_000)]  # ms, to the year 2100
_ACT: dict[str, Any] = {
    "tags": ["checkup"], "opt": {"permission": Permission.ADVICE_ACT}, "sync_to_thread": True, "status_code": 200,
}  # fmt: skip


class AdviceGroups(msgspec.Struct, frozen=True, kw_only=True):
    groups: Refs


class AdviceAccept(msgspec.Struct, frozen=True, kw_only=True):
    """`due_at`: of all the tasks; None: three days to revive, seven to merge, fourteen to stop."""

    groups: Refs
    due_at: Instant | None = None


class AdviceSnooze(msgspec.Struct, frozen=True, kw_only=True):
    groups: Refs
    until: dt.date  # the advice is back on that day


class AdviceKeep(msgspec.Struct, frozen=True, kw_only=True):
    groups: Refs
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class AdviceDecided(msgspec.Struct, frozen=True):
    """How many groups the act has changed."""

    groups: int


@post("/checkup/accept/preview", operation_id="preview_accept", **_ACT)
def preview_accept(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[AdviceGroups]) -> AcceptPreview:
    """What an accept would make, and for whom. Writes nothing."""
    snapshot = look(context, viewer).snapshot
    with context.state.read() as conn:
        try:
            return decisions.preview(conn, snapshot, data.groups, viewer=viewer)
        except Unseen:
            raise not_found("group") from None


@post("/checkup/accept", operation_id="accept_advice", **_ACT)
def accept_advice(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[AdviceAccept]) -> Accepted:
    """A task for each group's owner. Twice is once. 404: one of the groups isn't there, and nothing was done."""
    due = None if data.due_at is None else data.due_at * 1000
    return _act(context, viewer, decisions.accept, data.groups, due_at=due)


@post("/checkup/snooze", operation_id="snooze_advice", **_ACT)
def snooze_advice(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[AdviceSnooze]) -> AdviceDecided:
    """Out of the way until that day. 409 snooze_past: the day isn't ahead."""
    return AdviceDecided(_act(context, viewer, decisions.snooze, data.groups, until=data.until))


@post("/checkup/keep", operation_id="keep_anyway", **_ACT)
def keep_anyway(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[AdviceKeep]) -> AdviceDecided:
    """Against the advice, for a reason that is remembered until it is taken back. 409 reason_needed."""
    return AdviceDecided(_act(context, viewer, decisions.keep, data.groups, reason=data.reason))


@post("/checkup/undo", operation_id="undo_decision", **_ACT)
def undo_decision(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[AdviceGroups]) -> AdviceDecided:
    """Take back what stands, with the open tasks of an accept."""
    return AdviceDecided(_act(context, viewer, decisions.undo, data.groups))


def _act(context: NeedsContext, viewer: NeedsViewer, act: Any, refs: list[str], **more: Any) -> Any:
    """One act in one transaction, on the newest check-up."""
    snapshot, now = look(context, viewer).snapshot, context.now()
    try:
        return context.state.write(lambda conn: act(conn, snapshot, refs, viewer=viewer, now=now, **more))
    except Unseen:
        raise not_found("group") from None


routes: list[Any] = [preview_accept, accept_advice, snooze_advice, keep_anyway, undo_decision]
