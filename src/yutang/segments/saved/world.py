# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""What a rule of this tenant may name: from the definitions in State, and from what the facts have named so far."""

from collections.abc import Mapping

import duckdb
import sqlalchemy as sa

from yutang.customers import definitions
from yutang.engine import World
from yutang.engine.catalogue import Attribute, Type
from yutang.engine.catalogue import Segment as Other
from yutang.ledger.catalogue import Kind, Role
from yutang.segments.layers import store as layers
from yutang.segments.lifecycle.model import Stage, Tie
from yutang.segments.saved import store
from yutang.segments.tags import store as tags

STAGES: Mapping[str, int] = {one.name.lower(): int(one) for one in Stage}
TIES: Mapping[str, int] = {one.name.lower(): int(one) for one in Tie}
_STAFF = f"select id from identity where role = {Role.STAFF:d} union select distinct staff_id from relation"


def world(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, zone: str,
    *, states: frozenset[str] | None = None, advice: frozenset[str] | None = None,
) -> World:  # fmt: skip
    """Everything there is now. `states`, `advice`: of groups; None: not looked up."""
    defined = tags.tags(conn, archived=True)
    gone = frozenset(tag.code for tag in defined if tag.archived_at is not None)
    return World(
        zone,
        attributes={
            one.code: Attribute(Type(one.type), frozenset(one.choices))
            for one in definitions.listed(conn)
            if one.archived_at is None
        },
        tags=(frozenset(tag.code for tag in defined) | _said(cursor, Kind.TAG_ADDED, "object_id", "tag")) - gone,
        deleted_tags=gone,
        segments={one.id: Other(one.rule, one.version) for one in store.segments(conn)},
        layers={one.id: frozenset(tier.id for tier in one.tiers) for one in layers.layers(conn)},
        groups=_ids(cursor, "select id from customer_group"), staff=_ids(cursor, _STAFF),
        states=states, advice=advice,
        sources=_said(cursor, Kind.RELATION_BEGUN, "source_id", "source"),
        purposes=_said(cursor, Kind.CONSENT_GIVEN, "object_id", "purpose"),
        stages=STAGES, ties=TIES,
    )  # fmt: skip


def _ids(cursor: duckdb.DuckDBPyConnection, sql: str) -> frozenset[int]:
    return frozenset(cursor.sql(sql).fetchnumpy()["id"].tolist())


def _said(cursor: duckdb.DuckDBPyConnection, kind: Kind, column: str, name: str) -> frozenset[str]:
    """Names that facts of a kind say in their props; `column` holds their mark. One fact of each mark is read: the
    first that says it, for those of who was erased don't.

    Not a tag's later names: rules know it by its first.
    """
    sql = (
        f"select json_extract_string(any_value(props) filter (contains(props, '\"{name}\":')), '$.{name}') from fact"
        f" where kind = {kind:d} and {column} is not null"
        f" and {column} not in (select mark from tag_alias) group by {column}"
    )
    return frozenset(str(row[0]) for row in cursor.execute(sql).fetchall() if row[0] is not None)
