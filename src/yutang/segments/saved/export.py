# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Members as a file: who they are, and, for those who may, how they are reached: in full where a look would show it."""

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any

import duckdb
import msgspec
import sqlalchemy as sa
import xlsxwriter

from yutang.accounts.audit import record
from yutang.accounts.model import Permission, Viewer
from yutang.contacts import Contacts, Kind, masks
from yutang.customers.queries.sight import reveals
from yutang.kit.cells import harmless
from yutang.kit.errors import YutangError
from yutang.segments.saved import actions
from yutang.staff.scope import customers_in_scope

MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
PLAIN = ("id", "name", "accounts")
REACHED = ("phone", "email")
Row = tuple[int, str, str, list[int], bool]


class Members(msgspec.Struct, frozen=True, kw_only=True):
    """`lines`: a member each. `opened`: of how many a phone or an e-mail is there in full."""

    lines: list[list[str]]
    opened: int = 0


def rows(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, segment_id: int, *, viewer: Viewer,
    contacts: Contacts | None,
) -> Members:  # fmt: skip
    """Members whom the viewer sees, by id: PLAIN, and REACHED if `contacts` is there, masked where the viewer may not
    reveal them. The caller writes the audit log (`log`). Raises YutangError("not_allowed") where contacts are asked
    for by who may reveal nobody's."""
    if contacts is not None and not viewer.may(Permission.CONTACTS_REVEAL):
        raise YutangError("not_allowed")
    actions.one(conn, segment_id)
    seen, params = customers_in_scope(viewer.scope, "m.customer_id")
    full, whose = reveals(viewer, "c.id")
    found: list[Row] = cursor.execute(
        "select c.id, coalesce(c.name, ''), coalesce(string_agg(i.external_id, ' ' order by i.id)"
        " filter (i.platform not in ('phone', 'email')), ''),"
        f" coalesce(list(i.id order by i.id) filter (i.platform in ('phone', 'email')), []), {full}"
        " from segment_member m join customer c on c.id = m.customer_id join identity i on i.customer_id = c.id"
        f" where m.segment_id = $segment and {seen} group by c.id, c.name order by c.id limit {MOST_ROWS}",
        {"segment": segment_id, **params, **whose},
    ).fetchall()
    told = [[str(row[0]), *(harmless(cell) for cell in row[1:3])] for row in found]
    if contacts is None:
        return Members(lines=told)
    known = contacts.read(conn, [id_ for row in found for id_ in row[3]])
    reached = [_reached(row, known) for row in found]
    return Members(
        lines=[line + cells for line, cells in zip(told, reached, strict=True)],
        opened=sum(row[4] and any(cells) for row, cells in zip(found, reached, strict=True)),
    )


def _reached(row: Row, known: Mapping[int, tuple[str, str]]) -> list[str]:
    *_, ids, full = row
    held = [known[id_] for id_ in ids if id_ in known]
    return [
        " ".join(harmless(text if full else _masked(kind, text)) for kind, text in held if kind == wanted)
        for wanted in REACHED
    ]


def _masked(kind: str, text: str) -> str:
    return masks.phone(text) if kind == Kind.PHONE else masks.email(text)


def log(
    conn: sa.Connection, segment_id: int, told: Members, *, viewer: Viewer, now: int, contacts: bool
) -> None:
    """Who took whose data out, and of how many the contacts in full."""
    record(
        conn, viewer, "segment_exported", now=now, subject_kind="segment", subject_id=str(segment_id),
        after={"members": len(told.lines), "contacts": contacts, "opened": told.opened},
    )  # fmt: skip


def write_csv(head: list[str], lines: list[list[str]]) -> bytes:
    """With a byte order mark: spreadsheets take it for another encoding else."""
    out = io.StringIO()
    csv.writer(out).writerows([head, *lines])
    return ("\ufeff" + out.getvalue()).encode()


def write_xlsx(head: list[str], lines: list[list[str]]) -> bytes:
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book: Any = xlsxwriter.Workbook(out, options)
    sheet: Any = book.add_worksheet()
    write: Callable[..., Any] = sheet.write_string
    for n, line in enumerate([head, *lines]):
        for column, cell in enumerate(line):
            write(n, column, cell)
    book.close()
    return out.getvalue()
