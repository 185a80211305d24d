# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What a rule of words would have found, before it is switched on: counted, and shown with the words in place."""

import duckdb
import msgspec

from yutang.accounts.model import Scope
from yutang.customers.queries.sight import READABLE, sight
from yutang.kit.clock import DAY
from yutang.segments.tags.words.matcher import Matcher, Span
from yutang.segments.tags.words.model import Words
from yutang.segments.tags.words.scan import MESSAGES, Hit, look
from yutang.staff.scope import customers_in_scope

DAYS = 30
MOST = 200_000  # messages looked through, the newest: some seconds
EXAMPLES = 10
_TAG = 0


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was found. `happened`: µs. `spans`: in characters of `text`."""

    customer_id: int
    name: str | None
    fact_id: int
    happened: int
    text: str
    spans: list[Span]


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """`customers` would get the tag for `messages` of `looked` ones. `complete`: there were no more in DAYS days."""

    customers: int
    messages: int
    looked: int
    complete: bool
    examples: list[Example]


def sample(cursor: duckdb.DuckDBPyConnection, says: Words, scope: Scope, *, now: int) -> Sample:
    """Over the last DAYS days, of the customers in the scope, and only messages whose words their timelines show, even
    when counting: a count by word would tell a hidden one. Nothing is kept. Examples are of as many people."""
    held, values = customers_in_scope(scope, "f.customer_id")
    params = {"since": now - min(DAYS, says.window_days) * DAY, "now": now, **values, **sight(scope)}
    sql = f"{MESSAGES} and {held} and {READABLE} order by f.happened desc, f.id desc limit {MOST + 1}"
    counted = cursor.execute(f"select count(*) from ({sql})", params).fetchall()[0][0]
    hits = look(cursor, Matcher({_TAG: says}), sql, params).get(_TAG, [])
    theirs: dict[int, list[Hit]] = {}
    for hit in hits:
        theirs.setdefault(hit.customer, []).append(hit)
    enough = {customer: ones for customer, ones in theirs.items() if len(ones) >= says.min_hits}
    shown = [ones[0] for ones in list(enough.values())[:EXAMPLES]]
    return Sample(
        customers=len(enough), messages=sum(map(len, enough.values())), looked=min(counted, MOST),
        complete=counted <= MOST, examples=_examples(cursor, shown),
    )  # fmt: skip


def _examples(cursor: duckdb.DuckDBPyConnection, shown: list[Hit]) -> list[Example]:
    facts, whom = [hit.fact for hit in shown], [hit.customer for hit in shown]
    texts = dict(
        cursor.execute(
            "select fact_id, text from payload where fact_id in (select unnest(?::bigint[]))", [facts]
        ).fetchall()
    )
    names = dict(
        cursor.execute(
            "select id, name from customer where id in (select unnest(?::bigint[]))", [whom]
        ).fetchall()
    )
    return [
        Example(customer_id=hit.customer, name=names.get(hit.customer), fact_id=hit.fact, happened=hit.happened,
                text=texts[hit.fact], spans=hit.spans)
        for hit in shown
    ]  # fmt: skip
