"""Confirmed plans of groups: kept, with tasks for staff; how far they are; taken back."""

from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from litestar import get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.model import Permission
from yutang.groups.store import owned
from yutang.segments.allocation import following, kept
from yutang.segments.allocation.gathering import EVERYBODY
from yutang.segments.layers import actions
from yutang.tasks import allocations as tasks
from yutang.tasks import store
from yutang.web.api.allocation import AllocationWanted, LayerId, group_names, plan_of
from yutang.web.api.layers import refused
from yutang.web.api.segment_shapes import LARGEST_ID
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Problem

PlanId = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
PartText = Annotated[str | None, QueryParameter(pattern=r"^\d{1,16}:\+?\d{1,16}$")]
_SEE: dict[str, Any] = {
    "tags": ["layers"], "opt": {"permission": Permission.SEGMENTS_SEE}, "sync_to_thread": True,
}  # fmt: skip
_EDIT: dict[str, Any] = {
    "tags": ["layers"], "opt": {"permission": Permission.SEGMENTS_EDIT}, "sync_to_thread": True, "status_code": 200,
}  # fmt: skip


class AllocationConfirmed(AllocationWanted, frozen=True, kw_only=True):
    """`digest`: of the preview that was looked at."""

    digest: Annotated[str, msgspec.Meta(min_length=32, max_length=32)]


class AllocationMade(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    people: int
    tasks: int


class AllocationPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A confirmed plan. `people`, `arrived`: of the customers whom the viewer sees; arrived is who sits in the group
    that the plan says. Tasks are everybody's. `undone_at`: taken back; `may_undo`: the viewer may do that."""

    id: int
    made_at: int
    made_by_name: str
    people: int
    arrived: int
    tasks_open: int
    tasks_done: int
    undone_at: int | None
    undone_by_name: str | None
    may_undo: bool


class AllocationPlans(msgspec.Struct, frozen=True):
    items: list[AllocationPlan]


class AllocationMove(msgspec.Struct, frozen=True, kw_only=True):
    """Who goes where. `opened`: number of a group that did not exist when the plan was confirmed."""

    customer_id: str
    name: str | None
    tier_id: int
    region: str | None
    owner: str | None
    from_group: str | None
    to_group: str | None
    opened: int | None
    arrived: bool


class AllocationMoves(msgspec.Struct, frozen=True):
    """`next`: hand it in as `after`; null: that was all."""

    items: list[AllocationMove]
    next: str | None


class AllocationUndone(msgspec.Struct, frozen=True):
    tasks: int  # open ones that went with the plan


@post("/layers/{layer_id:int}/allocation/confirm", operation_id="confirm_allocation", **_EDIT)
def confirm_allocation(
    context: NeedsContext, viewer: NeedsViewer, layer_id: LayerId, data: JSONBody[AllocationConfirmed]
) -> AllocationMade:
    """Keep the plan and give staff their tasks: whom to invite into which group. 409 where it would be another by now,
    because facts came in since it was looked at. A standing plan of the same person is taken back."""
    with context.ledger.analytics.cursor() as cursor:
        layer, plan = plan_of(context, cursor, viewer, layer_id, data)
        called = group_names(cursor)
    if plan.digest() != data.digest:
        raise Problem(409, "allocation_moved")
    names = {id_: name for id_, (_, name) in called.items()}

    def write(conn: sa.Connection) -> tasks.Made:
        rooms = tasks.Rooms(names, owned(conn, plan.targets(), EVERYBODY))
        return tasks.confirm(conn, layer, plan, rooms, viewer=viewer, now=context.now())

    with refused():
        made = context.state.write(write)
    return AllocationMade(**msgspec.structs.asdict(made))


@get("/layers/{layer_id:int}/allocations", operation_id="list_allocations", **_SEE)
def list_allocations(context: NeedsContext, viewer: NeedsViewer, layer_id: LayerId) -> AllocationPlans:
    """Confirmed plans, newest first; those that move nobody whom the viewer sees are left out."""
    found: list[AllocationPlan] = []
    with refused(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        actions.one(conn, layer_id)
        for one in kept.listed(conn, layer_id):
            people, arrived = following.counted(conn, cursor, one.id, viewer.scope)
            if people == 0 and not viewer.scope.everything:
                continue
            open_, done = store.progress(conn, tasks.SOURCE, f"{one.id}:")
            found.append(AllocationPlan(
                id=one.id, made_at=one.made_at // 1000, made_by_name=one.made_by_name, people=people, arrived=arrived,
                tasks_open=open_, tasks_done=done, undone_at=None if one.undone_at is None else one.undone_at // 1000,
                undone_by_name=one.undone_by_name, may_undo=one.undone_at is None and tasks.may_undo(one, viewer),
            ))  # fmt: skip
    return AllocationPlans(found)


@get("/layers/{layer_id:int}/allocations/{plan_id:int}/people", operation_id="list_allocation_moves", **_SEE)
def list_allocation_moves(
    context: NeedsContext, viewer: NeedsViewer, layer_id: LayerId, plan_id: PlanId, part: PartText = None,
    after: Annotated[int, QueryParameter(ge=0, le=LARGEST_ID)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
) -> AllocationMoves:  # fmt: skip
    """Whom a plan moves, of the customers whom the viewer sees. `part`: of one task, whose subject is
    "<layer>:<plan>:<part>"."""
    of = following.WHOLE if part is None else following.part(part)
    with refused(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        one, groups = kept.one(conn, layer_id, plan_id), group_names(cursor)
        found = following.people(conn, cursor, one.id, viewer.scope, of=of, after=after, limit=limit + 1)
    items = [
        AllocationMove(
            customer_id=str(one.customer_id), name=one.name, tier_id=one.tier_id, region=one.region, owner=one.owner,
            from_group=_called(one.from_group, groups), to_group=_called(one.to_group, groups), opened=one.opened,
            arrived=one.arrived,
        )
        for one in found[:limit]
    ]  # fmt: skip
    return AllocationMoves(items, items[-1].customer_id if len(found) > limit else None)


@post("/layers/{layer_id:int}/allocations/{plan_id:int}/undo", operation_id="undo_allocation", **_EDIT)
def undo_allocation(
    context: NeedsContext, viewer: NeedsViewer, layer_id: LayerId, plan_id: PlanId
) -> AllocationUndone:
    """Take a plan and its open tasks back; what staff have done stays done. Twice is once."""
    with refused():
        gone = context.state.write(
            lambda conn: tasks.undo(conn, layer_id, plan_id, viewer=viewer, now=context.now())
        )
    return AllocationUndone(gone)


def _called(group: int | None, groups: dict[int, tuple[str, str]]) -> str | None:
    return None if group is None or group not in groups else groups[group][1]


routes: list[Any] = [confirm_allocation, list_allocations, list_allocation_moves, undo_allocation]
