"""Tags by rule: who qualifies bears the tag, who no longer does loses it, and what a person did stands."""

import json

import pytest
from tests.segments.tags.conftest import NOW, Shop

from ledger.batch import DAY, SECOND, START
from yutang.engine.rule import All, HasTag, InStage, Not
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind
from yutang.ledger.record import acts
from yutang.segments.saved.model import BadRule
from yutang.segments.tags import rules
from yutang.segments.tags.endings import archive
from yutang.segments.tags.sweep import by_rule

SEED = "来源/抖音"


@pytest.fixture
def sown(shop: Shop) -> Shop:
    """安 and 波 came by SEED, 晨 did not; the rule of 活动/抖音客 says who bears SEED."""
    shop.ids = shop.people("安波晨")
    shop.make(SEED)
    shop.imported(SEED, "安波")
    shop.tag = shop.make("活动/抖音客")
    shop.rule(shop.tag.id, HasTag(SEED))
    return shop


def _say(shop: Shop, kind: Kind, who: str, *, at: int, source: str = "staff") -> None:
    """A member of staff puts the tag on, or takes it off."""
    row = {"kind": kind, "happened": at, "identity_id": shop.ids[who], "object_id": shop.tag.id,
           "props": json.dumps({"source": source})}  # fmt: skip
    shop.ledger.record(acts([row]), origin="console", now=at)


def _run(shop: Shop, now: int = NOW):
    return by_rule(shop.ledger, now=now)


def test_who_qualifies_bears_the_tag_and_twice_is_once(sown: Shop) -> None:
    ran = _run(sown)
    assert (ran.added, ran.removed, sown.bearers(sown.tag.id)) == (2, 0, {"安", "波"})
    again = _run(sown, NOW + SECOND)
    assert (again.added, again.removed) == (0, 0)
    props = json.loads(sown.props(sown.tag.id)[-1])
    assert props == {"source": "rule", "confidence": 80, "until": None,
                     "evidence": {"rule": sown.tag.id, "version": 1}}  # fmt: skip
    assert sown.row("活动/抖音客").figures.sources == {"rule": 2}


def test_who_no_longer_qualifies_loses_it(sown: Shop) -> None:
    _run(sown)
    sown.imported(SEED, "安", at=START + DAY, off=True)
    ran = _run(sown, NOW + SECOND)
    assert (ran.added, ran.removed, sown.bearers(sown.tag.id)) == (0, 1, {"波"})


def test_who_no_longer_qualifies_keeps_it_where_the_rule_says_so(sown: Shop) -> None:
    sown.rule(sown.tag.id, HasTag(SEED), remove_when_left=False)
    _run(sown)
    sown.imported(SEED, "安", at=START + DAY, off=True)
    assert (_run(sown, NOW + SECOND).removed, sown.bearers(sown.tag.id)) == (0, {"安", "波"})


def test_a_rule_takes_nobody_a_tag_that_a_person_gave(sown: Shop) -> None:
    _say(sown, Kind.TAG_ADDED, "晨", at=START + DAY)  # does not qualify
    _say(sown, Kind.TAG_ADDED, "安", at=START + DAY)  # qualifies, and was given it by hand first
    _run(sown)
    _say(sown, Kind.TAG_ADDED, "波", at=NOW + SECOND)  # given by the rule first, then by hand
    sown.imported(SEED, "安波", at=NOW + SECOND, off=True)
    assert _run(sown, NOW + DAY).removed == 0
    assert sown.bearers(sown.tag.id) == {"安", "波", "晨"}


def test_a_rule_gives_nobody_a_tag_that_a_person_took(sown: Shop) -> None:
    _run(sown)
    _say(sown, Kind.TAG_REMOVED, "安", at=NOW + SECOND)
    assert _run(sown, NOW + DAY).added == 0
    assert sown.bearers(sown.tag.id) == {"波"}
    _say(sown, Kind.TAG_ADDED, "安", at=NOW + 2 * DAY)
    assert sown.bearers(sown.tag.id, now=NOW + 3 * DAY) == {"安", "波"}


def test_a_tag_that_runs_out_is_renewed_on_its_last_day(sown: Shop) -> None:
    sown.rule(sown.tag.id, HasTag(SEED), until_days=7)
    assert _run(sown).added == 2
    assert _run(sown, NOW + 5 * DAY).added == 0
    assert _run(sown, NOW + 6 * DAY + SECOND).added == 2
    assert sown.bearers(sown.tag.id, now=NOW + 8 * DAY) == {"安", "波"}
    assert sown.bearers(sown.tag.id, now=NOW + 20 * DAY) == set()


def test_in_an_exclusive_group_a_customer_bears_one(shop: Shop) -> None:
    shop.people("安波")
    low, high = shop.make("等级/普通", exclusive=True), shop.make("等级/高级")
    shop.make(SEED), shop.imported(SEED, "波")
    shop.rule(low.id, Not(HasTag(SEED)))
    shop.rule(high.id, All([]))
    by_rule(shop.ledger, now=NOW)
    assert (shop.bearers(low.id), shop.bearers(high.id)) == (
        {"安"},
        {"波"},
    )  # the first of the group goes first
    shop.imported(SEED, "安", at=START + DAY)
    by_rule(shop.ledger, now=NOW + SECOND)  # left one and joined the other in one run
    assert (shop.bearers(low.id), shop.bearers(high.id)) == (set(), {"安", "波"})


def test_more_customers_than_another_products_hundred_thousand(shop: Shop) -> None:
    """Others' rules stop silently after 100,000 customers, and do the same work twelve times an hour."""
    many = 120_000
    with shop.ledger.analytics.transaction() as cursor:
        cursor.execute(
            "insert into identity select 1000 + n, 'x', n::varchar, 1000 + n, null, null, 1, 3 from range(?) r(n)", [many]
        )  # fmt: skip
        cursor.execute(
            "insert into customer by name select 1000 + n as id, make_timestamp(0) as since, 1 as people from range(?) r(n)",
            [many],
        )
    tag = shop.make("活动/所有人")
    shop.rule(tag.id, All([]))
    assert by_rule(shop.ledger, now=NOW).added == many
    assert shop.row("活动/所有人").figures.splits == "everybody"


def test_a_rule_that_is_wrong_by_now_says_so_and_stops_no_other(sown: Shop) -> None:
    other = sown.make("活动/别的")
    gone = sown.make("活动/旧")
    sown.rule(other.id, HasTag("活动/旧"))
    sown.unsafely_archive(gone.id)
    ran = _run(sown)
    assert (ran.rules, ran.failed, ran.added) == (2, 1, 2)
    with sown.ledger.state.read() as conn:
        told = rules.of_tag(conn, other.id)
        assert (told.error["code"], told.ran_at) == ("fault.deleted_tag", NOW)


def test_a_rule_off_or_gone_does_nothing(sown: Shop) -> None:
    rules.switch(sown.ledger, sown.boss, [sown.tag.id], on=False, now=NOW)
    assert _run(sown).rules == 0
    archive(sown.ledger, sown.boss, [sown.tag.id], now=NOW)
    with sown.ledger.state.read() as conn:
        assert rules.of_tag(conn, sown.tag.id) is None


def test_a_rule_that_was_changed_while_it_ran_keeps_nothing(
    sown: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yutang.segments.tags import sweep

    whole = sweep.who_comes

    def slowly(*args, **more):
        facts = whole(*args, **more)
        sown.rule(sown.tag.id, Not(All([])))
        return facts

    monkeypatch.setattr(sweep, "who_comes", slowly)
    assert _run(sown).added == 0
    assert sown.bearers(sown.tag.id) == set()


def test_rules_that_ask_for_each_other_are_refused(sown: Shop) -> None:
    other = sown.make("活动/别的")
    sown.rule(other.id, HasTag("活动/抖音客"))
    with pytest.raises(YutangError, match="tag_rule_itself"):
        sown.rule(sown.tag.id, HasTag("活动/别的"))
    with pytest.raises(YutangError, match="tag_rule_itself"):
        sown.rule(sown.tag.id, HasTag("活动/抖音客"))


def test_an_impossible_rule_is_refused(sown: Shop) -> None:
    with pytest.raises(BadRule):
        sown.rule(sown.tag.id, InStage(["nowhere"]))
    with pytest.raises(BadRule):
        sown.rule(sown.tag.id, HasTag("没有/这个"))
