"""The job "autotag": what an import brought is tagged when it ends, without anybody's asking."""

from pathlib import Path

from tests.accounts.people import person

from cli.world import BEGIN, telegram
from worker.lanes import NOW, Lanes, until
from worker.test_imports import Office
from yutang.engine.rule import Did, Fact
from yutang.importers import runs
from yutang.kit import jobs
from yutang.ledger.ledger import Ledger
from yutang.segments.saved.world import world
from yutang.segments.tags import actions, rules
from yutang.segments.tags.model import Draft
from yutang.segments.tags.rules import Condition, Setting
from yutang.segments.tags.words.model import Words
from yutang.worker.tags import auto_tagging

AGO = 1 + (NOW // 1_000_000 - BEGIN) // 86_400  # days: exports are of 2024


def made(ledger: Ledger, *wanted: tuple[str, Condition | Words]) -> dict[str, int]:
    """Tags by rule, ids by name."""
    boss = person(ledger.state, "boss")
    group = actions.create_groups(ledger, boss, [("自动", False)], now=NOW)[0].id
    found: dict[str, int] = {}
    for name, says in wanted:
        tag = actions.create_tags(ledger, boss, [Draft(group_id=group, name=name, until_days=None)], now=NOW)[
            0
        ]
        with ledger.state.read() as conn, ledger.analytics.cursor() as cursor:
            known = world(conn, cursor, ledger.zone)
        rules.put(ledger, boss, tag.id, Setting(says=says, confidence=80, until_days=None), known, now=NOW)
        found[name] = tag.id
    return found


def bearers(ledger: Ledger, tag_id: int) -> set[str]:
    sql = "select i.name from tagging t join identity i on i.id = t.customer_id where t.tag_id = ?"
    return {row[0] for row in ledger.analytics.rows(sql, [tag_id])}


def test_what_an_import_brings_is_tagged_when_it_ends(ledger: Ledger, tmp_path: Path) -> None:
    spoke = Condition(rule=Did(Fact("message.sent"), at_least=2), remove_when_left=True)
    tags = made(ledger, ("提过退款", Words(words=["退款"], window_days=AGO)), ("话多", spoke))
    office = Office(ledger, tmp_path)
    office.handlers["autotag"] = auto_tagging(ledger, lambda: NOW)
    said = [("安", 0, "我要退款"), ("波", 60, "你好"), ("波", 90, "在吗"), ("晨", 120, "再见")]
    office.order(office.upload(telegram(tmp_path / "g.json", "G", said)))
    with Lanes(ledger.state, office.handlers):
        until(lambda: not _open(ledger))
    assert (bearers(ledger, tags["提过退款"]), bearers(ledger, tags["话多"])) == ({"安"}, {"波"})


def test_facts_taken_back_take_the_tags_of_rules_with_them(ledger: Ledger, tmp_path: Path) -> None:
    spoke = Condition(rule=Did(Fact("message.sent"), at_least=2), remove_when_left=True)
    tags = made(ledger, ("话多", spoke))
    office = Office(ledger, tmp_path)
    office.handlers["autotag"] = auto_tagging(ledger, lambda: NOW)
    first = telegram(tmp_path / "a.json", "G", [("波", 60, "你好"), ("波", 90, "在吗")])
    kept = telegram(tmp_path / "b.json", "H", [("波", 30, "早")])
    office.bring(office.upload(kept))
    run, _ = office.bring(office.upload(first))
    with Lanes(ledger.state, office.handlers):
        until(lambda: not _open(ledger))
    assert bearers(ledger, tags["话多"]) == {"波"}
    ledger.state.write(lambda conn: runs.order_undo(conn, run, 1, NOW))
    with Lanes(ledger.state, office.handlers):
        until(lambda: not _open(ledger))
    assert bearers(ledger, tags["话多"]) == set()


def _open(ledger: Ledger) -> bool:
    with ledger.state.read() as conn:
        return bool(jobs.listed(conn, open_only=True))
