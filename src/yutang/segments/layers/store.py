# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Statements on layers, tiers and proposals. No decisions."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.engine import Rule
from yutang.engine.codec import encode
from yutang.kit.arrow import insert_rows, shape_of
from yutang.segments.layers.model import Change, Layer, LayerDraft, Proposal, ProposalState, Tier, TierDraft
from yutang.segments.tables import layer, tier, tier_proposal

IN_ONE = 5_000  # ids bound in one statement: PostgreSQL takes 65,535 places, SQLite 32,766
_STANDS = tier_proposal.c.ended_at.is_(None)
_KEY = [tier_proposal.c[name] for name in ("id", "customer_id", "from_tier", "to_tier")]


def layers(conn: sa.Connection, ids: Sequence[int] | None = None) -> list[Layer]:
    """Layers that are in use, by name; all, or those of `ids`."""
    wanted = sa.select(layer).where(layer.c.retired_at.is_(None)).order_by(layer.c.name, layer.c.id)
    rows = conn.execute(wanted if ids is None else wanted.where(layer.c.id.in_(ids))).all()
    steps = sa.select(tier).where(tier.c.layer_id.in_([row.id for row in rows]))
    found: dict[int, list[Tier]] = {}
    for row in conn.execute(steps.order_by(tier.c.layer_id, tier.c.position)):
        found.setdefault(row.layer_id, []).append(_tier(row))
    return [
        Layer(id=row.id, name=row.name, tiers=found[row.id], created_at=row.created_at, changed_at=row.changed_at)
        for row in rows
    ]  # fmt: skip


def named(conn: sa.Connection, name: str) -> int | None:
    """The id of the layer in use that has this name; letters of any size are the same."""
    rows = conn.execute(sa.select(layer.c.id, layer.c.name).where(layer.c.retired_at.is_(None)))
    return next((row.id for row in rows if row.name.casefold() == name.casefold()), None)


def put_layer(conn: sa.Connection, name: str, layer_id: int | None, now: int) -> int:
    """Insert, or change the name; the id."""
    if layer_id is None:
        made = sa.insert(layer).values(name=name, created_at=now, changed_at=now)
        return conn.execute(made.returning(layer.c.id)).scalar_one()
    conn.execute(sa.update(layer).where(layer.c.id == layer_id).values(name=name, changed_at=now))
    return layer_id


def put_tiers(conn: sa.Connection, layer_id: int, draft: LayerDraft) -> None:
    """Make the layer's tiers those of the draft: changed by id, added, the others deleted."""
    kept = [one.id for one in draft.tiers if one.id is not None]
    mine = tier.c.layer_id == layer_id
    conn.execute(sa.delete(tier).where(mine, tier.c.id.not_in(kept)))
    for position, one in enumerate(draft.tiers):
        values = _values(one) | {"layer_id": layer_id, "position": position}
        if one.id is None:
            conn.execute(sa.insert(tier).values(values))
        else:
            conn.execute(sa.update(tier).where(mine, tier.c.id == one.id).values(values))


def retire(conn: sa.Connection, layer_id: int, now: int) -> None:
    conn.execute(sa.update(layer).where(layer.c.id == layer_id).values(retired_at=now))


def standing(conn: sa.Connection, layer_id: int) -> pa.Table:
    """Proposals that stand, open and refused: (id, customer_id, from_tier, to_tier)."""
    return _keys(conn, layer_id, _STANDS)


def waiting(conn: sa.Connection, layer_id: int, change: Change | None = None) -> pa.Table:
    """Open proposals, of one change or of all: (id, customer_id, from_tier, to_tier)."""
    return _keys(conn, layer_id, tier_proposal.c.state == ProposalState.OPEN.value, *_of(change))


def _keys(conn: sa.Connection, layer_id: int, *which: sa.ColumnElement[bool]) -> pa.Table:
    wanted = sa.select(*_KEY).where(tier_proposal.c.layer_id == layer_id, *which)
    rows = conn.execute(wanted.order_by(tier_proposal.c.id)).all()
    columns = list(zip(*rows, strict=True)) or [()] * len(_KEY)
    return pa.table([pa.array(c, pa.int64()) for c in columns], shape_of(_KEY))


def _of(change: Change | None) -> list[sa.ColumnElement[bool]]:
    if change is None:
        return []
    to, one = change.to_tier, tier_proposal.c
    return [one.from_tier == change.from_tier, one.to_tier.is_(None) if to is None else one.to_tier == to]


def propose(conn: sa.Connection, layer_id: int, rows: pa.Table, now: int) -> None:
    """`rows`: (customer_id, from_tier, to_tier)."""
    n = rows.num_rows
    columns = {name: rows[name] for name in ("customer_id", "from_tier", "to_tier")} | {
        "layer_id": pa.array([layer_id] * n, pa.int64()), "since": pa.array([now] * n, pa.int64()),
        "state": pa.array([ProposalState.OPEN.value] * n), "reason": pa.array([""] * n),
    }  # fmt: skip
    insert_rows(conn, tier_proposal, pa.table(columns))


def lapse(conn: sa.Connection, ids: Sequence[int], now: int) -> int:
    """End proposals that stand; how many. One that was refused stays known as refused."""
    one = tier_proposal.c
    lapsed = sa.case((one.state == ProposalState.OPEN.value, ProposalState.LAPSED.value), else_=one.state)
    ended = 0
    for start in range(0, len(ids), IN_ONE):
        mine = sa.update(tier_proposal).where(one.id.in_(ids[start : start + IN_ONE]), _STANDS)
        ended += conn.execute(mine.values(state=lapsed, ended_at=now)).rowcount
    return ended


def of_ids(conn: sa.Connection, ids: Sequence[int]) -> list[Proposal]:
    """Proposals of these ids, in the order of their ids."""
    found: list[Proposal] = []
    for start in range(0, len(ids), IN_ONE):
        part = ids[start : start + IN_ONE]
        wanted = sa.select(tier_proposal).where(tier_proposal.c.id.in_(part)).order_by(tier_proposal.c.id)
        found += [_proposal(row) for row in conn.execute(wanted)]
    return found


def listed(
    conn: sa.Connection, layer_id: int, state: ProposalState, *, change: Change | None = None, after: int = 0,
    limit: int = 100,
) -> list[Proposal]:  # fmt: skip
    """A layer's proposals in a state, by id, those behind `after`; of one change, if one is given."""
    one = tier_proposal.c
    wanted = sa.select(tier_proposal).where(
        one.layer_id == layer_id, one.state == state.value, one.id > after, *_of(change)
    )
    return [_proposal(row) for row in conn.execute(wanted.order_by(one.id).limit(limit))]


def open_changes(conn: sa.Connection, layer_id: int) -> dict[tuple[int, int | None], int]:
    """How many open proposals there are, by (from, to)."""
    one = tier_proposal.c
    wanted = (
        sa.select(one.from_tier, one.to_tier, sa.func.count().label("n"))
        .where(one.layer_id == layer_id, one.state == ProposalState.OPEN.value)
        .group_by(one.from_tier, one.to_tier)
    )
    return {(row.from_tier, row.to_tier): row.n for row in conn.execute(wanted)}


def decide(conn: sa.Connection, ids: Sequence[int], state: ProposalState, values: dict[str, object]) -> int:
    """Give open proposals another state; how many there were: fewer than `ids`, if somebody was quicker."""
    one, changed = tier_proposal.c, 0
    for start in range(0, len(ids), IN_ONE):
        part = ids[start : start + IN_ONE]
        mine = sa.update(tier_proposal).where(one.id.in_(part), one.state == ProposalState.OPEN.value)
        changed += conn.execute(mine.values(state=state.value, **values)).rowcount
    return changed


def _values(draft: TierDraft) -> dict[str, object]:
    stay = None if draft.stay is None else encode(draft.stay).decode()
    return {"name": draft.name.strip(), "rule": encode(draft.rule).decode(), "stay_rule": stay,
            "hold_days": draft.hold_days, "capacity": draft.capacity}  # fmt: skip


def _tier(row: sa.Row[tuple[object, ...]]) -> Tier:
    stay = None if row.stay_rule is None else msgspec.json.decode(row.stay_rule, type=Rule)
    return Tier(
        id=row.id, name=row.name, rule=msgspec.json.decode(row.rule, type=Rule), stay=stay,
        hold_days=row.hold_days, capacity=row.capacity,
    )  # fmt: skip


def _proposal(row: sa.Row[tuple[object, ...]]) -> Proposal:
    values: dict[str, Any] = {name: getattr(row, name) for name in Proposal.__struct_fields__}
    values["state"] = ProposalState(row.state)
    return Proposal(**values)
