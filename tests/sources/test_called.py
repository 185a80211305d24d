"""Sources have names that people read, in both languages; codes of ours are never shown."""

from tests.sources.conftest import Shop

from yutang.locales import catalogue
from yutang.sources.called import WAY, best_name, live_codes, source_name
from yutang.sources.model import Code


def named(shop: Shop, told: str, lang: str = "zh") -> str:
    return shop.read(source_name, told, lang)


def code_of(shop: Shop) -> Code:
    return shop.wish("li", of=shop.source("国庆快闪"), name="收银台")


def test_a_live_code_is_called_as_its_campaign_and_itself(shop: Shop) -> None:
    code = code_of(shop)
    assert named(shop, code.key) == "国庆快闪 / 收银台"
    assert shop.read(live_codes) == {code.key: "国庆快闪 / 收银台"}


def test_the_platforms_ways_are_words(shop: Shop) -> None:
    assert (named(shop, f"{WAY}1"), named(shop, f"{WAY}1", "en")) == ("扫二维码", "QR code")
    assert {named(shop, f"{WAY}{n}") for n in (0, 15, 9999)} == {"其他方式"}


def test_what_an_import_called_it_stays(shop: Shop) -> None:
    assert [named(shop, told) for told in ("抖音", "wb:1:4285486")] == ["抖音", "wb:1:4285486"]


def test_of_several_ours_tells_most(shop: Shop) -> None:
    code = code_of(shop)
    assert shop.read(best_name, [f"{WAY}1", code.key], "zh") == "国庆快闪 / 收银台"
    assert shop.read(best_name, [f"{WAY}0", f"{WAY}3"], "zh") == "名片分享"
    assert shop.read(best_name, [f"{WAY}0"], "zh") == ""
    assert shop.read(best_name, [], "en") == ""


def test_all_that_the_platform_documents_have_a_word() -> None:
    """wecom-api.md §4.1."""
    ways = [*range(1, 15), 16, 201, 202]
    for lang in ("zh", "en"):
        assert [n for n in ways if f"source.way.{n}" not in catalogue(lang)] == []
