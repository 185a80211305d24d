"""One row a group: birth, dismissal, span, in the tenant's days."""

import datetime as dt

import pytest
from tests.checkup.world import DAY, World, at


@pytest.mark.parametrize(("later", "born"), [(7, False), (8, True)])
def test_a_first_sign_more_than_a_week_after_the_stores_is_a_birth(later, born):
    world = World()
    world.talk(1, [100])
    world.talk(2, [100 - later])
    found = world.measured()
    assert found[1].born is None
    assert found[2].born == (DAY - dt.timedelta(100 - later) if born else None)


def test_a_stated_birth_is_the_local_day():
    world = World()
    world.group(1, created=at(50, 0.5))
    assert world.measured()[1].born == DAY - dt.timedelta(50)


@pytest.mark.parametrize(("moment", "dismissed"), [(at(-1, -0.01), True), (at(-1, 0), False)])
def test_dismissed_before_the_day_is_over(moment, dismissed):
    world = World()
    world.group(1, dismissed=moment)
    world.talk(1, [3])
    assert world.measured()[1].dismissed is dismissed


def test_the_span_is_of_all_evidence_in_local_days():
    world = World()
    world.stay(1, 1, 90, hour=0.5)
    world.stay(1, 2, 60, 4, hour=0.5)
    world.talk(1, [30, 9], (1, 2))
    found = world.measured()[1]
    assert (found.first_day, found.last_day) == (DAY - dt.timedelta(90), DAY - dt.timedelta(4))
    assert (found.first_heard, found.last_join) == (DAY - dt.timedelta(30), DAY - dt.timedelta(60))
