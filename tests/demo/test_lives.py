import pytest

from yutang.demo.days import AHEAD, LAST, SPAN, WEEK, WINDOW
from yutang.demo.dice import Dice
from yutang.demo.lives import DEAD, GONE, KINDS, SPEAKING, UNKNOWN, Life, course

SEEDS = range(60)


def courses(life):
    return [course(life, Dice(seed, life)) for seed in SEEDS]


def active(made, since=0, until=SPAN):
    return [d for d in range(since, until) if made.voices[d] == 2]


def test_the_counts_are_those_of_the_issue():
    assert sum(n for n, _ in KINDS.values()) == 300
    assert KINDS[Life.STEADY][0] == 4
    assert KINDS[Life.MONOLOGUE][0] == 90
    assert set(KINDS) == set(Life)


@pytest.mark.parametrize("life", Life)
def test_only_steady_groups_are_active_on_each_of_the_last_seven_days(life):
    each = [len(active(made, WEEK)) == 7 for made in courses(life)]
    assert all(each) if life is Life.STEADY else not any(each)


@pytest.mark.parametrize("life", Life)
def test_nobody_speaks_before_the_group_is_open_and_the_plan_reaches_beyond_the_anchor(life):
    for made in courses(life):
        assert len(made.voices) == SPAN + AHEAD
        assert not any(made.voices[: max(0, made.created + 1)])
        assert made.created < LAST


@pytest.mark.parametrize("life", sorted(DEAD & SPEAKING))
def test_the_dead_stopped_long_ago_and_for_good(life):
    for made in courses(life):
        assert made.stopped is not None
        assert made.stopped <= LAST - GONE
        assert not active(made, max(0, made.stopped + 1), SPAN + AHEAD)
        assert made.created < made.stopped


def test_monologues_have_no_people_for_28_days_and_strays_do():
    assert not any(any(made.voices[WINDOW:]) for made in courses(Life.MONOLOGUE))
    assert all(1 in made.voices[WINDOW:SPAN] for made in courses(Life.STRAY))
    assert all(made.staff_until < WINDOW for made in courses(Life.DESERTED))


def test_dormant_groups_are_silent_but_not_gone():
    for made in courses(Life.BUBBLING):
        assert 8 <= LAST - active(made)[-1] <= 26
    for made in courses(Life.ASLEEP):
        assert 29 <= LAST - active(made)[-1] <= 50
        assert 1 in made.voices[WINDOW:SPAN]
    for made in courses(Life.ABANDONED):
        assert not any(made.voices[WINDOW:SPAN])
        assert made.staff_until < WINDOW


def test_fading_groups_sink_and_still_breathe():
    made = courses(Life.FADING)
    before = sum(len(active(m, 60, 88)) for m in made)
    assert sum(len(active(m, WINDOW)) for m in made) < before * 0.6
    assert all(len(active(m, WINDOW)) >= 2 for m in made)


def test_forming_groups_are_young_and_unknown_ones_nearly_mute():
    assert all(3 <= LAST - made.created <= 20 for made in courses(Life.FORMING))
    for life in UNKNOWN:
        assert all(sum(made.voices) <= 1 for made in courses(life))
