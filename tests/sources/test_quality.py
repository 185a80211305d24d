"""What came of those who came by a code, counted by hand."""

import msgspec
import pytest
from tests.ledger.batch import DAY, START, take

from yutang.kit.clock import SECOND
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger
from yutang.sources.quality import Quality, by_day, quality

CODE_KEY, OTHER = "k2m4p6q8r2t4v6", "zzzzzzzzzzzzzz"
NOW = START + 40 * DAY


def came(who: str, at: int, key: str = CODE_KEY, by: str = "li", how: str = "added"):
    props = msgspec.json.encode({"source": key, "state": key, "how": how}).decode()
    return (Kind.RELATION_BEGUN, at, {"actor": who, "related": by, "props": props})


def left(who: str, at: int, by: str = "li"):
    return (Kind.RELATION_ENDED, at, {"actor": who, "related": by})


def wrote(who: str, at: int):
    return (Kind.MESSAGE_SENT, at, {"group": "wr1", "actor": who, "text": "在吗"})


def bought(who: str, at: int, cents: int, kind: Kind = Kind.ORDER_PLACED):
    return (
        kind,
        at,
        {
            "actor": who,
            "amount": cents,
            "ref": f"o{at}",
            "related": "o1" if kind is Kind.ORDER_REFUNDED else None,
        },
    )


def tell(ledger: Ledger) -> None:
    """Four came by the code, one by another; one of the four stayed a week, one came yesterday."""
    take(
        ledger, "came",
        came("wma", START), came("wmb", START), came("wmc", START), came("wmd", START + 39 * DAY),
        came("wme", START, OTHER), came("wmf", START, how="transferred"), left("wmb", START + 7 * DAY),
    )  # fmt: skip
    take(
        ledger, "did",
        wrote("wma", START + DAY), wrote("wmc", START - DAY), wrote("wmb", START + 2 * DAY),
        bought("wma", START + DAY, 9_900), bought("wmc", START - DAY, 50_000),
        bought("wma", START + 2 * DAY, 900, Kind.ORDER_REFUNDED),
    )  # fmt: skip


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    tell(ledger)
    return ledger


def test_each_step_by_hand(told: Ledger) -> None:
    found = quality(told.analytics, [CODE_KEY], now=NOW)
    assert found == {CODE_KEY: Quality(added=4, replied=2, bought=1, cents=9_000, ripe=3, kept=2, left=1)}


def test_codes_are_counted_apart_and_one_that_brought_nobody_is_left_out(told: Ledger) -> None:
    found = quality(told.analytics, [OTHER, CODE_KEY, "nobody"], now=NOW)
    assert {key: one.added for key, one in found.items()} == {OTHER: 1, CODE_KEY: 4}
    assert quality(told.analytics, [], now=NOW) == {}


def test_who_came_less_than_thirty_days_ago_is_not_ripe(told: Ledger) -> None:
    assert quality(told.analytics, [CODE_KEY], now=START + 29 * DAY)[CODE_KEY].ripe == 0
    assert quality(told.analytics, [CODE_KEY], now=START + 30 * DAY)[CODE_KEY].ripe == 3


def test_who_left_after_the_thirtieth_day_was_kept(told: Ledger) -> None:
    take(told, "later", left("wma", START + 31 * DAY), left("wmc", START + 30 * DAY - SECOND))
    found = quality(told.analytics, [CODE_KEY], now=NOW)[CODE_KEY]
    assert (found.ripe, found.kept, found.left) == (3, 1, 3)


def test_a_customer_who_came_to_two_members_is_one(told: Ledger) -> None:
    take(told, "twice", came("wma", START + 3 * DAY, by="wang"), left("wma", START + 4 * DAY))
    found = quality(told.analytics, [CODE_KEY], now=NOW)[CODE_KEY]
    assert (found.added, found.kept, found.left) == (4, 2, 1)


def test_days_are_of_the_tenants_zone_and_count_first_comings(told: Ledger) -> None:
    days = by_day(told.analytics, CODE_KEY, since=START - 10 * DAY, zone="Asia/Shanghai")
    assert [count for _, count in days] == [3, 1]
    first = days[0][0]
    assert (first + 8 * 3600 * SECOND) % DAY == 0  # midnight in China
    assert first <= START < first + DAY
    assert by_day(told.analytics, CODE_KEY, since=NOW, zone="Asia/Shanghai") == []
