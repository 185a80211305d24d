"""A new group for a segment's people, asked of a member of staff: no channel of ours makes one."""

from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from yutang.accounts.model import Permission
from yutang.groups import founding
from yutang.web.api.moderation import ModerationAsked, channel_to
from yutang.web.api.refusals import refusals
from yutang.web.api.segments import SegmentId
from yutang.web.api.tasks import LARGEST_ID, Instant, TaskView
from yutang.web.api.tasks import view as task_view
from yutang.web.needs import NeedsContext, NeedsViewer

_ACT: dict[str, Any] = {
    "tags": ["moderation"], "opt": {"permission": Permission.ADVICE_ACT}, "sync_to_thread": True,
}  # fmt: skip
_SEE: dict[str, Any] = _ACT | {"opt": {"permission": Permission.SEGMENTS_SEE}}


class NewGroupStaff(msgspec.Struct, frozen=True, kw_only=True):
    """Who could make it. `people`: members of the segment whom they follow now, of those whom the viewer sees."""

    id: int
    name: str
    people: int


class NewGroupStaffs(msgspec.Struct, frozen=True):
    items: list[NewGroupStaff]


class NewGroupAsk(msgspec.Struct, frozen=True, kw_only=True):
    """`due_at` None: the end of the day in three days; 90 days at most."""

    staff_id: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
    name: Annotated[str, msgspec.Meta(max_length=60)]
    reason: Annotated[str, msgspec.Meta(max_length=1000)]
    due_at: Instant | None = None


class NewGroup(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for. `group`: "<platform>:<external id>" of the one of that name that its owner made since."""

    task: TaskView
    group: str | None


class NewGroups(msgspec.Struct, frozen=True):
    items: list[NewGroup]


@get("/segments/{segment_id:int}/new-groups", operation_id="list_new_groups", **_SEE)
def list_new_groups(context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId) -> NewGroups:
    """Groups that were asked for, of the viewer's scope, the newest first."""
    with refusals(), context.state.read() as conn:
        found = founding.asked_for(conn, segment_id, viewer=viewer, now=context.now())
    return NewGroups([NewGroup(task=task_view(one.task, viewer), group=one.group) for one in found])


@get("/segments/{segment_id:int}/new-groups/staff", operation_id="list_new_group_staff", **_ACT)
def list_new_group_staff(
    context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId,
    q: Annotated[str, QueryParameter(max_length=100)] = "",
) -> NewGroupStaffs:  # fmt: skip
    """Who could make one: twenty at most, who follow most of the segment first. `q`: a part of the name, or the whole
    id."""
    with refusals(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = founding.founders(conn, cursor, segment_id, q=q, scope=viewer.scope)
    return NewGroupStaffs([NewGroupStaff(id=one.id, name=one.name, people=one.people) for one in found])


@post("/segments/{segment_id:int}/new-groups", operation_id="ask_new_group", status_code=200, **_ACT)
def ask_new_group(
    context: NeedsContext, viewer: NeedsViewer, segment_id: SegmentId, data: JSONBody[NewGroupAsk]
) -> ModerationAsked:
    """A task for who makes it, unless their channel does it itself; taken back by withdraw_moderation. 409
    moderation_open: the same is asked already; moderation_refused {why}. 400: founding_staff, founding_name,
    moderation_evidence, moderation_due {days}."""
    asked = founding.Asked(
        segment_id=segment_id, staff_id=data.staff_id, name=data.name, reason=data.reason,
        due_at=None if data.due_at is None else data.due_at * 1000,
    )  # fmt: skip
    with refusals():
        made = founding.ask(
            context.ledger, asked, channel_of=lambda platform: channel_to(context, platform), viewer=viewer,
            now=context.now(),
        )  # fmt: skip
    return ModerationAsked(task=None if made is None else task_view(made, viewer))


routes: list[Any] = [list_new_groups, list_new_group_staff, ask_new_group]
