# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Whether anything that a rule reads has moved since it was last answered: else the answer is the same."""

import hashlib

import duckdb
import msgspec

from yutang.engine import Query
from yutang.engine.codec import encode
from yutang.kit.clock import moment
from yutang.ledger.catalogue import Role
from yutang.ledger.facts import SHIFT
from yutang.ledger.shape import VERSION
from yutang.segments.saved.model import Standing

# Made anew by jobs of their own: not every change of these is a fact.
_BY_JOBS = frozenset({"standing", "group_state"})
_EXPIRING = ("tagging", "group_tagging", "consent")
# What changes without a fact of a rule's kinds is compared by what it holds. Whom a fact of any
# kind makes one of the brand's own is nobody's customer any more; tags are merged and renamed by State alone; who is in
# a list or a tier follows facts and merges only when a job has run.
_OWN = f"select bit_xor(hash(id)) from identity where role not in ({Role.UNKNOWN:d}, {Role.PERSON:d})"
_CUSTOMERS = "select bit_xor(hash(id, since)) from customer"
_NAMES = "select bit_xor(hash(mark, tag_id)) from tag_alias"
_LISTS = "select bit_xor(hash(segment_id, customer_id)) from segment_member where segment_id in ({lists})"
_TIERS = "select bit_xor(hash(layer_id, tier_id, customer_id)) from tier_member"


class Rests(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer rests on. `rule_digest`: see `digest`; `watermark`: the last batch that analytics held; `undone`:
    how many were taken back."""

    version: int
    rule_digest: str
    watermark: int
    undone: int
    asked_at: int


def watermark(cursor: duckdb.DuckDBPyConnection) -> int:
    return int(cursor.execute("select coalesce(max(id), 0) from batch").fetchall()[0][0])


def digest(cursor: duckdb.DuckDBPyConnection, query: Query) -> str:
    """Of the rule, and of what it reads that no fact of its kinds tells of. Another one of the same rule: it moved."""
    told = hashlib.sha256(encode(query.rule))
    for sql in _held(query):
        told.update(f"|{sql}:{cursor.execute(sql).fetchall()[0][0]}".encode())
    told.update(f"|{VERSION}".encode())  # folds that mean something else now
    return told.hexdigest()[:32]


def _held(query: Query) -> list[str]:
    reads = query.reads
    lists = ", ".join(f"{one:d}" for one in sorted(reads.segments))
    asked = {
        _OWN: True,
        _CUSTOMERS: reads.strangers,
        _NAMES: not reads.tables.isdisjoint(("tagging", "group_tagging")),
        _LISTS.format(lists=lists): bool(lists),
        _TIERS: "tier_member" in reads.tables,
    }
    return [sql for sql, wanted in asked.items() if wanted]


def has_moved(cursor: duckdb.DuckDBPyConnection, query: Query, before: Standing, now: Rests) -> bool:
    """Of a rule that was answered `before`."""
    same = ("version", "rule_digest", "undone")
    reads = query.reads
    ahead = [(table, "until") for table in _EXPIRING if table in reads.tables]
    ahead += [("customer", "since")] if reads.strangers else []
    return (
        before.error is not None
        or any(getattr(before, name) != getattr(now, name) for name in same)
        or bool(reads.tables & _BY_JOBS)
        or reads.moved(before.asked_at, now.asked_at, query.world.zone)
        or _came(cursor, query, before, now.asked_at)
        or any(_passed(cursor, table, column, before, now.asked_at) for table, column in ahead)
    )


def _came(cursor: duckdb.DuckDBPyConnection, query: Query, before: Standing, now: int) -> bool:
    """Facts that are new, or that lay ahead when the rule was last answered."""
    sql = (
        "select exists(select 1 from fact where kind in (select unnest($kinds::smallint[])) and id >= $new)"
        " or exists(select 1 from fact where kind in (select unnest($kinds::smallint[]))"
        " and happened > $before and happened <= $now)"
    )
    params = {
        "kinds": sorted(query.reads.kinds),
        "new": (before.watermark + 1) << SHIFT,
        **_span(before, now),
    }
    return bool(cursor.execute(sql, params).fetchall()[0][0])


def _passed(cursor: duckdb.DuckDBPyConnection, table: str, column: str, before: Standing, now: int) -> bool:
    """Whether a time that lay ahead when the rule was last answered has come."""
    sql = f"select exists(select 1 from {table} where {column} > $before and {column} <= $now)"
    return bool(cursor.execute(sql, _span(before, now)).fetchall()[0][0])


def _span(before: Standing, now: int) -> dict[str, object]:
    return {"before": moment(before.asked_at).replace(tzinfo=None), "now": moment(now).replace(tzinfo=None)}
