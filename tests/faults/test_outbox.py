"""A send through every fault of the platform, its process killed at random: nothing goes out twice, nothing is lost
without a reason. `make faults` does the same with a hundred thousand."""

from pathlib import Path

import pytest

from faults.storm import FAULTS, Size, Storm

pytestmark = pytest.mark.faults

SMALL = Size(staff=24, each=6)


@pytest.mark.parametrize(("seed", "cancelled"), [(1, False), (2, False), (3, True)])
def test_nothing_goes_out_twice_and_nothing_is_lost(tmp_path: Path, seed: int, cancelled: bool) -> None:
    storm = Storm(tmp_path, SMALL, seed)
    storm.confirm()
    assert storm.account()["open", ""] == SMALL.people
    storm.suffer()
    if cancelled:
        storm.cancel()
    storm.end()
    assert storm.stopping
    assert sum(1 for hits in storm.struck.values() if hits) > len(FAULTS) // 2
    storm.check()
    storm.close()
