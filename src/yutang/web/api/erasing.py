"""One customer erased for good, or handed out: what the law gives them a right to."""

from collections.abc import Iterator
from typing import Any

from litestar import get, post
from litestar.response import Stream

from yutang.accounts import audit
from yutang.accounts.model import Permission
from yutang.checkup.erasing import Gone, contacts_of, erase_everywhere
from yutang.customers.acts.erasing import exported, of
from yutang.web.api.customers import CustomerId
from yutang.web.api.refusals import refusals
from yutang.web.downloads import download
from yutang.web.needs import NeedsContext, NeedsViewer

LINES = "application/octet-stream"
_ADMINISTRATORS: dict[str, Any] = {
    "tags": ["customers"], "opt": {"permission": Permission.CUSTOMERS_ERASE}, "sync_to_thread": True,
}  # fmt: skip


@post("/customers/{customer_id:int}/erase", operation_id="erase_customer", status_code=200, **_ADMINISTRATORS)
def erase_customer(context: NeedsContext, viewer: NeedsViewer, customer_id: CustomerId) -> Gone:
    """For good: there is no undo. That something happened stays, so that totals add up; who it was goes everywhere.
    An import of the person's old exports would bring them back."""
    with refusals():
        done = erase_everywhere(context.ledger, context.home, viewer, customer_id, now=context.now())
    context.board.forget()
    return done


@get("/customers/{customer_id:int}/export", operation_id="export_customer", media_type=LINES,
     operation_class=download(LINES), **_ADMINISTRATORS)  # fmt: skip
def export_customer(context: NeedsContext, viewer: NeedsViewer, customer_id: CustomerId) -> Stream:
    """All that is known of one person, as JSON lines: accounts with phones and e-mails in full, attributes, tags,
    relations, consents, groups, and every fact. Noted in the log."""
    with refusals():
        customer, _ = of(context.ledger, viewer, customer_id)
        known = contacts_of(context.ledger, context.home, viewer, customer)
    context.state.write(
        lambda conn: audit.record(conn, viewer, "customer_exported", now=context.now(), subject_kind="customer",
                                  subject_id=str(customer))
    )  # fmt: skip

    def lines() -> Iterator[bytes]:
        yield from exported(context.ledger, customer, known)

    name = f"attachment; filename=customer-{customer}.ndjson"
    return Stream(lines, media_type=LINES, headers={"Content-Disposition": name})


routes = [erase_customer, export_customer]
