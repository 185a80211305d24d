"""The triangle against a count by hand, its censoring, and where it is going."""

import datetime as dt

import pytest
from tests.insight.retention.world import START, Contact, Relation, World, at

from yutang.accounts.model import Scope
from yutang.insight.retention.book import make
from yutang.insight.retention.cohorts import triangle
from yutang.insight.retention.model import Asked, CohortTriangle, Grain, RetentionSlice
from yutang.stats.sbg import Sbg

ALL = Scope(everything=True)


def told(
    world: World, first: int, last: int, as_of: int, *, ages: int = 6, scope: Scope = ALL, **more
) -> CohortTriangle:
    con = world.store()
    key = more.pop("key", None)
    dimension = more.pop("dimension", RetentionSlice.WHOLE)
    asked = Asked(first=START + dt.timedelta(first), last=START + dt.timedelta(last), dimension=dimension,
                  period=more.pop("period", Grain.WEEK))  # fmt: skip
    return triangle(con, make(con, world.definition(as_of, **more)), asked, scope, ages=ages, key=key)


def row(found: CohortTriangle, n: int, field: str) -> list[int]:
    return [getattr(age, field) for age in found.cohorts[n].ages]


def test_each_is_as_old_as_since_their_own_first_day() -> None:
    """Monday's and Sunday's arrival are one cohort; after 13 days the one is one week old, and so is the other."""
    world = World(customers=3, relations=[
        Relation(1, 101, at(0)), Relation(2, 101, at(6)), Relation(3, 101, at(3), at(10), 1),  # gone at seven days
    ])  # fmt: skip
    found = told(world, 0, 6, as_of=13, ages=3)
    assert row(found, 0, "at_risk") == [3, 3, 0, 0]
    assert row(found, 0, "stayed") == [3, 2, 0, 0]
    assert [age.censored for age in found.cohorts[0].ages] == [False, False, True, True]
    assert (found.cohorts[0].size, found.cohorts[0].whole_to) == (3, 1)
    assert row(told(world, 0, 6, as_of=16, ages=3), 0, "at_risk") == [
        3,
        3,
        1,
        0,
    ]  # Monday's is 14 days old on the 14th


def test_gone_on_the_eve_and_on_the_day_of_an_age() -> None:
    world = World(
        customers=2, relations=[Relation(1, 101, at(0), at(7), 1), Relation(2, 101, at(0), at(8), 1)]
    )
    assert row(told(world, 0, 6, as_of=30, ages=3), 0, "stayed") == [2, 1, 0, 0]


def test_who_comes_back_is_retained_again_and_has_not_stayed() -> None:
    world = World(customers=1, relations=[Relation(1, 101, at(0), at(3), 1), Relation(1, 101, at(12))])
    found = told(world, 0, 6, as_of=30, ages=3)
    assert row(found, 0, "stayed") == [1, 0, 0, 0]
    assert row(found, 0, "retained") == [1, 0, 1, 1]


def test_silence_ends_a_stay_here_too() -> None:
    world = World(
        customers=1, relations=[Relation(1, 101, at(0))], contacts=[Contact(1, at(4)), Contact(1, at(30))]
    )
    assert row(told(world, 0, 6, as_of=40, ages=5, dormant_days=10), 0, "stayed") == [1, 1, 1, 0, 0, 0]


def tenant(weeks: int, size: int, model: Sbg) -> World:
    """A cohort each Monday that leaves as the model says, rounded."""
    world = World(customers=0)
    survival = model.survival(weeks) * size
    for week in range(weeks):
        for n in range(size):
            world.customers += 1
            left = next((age for age in range(1, weeks + 1) if n >= round(survival[age])), None)
            ended = None if left is None else at(7 * (week + left))
            world.relations.append(
                Relation(world.customers, 101 + n % 2, at(7 * week), ended, 1 if ended else None, source=7)
            )
    return world


def test_the_projection_finds_the_model_and_rises() -> None:
    """A constant rate of the first week would leave 10 of 200 after twelve weeks; 57 stay."""
    weeks, model = 12, Sbg(0.7, 2.5, 0.0)
    found = told(tenant(weeks, 200, model), 0, 7 * weeks - 1, as_of=7 * weeks + 6, ages=12, dormant_days=500)
    assert (found.a, found.b) == pytest.approx((0.7, 2.5), rel=0.1)
    assert found.rates == sorted(found.rates)
    assert found.rates[-1] > found.rates[0] + 0.1
    newest, oldest = found.cohorts[-1], found.cohorts[0]
    assert (oldest.whole_to, newest.whole_to) == (12, 1)
    assert [age.expected for age in oldest.ages] == [None] * 13
    assert newest.ages[1].expected is None
    assert newest.ages[12].expected == pytest.approx(oldest.ages[12].stayed, rel=0.1)
    assert newest.ages[12].expected > 4 * 200 * (newest.ages[1].stayed / 200) ** 12


def test_of_one_source_or_one_follower() -> None:
    world = World(customers=3, relations=[
        Relation(1, 101, at(0), source=7), Relation(2, 102, at(0), source=8),
        Relation(3, 101, at(0), at(9), 3, source=8), Relation(3, 102, at(9), how=2),
    ])  # fmt: skip
    assert told(world, 0, 6, 30, dimension=RetentionSlice.SOURCE, key=8).cohorts[0].size == 2
    mine = told(world, 0, 6, 30, dimension=RetentionSlice.STAFF, key=101)
    assert row(mine, 0, "at_risk") == [2, 2, 1, 1, 1, 0, 0]  # who was handed over is out of sight, not lost
    assert row(mine, 0, "stayed") == [2, 2, 1, 1, 1, 0, 0]
    scoped = told(world, 0, 6, 30, scope=Scope(everything=False, staff=frozenset({101})))
    assert scoped.cohorts == mine.cohorts


def test_of_too_few_nothing_is_foretold() -> None:
    found = told(World(customers=1, relations=[Relation(1, 101, at(0))]), 0, 13, 20)
    assert (found.a, found.b, found.rates) == (None, None, [])
    assert {age.expected for cohort in found.cohorts for age in cohort.ages} == {None}
    assert [c.size for c in found.cohorts] == [1, 0]
