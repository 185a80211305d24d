# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Define and retire layers; keep what a sweep asks for; accept and refuse proposals. Each inside the caller's
transaction, with its row of the audit log.

A sweep, or an accept, is two steps, because facts are recorded with it: `ladder.plan` or `choose` reads and says which
facts there are to record; `keep_plan` or `accept` writes State, in the transaction that records them.
"""

from collections.abc import Container, Sequence

import pyarrow as pa
import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import Viewer
from yutang.engine import Fault, World
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind
from yutang.ledger.record import acts
from yutang.segments.layers import store
from yutang.segments.layers.ladder import Plan
from yutang.segments.layers.model import (
    Layer,
    LayerDraft,
    Proposal,
    ProposalState,
    faults,
    refuse_unsound,
)

LOGGED = 500  # customers that one row of the audit log names


class Unseen(YutangError):
    """A proposal that isn't there, or of a customer whom the viewer doesn't see: the answer is the same."""


class Decided(YutangError):
    """Somebody decided first, or the rules ask for something else by now."""


def define(
    conn: sa.Connection, draft: LayerDraft, world: World, *, viewer: Viewer, now: int, layer_id: int | None = None
) -> int | list[Fault]:  # fmt: skip
    """Make a layer, or change one; its id, or what is wrong with its rules: then nothing is written.

    A tier that is left out is deleted: who was in it is placed anew by the next sweep, and proposals from it or to it
    lapse there. Raises YutangError for names and numbers that make no ladder.
    """
    refuse_unsound(draft)
    before = None if layer_id is None else one(conn, layer_id)
    known = {tier.id for tier in before.tiers} if before else set[int]()
    if any(tier.id is not None and tier.id not in known for tier in draft.tiers):
        raise YutangError("layer_tier_unknown")
    if store.named(conn, draft.name.strip()) not in (None, layer_id):
        raise YutangError("layer_name_taken", name=draft.name.strip())
    wrong = faults(draft, world, layer_id)
    if wrong:
        return wrong
    made = store.put_layer(conn, draft.name.strip(), layer_id, now)
    store.put_tiers(conn, made, draft)
    act = "layer_made" if before is None else "layer_changed"
    record(
        conn, viewer, act, now=now, subject_kind="layer", subject_id=str(made), before=before, after=one(conn, made)
    )  # fmt: skip
    return made


def one(conn: sa.Connection, layer_id: int) -> Layer:
    """The layer in use. Raises YutangError("layer_unknown")."""
    found = store.layers(conn, [layer_id])
    if not found:
        raise YutangError("layer_unknown")
    return found[0]


def retire(conn: sa.Connection, layer_id: int, *, viewer: Viewer, now: int) -> None:
    """Take a layer out of use. Its open proposals lapse; who was in which tier stays known."""
    gone = one(conn, layer_id)
    store.lapse(conn, store.standing(conn, layer_id)["id"].to_pylist(), now)
    store.retire(conn, layer_id, now)
    record(
        conn, viewer, "layer_retired", now=now, subject_kind="layer", subject_id=str(layer_id), before=gone
    )


def keep_plan(conn: sa.Connection, layer_id: int, plan: Plan, *, now: int) -> int:
    """Write what a sweep proposes, and end what it no longer asks for; how many are new. The system acts, not a person:
    nothing for the audit log. A proposal that was made in between by another sweep stays."""
    store.lapse(conn, plan.lapsed["id"].to_pylist(), now)
    there = set(store.standing(conn, layer_id)["customer_id"].to_pylist())
    fresh = plan.proposed
    if there:
        fresh = fresh.filter(pa.array([c not in there for c in fresh["customer_id"].to_pylist()], pa.bool_()))
    store.propose(conn, layer_id, fresh, now)
    return fresh.num_rows


def choose(conn: sa.Connection, ids: Sequence[int], seen: Container[int] | None) -> list[Proposal]:
    """The open proposals of these ids, each once. `seen`: customers in the viewer's scope (staff.scope); None: all.

    Raises Unseen when one is not there or not in the scope, Decided when one is no longer open.
    """
    wanted = list(dict.fromkeys(ids))
    found = [p for p in store.of_ids(conn, wanted) if seen is None or p.customer_id in seen]
    if len(found) < len(wanted):
        raise Unseen("proposals_unseen", n=len(wanted) - len(found))
    late = [p for p in found if p.state is not ProposalState.OPEN]
    if late:
        raise Decided("proposals_decided", n=len(late))
    return found


def facts(chosen: Sequence[Proposal], now: int) -> pa.Table:
    """What accepting records: TIER_CHANGED, rows for `Ledger.record` (object null: out of the layer)."""
    rows = [
        {"kind": int(Kind.TIER_CHANGED), "happened": now, "identity_id": p.customer_id, "source_id": p.layer_id,
         "object_id": p.to_tier, "amount": p.from_tier}
        for p in chosen
    ]  # fmt: skip
    return acts(rows)


def accept(conn: sa.Connection, chosen: Sequence[Proposal], *, viewer: Viewer, now: int) -> int:
    """Accept what `choose` gave, all or none; how many. Raises Decided when somebody was quicker. Moves nobody between
    groups: who sits where is a proposal of its own (allocation)."""
    return _decide(conn, chosen, ProposalState.ACCEPTED, "", viewer, now)


def refuse(conn: sa.Connection, chosen: Sequence[Proposal], reason: str, *, viewer: Viewer, now: int) -> int:
    """Refuse, for a reason that is remembered: not proposed again until the rules say something else in between."""
    if not reason.strip():
        raise YutangError("proposal_reason")
    return _decide(conn, chosen, ProposalState.REFUSED, reason.strip(), viewer, now)


def _decide(
    conn: sa.Connection, chosen: Sequence[Proposal], state: ProposalState, reason: str, viewer: Viewer, now: int
) -> int:  # fmt: skip
    values: dict[str, object] = {
        "decided_at": now, "decided_by": viewer.user_id, "decided_by_name": viewer.name, "reason": reason,
        "ended_at": now if state is ProposalState.ACCEPTED else None,
    }  # fmt: skip
    ids = [p.id for p in chosen]
    changed = store.decide(conn, ids, state, values)
    if changed < len(ids):
        raise Decided("proposals_decided", n=len(ids) - changed)
    if chosen:
        named = [
            {"customer": str(p.customer_id), "from": p.from_tier, "to": p.to_tier} for p in chosen[:LOGGED]
        ]
        record(
            conn, viewer, f"tier_{state.value}", now=now, subject_kind="layer", subject_id=str(chosen[0].layer_id),
            after={"count": len(ids), "changes": named}, reason=reason,
        )  # fmt: skip
    return changed
