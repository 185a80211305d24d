# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""A rule tried out while it is written: how many, what each condition leaves, a few people, who can be reached.

Answered in parts on one cursor within a budget of time: what is not ready by then is left out, what is there is right.
"""

import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

import duckdb
import msgspec

from yutang.accounts.model import Scope
from yutang.engine import Rule, World, compile_rule, fall_off
from yutang.engine import Scope as Narrow
from yutang.engine.explain import Number
from yutang.kit.clock import moment
from yutang.ledger.catalogue import Channel
from yutang.ledger.marks import mark
from yutang.segments.saved.samples import values
from yutang.staff.scope import customers_in_scope

PEOPLE = 5
MARKETING = "marketing"  # the purpose that is asked about where none is named
BUDGET = 5.0  # seconds
_IDS = "preview_ids"
T = TypeVar("T")


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """`values`: what the conditions found, by the condition's place and then by name."""

    id: int
    name: str | None
    values: Mapping[str, Mapping[str, Number]]


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """Of those who qualify. `having` an address there (a live relation, a phone, an e-mail); of these, `refused`: took
    consent to the purpose back; `agreed`: gave consent to it that is in force. Reachable: `having` less `refused`."""

    channel: str
    having: int
    refused: int
    agreed: int


class Overlap(msgspec.Struct, frozen=True):
    """How many who qualify are in a segment too, and how many are in that."""

    segment_id: int
    both: int
    members: int


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """None: not ready within the budget. `left`: how many there are, then after each rule of the topmost `all`."""

    count: int | None
    left: list[int] | None
    people: list[Person] | None
    reach: list[Reach] | None
    overlap: list[Overlap] | None


def preview(  # noqa: PLR0913 - what is asked, of whom, and beside what
    cursor: duckdb.DuckDBPyConnection, rule: Rule, world: World, scope: Scope, *, now: int,
    segments: Sequence[int] = (), purpose: str = MARKETING, budget: float = BUDGET,
) -> Preview:  # fmt: skip
    """Of a rule in which nothing is wrong, for those of `scope`. `segments`: to overlap with, as last swept;
    `purpose`: what they would be written to for."""
    sql, params = customers_in_scope(scope)
    narrow = Narrow(sql, params)
    late = False

    def part(make: Callable[[], T]) -> T | None:
        nonlocal late
        if late:
            return None
        try:
            return make()
        except duckdb.InterruptException:
            late = True
            return None

    with _limited(cursor, budget):
        count = part(lambda: _ids(cursor, rule, world, narrow, now))
        left = part(lambda: fall_off(cursor, rule, world, now=now, scope=narrow))
        people = part(lambda: _people(cursor, rule, world, now))
        reach = part(lambda: _reach(cursor, purpose, now))
        shared = part(lambda: _overlap(cursor, segments, narrow))
    return Preview(count=count, left=left, people=people, reach=reach, overlap=shared)


@contextmanager
def _limited(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Generator[None]:
    """Interrupts what runs on the cursor when the time is over."""
    timer = threading.Timer(seconds, cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _ids(cursor: duckdb.DuckDBPyConnection, rule: Rule, world: World, scope: Narrow, now: int) -> int:
    """Who qualifies, as a temporary table; how many."""
    query = compile_rule(rule, world, now=now)
    sql = f"create or replace temp table {_IDS} as select customer_id from ({query.sql}) x where {scope.sql}"
    cursor.execute(sql, {**query.params, **scope.params} or None)
    return int(cursor.execute(f"select count(*) from {_IDS}").fetchall()[0][0])


def _people(cursor: duckdb.DuckDBPyConnection, rule: Rule, world: World, now: int) -> list[Person]:
    """The same few each time, from all over."""
    rows = cursor.execute(
        f"select c.id, c.name from customer c semi join {_IDS} p on p.customer_id = c.id"
        f" order by hash(c.id), c.id limit {PEOPLE}"
    ).fetchall()
    found = values(cursor, rule, world, [row[0] for row in rows], now=now)
    return [Person(id=id_, name=name, values=found[id_]) for id_, name in rows]


_REACH = f"""
with address as (
  select customer_id, {Channel.WECOM:d} as channel from relation where ended is null or ended > $now
  union
  select customer_id, case platform when 'phone' then {Channel.SMS:d} else {Channel.EMAIL:d} end
  from identity where platform in ('phone', 'email')
), word as (
  select c.customer_id, w.channel, bool_or(not c.given) as refused,
    bool_or(c.given and (c.until is null or c.until > $now)) as agreed
  from consent c join (values ({Channel.WECOM:d}), ({Channel.SMS:d}), ({Channel.EMAIL:d})) w(channel)
    on c.channel is null or c.channel = w.channel
  where c.purpose_id = $purpose
  group by all
)
select a.channel, count(*), count(*) filter (w.refused), count(*) filter (w.agreed and not w.refused)
from address a semi join {_IDS} p on p.customer_id = a.customer_id left join word w using (customer_id, channel)
group by a.channel"""


def _reach(cursor: duckdb.DuckDBPyConnection, purpose: str, now: int) -> list[Reach]:
    asked = {"now": moment(now).replace(tzinfo=None), "purpose": mark("purpose", purpose)}
    rows = cursor.execute(_REACH, asked).fetchall()
    found = {row[0]: row[1:] for row in rows}
    return [
        Reach(channel=one.name.lower(), having=having, refused=refused, agreed=agreed)
        for one in (Channel.WECOM, Channel.SMS, Channel.EMAIL)
        for having, refused, agreed in [found.get(int(one), (0, 0, 0))]
    ]


def _overlap(cursor: duckdb.DuckDBPyConnection, segments: Sequence[int], scope: Narrow) -> list[Overlap]:
    rows = cursor.execute(
        "select m.segment_id, count(p.customer_id), count(*) from (select segment_id, customer_id from segment_member"
        f" where segment_id in (select unnest($segments::bigint[])) and {scope.sql}) m"
        f" left join {_IDS} p on p.customer_id = m.customer_id group by m.segment_id",
        {"segments": list(segments), **scope.params},
    ).fetchall()
    found = {row[0]: row[1:] for row in rows}
    return [Overlap(id_, *found.get(id_, (0, 0))) for id_ in segments]
