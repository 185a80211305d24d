"""Who works for the brand: everybody with what they carry, and what one who leaves still holds."""

from typing import Annotated, Any

from litestar import get
from litestar.params import PathParameter, QueryParameter

from yutang.accounts.model import Permission
from yutang.handover import directory, listing
from yutang.handover.model import SEATS
from yutang.web.api import handover_shapes as shape
from yutang.web.api.refusals import refusals
from yutang.web.needs import NeedsContext, NeedsViewer

StaffId = Annotated[int, PathParameter(ge=1, le=shape.LARGEST_ID)]
Text = Annotated[str, QueryParameter(max_length=100)]
After = Annotated[int, QueryParameter(ge=0, le=shape.LARGEST_ID)]
Limit = Annotated[int, QueryParameter(ge=1, le=500)]
SEE: dict[str, Any] = {"tags": ["staff"], "opt": {"permission": Permission.STAFF_SEE}, "sync_to_thread": True}
LAST = 20  # hand-overs on somebody's page


@get("/staff/directory", operation_id="staff_directory", **SEE)
def staff_directory(context: NeedsContext, viewer: NeedsViewer, q: Text = "") -> shape.StaffDirectory:
    """Of the viewer's scope. `q`: what stands in their name or account."""
    with context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = directory.members(conn, cursor, viewer.scope, now=context.now(), text=q)
        count = directory.count(conn, viewer.scope, q)
    return shape.StaffDirectory(items=[shape.line(one) for one in found], all=count, seats=SEATS)


@get("/staff/{staff_id:int}", operation_id="show_staff", **SEE)
def show_staff(context: NeedsContext, viewer: NeedsViewer, staff_id: StaffId) -> shape.StaffPage:
    """What somebody carries, the leaver's checklist, and their last hand-overs."""
    with refusals(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        one = directory.member(conn, cursor, viewer.scope, staff_id, now=context.now())
        checks = directory.checklist(conn, one)
        last = listing.lines(conn, cursor, viewer, giver=staff_id, limit=LAST)
    return shape.StaffPage(
        line=shape.line(one), checks=[shape.check(each) for each in checks],
        handovers=[shape.row(each) for each in last],
    )  # fmt: skip


@get("/staff/{staff_id:int}/customers", operation_id="list_staff_customers", **SEE)
def list_staff_customers(
    context: NeedsContext, viewer: NeedsViewer, staff_id: StaffId, q: Text = "", after: After = 0,
    limit: Limit = 100,
) -> shape.StaffHoldings:  # fmt: skip
    """Whom they follow now, to choose from. 409 handover_unseated."""
    with refusals(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = directory.customers(conn, cursor, viewer, staff_id, text=q, after=after, limit=limit + 1)
    return _page(found, limit)


@get("/staff/{staff_id:int}/groups", operation_id="list_staff_groups", **SEE)
def list_staff_groups(
    context: NeedsContext, viewer: NeedsViewer, staff_id: StaffId, q: Text = "", after: After = 0,
    limit: Limit = 100,
) -> shape.StaffHoldings:  # fmt: skip
    """The groups they own, to choose from. 409 handover_unseated."""
    with refusals(), context.state.read() as conn:
        found = directory.groups(conn, viewer, staff_id, text=q, after=after, limit=limit + 1)
    return _page(found, limit)


def _page(found: list[directory.Held], limit: int) -> shape.StaffHoldings:
    """`found`: one more than the page holds, where there are more."""
    more = str(found[limit - 1].id) if len(found) > limit else None
    return shape.StaffHoldings([shape.held(one) for one in found[:limit]], more)


@get("/staff/{staff_id:int}/receivers", operation_id="list_staff_receivers", **SEE)
def list_staff_receivers(
    context: NeedsContext, viewer: NeedsViewer, staff_id: StaffId
) -> shape.StaffReceivers:  # fmt: skip
    """Who could take their customers and groups. 409 handover_unseated."""
    with refusals(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = directory.receivers(conn, cursor, viewer, staff_id, now=context.now())
    return shape.StaffReceivers([shape.receiver(one) for one in found])


routes = [staff_directory, show_staff, list_staff_customers, list_staff_groups, list_staff_receivers]
