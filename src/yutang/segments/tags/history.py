# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""When a customer, a relation of theirs or a group got and lost which tags, by whom and why: read from the facts."""

from typing import Any

import duckdb
import msgspec

from yutang.accounts.model import Scope
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
_TEXTS = "select fact_id, text from payload where fact_id in (select unnest($facts::bigint[]))"


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """A message that stands behind a tag, and where the word is. `text` None: it is no longer kept."""

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
    return _read(cursor, of, params, texts=texts)


def of_group(cursor: duckdb.DuckDBPyConnection, group_id: int, *, tag_id: int | None = None) -> list[TagAct]:
    """The newest first. That the viewer sees the group is the caller's to know."""
    return _read(cursor, "f.group_id = $whom", {"whom": group_id, "tag": tag_id}, texts=False)


def _read(cursor: duckdb.DuckDBPyConnection, of: str, params: dict[str, Any], *, texts: bool) -> list[TagAct]:
    rows = cursor.execute(_ACTS.format(of=of), params).fetchall()
    told = [(row, msgspec.json.decode(row[5]) if row[5] else {}) for row in rows]
    facts = [one["fact"] for _, said in told for one in _messages(said)]
    found = dict(cursor.execute(_TEXTS, {"facts": facts}).fetchall()) if texts and facts else {}
    return [_act(row, said, found, quoted=texts) for row, said in told]


def _messages(said: dict[str, Any]) -> list[dict[str, Any]]:
    evidence = said.get("evidence")
    listed = evidence.get("messages") if isinstance(evidence, dict) else None
    return (
        [one for one in listed if isinstance(one, dict) and "fact" in one] if isinstance(listed, list) else []
    )


def _act(row: tuple[Any, ...], said: dict[str, Any], texts: dict[int, str], *, quoted: bool) -> TagAct:
    fact_id, happened, added, tag_id, staff_id, _ = row
    evidence = said.get("evidence")
    quotes = [
        Quote(fact_id=one["fact"], start=int(one.get("start", 0)), end=int(one.get("end", 0)),
              word=str(one.get("word", "")), by_sound=bool(one.get("sound")), text=texts.get(one["fact"]))
        for one in (_messages(said) if quoted else ())
    ]  # fmt: skip
    return TagAct(
        fact_id=fact_id, happened=happened, added=added, tag_id=tag_id, staff_id=staff_id,
        source=str(said.get("source") or "unknown"), confidence=_number(said.get("confidence")),
        until=_number(said.get("until")), quotes=quotes,
        evidence={k: v for k, v in evidence.items() if k != "messages"} if isinstance(evidence, dict) else None,
    )  # fmt: skip


def _number(value: Any) -> int | None:
    """Props of facts from outside may say anything."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
