# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Who gets a tag by its rule and who loses it: two statements over sets, and the facts that say so.

A rule stands behind people. Whoever bears the tag by another's word keeps it, whatever the rule says; from whom a
member of staff took it, the rule doesn't put it on again. In an exclusive group it leaves those alone who bear another
tag of the group.
"""

from collections.abc import Mapping
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from yutang.kit.clock import DAY
from yutang.ledger.catalogue import Kind
from yutang.segments.recording import recordable
from yutang.segments.tags.book import Book
from yutang.segments.tags.model import SOURCES
from yutang.segments.tags.rules import TagRule

BY_RULE = SOURCES.index("rule")

_FORCE = "t.staff_id is null and (t.until is null or t.until > make_timestamp($now))"
_LEFT = f"""
select t.customer_id from tagging t
where t.tag_id = $tag and t.source = {BY_RULE} and {_FORCE}
  and t.customer_id not in (select customer_id from {{within}}) and t.customer_id in (select id from customer)
"""
_ADDED = f"""
select w.customer_id from (select distinct customer_id from {{within}}) w
where w.customer_id not in (
    select t.customer_id from tagging t where t.tag_id = $tag and {_FORCE}
      and (t.source <> {BY_RULE} or t.until is null or t.until > make_timestamp($renew)))
  and w.customer_id not in (
    select t.customer_id from tagging t where t.tag_id in (select unnest($others::bigint[])) and {_FORCE})
  and w.customer_id not in (
    select customer_id from (
      select customer_id, arg_max(kind, (happened, kind, key_hi, key_lo)) as last,
        arg_max(json_extract_string(props, '$.source'), (happened, kind, key_hi, key_lo)) as source
      from fact where kind in ({Kind.TAG_ADDED}, {Kind.TAG_REMOVED}) and customer_id is not null
        and object_id in (select unnest($marks::bigint[])) and group_id is null and staff_id is null
      group by 1
    ) where last = {Kind.TAG_REMOVED} and source = 'staff')
"""
_FACTS = """
select $kind::smallint as kind, $now::bigint as happened, customer_id as identity_id, $tag::bigint as object_id,
  $props as props from ({whom}) order by 3
"""


def until(rule: TagRule, now: int) -> int | None:
    """Until when (µs) the tag holds that a rule puts on now; None: until it is taken off."""
    return None if rule.days is None else now + rule.days * DAY


def props(rule: TagRule, now: int, **evidence: Any) -> dict[str, Any]:
    """What a fact of a rule says."""
    told = {"rule": rule.tag_id, "version": rule.version, **evidence}
    return {"source": "rule", "confidence": rule.confidence, "until": until(rule, now), "evidence": told}


def who_left(cursor: duckdb.DuckDBPyConnection, rule: TagRule, within: str, *, now: int) -> pa.Table:
    """Facts for the ledger: the rule takes the tag from those who are not in the table `within` any more."""
    said = {"source": "rule", "evidence": {"rule": rule.tag_id, "version": rule.version}}
    params = {"now": now, "tag": rule.tag_id}
    return _facts(cursor, Kind.TAG_REMOVED, _LEFT.format(within=within), params, said)


def who_comes(
    cursor: duckdb.DuckDBPyConnection, rule: TagRule, book: Book, within: str, *, now: int
) -> pa.Table:
    """Facts for the ledger: the rule gives the tag to those in `within`; renewed is one that runs out in a day."""
    params = _whom(rule, book, now, now + DAY)
    return _facts(cursor, Kind.TAG_ADDED, _ADDED.format(within=within), params, props(rule, now))


def lacking(
    cursor: duckdb.DuckDBPyConnection, rule: TagRule, book: Book, within: str, *, now: int
) -> set[int]:
    """Customers in `within` to whom a words rule gives the tag: they don't bear it, or it would last longer now."""
    ends = until(rule, now)
    params = _whom(rule, book, now, now if ends is None else ends - DAY)
    return {row[0] for row in cursor.execute(_ADDED.format(within=within), params).fetchall()}


def _whom(rule: TagRule, book: Book, now: int, renew: int) -> dict[str, Any]:
    tag = book.tag(rule.tag_id)
    apart = book.groups[tag.group_id].exclusive
    others = [one.id for one in book.of_group(tag.group_id) if one.id != tag.id] if apart else []
    marks = [tag.id, *(mark for mark, id_ in book.aliases.items() if id_ == tag.id)]
    return {"tag": tag.id, "others": others, "marks": marks, "now": now, "renew": renew}


def _facts(
    cursor: duckdb.DuckDBPyConnection, kind: Kind, whom: str, params: Mapping[str, Any], said: Mapping[str, Any]
) -> pa.Table:  # fmt: skip
    told = {**params, "kind": int(kind), "props": msgspec.json.encode(said).decode()}
    return recordable(cursor.sql(_FACTS.format(whom=whom), params=told).to_arrow_table())
