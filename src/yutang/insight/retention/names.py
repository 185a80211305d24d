"""What slices are called, as far as analytics knows it: staff, groups and sources. A tag's name is the tags' own."""

from collections.abc import Sequence

import duckdb

from yutang.insight.retention.model import RetentionSlice
from yutang.ledger.catalogue import Kind

NAMES = {
    RetentionSlice.STAFF: """select id, coalesce(nullif(name, ''), external_id) from identity
        where id in (select unnest($keys::bigint[]))""",
    RetentionSlice.GROUP: """select id, coalesce(nullif(name, ''), external_id) from customer_group
        where id in (select unnest($keys::bigint[]))""",
    # A source is the mark of its name; the first fact of each says the name itself.
    RetentionSlice.SOURCE: f"""select f.source_id, f.props ->> '$.source' from fact f semi join (
            select min(id) as id from fact where kind = {Kind.RELATION_BEGUN:d}
                and source_id in (select unnest($keys::bigint[])) group by source_id) o using (id)
        where f.props ->> '$.source' is not null""",
}


def names(
    cursor: duckdb.DuckDBPyConnection, dimension: RetentionSlice, keys: Sequence[int]
) -> dict[int, str]:
    """By id. Sources whose relations no fact tells of, tags and arrivals have none."""
    if dimension not in NAMES or not keys:
        return {}
    return dict(cursor.execute(NAMES[dimension], {"keys": list(keys)}).fetchall())
