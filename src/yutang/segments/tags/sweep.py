# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Tags by rule, brought up to now: each rule is answered once, who came and who left become facts.

First all rules take their tags away, then all give them: in an exclusive group somebody who left one tag and qualifies
for another changes over in one run. Where several would give, the first of the group does.
"""

from collections.abc import Callable

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.engine import World, check, compile_rule
from yutang.ledger.ledger import Ledger
from yutang.segments.saved.world import world
from yutang.segments.tags import rules
from yutang.segments.tags.actions import read_book
from yutang.segments.tags.putting import who_comes, who_left
from yutang.segments.tags.rules import Condition, TagRule


class Ran(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did, in customers. `failed`: rules that could not run; each says why."""

    rules: int
    added: int = 0
    removed: int = 0
    failed: int = 0


class Changed(Exception):
    """The rule is another by now: nothing of this run of it is kept."""


def by_rule(ledger: Ledger, *, now: int, check_stop: Callable[[], None] = lambda: None) -> Ran:
    """All conditions that are switched on, for everybody. `check_stop` raises where the run shall end."""
    with ledger.state.read() as conn:
        asked = rules.kept(conn, on=True, kind="rule")
        book = read_book(conn)
    if not asked:
        return Ran(rules=0)
    with ledger.analytics.cursor() as cursor:
        with ledger.state.read() as conn:
            defined = world(conn, cursor, ledger.zone)
        answered = [rule for rule in asked if _answer(ledger, cursor, rule, defined, now)]
        counts = {"added": 0, "removed": 0}
        for rule in answered:
            check_stop()
            says = rule.says
            if isinstance(says, Condition) and says.remove_when_left:
                gone = who_left(cursor, rule, _within(rule), now=now)
                counts["removed"] += _keep(ledger, rule, gone, now)
        for rule in answered:
            check_stop()
            counts["added"] += _keep(ledger, rule, who_comes(cursor, rule, book, _within(rule), now=now), now)
            cursor.execute(f"drop table {_within(rule)}")
    return Ran(rules=len(asked), failed=len(asked) - len(answered), **counts)


def _within(rule: TagRule) -> str:
    return f"within_{rule.tag_id}"


def _answer(
    ledger: Ledger, cursor: duckdb.DuckDBPyConnection, rule: TagRule, defined: World, now: int
) -> bool:
    """Who qualifies, as a temporary table. False: something in the rule is wrong by now, which is noted."""
    assert isinstance(rule.says, Condition)  # noqa: S101 - its kind says so
    wrong = check(rule.says.rule, defined)
    if wrong:
        code, params = f"fault.{wrong[0].code}", {"at": wrong[0].at, **wrong[0].params}
        ledger.state.write(lambda conn: rules.failed(conn, rule, code, params, now=now))
        return False
    query = compile_rule(rule.says.rule, defined, now=now)
    cursor.execute(f"create or replace temp table {_within(rule)} as {query.sql}", query.params or None)
    return True


def _keep(ledger: Ledger, rule: TagRule, facts: pa.Table, now: int) -> int:
    """How many facts were kept; 0 when the rule was changed meanwhile."""

    def also(conn: sa.Connection) -> None:
        if not rules.ran(conn, rule, now=now):
            raise Changed

    try:
        if facts.num_rows:
            return ledger.record(facts, origin=f"tag {rule.tag_id}", now=now, also=also)
        ledger.state.write(also)
    except Changed:
        pass
    return 0
