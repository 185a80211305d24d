# pyright: reportUnknownMemberType=false
"""Whose proposals a viewer may decide on."""

from collections.abc import Sequence

import duckdb

from yutang.accounts.model import Scope
from yutang.segments.layers.model import Proposal
from yutang.staff.scope import customers_in_scope


def seen(cursor: duckdb.DuckDBPyConnection, scope: Scope, proposals: Sequence[Proposal]) -> set[int]:
    """The customers of these proposals whom the scope shows: what `actions.choose` asks for."""
    condition, values = customers_in_scope(scope)
    rows = cursor.execute(
        f"""select customer_id from (select distinct unnest($customers::bigint[]) as customer_id) asked
        where {condition}""",
        {"customers": [p.customer_id for p in proposals]} | values,
    ).fetchall()
    return {customer for (customer,) in rows}
