# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""One tag that this customer may want: most who bear one of theirs bear it too. Nobody bears it unasked."""

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.kit.db import upsert
from yutang.segments.tags.book import Book
from yutang.sidebar.tables import tag_refusal
from yutang.staff.scope import customers_in_scope

LEAST = 5  # customers who bear the one
SHARE = 0.6  # of them bear the other
MORE = 1.5  # times its share among all who bear any tag: what everybody has tells nothing
_SQL = """
with bear as (
  select distinct t.customer_id, t.tag_id from tagging t
  where (t.until is null or t.until > make_timestamp($now)) and {scope}
), mine as (
  select distinct tag_id from tagging where customer_id = $id and (until is null or until > make_timestamp($now))
), others as (select * from bear where customer_id <> $id),
base as (select tag_id, count(*) as n from others semi join mine using (tag_id) group by 1),
overall as (select tag_id, count(*)::double / (select count(distinct customer_id) from others) as share
  from others group by 1)
select m.tag_id as because, o.tag_id, count(*) as n, any_value(b.n) as of
from others m semi join mine using (tag_id) join others o on o.customer_id = m.customer_id
join base b on b.tag_id = m.tag_id join overall a on a.tag_id = o.tag_id
where o.tag_id in (select unnest($wanted::bigint[])) and o.tag_id not in (select tag_id from mine)
group by 1, 2 having any_value(b.n) >= $least and count(*) >= $share * any_value(b.n)
  and count(*) >= $more * any_value(a.share) * any_value(b.n)
order by count(*)::double / any_value(b.n) desc, count(*) desc, o.tag_id, m.tag_id limit 1
"""


class Suggested(msgspec.Struct, frozen=True, kw_only=True):
    """`n` of the `of` customers whom the viewer sees and who bear `because` bear this too."""

    tag_id: int
    name: str
    because: str
    n: int
    of: int


def suggested(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, customer_id: int, book: Book, viewer: Viewer, *, now: int
) -> Suggested | None:  # fmt: skip
    """None: nothing speaks for any tag, or it was refused already."""
    refused = set(
        conn.execute(
            sa.select(tag_refusal.c.tag_id).where(tag_refusal.c.customer_id == customer_id)
        ).scalars()
    )
    wanted = [
        one.id for one in book.tags.values() if one.archived_at is None and one.id not in refused
        and not book.groups[one.group_id].exclusive
    ]  # fmt: skip
    if not wanted:
        return None
    condition, values = customers_in_scope(viewer.scope, "t.customer_id")
    asked = {"id": customer_id, "now": now, "wanted": wanted, "least": LEAST, "share": SHARE, "more": MORE}
    rows = cursor.execute(_SQL.format(scope=condition), values | asked).fetchall()
    for because, tag, n, of in rows:
        if because in book.tags:
            names = book.whole(book.tags[tag]), book.whole(book.tags[because])
            return Suggested(tag_id=tag, name=names[0], because=names[1], n=n, of=of)
    return None


def refuse(conn: sa.Connection, customer_id: int, tag_id: int, viewer: Viewer, *, now: int) -> None:
    """Twice is once."""
    row = {
        "customer_id": customer_id,
        "tag_id": tag_id,
        "refused_at": now,
        "refused_by": viewer.user_id or None,
    }
    conn.execute(upsert(conn, tag_refusal).values(**row).on_conflict_do_nothing())
