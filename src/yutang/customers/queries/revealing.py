"""Phones and e-mails in full, for who may have them; each time a row of the audit log."""

from yutang.accounts import audit
from yutang.accounts.model import Viewer
from yutang.contacts import Contacts
from yutang.customers.queries.rows import contacts_of
from yutang.customers.queries.sight import may_reveal, seen
from yutang.customers.views import CustomerContact
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger


def reveal(
    ledger: Ledger, contacts: Contacts, viewer: Viewer, customer_id: int, *, now: int
) -> list[CustomerContact] | None:
    """None: no such customer in the viewer's scope. Raises YutangError reveal_not_own. What is shown is not logged.

    The log comes first: nothing is shown that it doesn't know of.
    """
    with ledger.analytics.cursor() as cursor:
        id_ = seen(cursor, viewer.scope, [customer_id]).get(customer_id)
        if id_ is None:
            return None
        if not may_reveal(cursor, viewer, id_):
            raise YutangError("reveal_not_own")
        with ledger.state.read() as conn:
            found = contacts_of(cursor, conn, contacts, [id_], full=True).get(id_, [])
    after = {"accounts": [one.account_id for one in found]}
    subject = {"subject_kind": "customer", "subject_id": str(id_)}
    ledger.state.write(
        lambda conn: audit.record(conn, viewer, "contacts_revealed", now=now, after=after, **subject)
    )
    return found
