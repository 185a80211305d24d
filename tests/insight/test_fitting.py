"""Text in the cells of a terminal."""

import re

import pytest
from rich.cells import cell_len
from tests.insight.sample import NASTY

from yutang.insight.fitting import fit, fit_name, wrap


@pytest.mark.parametrize("name", NASTY)
def test_fit_gives_exactly_the_cells_asked_for(name):
    plain = re.sub("[\x00-\x1f\u202d\u202e]", "", name)
    assert cell_len(fit(plain, 17)) == 17
    assert cell_len(fit(plain, 17, right=True)) == 17


def test_a_long_name_keeps_its_end():
    assert fit_name("屿光直播预告-华东-299会员-51", 20) == "屿光直播预告-…员-51 "
    assert {cell_len(fit_name(re.sub("[\x00-\x1f\u202d\u202e]", "", name), 17)) for name in NASTY} == {17}


def test_chinese_wraps_between_characters_but_not_before_a_stop():
    assert wrap("一二三四，五六", 8) == ["一二三", "四，五六"]
    assert wrap("plain words here", 11) == ["plain words", "here"]
