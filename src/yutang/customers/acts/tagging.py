# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Tags put on and taken off by hand: of customers, or of their relations with one member of staff.

What a person wants of tags, and what must be said so that it is so, is the same for groups (groups.tagging).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import msgspec

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
where t.staff_id is not distinct from $staff::bigint and t.customer_id in (select unnest($ids::bigint[]))
  and (t.until is null or t.until > make_timestamp($now))
"""


class Wish(msgspec.Struct, frozen=True):
    """Tags by mark: those to be put on, with their whole name and when each ends (µs; None: not by itself), and those
    to be taken off."""

    on: Mapping[int, tuple[str, int | None]]
    off: frozenset[int]

    @property
    def marks(self) -> list[int]:
        return [*self.on, *sorted(self.off)]

    def told(self, viewer: Viewer, borne: Mapping[int, int | None], **at: Any) -> list[dict[str, Any]]:
        """Facts, each with the columns `at`, that make it so of one bearer. `borne`: what it bears already, by mark,
        until when; what is so already is not said again."""
        added = [
            {"kind": Kind.TAG_ADDED, "object_id": tag, "props": _said(viewer, name, until), **at}
            for tag, (name, until) in self.on.items()
            if borne.get(tag, -1) != until
        ]
        gone = props(source="staff", by=viewer.name)
        removed = [tag for tag in sorted(self.off) if tag in borne]
        return added + [{"kind": Kind.TAG_REMOVED, "object_id": tag, "props": gone, **at} for tag in removed]


def wish(add: Mapping[str, int | None], remove: Sequence[str | int], now: int) -> Wish:
    """`add`: whole names ("group/name") with the instant each ends by itself; `remove`: whole names, or ids. A tag that
    is in both is put on. Raises YutangError: tag_whole_name, tag_past."""
    on = {mark("tag", whole_name(name)): (name, until) for name, until in add.items()}
    if any(until is not None and until <= now for _, until in on.values()):
        raise YutangError("tag_past")
    off = {tag if isinstance(tag, int) else mark("tag", whole_name(tag)) for tag in remove}
    return Wish(on, frozenset(off - set(on)))


def change_tags(
    ledger: Ledger, viewer: Viewer, ids: Sequence[int], *, now: int, add: Mapping[str, int | None] | None = None,
    remove: Sequence[str | int] = (), staff: int | None = None,
) -> Changed:  # fmt: skip
    """`add`, `remove`: see `wish`. `staff`: whose relation it is about; who never had one with them is skipped.

    How many customers are other than before is answered. Raises YutangError: tag_whole_name, tag_past, not_found (the
    member of staff is out of the viewer's scope).
    """
    wanted = wish(add or {}, remove, now)
    if staff is not None and not viewer.scope.everything and staff not in viewer.scope.staff:
        raise YutangError("not_found", what="staff")
    with ledger.analytics.cursor() as cursor:
        about = whom(cursor, viewer, ids, staff)
        borne = _borne(cursor, wanted.marks, about.customers, staff, now)
    rows = [
        row
        for customer, account in about.mains.items()
        for row in wanted.told(
            viewer, borne.get(customer, {}), happened=now, identity_id=account, staff_id=staff
        )
    ]
    after = {"add": [name for name, _ in wanted.on.values()], "remove": [str(tag) for tag in remove]}
    after |= {} if staff is None else {"staff": str(staff)}
    keep(ledger, viewer, rows, "tags_changed", about.customers, now=now, after=after)
    return changed(len({row["identity_id"] for row in rows}), about.skipped)


def whole_name(text: str) -> str:
    """ "group/name" in one spelling. Raises YutangError tag_whole_name."""
    group, slash, name = (part.strip() for part in text.partition("/"))
    if not group or not slash or not name or len(text) > LONGEST or not text.isprintable():
        raise YutangError("tag_whole_name")
    return f"{group}/{name}"


def _said(viewer: Viewer, name: str, until: int | None) -> str:
    return props(source="staff", confidence=100, until=until, by=viewer.name, tag=name)


def _borne(
    cursor: duckdb.DuckDBPyConnection, marks: Sequence[int], customers: Sequence[int], staff: int | None, now: int
) -> dict[int, dict[int, int | None]]:  # fmt: skip
    """Customer → mark → until when, of what they bear themselves, or their relation with `staff` does."""
    values = {"marks": list(marks), "ids": list(customers), "staff": staff, "now": now}
    found: dict[int, dict[int, int | None]] = {}
    for tag, customer, until in cursor.execute(_BORNE, values).fetchall():
        found.setdefault(customer, {})[tag] = until
    return found
