"""The sentence over a check-up is the same that the report prints."""

import msgspec
import pytest
from tests.insight.sample import empty, sample

from yutang.checkup.model import Totals
from yutang.checkup.sentence import then, verdict

TOTALS = sample(10).totals


def totals(**changes: object) -> Totals:
    return msgspec.structs.replace(TOTALS, groups=10, states={}, **changes)


@pytest.mark.parametrize(
    ("alive", "code"), [(0, "zero"), (1, "few"), (4, "few"), (5, "some"), (9, "some"), (10, "all")]
)
def test_how_many_live(alive: int, code: str) -> None:
    told = verdict(totals(active_each_of_7_days=alive))
    assert (told.code, told.params) == (code, {"n": 10, "alive": alive})


def test_without_groups_and_without_data() -> None:
    assert verdict(empty().totals).code == "none"
    unknown = msgspec.structs.replace(TOTALS, groups=3, states={"unknown": 3})
    assert verdict(unknown).params == {"n": 3}
    assert verdict(unknown).code == "unknown"


@pytest.mark.parametrize(
    ("advice", "code"),
    [({"stop": 2, "merge": 1}, "both"), ({"stop": 2}, "stop"), ({"merge": 1, "keep": 4}, "merge")],
)
def test_what_can_be_let_go(advice: dict[str, int], code: str) -> None:
    told = then(totals(advice=advice, hours_freed_per_week=3.14159))
    assert told is not None
    assert (told.code, told.params["hours"]) == (code, 3.1)


def test_nothing_can_be_let_go() -> None:
    assert then(totals(advice={"keep": 10})) is None
