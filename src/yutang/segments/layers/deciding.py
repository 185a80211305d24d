# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Decide on proposals over open stores: chosen within the viewer's scope, decided, and tiers follow at once."""

from collections.abc import Sequence

import msgspec

from yutang.accounts.model import Viewer
from yutang.ledger.ledger import Ledger
from yutang.segments.layers import actions, store
from yutang.segments.layers.actions import Unseen
from yutang.segments.layers.ladder import hold
from yutang.segments.layers.model import Change, Proposal
from yutang.segments.layers.sight import seen


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which proposals: those of `ids`; or, where none is named, all open ones of a change that the viewer sees."""

    ids: Sequence[int] = ()
    change: Change | None = None


def accept(ledger: Ledger, layer_id: int, wanted: Wanted, *, viewer: Viewer, now: int) -> int:
    """Accept all or none; how many. Raises actions.Unseen, actions.Decided, YutangError("layer_unknown").

    Killed before tiers follow, the next run of the job "standing" lets them.
    """
    chosen = _chosen(ledger, layer_id, wanted, viewer)
    if not chosen:
        return 0
    done: list[int] = []
    ledger.record(
        actions.facts(chosen, now), origin=f"layer {layer_id}", now=now,
        also=lambda conn: done.append(actions.accept(conn, chosen, viewer=viewer, now=now)),
    )  # fmt: skip
    with ledger.state.read() as conn:
        layer = actions.one(conn, layer_id)
    ledger.derive(lambda cursor: hold(cursor, layer))
    return done[-1]


def refuse(ledger: Ledger, layer_id: int, wanted: Wanted, reason: str, *, viewer: Viewer, now: int) -> int:
    """Refuse all or none, for a reason; how many. Raises as `accept`, and YutangError("proposal_reason")."""
    chosen = _chosen(ledger, layer_id, wanted, viewer)
    return ledger.state.write(lambda conn: actions.refuse(conn, chosen, reason, viewer=viewer, now=now))


def _chosen(ledger: Ledger, layer_id: int, wanted: Wanted, viewer: Viewer) -> list[Proposal]:
    with ledger.state.read() as conn, ledger.analytics.cursor() as cursor:
        actions.one(conn, layer_id)
        if not wanted.ids:
            ids = store.waiting(conn, layer_id, wanted.change)["id"].to_pylist()
            found = store.of_ids(conn, ids)
            visible = None if viewer.scope.everything else seen(cursor, viewer.scope, found)
            return [one for one in found if visible is None or one.customer_id in visible]
        found = store.of_ids(conn, list(dict.fromkeys(wanted.ids)))
        visible = None if viewer.scope.everything else seen(cursor, viewer.scope, found)
        chosen = actions.choose(conn, wanted.ids, visible)
    others = sum(one.layer_id != layer_id for one in chosen)
    if others:
        raise Unseen("proposals_unseen", n=others)
    return chosen
