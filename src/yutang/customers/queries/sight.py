# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Whether a viewer sees a customer, and which groups' messages they may read."""

from collections.abc import Collection
from typing import Any

import duckdb

from yutang.accounts.model import Permission, Role, Scope, Viewer
from yutang.contacts import masks
from yutang.staff.scope import customers_in_scope

# A condition on customer_group g. A chat with one customer belongs to the member of staff who is in it.
VISIBLE = """($everything or coalesce(list_contains($staff::bigint[], g.owner_id), false) or (g.private and g.id in (
  select group_id from membership where identity_id in (select unnest($staff::bigint[])))))"""
# The same of a fact f, which may be of no group at all: whether its words may be shown.
READABLE = f"""($everything or f.group_id is null
  or f.group_id in (select g.id from customer_group g where {VISIBLE}))"""


def sight(scope: Scope) -> dict[str, Any]:
    """Values of VISIBLE and READABLE."""
    return {"everything": scope.everything, "staff": sorted(scope.staff)}


def seen(cursor: duckdb.DuckDBPyConnection, scope: Scope, ids: Collection[int]) -> dict[int, int]:
    """Customer by the id of any of their accounts, of those that are customers and in the scope."""
    condition, values = customers_in_scope(scope, "c.id")
    rows = cursor.execute(
        "select i.id, c.id from identity i join customer c on c.id = i.customer_id"
        f" where i.id in (select unnest($ids::bigint[])) and {condition}",
        values | {"ids": sorted(set(ids))},
    ).fetchall()
    return dict(rows)


def reveals(viewer: Viewer, column: str) -> tuple[str, dict[str, object]]:
    """(condition on `column`, its values by `$name`): the viewer may have this customer's phones and e-mails in full.

    That they see the customer is known. One rule for a single look and for a file of many, so that neither opens more.
    """
    permitted = viewer.may(Permission.CONTACTS_REVEAL)
    everyone = viewer.scope.everything and viewer.role in (Role.ADMINISTRATOR, Role.SUPERVISOR)
    if masks.reveals(permitted=permitted, everyone=everyone, own=False):
        return "true", {}
    if not masks.reveals(permitted=permitted, everyone=everyone, own=True):
        return "false", {}
    own = (
        "select r.customer_id from relation r"
        " where r.ended is null and r.staff_id in (select unnest($followers::bigint[]))"
    )
    return f"({column} in ({own}))", {"followers": sorted(viewer.scope.staff)}


def may_reveal(cursor: duckdb.DuckDBPyConnection, viewer: Viewer, customer_id: int) -> bool:
    """`reveals` for one customer."""
    condition, values = reveals(viewer, "c.id")
    asked = f"select {condition} from (select $customer::bigint as id) c"
    return cursor.execute(asked, {**values, "customer": customer_id}).fetchall()[0][0]
