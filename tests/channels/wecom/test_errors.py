"""What each code means to do, and what is unknown."""

import pytest

from yutang.channels.contract.outcomes import Trouble
from yutang.channels.wecom.errors import FATAL, PAUSES, TROUBLES, trouble


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (-1, Trouble.RETRY), (6000, Trouble.RETRY), (41062, Trouble.RETRY), (41063, Trouble.RETRY),
        (45009, Trouble.THROTTLE), (45033, Trouble.THROTTLE),
        (40014, Trouble.REAUTH), (42001, Trouble.REAUTH), (41001, Trouble.REAUTH),
        (40001, Trouble.CONFIG), (40013, Trouble.CONFIG), (60020, Trouble.CONFIG), (48002, Trouble.CONFIG),
        (42012, Trouble.CONFIG), (701008, Trouble.CONFIG),
        (40003, Trouble.DATA), (84061, Trouble.DATA), (40007, Trouble.DATA), (40130, Trouble.DATA),
        (41045, Trouble.DATA), (41051, Trouble.DATA), (90501, Trouble.DATA), (41093, Trouble.DATA),
        (41094, Trouble.POLICY), (95001, Trouble.POLICY), (95032, Trouble.POLICY),
        (40058, Trouble.BUG), (41064, Trouble.BUG), (41091, Trouble.BUG),
    ],
)  # fmt: skip
def test_a_code_means_one_thing_to_do(code: int, kind: Trouble) -> None:
    assert trouble(code) is kind


@pytest.mark.parametrize("code", [1, 99999, -2, 2147483647])
def test_an_unknown_code_fails_its_item_and_nothing_else(code: int) -> None:
    assert code not in TROUBLES
    assert trouble(code) is Trouble.DATA


def test_what_stops_the_connection_is_an_operators_to_mend() -> None:
    assert {trouble(code) for code in FATAL} == {Trouble.CONFIG}


def test_only_what_passes_by_itself_has_a_pause() -> None:
    assert {trouble(code) for code in PAUSES} == {Trouble.RETRY}
