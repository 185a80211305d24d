"""Allocation: who of a layer would sit in which group. Previews and their file; nothing is written, nobody moved."""

from typing import Annotated, Any

import duckdb
import msgspec
from litestar import Response, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.model import Permission, Viewer
from yutang.groups.store import owned
from yutang.kit.cells import harmless
from yutang.segments.allocation.planning import Asked, Line, Planned, RoomWanted, lines, planned
from yutang.segments.allocation.preview import preview
from yutang.segments.layers import actions
from yutang.segments.layers.model import MOST_PEOPLE, Layer
from yutang.segments.saved.export import write_csv
from yutang.web.api.layers import refused
from yutang.web.api.segment_shapes import LARGEST_ID
from yutang.web.context import Context
from yutang.web.downloads import CSV, download
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Place, Problem, not_found

LayerId = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
_SEE: dict[str, Any] = {
    "tags": ["layers"], "opt": {"permission": Permission.SEGMENTS_SEE}, "sync_to_thread": True, "status_code": 200,
}  # fmt: skip
Id = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
Ref = Annotated[str, msgspec.Meta(min_length=1, max_length=600)]
People = Annotated[int, msgspec.Meta(ge=1, le=MOST_PEOPLE)]
HEAD = ["customer", "name", "tier", "region", "owner", "from", "to", "why"]
_GROUPS = "select id, platform || ':' || external_id, coalesce(name, external_id) from customer_group"


class AllocationRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A group ("<platform>:<external id>") for customers of a tier and, with regions, of a region."""

    group: Ref
    tier_id: Id
    region: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    limit: People | None = None


class AllocationWanted(msgspec.Struct, frozen=True, kw_only=True):
    """`most`: people in a group where neither tier nor group says otherwise. Regions: values of `attribute` (a code),
    or the tags of `tag_group`; neither: regions are not looked at. `new_groups`: to be opened at most for one tier and
    region; null: as many as it takes."""

    rooms: Annotated[list[AllocationRoom], msgspec.Meta(max_length=10_000)]
    most: People = 200
    attribute: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    tag_group: Id | None = None
    new_groups: Annotated[int, msgspec.Meta(ge=0, le=10_000)] | None = None


class AllocatedRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A group that somebody comes to. `group` null: to be opened."""

    group: str | None
    name: str | None
    tier_id: int
    region: str | None
    limit: int
    before: int
    after: int


class UnseatedCount(msgspec.Struct, frozen=True, kw_only=True):
    """`reason`: locales "seat.<reason>"."""

    reason: str
    count: int


class AllocationView(msgspec.Struct, frozen=True, kw_only=True):
    """Of the customers in the layer whom the viewer sees. `torn`: former groups and owners whose people part. `groups`:
    the first 500, most comers first. `digest`: of who goes where; hand it in to confirm what was seen."""

    digest: str
    people: int
    stay: int
    move: int
    come: int
    unseated: list[UnseatedCount]
    filled: int
    opened: int
    torn: int
    groups: list[AllocatedRoom]


class AllocationLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who goes where, and why (locales "seat.<reason>"). `opened`: number of a group that is to be opened."""

    customer_id: str
    name: str | None
    tier_id: int
    region: str | None
    owner: str | None
    from_group: str | None
    to_group: str | None
    opened: int | None
    reason: str


class AllocationLines(msgspec.Struct, frozen=True):
    """Those who do not just stay. `next`: hand it in as `after`; null: that was all."""

    items: list[AllocationLine]
    total: int
    next: int | None


@post("/layers/{layer_id:int}/allocation/preview", operation_id="preview_allocation", **_SEE)
def preview_allocation(
    context: NeedsContext, viewer: NeedsViewer, layer_id: LayerId, data: JSONBody[AllocationWanted]
) -> AllocationView:
    """What carrying the plan out would mean. 404 group: one is not there, or not the viewer's."""
    with context.ledger.analytics.cursor() as cursor:
        _, plan = plan_of(context, cursor, viewer, layer_id, data)
        told = preview(plan.gathered.people, plan.seating)
        groups = group_names(cursor)
    return AllocationView(
        digest=plan.digest(), people=told.people, stay=told.stay, move=told.move, come=told.come, filled=told.filled,
        opened=told.opened, torn=told.torn,
        unseated=[UnseatedCount(reason=one.name.lower(), count=n) for one, n in told.unseated.items()],
        groups=[
            AllocatedRoom(
                group=None if one.group is None else groups[one.group][0],
                name=None if one.group is None else groups[one.group][1], tier_id=one.tier,
                region=None if one.region is None else plan.region(one.region), limit=one.limit, before=one.before,
                after=one.after,
            )
            for one in told.groups
        ],
    )  # fmt: skip


@post("/layers/{layer_id:int}/allocation/people", operation_id="list_allocation", **_SEE)
def list_allocation(
    context: NeedsContext, viewer: NeedsViewer, layer_id: LayerId, data: JSONBody[AllocationWanted],
    after: Annotated[int, QueryParameter(ge=0, le=LARGEST_ID)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
) -> AllocationLines:  # fmt: skip
    """Who goes where, name by name."""
    with context.ledger.analytics.cursor() as cursor:
        _, plan = plan_of(context, cursor, viewer, layer_id, data)
        moving = plan.moving()
        found, groups = lines(cursor, plan, moving[after : after + limit]), group_names(cursor)
    end = after + len(found)
    return AllocationLines(
        [_line(one, groups) for one in found], len(moving), end if end < len(moving) else None
    )


@post("/layers/{layer_id:int}/allocation/export", operation_id="export_allocation", operation_class=download(CSV),
      **_SEE)  # fmt: skip
def export_allocation(
    context: NeedsContext, viewer: NeedsViewer, layer_id: LayerId, data: JSONBody[AllocationWanted]
) -> Response[bytes]:
    """The same as a file, everybody who does not just stay."""
    with context.ledger.analytics.cursor() as cursor:
        layer, plan = plan_of(context, cursor, viewer, layer_id, data)
        found, groups = lines(cursor, plan, plan.moving()), group_names(cursor)
    tiers = {tier.id: tier.name for tier in layer.tiers}
    body = write_csv(HEAD, [_cells(one, groups, tiers) for one in found])
    headers = {"Content-Disposition": f'attachment; filename="yutang-allocation-{layer_id}.csv"'}
    return Response(body, media_type=CSV, headers=headers)


def plan_of(
    context: Context, cursor: duckdb.DuckDBPyConnection, viewer: Viewer, layer_id: int, data: AllocationWanted
) -> tuple[Layer, Planned]:
    """The layer and the plan as somebody asks for it. 404 group: one is not there, or not the viewer's."""
    if data.attribute is not None and data.tag_group is not None:
        raise Problem(400, "allocation_regions", errors=[Place("tag_group", "allocation_regions")])
    with refused(), context.state.read() as conn:
        layer = actions.one(conn, layer_id)
        ids = {ref: id_ for id_, (ref, _) in group_names(cursor, open_only=True).items()}
        named = {room.group for room in data.rooms}
        known = {ids[ref] for ref in named if ref in ids}
        if len(owned(conn, known, viewer.scope)) < len(named):
            raise not_found("group")
        rooms = [
            RoomWanted(group_id=ids[one.group], tier_id=one.tier_id, region=one.region, limit=one.limit)
            for one in data.rooms
        ]
        asked = Asked(rooms=rooms, most=data.most, attribute=data.attribute, tag_group=data.tag_group,
                      new_groups=data.new_groups)  # fmt: skip
        return layer, planned(conn, cursor, layer, asked, viewer.scope, now=context.now())


def group_names(cursor: duckdb.DuckDBPyConnection, *, open_only: bool = False) -> dict[int, tuple[str, str]]:
    """(ref, name) by id."""
    sql = _GROUPS + (" where not private and dismissed is null" if open_only else "")
    return {id_: (ref, name) for id_, ref, name in cursor.execute(sql).fetchall()}  # pyright: ignore[reportUnknownMemberType]


def _line(one: Line, groups: dict[int, tuple[str, str]]) -> AllocationLine:
    return AllocationLine(
        customer_id=str(one.customer_id), name=one.name, tier_id=one.tier_id, region=one.region, owner=one.owner,
        from_group=_named(one.from_group, groups), to_group=_named(one.to_group, groups), opened=one.opened,
        reason=one.reason.name.lower(),
    )  # fmt: skip


def _cells(one: Line, groups: dict[int, tuple[str, str]], tiers: dict[int, str]) -> list[str]:
    to = _named(one.to_group, groups) or (f"+{one.opened}" if one.opened else "")
    told = [one.name, tiers.get(one.tier_id), one.region, one.owner, _named(one.from_group, groups), to]
    return [str(one.customer_id), *(harmless(text or "") for text in told), one.reason.name.lower()]


def _named(group: int | None, groups: dict[int, tuple[str, str]]) -> str | None:
    return None if group is None else groups[group][1]


routes: list[Any] = [preview_allocation, list_allocation, export_allocation]
