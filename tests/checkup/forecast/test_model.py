import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.checkup.forecast import features, model
from yutang.checkup.forecast.features import Past

LONG, SHORT = features.LONG, features.SHORT


def past_of(talk: dict[int, int], waited: int = 0, guessed: bool = False) -> Past:
    """The past of one group that spoke `talk` = {days before its last talk: speakers}, `waited` quiet days ago."""
    ago = np.array(sorted(talk)) + waited
    active = np.array([talk[int(a) - waited] >= 2 for a in ago])
    columns = {
        "group_id": 1,
        "cut": 20_000 + waited,
        "age": ago.max(),
        "quiet": waited,
        "silent": ago[active].min() if active.any() else -1,
        "days": len(ago),
        "ten": ago[9] if len(ago) > 9 else -1,
        "talk_long": np.exp2(-ago / LONG).sum(),
        "talk_short": np.exp2(-ago / SHORT).sum(),
        "active_long": np.exp2(-ago[active] / LONG).sum(),
        "messages": 3 * int((ago < 90).sum()),
        "speakers": max((talk[int(a) - waited] for a in ago if a < 90), default=0),
        "guessed": guessed,
    }
    return Past._make(np.array([columns[name]]) for name in Past._fields)


def p_of(past: Past) -> float:
    return float(model.forecast(past, model.shipped()).p[0])


talks = st.dictionaries(st.integers(0, 900), st.integers(1, 60), max_size=80).map(
    lambda d: d | {0: d.get(0, 2)}
)


@given(talks, st.integers(0, 1500), st.integers(1, 400), st.booleans())
def test_more_silence_never_raises_the_forecast(talk, waited, longer, guessed):
    assert p_of(past_of(talk, waited + longer, guessed)) <= p_of(past_of(talk, waited, guessed)) + 1e-12


@given(talks, st.integers(0, 300), st.sampled_from(sorted(range(0, 900, 30))), st.integers(2, 50))
def test_one_more_voice_in_the_past_never_lowers_it(talk, waited, day, more):
    if (
        talk.get(day, 0) >= 2
    ):  # an answer on a lone day quickens the old rhythm: the same silence is stranger then
        louder = talk | {day: talk[day] + more}
        assert p_of(past_of(louder, waited)) >= p_of(past_of(talk, waited)) - 1e-12


@given(talks, st.integers(0, 1500), st.booleans())
def test_the_curve_never_falls_and_holds_the_forecast(talk, waited, guessed):
    found = model.forecast(past_of(talk, waited, guessed), model.shipped())
    assert (np.diff(found.decay[0]) >= 0).all()
    assert found.decay[0][model.HORIZONS.index(28)] == found.p[0]
    assert 0.0 <= found.decay.min() <= found.decay.max() <= 1.0


def test_log_odds_are_the_line_and_the_shares_add_up_to_it():
    past = past_of({0: 3, 4: 2, 9: 1}, 6)
    c, found = model.shipped().speakers, model.forecast(past, model.shipped())
    log_odds = math.log(found.p[0] / (1 - found.p[0]))
    assert features.matrix(past)[0] @ np.array(c.slopes) + c.intercept == pytest.approx(log_odds)
    at_means = c.intercept + np.array(c.means) @ np.array(c.slopes)
    assert found.shares[0].sum() + at_means == pytest.approx(log_odds)


def test_plain_cases_come_out_plainly():
    busy = p_of(past_of(dict.fromkeys(range(200), 20)))
    once = p_of(past_of({0: 2}, 300))
    talking_to_itself = p_of(past_of(dict.fromkeys(range(365), 1)))
    three_days_old = p_of(past_of({0: 4, 1: 4, 2: 4}))
    assert busy > 0.95
    assert once < 0.02
    assert talking_to_itself < 0.1  # a daily poster whom nobody ever answers is no life
    assert 0.5 < three_days_old < busy


def test_a_lone_voice_does_not_end_a_silence():
    """It lived on most days for months; for a hundred days since, somebody speaks now and then and nobody answers."""
    alive = dict.fromkeys(range(100, 200), 4)
    alone, answered = ({5: n, 40: n, 70: n} for n in (1, 2))
    p, back = (p_of(past_of(alive | late | {0: n})) for late, n in ((alone, 1), (answered, 2)))
    assert p < back - 0.2


def test_group_never_heard_has_no_forecast():
    past = Past._make(np.array([0]) for _ in Past._fields)._replace(guessed=np.array([False]))
    found = model.forecast(past, model.shipped())
    assert np.isnan(found.p[0])
    assert np.isnan(found.decay[0]).all()
    assert model.reasons(found.shares[0]) == []


def test_counted_groups_use_their_own_line():
    past = past_of({0: 2, 10: 2}, guessed=True)
    c = model.shipped().counts
    log_odds = features.matrix(past)[0] @ np.array(c.slopes) + c.intercept
    assert p_of(past) == pytest.approx(1 / (1 + math.exp(-log_odds)))


def test_reasons_are_the_largest_shares_that_pull_the_same_way():
    shares = np.array([-2.0, 0.4, -0.2, -0.9, -0.3, 0.0, -0.1])
    assert model.reasons(shares) == [("silence_long", -2.0), ("pace_slow", -0.9), ("speakers_few", -0.3)]
    assert [r.code for r in model.reasons(-shares, most=1)] == ["heard_lately"]
    assert model.reasons(np.zeros(7)) == []


def test_a_model_by_which_silence_helps_is_refused():
    shipped = model.shipped()
    slopes = list(shipped.speakers.slopes)
    slopes[features.NAMES.index("age")] = slopes[features.NAMES.index("quiet")] + 0.1
    wrong = msgspec.structs.replace(shipped.speakers, slopes=tuple(slopes))
    with pytest.raises(model.InvalidModel, match="silence"):
        model.check(msgspec.structs.replace(shipped, speakers=wrong))
    with pytest.raises(model.InvalidModel, match="this version"):
        model.check(msgspec.structs.replace(shipped, features=("other",)))


def test_shipped_model_says_what_it_was_trained_on():
    trained = model.shipped().trained
    assert str(trained["last_cut"]) < "2023"
    assert int(trained["snapshots"]) > 1000
