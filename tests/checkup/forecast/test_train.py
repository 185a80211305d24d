import datetime as dt

import msgspec
import numpy as np
import pytest

from yutang.checkup.forecast import features, model
from yutang.checkup.forecast.lessons import Cuts, Lesson, lessons
from yutang.checkup.forecast.train import Verdict, choose, learn

AS_OF = dt.date(2026, 1, 31)


def world(days, groups: int, sharp: bool = True, seed: int = 0) -> None:
    """Groups that speak with a steady chance a day until a day after which they never do (`sharp`), or go on."""
    r = np.random.default_rng(seed)
    for group in range(groups):
        stop = int(r.integers(40, 700)) if sharp else 0
        spoken = np.flatnonzero(r.random(760) < r.choice([0.1, 0.3, 0.9]))
        days.talk(group, spoken[spoken >= stop].tolist(), people=[1, 2, 3])


def test_too_little_past_keeps_the_shipped_model(days):
    world(days, 5)
    choice = choose(days.con, AS_OF, model.shipped())
    assert choice.verdict is Verdict.TOO_LITTLE
    assert choice.model is model.shipped()
    assert 0 < choice.snapshots < 500


def test_only_one_outcome_keeps_the_shipped_model(days):
    world(days, 40, sharp=False)
    choice = choose(days.con, AS_OF, model.shipped())
    assert (choice.verdict, choice.snapshots >= 500) == (Verdict.TOO_LITTLE, True)


def test_no_past_at_all(days):
    assert choose(days.con, AS_OF, model.shipped())[1:] == (Verdict.TOO_LITTLE, 0, 0.0, 0.0)


def test_another_world_earns_its_own_model(days):
    world(days, 80)
    choice = choose(days.con, AS_OF, model.shipped())
    assert choice.verdict is Verdict.BETTER
    assert choice.gain >= 0.002
    assert choice.t >= 1.645
    assert choice.model.trained == {"on": "own", "snapshots": choice.snapshots}
    assert choice.model.counts == model.shipped().counts
    model.check(choice.model)


def test_a_fit_that_proves_no_better_is_not_used(days):
    world(days, 80)
    whole = lessons(days.con, Cuts(AS_OF - dt.timedelta(700), AS_OF - dt.timedelta(28)))
    best = msgspec.structs.replace(model.shipped(), speakers=learn(whole, ridge=1.0))
    choice = choose(days.con, AS_OF, best)
    assert choice.verdict is Verdict.NOT_BETTER
    assert choice.model is best
    assert choice.gain < 0.002


def test_guessed_speakers_do_not_teach(days):
    world(days, 80)
    days.con.execute("update cu_group_day set guessed = true")
    assert choose(days.con, AS_OF, model.shipped()).snapshots == 0


def test_learn_gives_a_sane_model_with_all_horizons(days):
    world(days, 60)
    taught = lessons(days.con, Cuts(AS_OF - dt.timedelta(500), AS_OF - dt.timedelta(60)))
    own = learn(taught)
    assert model.sane(own)
    assert own.horizons[28] == (0.0, 1.0)
    made = msgspec.structs.replace(model.shipped(), speakers=own)
    p = model.forecast(taught.past, made).p
    assert p.mean() == pytest.approx(taught.outcome().mean(), abs=0.005)


def test_learn_leans_on_the_prior_where_it_is_told_to(days):
    world(days, 30)
    taught = lessons(days.con, Cuts(AS_OF - dt.timedelta(500), AS_OF - dt.timedelta(60)))
    shipped = model.shipped().speakers
    assert learn(taught, ridge=1e9, prior=shipped).slopes == pytest.approx(shipped.slopes, abs=1e-4)


def test_age_may_not_outrun_silence():
    """Old groups alive, young ones dead, no silence to tell: age is left out rather than let it win."""
    n = 400
    old = np.arange(n) % 2 == 0
    past = features.Past._make(np.full(n, v) for v in (1, 1, 0, 0, 0, 12, 20, 10.0, 5.0, 5.0, 9, 4, False))
    past = past._replace(age=np.where(old, 2000, 30))
    own = learn(Lesson(past, np.where(old, 1, 100), np.full(n, 100)))
    assert model.sane(own)
    assert own.slopes[features.NAMES.index("age")] == 0.0
