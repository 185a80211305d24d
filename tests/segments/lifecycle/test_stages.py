"""The edges of each stage, one small life at a time: the last day on which it holds, and the day after."""

from collections.abc import Callable

import msgspec
import pytest
from tests.segments.population import DAY, ZONE, Fact, Population, Relation, Seat, at

from yutang.ledger.catalogue import Ending, Kind
from yutang.ledger.traits import Trait
from yutang.segments.lifecycle.model import Stage, StageRules, at_end_of
from yutang.segments.lifecycle.standing import stand

BOUGHT_EVERY_TEN = (100, 90, 80, 70)  # mean gap 10 days: at risk after 30, lost after 90


@pytest.fixture
def world() -> Population:
    """Customer 1, staff 8, group 21 and the 1:1 chat 22."""
    made = Population()
    made.person(1)
    made.staff(8)
    made.group(21)
    made.group(22, private=True)
    return made


def stage(world: Population, customer: int = 1) -> Stage:
    with world.store() as con:
        stand(con, at_end_of(DAY, ZONE))
        found = dict(con.execute("select customer_id, stage from standing_next").fetchall())
    return Stage(found[customer])


def spreading(world: Population) -> list[int]:
    with world.store() as con:
        stand(con, at_end_of(DAY, ZONE))
        return [c for (c,) in con.execute("select customer_id from standing_next where spreading").fetchall()]


def buy(world: Population, *days: int) -> None:
    for day in days:
        world.order(1, day)


@pytest.mark.parametrize(
    "met",
    [
        lambda w: w.relations.append(Relation(1, 8, at(5))),
        lambda w: w.seats.append(Seat(21, 1, None)),
        lambda w: w.seats.append(Seat(21, 1, at(3))),
        lambda w: w.say(1, 21, 400),  # long ago, yet they know us
        lambda w: (w.seats.append(Seat(22, 1, None)), w.say(8, 22, 90)),
    ],
)
def test_contact_either_way_makes_a_stranger_aware(world: Population, met: Callable) -> None:
    assert stage(world) is Stage.STRANGER
    met(world)
    assert stage(world) is Stage.AWARE


@pytest.mark.parametrize(
    "unmet",
    [
        lambda w: w.relations.append(Relation(1, 8, at(-1, 0))),  # tomorrow, on its first instant
        lambda w: w.seats.append(Seat(21, 1, at(-1, 0))),
        lambda w: w.seats.append(Seat(22, 1, None)),  # an empty 1:1 chat
        lambda w: w.say(1, 21, -1, 0),
    ],
)
def test_what_is_not_yet_or_says_nothing_makes_nobody_aware(world: Population, unmet: Callable) -> None:
    unmet(world)
    assert stage(world) is Stage.STRANGER


def test_a_word_makes_interacting_for_thirty_days_and_keeps_so_for_forty_five(world: Population) -> None:
    world.say(1, 21, 30)
    assert stage(world) is Stage.INTERACTING
    world.facts[0] = Fact(Kind.MESSAGE_SENT, at(31), 1, 21)
    assert stage(world) is Stage.AWARE
    world.stood(1, Stage.INTERACTING, 10)
    assert stage(world) is Stage.INTERACTING
    world.facts[0] = Fact(Kind.MESSAGE_SENT, at(46), 1, 21)
    assert stage(world) is Stage.AWARE


def test_the_second_order_is_a_repeat_and_two_rows_of_one_order_are_not(world: Population) -> None:
    world.order(1, 5, mark=7)
    world.order(1, 5, mark=7)
    assert stage(world) is Stage.BUYING
    world.order(1, 5, mark=8)
    assert stage(world) is Stage.REPEAT


def test_rows_without_a_mark_are_orders_of_their_own(world: Population) -> None:
    for day in (5, 4):
        world.facts.append(Fact(Kind.ORDER_PLACED, at(day), 1, None, None, 100))
    assert stage(world) is Stage.REPEAT
    world.facts.append(Fact(Kind.ORDER_PLACED, at(3), 1, None, None, 100, Trait.CANCELLED))
    world.facts[0] = Fact(Kind.ORDER_PLACED, at(5), 1, None, None, 100, Trait.CANCELLED)
    assert stage(world) is Stage.BUYING


def test_a_cancelled_order_is_none_even_when_the_news_comes_late(world: Population) -> None:
    world.order(1, 5, mark=7)
    world.order(1, 4, mark=8, traits=Trait.CANCELLED)
    assert stage(world) is Stage.BUYING
    world.facts.append(Fact(Kind.ORDER_CHANGED, at(3), 1, None, 7, None, Trait.CANCELLED))
    assert stage(world) is Stage.STRANGER
    world.facts.append(Fact(Kind.ORDER_CHANGED, at(2), 1, None, 7, None, 0))
    assert stage(world) is Stage.BUYING


def test_a_refund_without_its_order_is_no_order(world: Population) -> None:
    world.facts.append(Fact(Kind.ORDER_REFUNDED, at(3), 1, None, 7, 500))
    assert stage(world) is Stage.STRANGER


@pytest.mark.parametrize(
    ("silence", "expected"),
    [(30, Stage.REPEAT), (31, Stage.AT_RISK), (90, Stage.AT_RISK), (91, Stage.LOST)],
)
def test_own_rhythm_says_when_silence_is_too_long(world: Population, silence: int, expected: Stage) -> None:
    buy(world, *(silence + n for n in (0, 10, 20, 30)))
    assert stage(world) is expected


@pytest.mark.parametrize(
    ("gap", "risk"),
    [(1, 30), (10, 30), (11, 33), (40, 120), (100, 120)],  # floor, three gaps, cap
)
def test_the_limit_follows_the_gap_within_floor_and_cap(world: Population, gap: int, risk: int) -> None:
    buy(world, risk, risk + gap, risk + 2 * gap)
    assert stage(world) is Stage.REPEAT
    world.facts.clear()
    buy(world, risk + 1, risk + 1 + gap, risk + 1 + 2 * gap)
    assert stage(world) is Stage.AT_RISK


@pytest.mark.parametrize(
    ("silence", "expected"), [(60, Stage.BUYING), (61, Stage.AT_RISK), (181, Stage.LOST)]
)
def test_who_acted_once_has_no_rhythm(world: Population, silence: int, expected: Stage) -> None:
    buy(world, silence)
    assert stage(world) is expected


def test_what_is_older_than_a_year_is_no_rhythm(world: Population) -> None:
    buy(world, 45, *range(400, 500, 10))
    assert stage(world) is Stage.REPEAT


def test_lost_is_capped_at_a_year(world: Population) -> None:
    rules = StageRules(risk_cap=200, lost_cap=365)
    for silence, expected in ((365, Stage.AT_RISK), (366, Stage.LOST)):
        world.facts.clear()
        buy(world, silence, silence + 100, silence + 200)
        with world.store() as con:
            # All three days lie in a window that reaches back far enough.
            stand(con, at_end_of(DAY, ZONE), msgspec.structs.replace(rules, rhythm_window=1_000))
            assert con.execute("select stage from standing_next").fetchall() == [(expected,)]


def test_a_word_is_an_act_too(world: Population) -> None:
    buy(world, *(31 + n for n in (0, 10, 20)))
    assert stage(world) is Stage.AT_RISK
    world.say(1, 21, 2)
    assert stage(world) is Stage.REPEAT


@pytest.mark.parametrize("before", [Stage.AT_RISK, Stage.LOST])
def test_only_a_fresh_act_brings_back(world: Population, before: Stage) -> None:
    """Their limit is 120 days; that their rhythm slows down is no act."""
    buy(world, 31, 131, 231)
    assert stage(world) is Stage.REPEAT
    world.stood(1, before, 10)
    assert stage(world) is before
    world.say(1, 21, 30)
    assert stage(world) is Stage.REPEAT


def test_the_newest_stage_before_counts(world: Population) -> None:
    buy(world, 31, 131, 231)
    world.stood(1, Stage.AT_RISK, 20)
    world.stood(1, Stage.REPEAT, 10)
    assert stage(world) is Stage.REPEAT


def test_who_deleted_all_of_us_is_lost_until_they_act(world: Population) -> None:
    world.relations = [Relation(1, 8, at(90), at(20), Ending.CUSTOMER_DELETED)]
    assert stage(world) is Stage.LOST
    world.say(1, 21, 20)  # the farewell, at the very instant
    assert stage(world) is Stage.LOST
    world.say(1, 21, 19)
    assert stage(world) is Stage.INTERACTING


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        ([(at(20), Ending.STAFF_DELETED)], Stage.AWARE),
        ([(at(20), Ending.CUSTOMER_DELETED), (None, None)], Stage.AWARE),
        ([(at(20), Ending.TRANSFERRED), (None, None)], Stage.AWARE),
        ([(at(20), Ending.TRANSFERRED), (at(10), Ending.CUSTOMER_DELETED)], Stage.LOST),
        ([(at(20), Ending.TRANSFERRED)], Stage.AWARE),
        ([(at(-2), Ending.CUSTOMER_DELETED)], Stage.AWARE),  # will be
        ([(at(20), Ending.TRANSFER_REFUSED)], Stage.AWARE),
    ],
)
def test_only_endings_by_the_customer_lose_them(world: Population, relations: list, expected: Stage) -> None:
    world.relations = [Relation(1, 8, at(90), ended, cause) for ended, cause in relations]
    assert stage(world) is expected


def test_spreading_is_who_brought_somebody_who_joined(world: Population) -> None:
    world.person(2, 3, 4, 5, 6)
    world.customers[5], world.customers[6] = 1, 2  # second accounts of the first two
    world.seats = [
        Seat(21, 4, at(10), inviter=5),
        Seat(21, 6, at(10), inviter=2),  # oneself is no guest
        Seat(21, 8, at(10), inviter=3),  # nor is a member of staff
        Seat(21, 3, at(366), inviter=4),  # long ago
        Seat(21, 3, None, inviter=4),  # nobody knows when
    ]
    assert spreading(world) == [1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"interacting": 0}, {"interacting_stay": 20}, {"back": 31}, {"risk_floor": 200}, {"lost_cap": 120},
        {"lost_times": 1}, {"rhythm_days": 1}, {"risk_without_rhythm": 121},
    ],
)  # fmt: skip
def test_numbers_that_contradict_each_other_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="contradict"):
        StageRules(**wrong)
