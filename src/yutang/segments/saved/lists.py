# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Segments that are lists: frozen from a rule as of now, or uploaded as ids, external ids, phones or e-mails."""

import csv
import enum
import io
from collections.abc import Callable

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.contacts import Contacts
from yutang.contacts.columns import Kind as ContactKind
from yutang.engine import World, compile_rule
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger
from yutang.segments.saved import actions, blob, mirror, store
from yutang.segments.saved.model import SegmentKind, Standing
from yutang.staff.scope import customers_in_scope

MOST_LINES = 1_000_000


class By(enum.StrEnum):
    """What the first cell of each line is."""

    CUSTOMER = "customer_id"
    EXTERNAL = "external_id"  # of an account on any platform
    PHONE = "phone"
    EMAIL = "email"


class Uploaded(msgspec.Struct, frozen=True, kw_only=True):
    """`lines`: different ones that hold something; `matched`: of them, those that somebody whom the viewer sees was
    found for; `members`: different people found."""

    segment_id: int
    lines: int
    matched: int
    members: int


def freeze(ledger: Ledger, segment_id: int, name: str, world: World, *, viewer: Viewer, now: int) -> int:
    """Who qualifies for a dynamic segment now, as a list of its own; its id."""
    with ledger.state.read() as conn:
        old = actions.one(conn, segment_id)
    if old.rule is None:
        raise YutangError("segment_is_list", name=old.name)
    actions.refuse_bad(old.rule, world)
    query = compile_rule(old.rule, world, now=now)
    with ledger.analytics.cursor() as cursor:
        sql = f"select customer_id from ({query.sql}) x order by customer_id"
        ids = cursor.sql(sql, params=dict(query.params) or None).to_arrow_table()

    def make(conn: sa.Connection) -> int:
        return actions.put(
            conn, viewer, now, name=name, description=old.description, kind=SegmentKind.FROZEN,
            origin={"segment": old.id, "version": old.version},
        )  # fmt: skip

    return _keep(ledger, make, ids, now)


def upload(  # noqa: PLR0913 - what a list is made of
    ledger: Ledger, contacts: Contacts, name: str, description: str, text: str, by: By, *, viewer: Viewer, now: int
) -> Uploaded:  # fmt: skip
    """A list from lines of text or CSV, whose first cell counts. Lines that match nobody are counted, not kept."""
    cells = pa.table({"cell": first_cells(text)})
    if by in (By.PHONE, By.EMAIL):
        kind = ContactKind(str(by))
        cells = pa.table({"cell": contacts.column(kind, cells["cell"]).hashes})
    with ledger.analytics.cursor() as cursor:
        ids, matched = _matched(cursor, cells, by, viewer)
    lines, members = cells.num_rows, ids.num_rows
    if not members:
        raise YutangError("segment_nobody", n=lines)

    def make(conn: sa.Connection) -> int:
        return actions.put(
            conn, viewer, now, name=name, description=description, kind=SegmentKind.UPLOADED,
            origin={"lines": lines, "matched": matched, "by": str(by)},
        )  # fmt: skip

    return Uploaded(segment_id=_keep(ledger, make, ids, now), lines=lines, matched=matched, members=members)


LONGEST_CELL = 10_000  # characters


def first_cells(text: str) -> list[str]:
    """The first cell of each line, each once, blanks around it and a byte order mark left out."""
    found: dict[str, None] = {}
    body = text.removeprefix("\ufeff").replace("\x00", "").replace("\t", ",").replace(";", ",")
    try:
        for row in csv.reader(io.StringIO(body, newline=None)):
            cell = row[0].strip() if row else ""
            if len(cell) > LONGEST_CELL:  # the reader's own limit is the process's: importers raise it
                raise YutangError("segment_lines", detail=f"> {LONGEST_CELL:,}")
            if cell:
                found[cell] = None
    except csv.Error as wrong:
        raise YutangError("segment_lines", detail=str(wrong)) from None
    if len(found) > MOST_LINES:
        raise YutangError("segment_too_long", limit=MOST_LINES)
    return list(found)


# A cast alone takes 7.4 and 7e0 for 7: a column of amounts would name people.
_WHOLE = "regexp_full_match(c.cell, '[0-9]{1,18}')"
_FOUND = {
    By.CUSTOMER: f"identity i on i.id = case when {_WHOLE} then try_cast(c.cell as bigint) end",
    By.EXTERNAL: "identity i on i.external_id = c.cell and i.platform not in ('phone', 'email')",
    By.PHONE: "identity i on i.external_id = c.cell and i.platform = 'phone'",
    By.EMAIL: "identity i on i.external_id = c.cell and i.platform = 'email'",
}


def _matched(
    cursor: duckdb.DuckDBPyConnection, cells: pa.Table, by: By, viewer: Viewer
) -> tuple[pa.Table, int]:
    """(sorted ids, how many lines found somebody)."""
    seen, params = customers_in_scope(viewer.scope, "i.customer_id")
    # Two spellings of a phone are two lines and one hash.
    numbered = cells.append_column("line", pa.array(range(cells.num_rows), pa.int64()))
    cursor.register("_cells", numbered)
    try:
        cursor.execute(
            f"create or replace temp table upload_found as select c.line, i.customer_id from _cells c join {_FOUND[by]}"
            f" where i.customer_id in (select id from customer) and {seen}",
            params or None,
        )
    finally:
        cursor.unregister("_cells")
    ids = cursor.sql("select distinct customer_id from upload_found order by 1").to_arrow_table()
    matched = cursor.execute("select count(distinct line) from upload_found").fetchall()[0][0]
    return ids, int(matched)


def _keep(ledger: Ledger, make: Callable[[sa.Connection], int], ids: pa.Table, now: int) -> int:
    """A list's row and members, in one transaction; then the mirror."""
    packed, checksum = blob.pack(ids)

    def write(conn: sa.Connection) -> int:
        made = make(conn)
        standing = Standing(
            segment_id=made, generation=1, version=1, rule_digest="", watermark=0, undone=0, asked_at=now,
            members=ids.num_rows, checksum=checksum, swept_at=now, millis=0, entered=0, left=0, moved_at=None,
            error=None,
        )  # fmt: skip
        store.stand(conn, standing, packed, before=0)
        return made

    made = ledger.state.write(write)
    ledger.derive(lambda cursor: mirror.put(cursor, made, ids))
    return made
