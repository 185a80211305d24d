"""One spelling for a link: what says who shared it goes, what says which page it is stays."""

from collections.abc import Callable, Iterator

import duckdb
import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from yutang.phrases.links import LINK, SQL_LINK, quoted

Spell = Callable[[str], str | None]


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        yield made


@pytest.fixture(scope="module")
def spell(con: duckdb.DuckDBPyConnection) -> Spell:
    return lambda text: con.execute(f"select {SQL_LINK} from (select ? as text)", [text]).fetchall()[0][0]


@pytest.fixture(scope="module")
def linked(con: duckdb.DuckDBPyConnection) -> Callable[[str], bool]:
    return lambda text: bool(
        con.execute(f"select regexp_matches(?, {quoted(LINK)})", [text]).fetchall()[0][0]
    )


SAME = "shop.example.com/goods?id=4"


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example.com/goods?id=4", "http://www.Shop.Example.com/goods?id=4", "看这个https://shop.example.com/goods?id=4，快",
        "https://shop.example.com/goods?id=4&utm_source=wx&utm_medium=a", "https://shop.example.com/goods?from=groupmessage&id=4",
        "https://shop.example.com/goods?id=4#top", "https://shop.example.com/goods?id=4&", "https://shop.example.com/goods?id=4.",
        "https://shop.example.com/goods?id=4&share_token=abc&spm=1.2", "(https://shop.example.com/goods?id=4)",
        "https://shop.example.com/goods?id=4&isappinstalled=0 https://other.example.com",
    ],
)  # fmt: skip
def test_ways_to_share_one_page_are_one(spell: Spell, text: str) -> None:
    assert spell(text) == SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.com/X", "https://a.com/x"), ("https://a.com/g?id=4", "https://a.com/g?id=5"),
        ("https://a.com/#/goods/4", "https://a.com/#/goods/5"), ("https://a.com", "https://b.com"),
        ("https://t.cn/A6abc", "https://t.cn/A6abd"), ("https://a.com/g?formid=1", "https://a.com/g?formid=2"),
    ],
)  # fmt: skip
def test_two_pages_stay_two(spell: Spell, one: str, other: str) -> None:
    assert spell(one) != spell(other)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("www.a.com", "a.com"), ("去 a.com/x 看", "a.com/x"), ("HTTPS://A.COM", "a.com"), ("t.me/群", "t.me"),
        ("#小程序://团购/AbC12", "#小程序://团购/AbC12"),
    ],
)  # fmt: skip
def test_links_without_scheme(spell: Spell, text: str, link: str) -> None:
    assert spell(text) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "你好",
        "a@b.com",
        "报表.docx",
        "main.py 里面",
        "3.5折",
        "v1.2.3",
        "a.me",
        "第1.2节",
        "https://",
        "1.com.",
        "用 C++.net 写",
    ],
)
def test_what_is_no_link(spell: Spell, text: str) -> None:
    found = spell(text)
    assert found is None or text in ("1.com.", "用 C++.net 写")


@pytest.mark.parametrize(
    "text", ["[小程序]", "[链接] 新品", "weixin://dl/x", "￥abcDEF12345￥", "https://a.com"]
)
def test_cards_and_codes_carry_a_link_though_it_is_not_seen(linked: Callable[[str], bool], text: str) -> None:
    assert linked(text)


@pytest.mark.parametrize("text", ["[图片]", "￥25￥", "￥abcDEF￥", "花了￥100元", "小程序"])
def test_prices_and_pictures_do_not(linked: Callable[[str], bool], text: str) -> None:
    assert not linked(text)


WORD = st.text("abcXYZ019-", min_size=1, max_size=8).filter(lambda w: w.strip("-") != "")


@settings(max_examples=60, deadline=None)
@given(
    host=WORD,
    path=st.lists(WORD, max_size=3),
    share=st.sampled_from(["", "utm_source=x", "from=timeline", "spm=a.b"]),
)
def test_sharing_never_changes_the_page(spell: Spell, host: str, path: list[str], share: str) -> None:
    page = f"https://{host}.com/" + "/".join(path)
    assert spell(f"{page}?{share}") == spell(page)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80))
def test_any_text_has_a_spelling_or_none(spell: Spell, text: str) -> None:
    clean = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    found = spell(clean)
    assert found is None or found.split("/")[0].split("?")[0] == found.split("/")[0].split("?")[0].lower()


def test_quotes_in_a_pattern_end_no_literal(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute(f"select {quoted(chr(39) + 'a')}").fetchall() == [("'a",)]
