"""Customers and groups handed over: planned with exact sums, confirmed, followed to each one's end."""

from typing import Annotated, Any

from litestar import delete, get, post, put
from litestar.params import JSONBody, PathParameter, QueryParameter

from yutang.accounts.model import Permission
from yutang.handover import listing, planning
from yutang.handover.listing import Which
from yutang.handover.model import ItemState, Reason, Thing
from yutang.web.api import handover_shapes as shape
from yutang.web.api.refusals import refusals
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer

HandoverId = Annotated[int, PathParameter(ge=1, le=shape.LARGEST_ID)]
SEE: dict[str, Any] = {"tags": ["staff"], "opt": {"permission": Permission.STAFF_SEE}, "sync_to_thread": True}
PAGE = 100
DO: dict[str, Any] = {
    "tags": ["staff"],
    "opt": {"permission": Permission.STAFF_HAND_OVER},
    "sync_to_thread": True,
}


@get("/handovers", operation_id="list_handovers", **SEE)
def list_handovers(
    context: NeedsContext, viewer: NeedsViewer,
    before: Annotated[int | None, QueryParameter(ge=1, le=shape.LARGEST_ID)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> shape.HandoverRows:  # fmt: skip
    """Newest first: of staff in the viewer's scope, and their own."""
    with context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = listing.lines(conn, cursor, viewer, before=before, limit=limit + 1)
    more = found[limit - 1].handover.id if len(found) > limit else None
    return shape.HandoverRows([shape.row(one) for one in found[:limit]], more)


@post("/handovers", operation_id="plan_handover", **DO, status_code=201)
def plan_handover(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[shape.HandoverDraft]
) -> shape.HandoverMade:  # fmt: skip
    """A plan to be looked at; nothing is asked of the platform by it. 400 handover_receivers, handover_message; 409
    handover_unseated, handover_nothing."""
    with refusals():
        made = planning.create(context.ledger, shape.wish(data), viewer=viewer, now=context.now())
    return shape.HandoverMade(made)


@get("/handovers/{handover_id:int}", operation_id="show_handover", **SEE)
def show_handover(
    context: NeedsContext, viewer: NeedsViewer, handover_id: HandoverId
) -> shape.HandoverDetail:
    """Its sums, as they are now."""
    return _detail(context, viewer, handover_id)


@put("/handovers/{handover_id:int}", operation_id="change_handover", **DO)
def change_handover(
    context: NeedsContext, viewer: NeedsViewer, handover_id: HandoverId, data: JSONBody[shape.HandoverDraft]
) -> shape.HandoverDetail:  # fmt: skip
    """Another plan in its place. As plan_handover; 409 handover_not_draft."""
    with refusals():
        planning.change(context.ledger, handover_id, shape.wish(data), viewer=viewer, now=context.now())
    return _detail(context, viewer, handover_id)


@delete("/handovers/{handover_id:int}", operation_id="remove_handover", **DO)
def remove_handover(context: NeedsContext, viewer: NeedsViewer, handover_id: HandoverId) -> None:
    """A plan that was not confirmed. 409 handover_not_draft."""
    now = context.now()
    with refusals():
        context.state.write(lambda conn: planning.remove(conn, handover_id, viewer=viewer, now=now))


@post("/handovers/{handover_id:int}/confirm", operation_id="confirm_handover", **DO, status_code=200)
def confirm_handover(
    context: NeedsContext, viewer: NeedsViewer, handover_id: HandoverId, data: JSONBody[shape.HandoverConfirm]
) -> shape.HandoverDetail:  # fmt: skip
    """From now on the platform is asked. 409 handover_moved: facts came in, look again; handover_not_draft,
    handover_nobody."""
    with refusals():
        planning.confirm(context.ledger, handover_id, data.digest, viewer=viewer, now=context.now())
    context.wake()
    return _detail(context, viewer, handover_id)


@post("/handovers/{handover_id:int}/cancel", operation_id="cancel_handover", **DO, status_code=200)
def cancel_handover(
    context: NeedsContext, viewer: NeedsViewer, handover_id: HandoverId
) -> shape.HandoverDetail:  # fmt: skip
    """What was not asked is left; what was asked goes on, for nothing takes it back. 409 handover_not_running."""
    now = context.now()
    with refusals():
        context.state.write(lambda conn: planning.cancel(conn, handover_id, viewer=viewer, now=now))
    return _detail(context, viewer, handover_id)


@get("/handovers/{handover_id:int}/items", operation_id="list_handover_items", **SEE)
def list_handover_items(
    context: NeedsContext, viewer: NeedsViewer, handover_id: HandoverId,
    thing: Annotated[Thing, QueryParameter()] = Thing.CUSTOMER,
    how: Annotated[str, QueryParameter(max_length=20)] = "",
    reason: Annotated[str, QueryParameter(max_length=20)] = "",
    after: Annotated[int, QueryParameter(ge=0, le=shape.LARGEST_ID)] = 0,
) -> shape.HandoverItems:  # fmt: skip
    """Each customer, or each group, with what came of it, a hundred at a time. Unknown states and
    reasons: none."""
    known = how in {*ItemState, ""} and reason.upper() in {*Reason.__members__, ""}
    which = Which(
        thing=thing, state=ItemState(how) if known and how else None,
        reason=Reason[reason.upper()] if known and reason else None,
    )  # fmt: skip
    with refusals(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = listing.page(conn, cursor, handover_id, viewer, which, after=after, limit=PAGE + 1)
    found = found if known else []
    more = str(found[PAGE - 1].ref_id) if len(found) > PAGE else None
    return shape.HandoverItems([shape.item(one) for one in found[:PAGE]], more)


def _detail(context: Context, viewer: NeedsViewer, handover_id: int) -> shape.HandoverDetail:
    with refusals(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        return shape.detail(listing.whole(conn, cursor, handover_id, viewer))


routes = [
    list_handovers, plan_handover, show_handover, change_handover, remove_handover, confirm_handover, cancel_handover,
    list_handover_items,
]  # fmt: skip
