"""The rule that drives a tag: a condition on customers, or words in what they write. One a tag."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from yutang.accounts.model import Viewer
from yutang.engine import Rule, World, check
from yutang.kit.db import upsert
from yutang.kit.errors import YutangError
from yutang.kit.jobs import Order
from yutang.ledger.ledger import Ledger
from yutang.segments.saved.model import BadRule
from yutang.segments.tags import store
from yutang.segments.tags.actions import change, note
from yutang.segments.tags.model import Tag, sound_days
from yutang.segments.tags.naming import leads_to
from yutang.segments.tags.tables import tag, tag_group, tag_rule
from yutang.segments.tags.words.model import Words
from yutang.segments.tags.words.spelling import fold

Kind = Literal["rule", "words"]
Confidence = Annotated[int, Meta(ge=0, le=100)]


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """Who qualifies bears the tag. `remove_when_left`: who no longer does loses it, if the rule put it on."""

    rule: Rule
    remove_when_left: bool = True


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as somebody wants it. `until_days`: how long what it puts on holds; None: as the tag says."""

    says: Condition | Words
    confidence: Confidence = 100
    until_days: int | None = None
    on: bool = True


class TagRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as kept. `days`: its own expiry, else the tag's. `seen`: the last fact a words rule looked at."""

    tag_id: int
    kind: Kind
    says: Condition | Words
    confidence: int
    until_days: int | None
    days: int | None
    on: bool
    version: int
    seen: int
    changed_at: int
    ran_at: int | None
    error: dict[str, Any] | None


def order(*, by: int | None = None) -> Order:
    """The job that runs all rules of tags."""
    return Order(kind="autotag", lane="short", only_one="autotag", created_by=by)


def put(ledger: Ledger, viewer: Viewer, tag_id: int, wanted: Setting, world: World, *, now: int) -> TagRule:
    """Make a tag's rule, or put another in its place.

    Raises YutangError: not_found, tag_days, tag_words, tag_rule_itself; BadRule.
    """

    def write(conn: sa.Connection, book: Any) -> TagRule:
        one = book.tag(tag_id)
        refuse(conn, wanted.says, one.code, world)
        before = of_tag(conn, tag_id)
        values = {
            "tag_id": tag_id, "kind": "words" if isinstance(wanted.says, Words) else "rule",
            "says": msgspec.json.encode(wanted.says).decode(), "confidence": wanted.confidence,
            "until_days": sound_days(wanted.until_days), "switched_on": wanted.on,
            "version": 1 if before is None else before.version + 1, "seen": 0, "changed_at": now, "error": None,
        }  # fmt: skip
        row = upsert(conn, tag_rule).values(values)
        conn.execute(row.on_conflict_do_update(index_elements=["tag_id"], set_=values))
        note(conn, viewer, "tag_rule_set", tag_id, now, before=before and before.says, after=wanted)
        made = of_tag(conn, tag_id)
        assert made is not None  # noqa: S101 - it was written above
        return made

    return change(ledger, write)


def switch(ledger: Ledger, viewer: Viewer, tag_ids: Sequence[int], *, on: bool, now: int) -> None:
    """Let rules run, or rest. What they put on stays. Raises YutangError "not_found"."""

    def write(conn: sa.Connection, book: Any) -> None:
        for tag_id in dict.fromkeys(tag_ids):
            before = of_tag(conn, book.tag(tag_id).id)
            if before is None:
                raise YutangError("not_found", what="tag_rule")
            if before.on != on:
                conn.execute(sa.update(tag_rule).where(tag_rule.c.tag_id == tag_id).values(switched_on=on))
                note(conn, viewer, "tag_rule_on" if on else "tag_rule_off", tag_id, now)

    change(ledger, write)


def remove(conn: sa.Connection, viewer: Viewer, tag_id: int, *, now: int) -> None:
    """Without its rule a tag is put on by others only. What the rule put on stays."""
    gone = of_tag(conn, tag_id)
    if gone is not None:
        conn.execute(sa.delete(tag_rule).where(tag_rule.c.tag_id == tag_id))
        note(conn, viewer, "tag_rule_removed", tag_id, now, before=gone.says)


def of_tag(conn: sa.Connection, tag_id: int) -> TagRule | None:
    return next((one for one in kept(conn) if one.tag_id == tag_id), None)


def kept(conn: sa.Connection, *, on: bool = False, kind: Kind | None = None) -> list[TagRule]:
    """Rules of tags in use, in the order of groups and tags. `on`: only those that run."""
    wanted = (
        sa.select(tag_rule, tag.c.until_days.label("tag_days")).join(tag, tag.c.id == tag_rule.c.tag_id)
        .join(tag_group, tag_group.c.id == tag.c.group_id).where(tag.c.archived_at.is_(None))
        .order_by(tag_group.c.position, tag_group.c.id, tag.c.created_at, tag.c.id)
    )  # fmt: skip
    wanted = wanted.where(tag_rule.c.switched_on) if on else wanted
    wanted = wanted.where(tag_rule.c.kind == kind) if kind else wanted
    return [_rule(row) for row in conn.execute(wanted).mappings()]


def conditions(conn: sa.Connection) -> list[tuple[str, Tag, Rule]]:
    """(code, tag, rule) of all that are conditions."""
    tags = {one.id: one for one in store.tags(conn)}
    return [
        (tags[one.tag_id].code, tags[one.tag_id], one.says.rule)
        for one in kept(conn, kind="rule")
        if isinstance(one.says, Condition)
    ]


def ran(conn: sa.Connection, rule: TagRule, *, now: int, seen: int | None = None) -> bool:
    """Note a run. `seen`: how far it looked. False: the rule has been changed meanwhile."""
    values: dict[str, Any] = {"ran_at": now, "error": None} | ({} if seen is None else {"seen": seen})
    return _update(conn, rule, values)


def failed(conn: sa.Connection, rule: TagRule, code: str, params: dict[str, Any], *, now: int) -> None:
    """Note why it could not run."""
    told = msgspec.json.encode({"code": code, "params": params}).decode()
    _update(conn, rule, {"ran_at": now, "error": told})


def refuse(conn: sa.Connection, says: Condition | Words, code: str, world: World) -> None:
    """Raises for a rule that could not run: BadRule, YutangError tag_rule_itself, tag_words."""
    if isinstance(says, Words):
        refuse_words(says)
        return
    wrong = check(says.rule, world)
    if wrong:
        raise BadRule(wrong)
    others = {codes: rule for codes, _, rule in conditions(conn)}
    if leads_to(code, says.rule, others):
        raise YutangError("tag_rule_itself")


def refuse_words(says: Words) -> None:
    """Raises YutangError "tag_words" for a word of which nothing is left to look for."""
    empty = next((word for word in (*says.words, *says.exclude) if not fold(word)), None)
    if empty is not None:
        raise YutangError("tag_words", word=empty)


def _update(conn: sa.Connection, rule: TagRule, values: dict[str, Any]) -> bool:
    mine = (tag_rule.c.tag_id == rule.tag_id, tag_rule.c.version == rule.version)
    return bool(conn.execute(sa.update(tag_rule).where(*mine).values(**values)).rowcount)


def _rule(row: sa.RowMapping) -> TagRule:
    says = msgspec.json.decode(row["says"], type=Words if row["kind"] == "words" else Condition)
    days = row["tag_days"] if row["until_days"] is None else row["until_days"]
    return TagRule(
        tag_id=row["tag_id"], kind=row["kind"], says=says, confidence=row["confidence"], days=days,
        until_days=row["until_days"], on=row["switched_on"], version=row["version"], seen=row["seen"],
        changed_at=row["changed_at"], ran_at=row["ran_at"],
        error=None if row["error"] is None else msgspec.json.decode(row["error"]),
    )  # fmt: skip
