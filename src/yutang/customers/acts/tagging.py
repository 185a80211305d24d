# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Tags put on customers and taken off, by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from yutang.accounts.model import Viewer
from yutang.customers.acts.acting import changed, keep, props, whom
from yutang.customers.answers import Changed
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger
from yutang.ledger.marks import mark

LONGEST = 200
# The mark of a name is that of the tag's first name where it has another by now.
_BORNE = """
select m.mark, t.customer_id, epoch_us(t.until) from (select unnest($marks::bigint[]) as mark) m
left join tag_alias a on a.mark = m.mark join tagging t on t.tag_id = coalesce(a.tag_id, m.mark)
where t.staff_id is null and t.customer_id in (select unnest($ids::bigint[]))
  and (t.until is null or t.until > make_timestamp($now))
"""


def change_tags(
    ledger: Ledger, viewer: Viewer, ids: Sequence[int], *, now: int, add: Mapping[str, int | None] | None = None,
    remove: Sequence[str | int] = (),
) -> Changed:  # fmt: skip
    """`add`: whole names ("group/name") with the instant each ends by itself; `remove`: whole names, or ids.

    How many customers are other than before is answered. Raises YutangError: tag_whole_name, tag_past.
    """
    on = {mark("tag", whole_name(name)): (name, until) for name, until in (add or {}).items()}
    if any(until is not None and until <= now for _, until in on.values()):
        raise YutangError("tag_past")
    off = {tag if isinstance(tag, int) else mark("tag", whole_name(tag)) for tag in remove} - set(on)
    with ledger.analytics.cursor() as cursor:
        about = whom(cursor, viewer, ids)
        borne = _borne(cursor, [*on, *off], about.customers, now)
    rows: list[dict[str, Any]] = []
    for customer, main in about.mains.items():
        at = {"happened": now, "identity_id": main}
        for tag, (name, until) in on.items():
            if borne.get((customer, tag), -1) != until:
                said = props(source="staff", confidence=100, until=until, by=viewer.name, tag=name)
                rows.append({"kind": Kind.TAG_ADDED, "object_id": tag, "props": said, **at})
        rows += [
            {"kind": Kind.TAG_REMOVED, "object_id": tag, "props": props(source="staff", by=viewer.name), **at}
            for tag in off
            if (customer, tag) in borne
        ]
    after = {"add": [name for name, _ in on.values()], "remove": [str(tag) for tag in remove]}
    keep(ledger, viewer, rows, "tags_changed", about.customers, now=now, after=after)
    return changed(len({row["identity_id"] for row in rows}), about.skipped)


def whole_name(text: str) -> str:
    """ "group/name" in one spelling. Raises YutangError tag_whole_name."""
    group, slash, name = (part.strip() for part in text.partition("/"))
    if not group or not slash or not name or len(text) > LONGEST or not text.isprintable():
        raise YutangError("tag_whole_name")
    return f"{group}/{name}"


def _borne(
    cursor: duckdb.DuckDBPyConnection, marks: Sequence[int], customers: Sequence[int], now: int
) -> dict[tuple[int, int], int | None]:
    """(customer, mark) → until when, of what they bear themselves."""
    values = {"marks": list(marks), "ids": list(customers), "now": now}
    return {(id_, tag): until for tag, id_, until in cursor.execute(_BORNE, values).fetchall()}
