"""Waiting for an answer."""

import numpy as np
import pytest
from tests.checkup.world import World

from yutang.checkup.measures.response import medians
from yutang.ledger.catalogue import Role
from yutang.ledger.traits import Trait

ASK = Trait.QUESTION


def minutes(world: World) -> float | None:
    return world.examined().groups[0].response_minutes


def test_the_first_answer_by_somebody_else_ends_the_wait():
    world = World()
    world.say(1, 1, 5, 10, traits=ASK)
    world.say(1, 1, 5, 10.25)
    world.say(1, 2, 5, 10.5)
    world.say(1, 3, 5, 10.75)
    assert minutes(world) == pytest.approx(30)


def test_staff_answer_and_bots_do_not():
    world = World(roles={8: Role.STAFF, 9: Role.BOT})
    world.say(1, 1, 5, 10, traits=ASK)
    world.say(1, 9, 5, 10.1)
    world.say(1, 8, 5, 11)
    assert minutes(world) == pytest.approx(60)


def test_the_unanswered_are_censored_not_dropped():
    world = World()
    for day in (20, 15, 10):
        world.say(1, 1, day, 10, traits=ASK)
    world.say(1, 2, 20, 10.5)
    found = world.examined().groups[0]
    assert found.response_minutes is None  # two of three never got an answer: the median is not reached
    assert found.unanswered_28d == 2


def test_a_question_of_today_is_not_yet_unanswered():
    world = World()
    world.say(1, 1, 0, 20, traits=ASK)
    assert world.measured()[1].unanswered == 0


def test_an_opening_is_a_message_after_six_silent_hours():
    world = World()
    world.say(1, 1, 5, 8)  # opening, answered after 120 min
    world.say(1, 2, 5, 10)
    world.say(1, 1, 5, 11)  # no opening
    world.say(1, 2, 5, 17)  # opening after 6 h, answered after 60 min
    world.say(1, 1, 5, 18)
    assert minutes(world) == pytest.approx(60)


def test_medians_of_freireich_6_mp():
    time = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    seen = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    group = np.full(21, 4)
    assert medians(group, np.array(time, float), np.array(seen, bool)) == {4: 23.0}
