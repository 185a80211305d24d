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


def sight(scope: Scope) -> dict[str, Any]:
    """Values of VISIBLE."""
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


def may_reveal(cursor: duckdb.DuckDBPyConnection, viewer: Viewer, customer_id: int) -> bool:
    """Whether the viewer may have the customer's phones and e-mails in full; that they see them is known."""
    scope = viewer.scope
    followed = cursor.execute(
        "select count(*) from relation where customer_id = ? and ended is null"
        " and staff_id in (select unnest(?::bigint[]))",
        [customer_id, sorted(scope.staff)],
    ).fetchall()[0][0]
    return masks.reveals(
        permitted=viewer.may(Permission.CONTACTS_REVEAL),
        everyone=scope.everything and viewer.role in (Role.ADMINISTRATOR, Role.SUPERVISOR),
        own=followed > 0,
    )
