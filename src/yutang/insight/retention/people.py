# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""The names behind a number: as many rows as the cell counts, page by page."""

import duckdb

from yutang.accounts.model import Scope
from yutang.engine.steps import Step, run
from yutang.insight.retention import slices
from yutang.insight.retention.book import Book
from yutang.insight.retention.flows import check
from yutang.insight.retention.model import (
    NOBODY,
    Came,
    Gone,
    Mark,
    People,
    Person,
    Place,
    RetentionCell,
    RetentionSlice,
)

CELLS = {int(code): RetentionCell[code.name] for code in (*Came, *Gone)} | {
    0: RetentionCell.RETAINED,
    slices.OUT: RetentionCell.LEFT,
}
EVENTS = """select customer_id, came as day, entry::integer as code from {table}
        where {rule} and came between $first and $last and entry > 0
    union all
    select customer_id, gone, exit from {table} where {rule} and gone between $first and $last and exit > 0"""
STAYING = """select customer_id, came as day, 0 as code from {table}
    where {rule} and came <= $last and coalesce(gone > $last, true)"""
# In no group: what happened to the whole, less what happened inside; and who went out or came in, turned round.
OUTSIDE = f"""with inside as ({EVENTS.format(table="rt_within", rule="true")})
    from ({EVENTS.format(table="rt_whole", rule="true")})
    except all (from inside where code not in ({Came.JOINED:d}, {slices.OUT}))
    union all
    select customer_id, day, if(code = {slices.OUT}, {Came.JOINED:d}, {slices.OUT}) from inside
    where code in ({Came.JOINED:d}, {slices.OUT})"""
STAYING_OUTSIDE = f"""from ({STAYING.format(table="rt_whole", rule="true")}) anti join (
        {STAYING.format(table="rt_within", rule="true")}) i using (customer_id)"""
# Whose they were: of who came or stays, the follower of that day; of who went, the one who lost them.
PAGE = """with page as (
        from rt_cell where $day::date is null or (day, customer_id, code) > ($day, $customer, $code)
        order by day, customer_id, code limit $limit
    )
    select p.customer_id, p.day, p.code, c.name, s.staff_id, coalesce(nullif(i.name, ''), i.external_id) as staff
    from page p left join customer c on c.id = p.customer_id
    left join rt_stay s on s.customer_id = p.customer_id and s.staff_id <> 0 and case
        when p.code = 0 then s.came <= $last and coalesce(s.gone > $last, true)
        when p.code < $gone then s.came <= p.day and coalesce(s.gone > p.day, true)
        else s.came < p.day and coalesce(s.gone >= p.day, true) end
    left join identity i on i.id = s.staff_id
    order by p.day, p.customer_id, p.code"""


def people(
    con: duckdb.DuckDBPyConnection, book: Book, place: Place, scope: Scope, *, after: Mark | None, limit: int
) -> People:
    """Who is behind a cell, of those that the scope lets be seen. Raises YutangError as `flows.retention` does."""
    check(book, place.first, place.last)
    with con.cursor() as cursor:
        slices.prepare(cursor, book, scope, (place.dimension, place.period), (place.first, place.last))
        values = {"first": place.first, "last": place.last, "key": place.key, "codes": _codes(place.cell)}
        run(cursor, [Step("people.cell", f"create or replace temp table rt_cell as {_rows(place)}")], values)
        total = cursor.execute("select count(*) from rt_cell").fetchall()[0][0]
        mark = {
            "day": after and after.day, "customer": after and after.customer_id, "code": after and after.code,
            "limit": limit + 1, "gone": int(min(Gone)), "last": place.last,
        }  # fmt: skip
        rows = cursor.execute(PAGE, mark).fetchall()
    found = [
        Person(customer_id=id_, day=day, cell=CELLS[code], name=name, staff_id=staff_id, staff=staff)
        for id_, day, code, name, staff_id, staff in rows[:limit]
    ]
    end = rows[limit - 1] if len(rows) > limit else None
    return People(items=found, total=total, next=None if end is None else Mark(end[1], end[0], end[2]))


def _codes(cell: RetentionCell) -> list[int]:
    """What the cell counts: LEFT is two things."""
    codes = [int(code) for code in cell.codes]
    return [*codes, slices.OUT] if Gone.LEFT in cell.codes else codes


def _sliced(place: Place) -> bool:
    """One slice, or all people without one: but those in no group or tag are no slice."""
    return place.key is not None and not _outside(place) and place.dimension is not RetentionSlice.WHOLE


def _outside(place: Place) -> bool:
    return place.key == NOBODY and place.dimension.overlaps


def _rows(place: Place) -> str:
    staying = place.cell is RetentionCell.RETAINED
    if _outside(place):
        rows = STAYING_OUTSIDE if staying else OUTSIDE
    else:
        table, rule = ("rt_slice", "key = $key") if _sliced(place) else ("rt_whole", "true")
        rows = (STAYING if staying else EVENTS).format(table=table, rule=rule)
    return rows if staying else f"from ({rows}) where code in (select unnest($codes::integer[]))"
