"""One spelling for all that look alike, with the way back to what was written; and nothing loaded before it is needed."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from yutang.segments.tags.words.spelling import fold, in_place, places, sounds


def test_what_looks_alike_is_spelled_alike() -> None:
    for spellings in (
        ("优惠券", "優惠券", "优 惠 券", "优·惠·券", "优\u200b惠券", "优\ufe0f惠券"),
        ("vip", "VIP", "ＶＩＰ", "Ⓥⓘⓟ", "v.I.p", "V\u0301IP"),
        ("cafe", "café", "cafe\u0301", "CAFÉ"),
        ("1", "①", "１", "¹"),
        ("干杯", "乾杯"), ("看着", "看著"), ("了解", "瞭解"),
    ):  # fmt: skip
        assert {fold(one) for one in spellings} == {fold(spellings[0])}
    assert fold("😀，。 \n\t‼") == ""


def test_what_sounds_alike_has_one_reading() -> None:
    assert "加微信".translate(sounds()) == "家威信".translate(sounds())
    assert "退款".translate(sounds()) != "退货".translate(sounds())
    assert "vip1".translate(sounds()) == "vip1"


@given(st.text(max_size=60))
def test_every_folded_character_knows_its_place(text: str) -> None:
    plain = fold(text)
    found = places(text)
    assert len(found) == len(plain)
    assert found == sorted(found)
    assert all(plain[n] in fold(text[place]) for n, place in enumerate(found))
    assert len(in_place(text)) == len(text)
    assert len(plain.translate(sounds())) == len(plain)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_server_that_matches_nothing_loads_none_of_the_libraries() -> None:
    code = (
        "import sys, yutang.web.app, yutang.worker.handlers;"
        "print({'opencc', 'pypinyin', 'ahocorasick'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "set()"
