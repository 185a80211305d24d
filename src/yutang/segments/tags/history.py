# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""When a customer, a relation of theirs or a group got and lost which tags, by whom and why: read from the facts."""

from typing import Any

import duckdb
import msgspec

from yutang.accounts.model import Scope
from yutang.customers.queries.sight import READABLE, sight
from yutang.ledger.catalogue import Kind
from yutang.staff.scope import customers_in_scope

MOST = 500  # acts, the newest

_ACTS = f"""
select f.id, epoch_us(f.happened) as happened, f.kind = {Kind.TAG_ADDED} as added,
  coalesce(a.tag_id, f.object_id) as tag_id, f.staff_id, f.props
from fact f left join tag_alias a on a.mark = f.object_id
where f.kind in ({Kind.TAG_ADDED}, {Kind.TAG_REMOVED}) and f.object_id is not null
  and ($tag::bigint is null or coalesce(a.tag_id, f.object_id) = $tag) and {{of}}
order by f.happened desc, f.kind desc, f.id desc limit {MOST}
"""
# Evidence comes from outside too and may name any message: whose it is counts as much as where it was written.
_TEXTS = f"""
select f.id, p.text from fact f
left join (select * from payload where fact_id in (select unnest($facts::bigint[]))) p on p.fact_id = f.id
where f.id in (select unnest($facts::bigint[])) and {READABLE} and {{held}}
"""


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """A message that stands behind a tag, and where the word is. `text` None: it is no longer kept, or, with an empty
    word, the viewer's timeline hides it."""

    fact_id: int
    start: int
    end: int
    word: str
    by_sound: bool
    text: str | None


class TagAct(msgspec.Struct, frozen=True, kw_only=True):
    """A tag was put on, or taken off. Instants: µs. `staff_id`: the relation that bears it; None: the person."""

    fact_id: int
    happened: int
    added: bool
    tag_id: int
    staff_id: int | None
    source: str
    confidence: int | None
    until: int | None
    evidence: dict[str, Any] | None
    quotes: list[Quote]


def of_customer(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, customer_id: int, *, tag_id: int | None = None,
    staff_id: int | None = None, texts: bool = False,
) -> list[TagAct] | None:  # fmt: skip
    """The newest first. None: no such customer, or out of scope. `staff_id`: of that relation alone; `texts`: with
    the messages that stand behind a tag."""
    held, values = customers_in_scope(scope, "id", one=customer_id)
    seen = f"select 1 from customer where id = $whom and {held}"
    if not cursor.execute(seen, {"whom": customer_id, **values}).fetchall():
        return None
    of = "f.customer_id = $whom and f.group_id is null and ($staff::bigint is null or f.staff_id = $staff)"
    params = {"whom": customer_id, "tag": tag_id, "staff": staff_id}
    return _read(cursor, of, params, scope if texts else None)


def of_group(cursor: duckdb.DuckDBPyConnection, group_id: int, *, tag_id: int | None = None) -> list[TagAct]:
    """The newest first. That the viewer sees the group is the caller's to know."""
    return _read(cursor, "f.group_id = $whom", {"whom": group_id, "tag": tag_id})


def _read(
    cursor: duckdb.DuckDBPyConnection, of: str, params: dict[str, Any], quoted_to: Scope | None = None
) -> list[TagAct]:
    """`quoted_to`: what is seen by whom messages are quoted to; None: none are."""
    rows = cursor.execute(_ACTS.format(of=of), params).fetchall()
    told = [(row, msgspec.json.decode(row[5]) if row[5] else {}) for row in rows]
    if quoted_to is None:
        return [_act(row, said, []) for row, said in told]
    texts = _texts(cursor, quoted_to, [one["fact"] for _, said in told for one in _messages(said)])
    return [_act(row, said, [_quote(one, texts) for one in _messages(said)]) for row, said in told]


def _texts(cursor: duckdb.DuckDBPyConnection, scope: Scope, facts: list[int]) -> dict[int, str | None]:
    """By fact, of those that the scope may read; None: no longer kept."""
    if not facts:
        return {}
    held, values = customers_in_scope(scope, "f.customer_id")
    params = {"facts": facts, **values, **sight(scope)}
    return dict(cursor.execute(_TEXTS.format(held=held), params).fetchall())


def _quote(one: dict[str, Any], texts: dict[int, str | None]) -> Quote:
    fact = one["fact"]
    if fact not in texts:  # a word by itself is a piece of the message
        return Quote(fact_id=fact, start=0, end=0, word="", by_sound=False, text=None)
    return Quote(fact_id=fact, start=int(one.get("start", 0)), end=int(one.get("end", 0)),
                 word=str(one.get("word", "")), by_sound=bool(one.get("sound")), text=texts[fact])  # fmt: skip


def _messages(said: dict[str, Any]) -> list[dict[str, Any]]:
    evidence = said.get("evidence")
    listed = evidence.get("messages") if isinstance(evidence, dict) else None
    return (
        [one for one in listed if isinstance(one, dict) and "fact" in one] if isinstance(listed, list) else []
    )


def _act(row: tuple[Any, ...], said: dict[str, Any], quotes: list[Quote]) -> TagAct:
    fact_id, happened, added, tag_id, staff_id, _ = row
    evidence = said.get("evidence")
    return TagAct(
        fact_id=fact_id, happened=happened, added=added, tag_id=tag_id, staff_id=staff_id,
        source=str(said.get("source") or "unknown"), confidence=_number(said.get("confidence")),
        until=_number(said.get("until")), quotes=quotes,
        evidence={k: v for k, v in evidence.items() if k != "messages"} if isinstance(evidence, dict) else None,
    )  # fmt: skip


def _number(value: Any) -> int | None:
    """Props of facts from outside may say anything."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
