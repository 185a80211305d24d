# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Everything that happened to a customer, newest first, page by page."""

from collections.abc import Sequence
from typing import Any

import duckdb
import msgspec

from yutang.accounts.model import Viewer
from yutang.customers import definitions
from yutang.customers.answers import Timeline, TimelineItem
from yutang.customers.model import Names
from yutang.customers.queries.bonds import channel_name
from yutang.customers.queries.cursor import cursor_in, cursor_out
from yutang.customers.queries.known import KIND_NAMES
from yutang.customers.queries.rows import stage_name
from yutang.customers.queries.sight import VISIBLE, seen, sight
from yutang.customers.queries.touches import refusal
from yutang.customers.views import Named
from yutang.ledger.catalogue import Ending, Kind
from yutang.ledger.ledger import Ledger
from yutang.ledger.marks import mark

_CODES = {name: int(kind) for kind, name in KIND_NAMES.items()}
# Of a fact's props; what else there is (a platform's own fields) is not for a screen.
_DETAILS = ("how", "status", "currency", "items", "source", "state", "confidence", "evidence", "value", "by",
            "notice", "name", "role", "purpose", "speakers", "members", "media")  # fmt: skip
_TAGS, _LINKS = (Kind.TAG_ADDED, Kind.TAG_REMOVED), (Kind.IDENTITY_LINKED, Kind.IDENTITY_PARTED)
_OF_KEYS = (
    Kind.MESSAGE_SENT,
    Kind.MESSAGE_RECALLED,
    Kind.NOTE_WITHDRAWN,
)  # their object is a number nobody knows
_PAGE = """
select id from fact where customer_id = $id and happened > make_timestamp(0) and {kinds} and {behind}
order by happened desc, id desc limit $limit
"""
_ITEMS = f"""
with page as (select * from fact where id in (select unnest($page::bigint[])))
select f.id, f.kind, epoch_us(f.happened) as happened, g.platform || ':' || g.external_id as group_ref,
  g.name as group_name, f.staff_id, coalesce(s.name, s.external_id) as staff_name, f.channel,
  coalesce(a.tag_id, f.object_id) as object_id, o.platform as other, f.amount, f.props, p.text,
  f.group_id is null or {VISIBLE} as visible,
  $everything or f.staff_id is null or list_contains($staff::bigint[], f.staff_id) as own, w.note is not null as taken
from page f left join customer_group g on g.id = f.group_id left join identity s on s.id = f.staff_id
left join (select * from payload where fact_id in (select unnest($page::bigint[]))) p on p.fact_id = f.id
left join tag_alias a on a.mark = f.object_id and f.kind in ({Kind.TAG_ADDED}, {Kind.TAG_REMOVED})
left join (
  select distinct object_id as note from fact
  where kind = {Kind.NOTE_WITHDRAWN} and customer_id in (select customer_id from page)
) w on w.note = f.key_lo and f.kind = {Kind.NOTE_WRITTEN}
left join identity o on o.id = f.object_id and f.kind in ({Kind.IDENTITY_LINKED}, {Kind.IDENTITY_PARTED})
order by f.happened desc, f.id desc
"""


class _Row(msgspec.Struct, frozen=True):
    """The columns of _ITEMS."""

    id: int
    kind: int
    happened: int
    group_ref: str | None
    group_name: str | None
    staff_id: int | None
    staff_name: str | None
    channel: int | None
    object_id: int | None
    other: str | None
    amount: int | None
    props: str | None
    text: str | None
    visible: bool
    own: bool
    taken: bool


def timeline(
    ledger: Ledger, viewer: Viewer, account_id: int, names: Names, *, kinds: Sequence[str] | None = None,
    cursor: str | None = None, limit: int = 50,
) -> Timeline | None:  # fmt: skip
    """None: nobody, or out of the viewer's scope. `kinds`: names of the catalogue. ValueError for a bad cursor."""
    behind = cursor_in(cursor) if cursor else None
    if behind and not isinstance(behind[0], int):
        raise ValueError(cursor)
    with ledger.analytics.cursor() as connection:
        id_ = seen(connection, viewer.scope, [account_id]).get(account_id)
        if id_ is None:
            return None
        wanted = None if kinds is None else [_CODES[name] for name in kinds if name in _CODES]
        ids = _page(connection, id_, wanted, behind, limit + 1)
        values = sight(viewer.scope) | {"page": ids[:limit]}
        rows = [_Row(*row) for row in connection.execute(_ITEMS, values).fetchall()]
    of = _Things(ledger, rows, names)
    more = cursor_out(rows[-1].happened, rows[-1].id) if len(ids) > limit else None
    return Timeline(items=[_item(row, of) for row in rows], next=more)


def _page(
    connection: duckdb.DuckDBPyConnection, id_: int, kinds: list[int] | None, behind: Any, limit: int
) -> list[int]:
    values: dict[str, Any] = {"id": id_, "limit": limit}
    if kinds is not None:
        values["kinds"] = kinds
    if behind:
        values |= {"at": behind[0], "last": behind[1]}
    sql = _PAGE.format(
        kinds="true" if kinds is None else "kind in (select unnest($kinds::smallint[]))",
        behind="(happened, id) < (make_timestamp($at), $last)" if behind else "true",
    )
    return [row[0] for row in connection.execute(sql, values).fetchall()]


class _Things:
    """What the objects of some facts are called."""

    def __init__(self, ledger: Ledger, rows: Sequence[_Row], names: Names) -> None:
        def ids(*kinds: Kind) -> set[int]:
            return {row.object_id for row in rows if row.kind in kinds and row.object_id is not None}

        with ledger.state.read() as conn:
            defined = {mark("attribute", one.code): one.code for one in definitions.listed(conn)}
        segments = names.segments(ids(Kind.SEGMENT_ENTERED, Kind.SEGMENT_LEFT))
        called: dict[Kind, Any] = {
            Kind.ATTRIBUTE_SET: defined, Kind.TIER_CHANGED: names.tiers(ids(Kind.TIER_CHANGED)),
            Kind.SEGMENT_ENTERED: segments, Kind.SEGMENT_LEFT: segments,
        } | dict.fromkeys(_TAGS, names.tags(ids(*_TAGS)))  # fmt: skip
        self._called: dict[int, Any] = {int(kind): held for kind, held in called.items()}

    def named(self, row: _Row, props: dict[str, Any]) -> Named | None:
        if row.object_id is None or row.kind in _OF_KEYS:
            return None
        if row.kind in (Kind.CONSENT_GIVEN, Kind.CONSENT_WITHDRAWN):
            name = props.get("purpose")
        elif row.kind == Kind.STAGE_CHANGED:
            name = stage_name(row.object_id)
        elif row.kind in _LINKS:
            name = row.other
        else:
            name = self._called.get(row.kind, {}).get(row.object_id)
        if name is None and row.kind in _TAGS:
            name = props.get("tag")
        return Named(str(row.object_id), name if isinstance(name, str) else None)


def _item(row: _Row, of: _Things) -> TimelineItem:
    props = _props(row.props)
    details = {name: props[name] for name in _DETAILS if props.get(name) is not None}
    if row.own and props.get("remark"):
        details["remark"] = props["remark"]
    if not row.visible:
        details.pop("evidence", None)
    if row.taken:
        details["withdrawn"] = True
    if isinstance(until := props.get("until"), int):
        details["until_at"] = until // 1000
    if row.kind == Kind.RELATION_ENDED and row.amount in set(Ending):
        details["cause"] = Ending(row.amount).name.lower()
    if row.kind == Kind.STAGE_CHANGED and (before := stage_name(row.amount)):
        details["before"] = before
    if reason := refusal(row.kind, row.amount):
        details["reason"] = reason
    return TimelineItem(
        id=str(row.id), kind=KIND_NAMES[Kind(row.kind)], at=row.happened // 1000,
        group=None if row.group_ref is None else Named(row.group_ref, row.group_name),
        staff=None if row.staff_id is None else Named(str(row.staff_id), row.staff_name),
        channel=channel_name(row.channel), of=of.named(row, props), amount=row.amount,
        text=row.text if row.visible and not row.taken else None,
        hidden=row.text is not None and not row.visible, details=details,
    )  # fmt: skip


def _props(text: str | None) -> dict[str, Any]:
    try:
        found: Any = msgspec.json.decode(text or "{}")
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}
