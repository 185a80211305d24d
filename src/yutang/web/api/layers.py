"""Layers: ladders of tiers defined, changed and retired; proposals to change somebody's tier, decided on in bulk."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from litestar import get, post, put
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.model import Permission, Viewer
from yutang.engine import World, check
from yutang.engine.codec import encode
from yutang.kit import jobs
from yutang.kit.errors import YutangError
from yutang.segments.layers import actions, deciding, listing, store
from yutang.segments.layers.actions import Unseen
from yutang.segments.layers.deciding import Wanted
from yutang.segments.layers.listing import Held, Shown
from yutang.segments.layers.model import Change, Layer, LayerDraft, ProposalState, TierDraft
from yutang.segments.lifecycle.orders import standing_order
from yutang.web.api import layer_shapes as shape
from yutang.web.api.refusals import refusals
from yutang.web.api.segment_shapes import LARGEST_ID, bad_rule, read_rule
from yutang.web.api.segment_world import make_world
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Place, Problem, not_found

LayerId = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
TierId = Annotated[int | None, QueryParameter(ge=1, le=LARGEST_ID)]
_SEE: dict[str, Any] = {
    "tags": ["layers"], "opt": {"permission": Permission.SEGMENTS_SEE}, "sync_to_thread": True,
}  # fmt: skip
_EDIT: dict[str, Any] = {
    "tags": ["layers"], "opt": {"permission": Permission.SEGMENTS_EDIT}, "sync_to_thread": True,
}  # fmt: skip


@contextmanager
def refused() -> Generator[None]:
    """What actions refuse, as problems."""
    with refusals():
        try:
            yield
        except Unseen:
            raise not_found("proposal") from None
        except YutangError as wrong:
            if wrong.code == "layer_unknown":
                raise not_found("layer") from None
            raise


@get("/layers", operation_id="list_layers", **_SEE)
def list_layers(context: NeedsContext, viewer: NeedsViewer) -> shape.LayerViews:
    """Layers in use, by name."""
    return shape.LayerViews(_views(context, viewer))


@get("/layers/{layer_id:int}", operation_id="get_layer", **_SEE)
def get_layer(context: NeedsContext, viewer: NeedsViewer, layer_id: LayerId) -> shape.LayerView:
    found = _views(context, viewer, [layer_id])
    if not found:
        raise not_found("layer")
    return found[0]


@post("/layers", operation_id="create_layer", **_EDIT)
def create_layer(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.LayerWanted]
) -> shape.LayerMade:
    """Everybody is placed by a job. 400 segment_rule: what is wrong with the rules, each fault with its place."""
    return _define(context, viewer, data, None)


@put("/layers/{layer_id:int}", operation_id="change_layer", **_EDIT)
def change_layer(
    context: NeedsContext, viewer: NeedsViewer, layer_id: LayerId, data: JSONBody[shape.LayerWanted]
) -> shape.LayerMade:
    """Tiers that are left out are deleted: who was in them is placed anew."""
    return _define(context, viewer, data, layer_id)


@post("/layers/{layer_id:int}/retire", operation_id="retire_layer", status_code=204, **_EDIT)
def retire_layer(context: NeedsContext, viewer: NeedsViewer, layer_id: LayerId) -> None:
    """Out of use: its open proposals lapse, rules may ask for it no more."""
    with refused():
        context.state.write(lambda conn: actions.retire(conn, layer_id, viewer=viewer, now=context.now()))


@get("/layers/{layer_id:int}/proposals", operation_id="list_tier_proposals", **_SEE)
def list_tier_proposals(  # noqa: PLR0913, PLR0917 - one parameter a filter
    context: NeedsContext,
    viewer: NeedsViewer,
    layer_id: LayerId,
    state_: Annotated[ProposalState, QueryParameter(name="state")] = ProposalState.OPEN,
    from_tier: TierId = None,
    to_tier: TierId = None,
    after: Annotated[int, QueryParameter(ge=0, le=LARGEST_ID)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
) -> shape.TierProposals:
    """Changes of tier that the rules ask for, of customers whom the viewer sees. With `from_tier` of one change only;
    then no `to_tier` means out of the layer."""
    change = None if from_tier is None else Change(from_tier, to_tier)
    with context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        with refused():
            actions.one(conn, layer_id)
        found = listing.page(conn, cursor, layer_id, viewer.scope, state_, change=change, after=after,
                             limit=limit + 1)  # fmt: skip
    items = [_proposal(one) for one in found[:limit]]
    return shape.TierProposals(items, items[-1].id if len(found) > limit else None)


@post(
    "/layers/{layer_id:int}/proposals/accept", operation_id="accept_tier_proposals", status_code=200, **_EDIT
)
def accept_tier_proposals(
    context: NeedsContext, viewer: NeedsViewer, layer_id: LayerId, data: JSONBody[shape.ProposalsChosen]
) -> shape.ProposalsDecided:
    """All or none. Moves nobody between groups. 409 proposals_decided: somebody was quicker."""
    with refused():
        count = deciding.accept(context.ledger, layer_id, _wanted(data), viewer=viewer, now=context.now())
    return shape.ProposalsDecided(count)


@post(
    "/layers/{layer_id:int}/proposals/refuse", operation_id="refuse_tier_proposals", status_code=200, **_EDIT
)
def refuse_tier_proposals(
    context: NeedsContext, viewer: NeedsViewer, layer_id: LayerId, data: JSONBody[shape.ProposalsRefused]
) -> shape.ProposalsDecided:
    """All or none. Not proposed again until the rules ask for something else in between."""
    wanted, now = _wanted(data), context.now()
    with refused():
        count = deciding.refuse(context.ledger, layer_id, wanted, data.reason, viewer=viewer, now=now)
    return shape.ProposalsDecided(count)


def _wanted(data: shape.ProposalsChosen) -> Wanted:
    if not data.ids and data.change is None:
        raise Problem(400, "proposals_none", errors=[Place("ids", "proposals_none")])
    change = None if data.change is None else Change(data.change.from_tier, data.change.to_tier)
    return Wanted(ids=data.ids, change=change)


def _define(
    context: Context, viewer: Viewer, data: shape.LayerWanted, layer_id: int | None
) -> shape.LayerMade:
    tiers = [_draft(one, n) for n, one in enumerate(data.tiers)]
    draft, known, now = LayerDraft(name=data.name, tiers=tiers), make_world(context), context.now()

    def write(conn: sa.Connection) -> shape.LayerMade:
        made = actions.define(conn, draft, known, viewer=viewer, now=now, layer_id=layer_id)
        if not isinstance(made, int):
            raise bad_rule(made, "")
        return shape.LayerMade(made, jobs.enqueue(conn, standing_order(by=viewer.user_id or None), now=now))

    with refused():
        told = context.state.write(write)
    context.wake()
    return told


def _draft(one: shape.TierWanted, n: int) -> TierDraft:
    stay = None if one.stay is None else read_rule(one.stay, f"tiers[{n}].stay")
    return TierDraft(
        name=one.name, rule=read_rule(one.rule, f"tiers[{n}].rule"), stay=stay, hold_days=one.hold_days,
        capacity=one.capacity, id=one.id,
    )  # fmt: skip


def _views(context: Context, viewer: Viewer, ids: list[int] | None = None) -> list[shape.LayerView]:
    known = make_world(context)
    with context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        layers, held = store.layers(conn, ids), listing.held(cursor, viewer.scope)
        return [
            _view(one, held, listing.waiting(conn, cursor, one.id, viewer.scope), known) for one in layers
        ]


def _view(one: Layer, held: Held, waiting: dict[Change, int], known: World) -> shape.LayerView:
    tiers = [
        shape.TierView(
            id=tier.id, name=tier.name, rule=msgspec.Raw(encode(tier.rule)),
            stay=None if tier.stay is None else msgspec.Raw(encode(tier.stay)), hold_days=tier.hold_days,
            capacity=tier.capacity, members=held.members.get((one.id, tier.id), 0),
        )
        for tier in one.tiers
    ]  # fmt: skip
    changes = [
        shape.ProposedChange(from_tier=change.from_tier, to_tier=change.to_tier, count=count)
        for change, count in waiting.items()
    ]
    return shape.LayerView(
        id=one.id, name=one.name, tiers=tiers, outside=held.outside(one.id), waiting=changes,
        faults=_faults(one, known), created_at=one.created_at // 1000, changed_at=one.changed_at // 1000,
    )  # fmt: skip


def _faults(one: Layer, known: World) -> list[Place]:
    wrong = [
        fault
        for n, tier in enumerate(one.tiers)
        for name, rule in (("rule", tier.rule), ("stay", tier.stay))
        if rule is not None
        for fault in check(rule, known, at=f"tiers[{n}].{name}")
    ]
    return [Place(fault.at, f"fault.{fault.code}", fault.params) for fault in wrong]


def _proposal(shown: Shown) -> shape.TierProposal:
    one = shown.proposal
    return shape.TierProposal(
        id=one.id, customer_id=str(one.customer_id), name=shown.name, from_tier=one.from_tier, to_tier=one.to_tier,
        since_at=one.since // 1000, state=one.state,
        decided_at=None if one.decided_at is None else one.decided_at // 1000,
        decided_by_name=one.decided_by_name, reason=one.reason,
    )  # fmt: skip


routes: list[Any] = [list_layers, get_layer, create_layer, change_layer, retire_layer, list_tier_proposals,
                     accept_tier_proposals, refuse_tier_proposals]  # fmt: skip
