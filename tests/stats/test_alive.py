import numpy as np
import pytest

from yutang.stats.alive import p_alive, silence, silence_gamma, silence_limit

CDNOW = (0.243, 4.414, 0.793, 2.426)  # Fader, Hardie and Lee 2005


def test_one_percent_silences_of_the_published_rates() -> None:
    assert np.round(silence_limit([20, 1, 0.2]), 2).tolist() == [0.23, 4.61, 23.03]
    assert silence(0.2, silence_limit(0.2)) == pytest.approx(0.01)


def test_an_uncertain_rate_forgives_longer_silences() -> None:
    assert silence_gamma(2, 10, 10) == pytest.approx(0.25)
    assert silence_gamma(2, 10, 20) > silence(0.2, 20)
    assert silence_gamma(2e6, 1e7, 20) == pytest.approx(silence(0.2, 20), rel=1e-4)


def test_p_alive_of_the_published_customer() -> None:
    assert float(p_alive(2, 30.43, 38.86, CDNOW)) == pytest.approx(0.7266, abs=5e-5)
    assert p_alive([0, 5], [0, 1], [30, 30], CDNOW).tolist() == pytest.approx([1, 0.000498], abs=1e-6)
