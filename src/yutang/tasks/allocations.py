# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""A plan of groups is confirmed: it is kept, and staff have tasks: whom of theirs to invite into which group.

No platform moves people between groups: somebody has to ask each of them. So a plan moves nobody; its tasks do.
"""

from collections.abc import Sequence

import msgspec
import pyarrow.compute as pc
import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import Viewer
from yutang.kit.clock import DAY
from yutang.kit.errors import YutangError
from yutang.segments.allocation import kept
from yutang.segments.allocation.kept import Part
from yutang.segments.allocation.planning import Planned
from yutang.segments.layers.model import Layer
from yutang.tasks import actions, store
from yutang.tasks.model import NewTask, Why

SOURCE = "allocation"
# An invitation that is late costs a group that is fuller a week later; without its group nobody can be invited at all.
INVITE_HARM, OPEN_HARM = 30, 50
INVITE_DAYS, OPEN_DAYS = 3, 1


class Rooms(msgspec.Struct, frozen=True):
    """What groups are called and who owns them, by id; owners are identities."""

    names: dict[int, str]
    owners: dict[int, int | None]


class Made(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    people: int
    tasks: int


def confirm(
    conn: sa.Connection, layer: Layer, plan: Planned, rooms: Rooms, *, viewer: Viewer, now: int
) -> Made:
    """Keep a plan and make its tasks, in the caller's transaction. A plan of the same person for this layer that
    still stands is taken back with its open tasks.

    Raises YutangError: allocation_nobody, allocation_overlaps {by, n} where a colleague's plan moves some of them.
    """
    moves = plan.moves()
    if moves.num_rows == 0:
        raise YutangError("allocation_nobody")
    for one in kept.listed(conn, layer.id, standing=True):
        if one.made_by == (viewer.user_id or None):
            _take_back(conn, one, viewer=viewer, now=now)
            continue
        theirs = kept.moves_of(conn, one.id)["customer_id"]
        both = pc.sum(pc.is_in(moves["customer_id"], value_set=theirs)).as_py()
        if both:
            raise YutangError("allocation_overlaps", by=one.made_by_name, n=both)
    id_ = kept.put(conn, layer.id, moves, viewer=viewer, now=now)
    after = {"allocation": id_, "people": moves.num_rows}
    record(
        conn,
        viewer,
        "allocation_confirmed",
        now=now,
        subject_kind="layer",
        subject_id=str(layer.id),
        after=after,
    )
    asked = wanted(id_, layer, kept.parts(moves), rooms, by=viewer, now=now)
    return Made(id=id_, people=moves.num_rows, tasks=actions.create(conn, asked, viewer=viewer, now=now))


def undo(conn: sa.Connection, layer_id: int, id_: int, *, viewer: Viewer, now: int) -> int:
    """Take a plan and its open tasks back; how many tasks went. What was done stays done.

    Raises YutangError: not_found, allocation_others {by} for a plan of somebody else, unless the viewer sees all.
    """
    one = kept.one(conn, layer_id, id_)
    if not may_undo(one, viewer):
        raise YutangError("allocation_others", by=one.made_by_name)
    return _take_back(conn, one, viewer=viewer, now=now)


def may_undo(one: kept.Kept, viewer: Viewer) -> bool:
    return viewer.scope.everything or one.made_by == (viewer.user_id or None)


def _take_back(conn: sa.Connection, one: kept.Kept, *, viewer: Viewer, now: int) -> int:
    if not kept.undo(conn, one.id, viewer=viewer, now=now):
        return 0
    record(conn, viewer, "allocation_undone", now=now, subject_kind="layer", subject_id=str(one.layer_id),
           after={"allocation": one.id})  # fmt: skip
    return actions.drop(
        conn, SOURCE, store.sources_beginning(conn, SOURCE, f"{one.id}:"), viewer=viewer, now=now
    )


def wanted(
    id_: int, layer: Layer, parts: Sequence[Part], rooms: Rooms, *, by: Viewer, now: int
) -> list[NewTask]:  # fmt: skip
    """An invitation for each owner and group; and that each group which does not exist yet be opened, by whom most of
    its people belong to. People of nobody are for the group's owner, else for who confirmed. Pure."""
    tiers = {tier.id: tier.name for tier in layer.tiers}
    why = Why("allocation_confirmed", {"layer": layer.name, "by": by.name})

    def task(kind: str, part: Part, people: int, days: int, harm: int) -> NewTask:
        to = f"+{part.opened}" if part.to_group is None else str(part.to_group)
        of = f"{id_}:{part.owner_id or 0}:{to}"
        who = part.owner_id
        if who is None and part.to_group is not None:
            who = rooms.owners.get(part.to_group)
        place = " · ".join(filter(None, (tiers.get(part.tier_id), part.region)))
        new = {} if part.opened is None else {"opened": part.opened}
        return NewTask(
            kind=kind, subject_kind=SOURCE, subject_id=f"{layer.id}:{of}",
            subject_name=place if part.to_group is None else rooms.names.get(part.to_group, place),
            due_at=now + days * DAY, harm=harm, why=why, source=SOURCE, source_id=of, params={"n": people, **new},
            owner_staff_id=who, assignee_id=(by.user_id or None) if who is None else None,
        )  # fmt: skip

    opening: dict[int, list[Part]] = {}
    for part in parts:
        if part.opened is not None:
            opening.setdefault(part.opened, []).append(part)
    return [
        *(task("open_group", max(of, key=lambda one: one.people), sum(one.people for one in of), OPEN_DAYS, OPEN_HARM)
          for _, of in sorted(opening.items())),
        *(task("invite_group", part, part.people, INVITE_DAYS, INVITE_HARM) for part in parts),
    ]  # fmt: skip
