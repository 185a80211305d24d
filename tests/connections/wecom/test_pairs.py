"""Relations that were told beside relations that are held: each difference, in both databases."""

from types import SimpleNamespace
from typing import Any

import pytest
from tests.connections.conftest import BOSS, NOW, SETTINGS

from yutang.connections import actions
from yutang.connections.wecom.learning import Extent, Learner
from yutang.connections.wecom.pairs import PLATFORM_TAG
from yutang.connections.wecom.told import ToldPair
from yutang.customers.folds import SOURCES
from yutang.importers.rows import Rows
from yutang.kit.clock import DAY, SECOND
from yutang.kit.secrets import Secrets
from yutang.ledger.catalogue import Ending, Kind
from yutang.ledger.ledger import Ledger

T = NOW - 30 * DAY
TAGS = {"et1": "意向/高", "et2": "意向/低"}


def pair(staff: str, person: str, since: int = T, **more: Any) -> ToldPair:
    usual = {
        "remark": "",
        "state": "",
        "add_way": 1,
        "name": f"客户{person}",
        "unionid": "",
        "phones": (),
        "tags": (),
    }
    return ToldPair(staff, person, since, **usual | more)


@pytest.fixture
def learn(ledger: Ledger, tmp_path: Any) -> SimpleNamespace:
    """`learn(pairs)` tells all customers of li and wang; `held()` is what follows."""
    secrets = Secrets(tmp_path, {})
    made, _ = ledger.state.write(
        lambda c: actions.connect(c, "wecom", "x", SETTINGS, secrets=secrets, viewer=BOSS, now=NOW)
    )
    learner, moments = Learner(ledger, secrets), iter(range(NOW, NOW + 1000 * SECOND, SECOND))

    def told(
        *pairs: ToldPair, staff: tuple[str, ...] = ("li", "wang"), about: Any = None, **more: Any
    ) -> Any:
        extent = Extent(staff=staff, about=about or more.pop("besides", ()), some=about is not None)
        return learner.pairs(made.id, pairs, extent, TAGS, now=more.get("now", next(moments)))

    def fact(kind: Kind, at: int, who: str, staff: str, **more: Any) -> None:
        rows = Rows()
        rows.add(kind, at, actor=who, related=staff, **more)
        table = __import__("pyarrow").Table.from_batches([rows.take()])
        from yutang.connections.wecom.sightings import tell

        tell(ledger, made.id, table, now=NOW)

    return SimpleNamespace(told=told, fact=fact, ledger=ledger, id=made.id, learner=learner)


HELD = """select s.external_id, p.external_id, epoch_us(r.since), epoch_us(r.ended), r.cause, r.remark
from relation r join identity s on s.id = r.staff_id join identity p on p.id = r.identity_id order by all"""


def held(here: SimpleNamespace) -> list[tuple[Any, ...]]:
    return here.ledger.analytics.rows(HELD)


def open_pairs(here: SimpleNamespace) -> set[tuple[Any, ...]]:
    return {row[:3] for row in held(here) if row[3] is None}


def facts(here: SimpleNamespace) -> int:
    return here.ledger.analytics.rows("select count(*) from fact")[0][0]


def test_what_is_told_is_held_and_told_again_changes_nothing(learn: SimpleNamespace) -> None:
    pairs = [pair("li", "wmA", remark="老客"), pair("wang", "wmA", T + 5 * SECOND), pair("li", "wmB")]
    assert learn.told(*pairs)["relations_begun"] == 3
    assert open_pairs(learn) == {("li", "wmA", T), ("wang", "wmA", T + 5 * SECOND), ("li", "wmB", T)}
    before = facts(learn)
    assert set(learn.told(*pairs).values()) == {0}
    assert facts(learn) == before
    roles = dict(learn.ledger.analytics.rows("select external_id, role from identity"))
    assert roles == {"li": 2, "wang": 2, "wmA": 1, "wmB": 1}


def test_who_is_told_no_more_has_ended_and_nobody_says_why(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA"), pair("li", "wmB"))
    counts = learn.told(pair("li", "wmA"))
    assert (counts["relations_ended"], counts["relations_begun"]) == (1, 0)
    (gone,) = [row for row in held(learn) if row[1] == "wmB"]
    assert NOW <= gone[3] <= NOW + 10 * SECOND
    assert gone[4] is None


def test_only_staff_who_were_told_of_can_have_lost_somebody(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA"), pair("wang", "wmB"))
    learn.told(pair("li", "wmA"), staff=("li",))
    assert open_pairs(learn) == {("li", "wmA", T), ("wang", "wmB", T)}


def test_of_some_customers_only_they_are_judged_and_of_others_only_the_others(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA"), pair("li", "wmB"), pair("wang", "wmB"))
    learn.told(pair("wang", "wmB"), about=("wmB",))
    assert open_pairs(learn) == {("li", "wmA", T), ("wang", "wmB", T)}
    learn.told(besides=("wmB",))
    assert open_pairs(learn) == {("wang", "wmB", T)}


def test_a_later_beginning_tells_of_an_end_between(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA"))
    learn.told(pair("li", "wmA", T + DAY))
    assert [(row[2], row[3], row[4]) for row in held(learn)] == [(T, T + DAY, None), (T + DAY, None, None)]


def test_a_day_without_a_time_is_no_other_beginning(learn: SimpleNamespace) -> None:
    midnight = 1_770_000_000_000_000 // DAY * DAY - 8 * 3600 * SECOND  # in Shanghai
    learn.fact(Kind.RELATION_BEGUN, midnight, "wmA", "li")
    assert learn.told(pair("li", "wmA", midnight + 5 * 3600 * SECOND))["relations_begun"] == 0
    assert open_pairs(learn) == {("li", "wmA", midnight)}
    learn.told(pair("li", "wmA", midnight + DAY + SECOND))
    assert open_pairs(learn) == {("li", "wmA", midnight + DAY + SECOND)}


def test_an_earlier_beginning_is_learned(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA"))
    learn.told(pair("li", "wmA", T - DAY))
    assert open_pairs(learn) == {("li", "wmA", T - DAY)}
    assert learn.told(pair("li", "wmA", T - DAY))["relations_begun"] == 0


def test_who_comes_back_in_the_second_of_leaving(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA"))
    learn.fact(Kind.RELATION_ENDED, T + DAY, "wmA", "li", amount=int(Ending.STAFF_DELETED))
    learn.told(pair("li", "wmA", T + DAY))
    assert open_pairs(learn) == {("li", "wmA", T + DAY)}


def test_who_deleted_us_stays_gone_though_the_platform_lists_them(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA"))
    learn.fact(Kind.RELATION_ENDED, T + DAY, "wmA", "li", amount=int(Ending.CUSTOMER_DELETED))
    assert learn.told(pair("li", "wmA"))["relations_begun"] == 0
    assert open_pairs(learn) == set()
    learn.told(pair("li", "wmA", T + 2 * DAY))
    assert open_pairs(learn) == {("li", "wmA", T + 2 * DAY)}


def test_what_was_held_as_ended_for_no_reason_goes_on_when_it_is_told_again(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA"))
    learn.told()
    assert open_pairs(learn) == set()
    learn.told(pair("li", "wmA"))
    assert len(open_pairs(learn)) == 1
    before = facts(learn)
    assert set(learn.told(pair("li", "wmA")).values()) == {0}
    assert facts(learn) == before


def test_at_one_instant_many_things_are_learned_one_after_the_other(learn: SimpleNamespace) -> None:
    """A clock that stands still (a sandbox's) must not make what is later the earlier."""
    for tags in (("et1",), (), ("et1", "et2"), ("et2",)):
        learn.told(pair("li", "wmA", tags=tags), now=NOW)
    assert tags_of(learn) == {("li", "wmA", "意向/低")}


def tags_of(here: SimpleNamespace) -> set[tuple[str, str, str]]:
    found = here.ledger.analytics.rows(
        """select s.external_id, p.external_id, n.name from tagging g join identity s on s.id = g.staff_id
        join identity p on p.customer_id = g.customer_id and p.platform = 'wecom' join (
          select distinct object_id, props ->> '$.tag' as name from fact where kind = 14) n on n.object_id = g.tag_id"""
    )
    return set(found)


def test_tags_hang_on_the_pair_and_follow_what_is_told(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA", tags=("et1", "et2")), pair("wang", "wmA", tags=("et2", "of-tomorrow")))
    assert tags_of(learn) == {("li", "wmA", "意向/高"), ("li", "wmA", "意向/低"), ("wang", "wmA", "意向/低")}
    counts = learn.told(pair("li", "wmA", tags=("et1",)), pair("wang", "wmA", tags=("et1", "et2")))
    assert (counts["tags_added"], counts["tags_removed"]) == (1, 1)
    assert tags_of(learn) == {
        ("li", "wmA", "意向/高"),
        ("wang", "wmA", "意向/高"),
        ("wang", "wmA", "意向/低"),
    }


def test_what_others_tagged_is_not_taken_off(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA"))
    learn.fact(Kind.TAG_ADDED, T, "wmA", "li", ref="自定/甲", props='{"source":"staff"}')
    assert learn.told(pair("li", "wmA"))["tags_removed"] == 0
    assert SOURCES.index("platform") + 1 == PLATFORM_TAG


def test_names_and_remarks_follow(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA", remark="甲"))
    learn.told(pair("li", "wmA", remark="乙", name="新名"))
    assert learn.ledger.analytics.rows("select name from identity where external_id = 'wmA'") == [("新名",)]
    assert [(row[2], row[3], row[5]) for row in held(learn)] == [(T, None, "乙")]
    learn.told(pair("li", "wmA", remark="", name="新名"))
    assert held(learn)[0][5] is None


def test_one_unionid_or_one_phone_is_one_person(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA", unionid="u1"), pair("li", "wmB", unionid="u1"), pair("wang", "wmC", phones=("13800138000",)),
               pair("li", "wmD", phones=("138 0013 8000", "no phone")))  # fmt: skip
    whose = dict(
        learn.ledger.analytics.rows("select external_id, customer_id from identity where platform = 'wecom'")
    )
    assert whose["wmA"] == whose["wmB"]
    assert whose["wmC"] == whose["wmD"] != whose["wmA"]
    before = facts(learn)
    learn.told(pair("li", "wmA", unionid="u1"), pair("li", "wmB", unionid="u1"), pair("wang", "wmC", phones=("13800138000",)),
               pair("li", "wmD", phones=("13800138000",)))  # fmt: skip
    assert facts(learn) == before


def test_names_that_no_database_can_hold_are_mended(learn: SimpleNamespace) -> None:
    learn.told(pair("li", "wmA", name="a\0b\ud83d", remark="\0"))
    assert learn.ledger.analytics.rows("select name from identity where external_id = 'wmA'") == [("ab?",)]
