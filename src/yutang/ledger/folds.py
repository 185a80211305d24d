# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Tables of analytics that are nothing but what the facts say: rows of whom a batch touches are made anew.

The order in which facts come does not matter, undoing an import needs nothing of its own, and a table can be made
anew whole at any time, by the same statement.
"""

from collections.abc import Sequence

import duckdb
import msgspec

from yutang.ledger.analytics import parsed
from yutang.ledger.catalogue import Kind

ALL = "fact"
TOUCHED = "(select f.* from fact f semi join touched t on t.id = f.{key})"


class Fold(msgspec.Struct, frozen=True):
    """`select` makes rows of `table` from `{facts}`, which holds whole histories of the keys in hand.

    `key`: the column of `fact`, and of the table, that a row's history is found by.
    """

    table: str
    kinds: tuple[Kind, ...]
    select: str
    key: str = "customer_id"

    def of(self, facts: str) -> str:
        kinds = ", ".join(str(int(kind)) for kind in self.kinds)
        return f"insert into {self.table} by name " + self.select.replace(
            "{facts}", f"(select * from {facts} where kind in ({kinds}) and {self.key} is not null)"
        )


def fold(cursor: duckdb.DuckDBPyConnection, folds: Sequence[Fold], source: str, *, moved: str = "") -> None:
    """Make anew what the facts of `source` touch. `moved`: a table of (id) of customers whose facts are others now."""
    kinds = {row[0] for row in cursor.execute(f"select distinct kind from {source}").fetchall()}
    for one in folds:
        also = f" union select id from {moved}" if moved and one.key == "customer_id" else ""
        if not also and not kinds.intersection(one.kinds):
            continue
        listed = ", ".join(str(int(kind)) for kind in one.kinds)
        cursor.execute(
            f"create or replace temp table touched as select distinct {one.key} as id from {source}"
            f" where kind in ({listed}) and {one.key} is not null{also}"
        )
        cursor.execute(f"delete from {one.table} where {one.key} in (select id from touched)")
        cursor.execute(parsed(cursor, one.of(TOUCHED.format(key=one.key))))


def fold_all(cursor: duckdb.DuckDBPyConnection, folds: Sequence[Fold]) -> None:
    """Every table anew from every fact."""
    for one in folds:
        cursor.execute(f"delete from {one.table}")
        cursor.execute(one.of(ALL))
