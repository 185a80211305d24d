"""The organisation: units, who stands where, and how the owner of a customer is decided."""

from typing import Annotated, Any

import msgspec
from litestar import get, patch, post, put
from litestar.params import JSONBody, PathParameter

from yutang.accounts.model import Permission
from yutang.groups.owners import are_members, names
from yutang.staff import actions, listing, store
from yutang.staff.model import LEVELS, Change, ClashRule, Level, NewUnit, OwnerRule, OwnerRules, Preset, Unit
from yutang.tasks import clashes
from yutang.web.api.refusals import refusals
from yutang.web.api.users import LARGEST_ID, Name, StaffId, UnitId
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Place, Problem, not_found

MOST = 1_000  # of one request
Units = Annotated[list[UnitId], msgspec.Meta(min_length=1, max_length=MOST)]
Position = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
SEE: dict[str, Any] = {"permission": Permission.ORG_SEE}
MANAGE: dict[str, Any] = {"permission": Permission.ORG_MANAGE}


class OrgUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit. `parent_id` is null for roots, and where the parent is out of sight."""

    id: int
    parent_id: int | None
    name: str
    level: Level
    position: int
    staff: int  # in the unit itself
    staff_below: int  # in the unit and all below it


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """Each unit stands before those below it, siblings in their order."""

    units: list[OrgUnit]
    owner: OwnerRule
    clash: ClashRule


class OrgPreset(msgspec.Struct, frozen=True):
    """A business model and its levels, from the top down."""

    code: Preset
    levels: list[Level]


class OrgPresets(msgspec.Struct, frozen=True):
    items: list[OrgPreset]


class Beginning(msgspec.Struct, frozen=True):
    """A first organisation: a name for each level of the preset."""

    preset: Preset
    names: Annotated[list[Name], msgspec.Meta(max_length=8)]


class UnitDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A unit to make. `within`: the place, from 0, of an earlier one of the same request that it stands in."""

    name: Name
    level: Level
    parent_id: UnitId | msgspec.UnsetType | None = msgspec.UNSET
    within: Annotated[int, msgspec.Meta(ge=0, lt=MOST)] | msgspec.UnsetType | None = msgspec.UNSET
    position: Position | msgspec.UnsetType | None = msgspec.UNSET


class UnitDrafts(msgspec.Struct, frozen=True):
    items: Annotated[list[UnitDraft], msgspec.Meta(min_length=1, max_length=MOST)]


class UnitPatch(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out stays."""

    name: Name | msgspec.UnsetType = msgspec.UNSET
    position: Position | msgspec.UnsetType = msgspec.UNSET


class UnitMove(msgspec.Struct, frozen=True):
    """Units, with all below them, under another; null: as roots."""

    ids: Units
    parent_id: UnitId | None


class UnitIds(msgspec.Struct, frozen=True):
    ids: Units


class OrgUnitRow(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that was just changed."""

    id: int
    parent_id: int | None
    name: str
    level: Level
    position: int


class OrgUnitRows(msgspec.Struct, frozen=True):
    items: list[OrgUnitRow]


class StaffPlacing(msgspec.Struct, frozen=True):
    """Members of staff into a unit; null: out of any."""

    staff_ids: Annotated[list[StaffId], msgspec.Meta(min_length=1, max_length=MOST)]
    unit_id: UnitId | None


class StaffPlaced(msgspec.Struct, frozen=True):
    moved: int  # who stood elsewhere


class UnitMember(msgspec.Struct, frozen=True):
    """A member of staff of a unit. `since_at`: milliseconds since 1970, UTC."""

    id: int
    name: str
    since_at: int


class UnitMembers(msgspec.Struct, frozen=True):
    items: list[UnitMember]


class Owners(msgspec.Struct, frozen=True):
    """How the owner of a customer is decided, and what holds where staff of different units follow one."""

    owner: OwnerRule
    clash: ClashRule


@get("/org", operation_id="get_org", tags=["org"], opt=SEE, sync_to_thread=True)
def get_org(context: NeedsContext, viewer: NeedsViewer) -> Organisation:
    """The organisation; for the supervisor of a unit, that unit and what is below it."""
    with context.state.read() as conn:
        shown, rules = listing.organisation(conn, viewer), store.rules(conn)
    units = [
        OrgUnit(id=s.unit.id, parent_id=s.unit.parent_id, name=s.unit.name, level=s.unit.level,
                position=s.unit.position, staff=s.staff, staff_below=s.staff_below)
        for s in shown
    ]  # fmt: skip
    return Organisation(units=units, owner=rules.owner, clash=rules.clash)


@get("/org/presets", operation_id="list_org_presets", tags=["org"], opt=SEE, sync_to_thread=False)
def list_org_presets() -> OrgPresets:
    """The business models there are."""
    return OrgPresets([OrgPreset(code, list(levels)) for code, levels in LEVELS.items()])


@post("/org/begin", operation_id="begin_org", tags=["org"], opt=MANAGE, sync_to_thread=True)
def begin_org(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[Beginning]) -> OrgUnitRows:
    """A first organisation, by preset: one unit of each level. Refused when there is one already."""
    with refusals():
        return _rows(actions.begin(context.state, viewer, data.preset, data.names, now=context.now()))


@post("/org/units", operation_id="create_units", tags=["org"], opt=MANAGE, sync_to_thread=True)
def create_units(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[UnitDrafts]) -> OrgUnitRows:
    """New units: all of them or none."""
    wanted = [_draft(draft) for draft in data.items]
    with refusals():
        return _rows(actions.create_units(context.state, viewer, wanted, now=context.now()))


@patch("/org/units/{unit_id:int}", operation_id="change_unit", tags=["org"], opt=MANAGE, sync_to_thread=True)
def change_unit(
    context: NeedsContext, viewer: NeedsViewer,
    unit_id: Annotated[int, PathParameter(ge=1, le=LARGEST_ID)], data: JSONBody[UnitPatch],
) -> OrgUnitRow:  # fmt: skip
    """Another name or position."""
    wanted = Change(id=unit_id, name=data.name, position=data.position)
    with refusals():
        return _row(actions.change_units(context.state, viewer, [wanted], now=context.now())[0])


@post("/org/units/move", operation_id="move_units", tags=["org"], opt=MANAGE, sync_to_thread=True,
      status_code=200)  # fmt: skip
def move_units(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[UnitMove]) -> OrgUnitRows:
    """Units, with all below them, under another. Who supervises either sees it at once."""
    with refusals():
        return _rows(actions.move_units(context.state, viewer, data.ids, data.parent_id, now=context.now()))


@post("/org/units/archive", operation_id="archive_units", tags=["org"], opt=MANAGE, sync_to_thread=True,
      status_code=204)  # fmt: skip
def archive_units(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[UnitIds]) -> None:
    """Units that hold no other unit, no staff and no account any more."""
    with refusals():
        actions.archive_units(context.state, viewer, data.ids, now=context.now())


@get("/org/units/{unit_id:int}/staff", operation_id="list_unit_staff", tags=["org"], opt=SEE,
     sync_to_thread=True)  # fmt: skip
def list_unit_staff(
    context: NeedsContext, viewer: NeedsViewer, unit_id: Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
) -> UnitMembers:
    """The staff in a unit itself, by name."""
    with context.state.read() as conn:
        if not listing.sees_unit(conn, viewer, unit_id):
            raise not_found("unit")
        here = store.placed(conn, viewer.scope, unit_id=unit_id)
        called = names(conn, {id_ for id_, _, _ in here})
    found = [UnitMember(id_, called.get(id_, ""), since // 1000) for id_, _, since in here]
    return UnitMembers(sorted(found, key=lambda one: (one.name, one.id)))


@put("/org/staff", operation_id="place_staff", tags=["org"], opt=MANAGE, sync_to_thread=True)
def place_staff(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[StaffPlacing]) -> StaffPlaced:
    """Members of staff into a unit, or out of any."""
    with context.state.read() as conn:
        if set(data.staff_ids) - are_members(conn, data.staff_ids):
            raise Problem(400, "unknown_staff", errors=[Place("staff_ids", "unknown_staff")])
    with refusals():
        moved = actions.place_staff(context.state, viewer, data.staff_ids, data.unit_id, now=context.now())
    return StaffPlaced(moved)


@put("/org/owners", operation_id="set_owner_rules", tags=["org"], opt=MANAGE, sync_to_thread=True)
def set_owner_rules(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[Owners]) -> Owners:
    """How the owner of a customer is decided from now on."""
    wanted = OwnerRules(owner=data.owner, clash=data.clash)
    kept = actions.set_rules(context.state, viewer, wanted, now=context.now())
    clashes.level(context.ledger, now=context.now())  # what is asked about from now on, or no more
    return Owners(kept.owner, kept.clash)


def _draft(draft: UnitDraft) -> NewUnit:
    given = {k: v for k, v in msgspec.structs.asdict(draft).items() if v is not msgspec.UNSET}
    return NewUnit(**given)


def _rows(units: list[Unit]) -> OrgUnitRows:
    return OrgUnitRows([_row(unit) for unit in units])


def _row(unit: Unit) -> OrgUnitRow:
    return OrgUnitRow(
        id=unit.id, parent_id=unit.parent_id, name=unit.name, level=unit.level, position=unit.position
    )


routes = [get_org, list_org_presets, begin_org, create_units, change_unit, move_units, archive_units,
          list_unit_staff, place_staff, set_owner_rules]  # fmt: skip
