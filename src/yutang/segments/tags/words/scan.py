# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Tags by words: new messages are looked through once, and what was found goes into the facts that give the tag.

A rule remembers the last fact it looked at, in the transaction that keeps what it found: a run that was killed goes on
there. How often somebody said it before is not kept: when a new message of theirs holds the words, their older ones
within the window are looked through again, and only theirs. Who has qualified is decided at the end of each part.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.kit.clock import DAY
from yutang.ledger.catalogue import Kind
from yutang.ledger.facts import SHIFT
from yutang.ledger.ledger import Ledger
from yutang.ledger.record import acts
from yutang.ledger.traits import Trait
from yutang.segments.recording import recordable
from yutang.segments.tags import rules
from yutang.segments.tags.actions import read_book
from yutang.segments.tags.book import Book
from yutang.segments.tags.putting import lacking, props
from yutang.segments.tags.rules import TagRule
from yutang.segments.tags.sweep import Changed, Ran
from yutang.segments.tags.words.matcher import Matcher, Span
from yutang.segments.tags.words.model import Words

PART = 20_000  # messages looked through before what was found is kept
BLOCK = 5_000  # texts in memory
TOLD = 5  # messages named as evidence

# Only what customers said themselves: `customer` holds no staff, no robots.
MESSAGES = f"""
select f.id, f.identity_id, f.customer_id, epoch_us(f.happened) as happened, p.text
from fact f join payload p on p.fact_id = f.id semi join customer c on c.id = f.customer_id
where f.kind = {Kind.MESSAGE_SENT} and f.traits & {int(Trait.MEDIA)} = 0
  and f.happened > make_timestamp($since) and f.happened <= make_timestamp($now)
"""
_NEW = MESSAGES + " and f.id > $after and f.id <= $upto order by f.id"
_OLDER = MESSAGES + " and f.id <= $upto and f.customer_id in (select unnest($whom::bigint[])) order by f.id"
_BATCHES = f"""
select id >> {SHIFT}, count(*) from fact
where kind = {Kind.MESSAGE_SENT} and id > $after
  and happened > make_timestamp($since) and happened <= make_timestamp($now) group by 1 order by 1
"""


class Hit(msgspec.Struct, frozen=True):
    """A message in which a rule's words stand. `happened`: µs."""

    fact: int
    identity: int
    customer: int
    happened: int
    spans: list[Span]


Look = dict[int, list[Hit]]  # by tag, in the order of facts


def by_words(
    ledger: Ledger, *, now: int, check_stop: Callable[[], None] = lambda: None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Ran:  # fmt: skip
    """All rules of words that are switched on, over the messages they haven't seen. A rule changed meanwhile: anew."""
    while True:
        try:
            return _run(ledger, now, check_stop, progress)
        except Changed:
            check_stop()


def _run(
    ledger: Ledger, now: int, check_stop: Callable[[], None], progress: Callable[[int, int], None]
) -> Ran:  # fmt: skip
    with ledger.state.read() as conn:
        asked, book = rules.kept(conn, on=True, kind="words"), read_book(conn)
    if not asked:
        return Ran(rules=0)
    said = {one.tag_id: one.says for one in asked if isinstance(one.says, Words)}
    matcher = Matcher(said)
    since, after = now - max(one.window_days for one in said.values()) * DAY, min(one.seen for one in asked)
    with ledger.analytics.cursor() as cursor:
        ends = _parts(cursor, after, since, now)
        total, done, added = sum(count for _, count in ends), 0, 0
        for upto, count in ends:
            check_stop()
            within = {"after": after, "upto": upto, "since": since, "now": now}
            found = look(cursor, matcher, _NEW, within, check_stop)
            fresh = {
                one.tag_id: [hit for hit in found.get(one.tag_id, ()) if hit.fact > one.seen] for one in asked
            }
            facts = [
                _give(cursor, one, book, fresh[one.tag_id], after=max(after, one.seen), now=now)
                for one in asked if fresh[one.tag_id]
            ]  # fmt: skip
            added += _keep(ledger, asked, pa.concat_tables([recordable(acts([])), *facts]), upto, now)
            after, done = upto, done + count
            progress(done, total)
        _keep(ledger, asked, recordable(acts([])), after, now)
    return Ran(rules=len(asked), added=added)


def look(
    cursor: duckdb.DuckDBPyConnection, matcher: Matcher, sql: str, params: dict[str, Any],
    check_stop: Callable[[], None] = lambda: None,
) -> Look:  # fmt: skip
    """What stands in the messages of a query (columns of MESSAGES)."""
    found: Look = {}
    for block in _blocks(cursor, sql, params):
        check_stop()
        columns = [
            block.column(name).to_pylist()
            for name in ("id", "identity_id", "customer_id", "happened", "text")
        ]
        for fact, identity, customer, happened, text in zip(*columns, strict=True):
            for tag, spans in matcher.find(text).items():
                found.setdefault(tag, []).append(Hit(fact, identity, customer, happened, spans))
    return found


def _blocks(cursor: duckdb.DuckDBPyConnection, sql: str, params: dict[str, Any]) -> Iterator[pa.RecordBatch]:
    yield from cursor.sql(sql, params=params).to_arrow_reader(BLOCK)


def _parts(cursor: duckdb.DuckDBPyConnection, after: int, since: int, now: int) -> list[tuple[int, int]]:
    """(last fact id, messages) of each part: whole batches, as ids of a batch lie together on the disk."""
    parts: list[tuple[int, int]] = []
    waiting = 0
    rows = cursor.execute(_BATCHES, {"after": after, "since": since, "now": now}).fetchall()
    for place, (batch, count) in enumerate(rows):
        waiting += count
        if waiting >= PART or place == len(rows) - 1:
            parts.append((((batch + 1) << SHIFT) - 1, waiting))
            waiting = 0
    return parts


def _give(
    cursor: duckdb.DuckDBPyConnection,
    rule: TagRule,
    book: Book,
    fresh: Sequence[Hit],
    *,
    after: int,
    now: int,
) -> pa.Table:
    """Facts for those who have said it often enough and lack the tag."""
    says = rule.says
    assert isinstance(says, Words)  # noqa: S101 - its kind says so
    since = now - says.window_days * DAY
    hits = [hit for hit in fresh if hit.happened > since]
    if says.min_hits > 1 and hits:
        whom = sorted({hit.customer for hit in hits})
        older = {"upto": after, "whom": whom, "since": since, "now": now}
        hits = [*look(cursor, Matcher({rule.tag_id: says}), _OLDER, older).get(rule.tag_id, ()), *hits]
    theirs: dict[int, list[Hit]] = {}
    for hit in hits:
        theirs.setdefault(hit.customer, []).append(hit)
    enough = [customer for customer, ones in theirs.items() if len(ones) >= says.min_hits]
    cursor.register("_enough", pa.table({"customer_id": pa.array(enough, pa.int64())}))
    whom = lacking(cursor, rule, book, "_enough", now=now)
    cursor.unregister("_enough")
    return recordable(acts([_fact(rule, theirs[customer], now) for customer in sorted(whom)]))


def _fact(rule: TagRule, hits: Sequence[Hit], now: int) -> dict[str, Any]:
    """The tag goes to the account that said it last; told are its last messages, and where the words stand."""
    messages = [
        {"fact": hit.fact, "start": hit.spans[0].start, "end": hit.spans[0].end, "word": hit.spans[0].word,
         **({"sound": True} if hit.spans[0].by_sound else {})}
        for hit in hits[-TOLD:]
    ]  # fmt: skip
    said = props(rule, now, hits=len(hits), messages=messages)
    return {
        "kind": int(Kind.TAG_ADDED), "happened": now, "identity_id": hits[-1].identity, "object_id": rule.tag_id,
        "props": msgspec.json.encode(said).decode(),
    }  # fmt: skip


def _keep(ledger: Ledger, asked: Sequence[TagRule], facts: pa.Table, seen: int, now: int) -> int:
    """Facts, and how far was looked, in one transaction; how many facts. Raises Changed: nothing is kept."""

    def also(conn: sa.Connection) -> None:
        for rule in asked:
            if not rules.ran(conn, rule, now=now, seen=max(seen, rule.seen)):
                raise Changed

    if facts.num_rows:
        return ledger.record(facts, origin="tags by words", now=now, also=also)
    ledger.state.write(also)
    return 0
