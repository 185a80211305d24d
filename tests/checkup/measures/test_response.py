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


def asked(day: float, hour: float, answered_hours_later: float | None = None) -> World:
    world = World()
    world.say(1, 1, day, hour, traits=ASK)
    if answered_hours_later is not None:
        world.say(1, 2, day, hour + answered_hours_later)
    return world


@pytest.mark.parametrize(("hour", "unanswered"), [(0, 1), (0.01, 0)])
def test_a_question_is_unanswered_from_24_hours_on(hour, unanswered):
    assert asked(0, hour).measured()[1].unanswered == unanswered


@pytest.mark.parametrize(("later", "unanswered"), [(72, 0), (72.01, 1)])
def test_an_answer_within_72_hours_counts(later, unanswered):
    assert asked(9, 10, later).measured()[1].unanswered == unanswered


@pytest.mark.parametrize(("day", "unanswered"), [(27, 1), (28, 0)])
def test_questions_are_those_of_28_days(day, unanswered):
    assert asked(day, 10).measured()[1].unanswered == unanswered


@pytest.mark.parametrize("role", [Role.STAFF, Role.BOT, Role.HOUSE, Role.SYSTEM])
def test_only_people_ask(role):
    world = World(roles={1: role})
    world.say(1, 1, 9, 10, traits=ASK)
    world.say(1, 2, 20, 10)
    assert world.measured()[1].unanswered == 0


def test_a_house_account_answers_nobody():
    world = World(roles={4: Role.HOUSE})
    world.say(1, 1, 9, 10, traits=ASK)
    world.say(1, 4, 9, 11)
    assert world.measured()[1].unanswered == 1
