"""Customers: the list, one of them, their timeline. Scope and masks are decided below (`customers.queries`)."""

from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import FromQuery, PathParameter, QueryParameter

from yutang.accounts.model import Permission
from yutang.customers.answers import RevealedContacts, Timeline
from yutang.customers.model import Sort, Wanted
from yutang.customers.queries import flowed, listing
from yutang.customers.queries.person import person
from yutang.customers.queries.revealing import reveal
from yutang.customers.queries.timeline import timeline
from yutang.customers.views import CustomerList, CustomerView, StageName
from yutang.web.api.customer_names import contacts_of, names
from yutang.web.api.refusals import refusals
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Place, Problem, not_found

LARGEST_ID = (1 << 53) - 1
CustomerId = Annotated[int, PathParameter(ge=1, le=LARGEST_ID)]
TagId = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_ID)]
SomeId = Annotated[int | None, QueryParameter(ge=1, le=LARGEST_ID)]
Text = Annotated[str | None, QueryParameter(max_length=600)]
Cursor = Annotated[str | None, QueryParameter(max_length=1_000)]
_SEE: dict[str, Any] = {
    "tags": ["customers"], "opt": {"permission": Permission.CUSTOMERS_SEE}, "sync_to_thread": True,
}  # fmt: skip


@get("/customers", operation_id="list_customers", **_SEE)
def list_customers(  # noqa: PLR0913, PLR0917 - one parameter a filter
    context: NeedsContext,
    viewer: NeedsViewer,
    q: Annotated[str, QueryParameter(max_length=200)] = "",
    tag: Annotated[list[TagId] | None, QueryParameter(max_length=50)] = None,
    owner: SomeId = None,
    stage: FromQuery[StageName | None] = None,
    source: Text = None,
    group: Text = None,
    segment: SomeId = None,
    tier: SomeId = None,
    flow: Annotated[str | None, QueryParameter(max_length=80)] = None,
    sort: FromQuery[Sort] = "since",
    cursor: Cursor = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> CustomerList:
    """All that is given must hold; of several `tag` any. `q`: part of a name or remark, an account, a tag
    ("group/name"), a phone or its last four digits, an e-mail. `group`: an id as in the check-up. `flow`: who is behind
    a number of `get_lifecycle`, as "flows~2026-10-01~2026-10-28~aware~buying", or "moves~…"; from "new": came later."""
    try:
        went = None if flow is None else flowed.read(flow)
    except ValueError:
        raise Problem(400, "customer_flow", errors=[Place("flow", "customer_flow")]) from None
    wanted = Wanted(q=q, tags=tuple(tag or ()), stage=stage, owner=owner, source=source, group=group,
                    segment=segment, tier=tier, flow=went, sort=sort)  # fmt: skip
    try:
        page = listing.page(context.ledger, contacts_of(context), viewer, wanted, names(context), cursor=cursor,
                            limit=limit, now=context.now())  # fmt: skip
    except ValueError:
        raise Problem(400, "bad_cursor") from None
    return CustomerList(items=page.items, next=page.next, total=page.total)


@get("/customers/{customer_id:int}", operation_id="get_customer", **_SEE)
def get_customer(context: NeedsContext, viewer: NeedsViewer, customer_id: CustomerId) -> CustomerView:
    """Everything about one customer. After a merge the id of any of their accounts finds them."""
    found = person(
        context.ledger, contacts_of(context), viewer, customer_id, names(context), now=context.now()
    )
    if found is None:
        raise not_found("customer")
    return found


@get("/customers/{customer_id:int}/timeline", operation_id="list_customer_timeline", **_SEE)
def list_customer_timeline(
    context: NeedsContext,
    viewer: NeedsViewer,
    customer_id: CustomerId,
    kind: Annotated[list[str] | None, QueryParameter(max_length=40)] = None,
    cursor: Cursor = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> Timeline:
    """What happened, newest first. `kind`: only facts of these kinds ("order.placed"); unknown ones find nothing."""
    try:
        found = timeline(
            context.ledger, viewer, customer_id, names(context), kinds=kind, cursor=cursor, limit=limit
        )
    except ValueError:
        raise Problem(400, "bad_cursor") from None
    if found is None:
        raise not_found("customer")
    return found


@post(
    "/customers/{customer_id:int}/reveal", operation_id="reveal_contacts", tags=["customers"], status_code=200,
    sync_to_thread=True, opt={"permission": Permission.CONTACTS_REVEAL},
)  # fmt: skip
def reveal_contacts(context: NeedsContext, viewer: NeedsViewer, customer_id: CustomerId) -> RevealedContacts:
    """Phones and e-mails in full. Who looked at whose is in the audit log. 403 where the customer isn't theirs."""
    with refusals():
        found = reveal(context.ledger, contacts_of(context), viewer, customer_id, now=context.now())
    if found is None:
        raise not_found("customer")
    return RevealedContacts(found)


routes: list[Any] = [list_customers, get_customer, list_customer_timeline, reveal_contacts]
