# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""What is known of a customer: attributes, needs with their evidence, notes, when they are active."""

from collections.abc import Mapping

import duckdb

from yutang.customers.attributes import WISH, Definition, shown
from yutang.customers.model import Names
from yutang.customers.queries.rows import source_name
from yutang.customers.views import (
    ActedKind,
    CustomerAttribute,
    CustomerNeed,
    CustomerNote,
    Named,
    PreferredActivity,
)
from yutang.ledger.catalogue import Kind
from yutang.ledger.kinds import CATALOGUE
from yutang.ledger.marks import mark

KIND_NAMES = {doc.kind: doc.name for doc in CATALOGUE}
KNOWN = 5  # acts from which their time says something
BLOCK = 3  # hours
_LAST = "(happened, key_hi, key_lo)"
_ATTRIBUTES = f"""
select a.attribute_id, any_value(a.number), list(a.text order by a.text) filter (a.text is not null),
  epoch_ms(max(a.set_at)), any_value(f.source)
from attribute a left join (
  select object_id, arg_max(json_extract_string(props, '$.source'), {_LAST}) as source
  from person_fact where kind = {Kind.ATTRIBUTE_SET} group by object_id
) f on f.object_id = a.attribute_id
where a.customer_id = $id and a.attribute_id <> {mark("attribute", WISH)}
group by a.attribute_id order by a.attribute_id
"""
_NEEDS = f"""
select t.tag_id, t.source, t.confidence, epoch_ms(max(f.happened)), arg_max(f.evidence, f.happened)
from tagging t join (
  select coalesce(a.tag_id, p.object_id) as tag_id, p.happened, json_extract_string(p.props, '$.evidence') as evidence
  from person_fact p left join tag_alias a on a.mark = p.object_id
  where p.kind = {Kind.TAG_ADDED}
) f on f.tag_id = t.tag_id
where t.customer_id = $id and t.staff_id is null and f.evidence <> ''
  and (t.until is null or t.until > make_timestamp($now))
group by t.tag_id, t.source, t.confidence order by 4 desc, t.tag_id
"""
_NOTES = f"""
select p.id, epoch_ms(p.happened), coalesce(json_extract_string(p.props, '$.by'), i.name), t.text
from person_fact p join payload t on t.fact_id = p.id left join identity i on i.id = p.staff_id
where p.kind = {Kind.NOTE_WRITTEN} and not exists (
  select 1 from person_fact w where w.kind = {Kind.NOTE_WITHDRAWN} and w.object_id = p.key_lo
) order by p.happened desc, p.id desc
"""
_ACTS = f"""
select kind, hour(local) // {BLOCK} as block, isodow(local) - 1 as weekday, count(*) from (
  select kind, timezone($zone, happened::timestamptz) as local from person_fact
  where kind in ({Kind.MESSAGE_SENT}, {Kind.GROUP_JOINED}, {Kind.ORDER_PLACED}) and happened > make_timestamp(0)
) group by all
"""


def attributes(
    cursor: duckdb.DuckDBPyConnection, customer_id: int, defined: Mapping[int, Definition]
) -> list[CustomerAttribute]:
    """In the order of their definitions; those that nobody defined last. `defined`: by mark.

    Not how often they want to hear from us: that is kept as an attribute, and stands on its own in the view.
    """
    found: list[tuple[int, str, CustomerAttribute]] = []
    for id_, number, texts, at, source in cursor.execute(_ATTRIBUTES, {"id": customer_id}).fetchall():
        known = defined.get(id_)
        kind = None if known is None else str(known.type)
        one = CustomerAttribute(
            id=str(id_), code=known and known.code, type=kind, value=shown(kind, number, texts or []), source=source,
            set_at=at,
        )  # fmt: skip
        found.append((1 << 30 if known is None else known.position, one.code or "", one))
    return [one for *_, one in sorted(found, key=lambda row: (row[0], row[1], row[2].id))]


def needs(cursor: duckdb.DuckDBPyConnection, customer_id: int, names: Names, now: int) -> list[CustomerNeed]:
    """Tags in force for which somebody, or a rule, said why; the newest first."""
    rows = cursor.execute(_NEEDS, {"id": customer_id, "now": now}).fetchall()
    called = names.tags({row[0] for row in rows})
    return [
        CustomerNeed(tag=Named(str(tag), called.get(tag)), source=source_name(source), confidence=confidence, at=at,
                     evidence=evidence)
        for tag, source, confidence, at, evidence in rows
    ]  # fmt: skip


def notes(cursor: duckdb.DuckDBPyConnection) -> list[CustomerNote]:
    """The newest first, without those that were withdrawn."""
    return [
        CustomerNote(id=str(id_), at=at, by=by, text=text)
        for id_, at, by, text in cursor.execute(_NOTES).fetchall()
    ]


def activity(cursor: duckdb.DuckDBPyConnection, zone: str) -> PreferredActivity:
    """Of the customer whose facts are `person_fact`; a tie goes to the earlier."""
    blocks, weekdays, kinds = [0] * (24 // BLOCK), [0] * 7, dict[str, int]()
    for kind, block, weekday, count in cursor.execute(_ACTS, {"zone": zone}).fetchall():
        blocks[block] += count
        weekdays[weekday] += count
        kinds[KIND_NAMES[kind]] = kinds.get(KIND_NAMES[kind], 0) + count
    acts = sum(blocks)
    return PreferredActivity(
        acts=acts, blocks=blocks, weekdays=weekdays,
        kinds=[ActedKind(name, times) for name, times in sorted(kinds.items(), key=lambda k: (-k[1], k[0]))],
        block=blocks.index(max(blocks)) if acts >= KNOWN else None,
        weekday=weekdays.index(max(weekdays)) if acts >= KNOWN else None,
    )  # fmt: skip
