"""The clock of the simulated tenant: never back, and on from where it stood."""

from pathlib import Path

from yutang.simulation.followed import Followed


class Wall:
    def __init__(self) -> None:
        self.at = 1_000

    def __call__(self) -> int:
        return self.at


def test_it_runs_with_the_wall_and_follows_who_is_ahead(tmp_path: Path) -> None:
    wall = Wall()
    time = Followed(tmp_path / "clock", wall)
    assert time.now() == 1_000
    assert time.follow(5_000)
    wall.at += 10
    assert time.now() == 5_010


def test_it_never_goes_back(tmp_path: Path) -> None:
    wall = Wall()
    time = Followed(tmp_path / "clock", wall)
    assert time.follow(5_000)
    assert not time.follow(4_000)
    assert time.now() == 5_000
    wall.at = 0
    assert time.now() == 5_000


def test_it_goes_on_from_where_it_stood(tmp_path: Path) -> None:
    wall = Wall()
    first = Followed(tmp_path / "clock", wall)
    first.follow(90_000)
    first.keep()
    wall.at = 2_000_000
    again = Followed(tmp_path / "clock", wall)
    assert again.now() == 90_000
    wall.at += 5
    assert again.now() == 90_005


def test_a_damaged_note_is_as_none(tmp_path: Path) -> None:
    (tmp_path / "clock").write_text("{")
    assert Followed(tmp_path / "clock", Wall()).now() == 1_000
