"""Who a batch speaks of: one identity an account, its newest name, the role that the surest voice gave it."""

import random
from types import SimpleNamespace

import pytest

from ledger.batch import DAY, START, join, say, take
from yutang.customers import Rank
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger


def people(ledger: Ledger) -> list[tuple[object, ...]]:
    return ledger.analytics.rows("select external_id, name, role, role_rank from identity order by 1")


def test_everybody_named_is_met_once_with_a_customer_of_their_own(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x"), join("g", "v", START, related="host"),
         (Kind.GROUP_SEEN, START, {"group": "g", "props": '{"owner":"boss"}'}))  # fmt: skip
    take(ledger, "b", say("g", "u", START + 1, "y"), say("g", "boss", START, "z"))
    assert [row[0] for row in people(ledger)] == ["boss", "host", "u", "v"]
    found = ledger.analytics.rows("select count(distinct id), count(distinct customer_id) from identity")
    assert found == [(4, 4)]
    assert ledger.analytics.rows("select count(*), sum(people) from customer") == [(4, 4)]


def test_one_account_id_on_two_platforms_is_two(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x"), platform="wecom")
    take(ledger, "b", say("g", "u", START, "x"), platform="slack")
    assert ledger.analytics.rows("select platform from identity order by 1") == [("slack",), ("wecom",)]


@pytest.mark.parametrize("seed", range(5))
def test_names_and_roles_do_not_depend_on_the_order(opened: SimpleNamespace, seed: int) -> None:
    story = [
        say("g", "u", START, "1", name="一", role=Role.PERSON),
        say("g", "u", START + DAY, "2", name="二"),
        say("g", "u", START + 2 * DAY, "3", name=None, role=Role.BOT),
        say("g", "u", START + DAY, "4", name="乙"),
        (Kind.IDENTITY_SEEN, 0, {"actor": "u", "role": Role.STAFF, "props": f'{{"rank":{Rank.USER}}}'}),
    ]
    random.Random(seed).shuffle(story)
    for number, one in enumerate(story):
        take(opened.ledger, f"k{number}", one)
    assert people(opened.ledger) == [("u", max("二", "乙"), Role.STAFF, Rank.USER)]


def test_a_name_does_not_vanish_when_somebody_writes_without_one(ledger: Ledger) -> None:
    take(ledger, "a", say("g", "u", START, "x", name="李"))
    take(ledger, "b", say("g", "u", START + DAY, "y"))
    assert people(ledger)[0][1] == "李"


def test_the_mirror_is_what_state_holds(opened: SimpleNamespace) -> None:
    take(opened.ledger, "a", say("g", "u", START, "x", name="旧"), say("g", "v", START, "x"))
    take(opened.ledger, "b", say("g", "u", START + DAY, "x", name="新", role=Role.STAFF))
    before = people(opened.ledger)
    opened.ledger.rebuild()
    assert people(opened.ledger) == before == [("u", "新", 2, 2), ("v", None, 0, 0)]


def test_who_is_known_by_name_only_is_called_by_it(ledger: Ledger) -> None:
    take(ledger, "a", (Kind.GROUP_SEEN, START, {"group": "g", "props": '{"owner":"name:王芳"}'}))
    assert people(ledger) == [("name:王芳", "王芳", 0, 0)]
