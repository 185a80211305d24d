"""Addresses of webhooks: shown without what lets one in, kept whole beside the secret."""

import pytest

from yutang.digests.addresses import joined, parted, shown
from yutang.kit.reach import host_of


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693axxx6-7aoc", "/cgi-bin/webhook/send?key=…"),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/0b8a3f7c-1111-2222-3333-444444444444", "/open-apis/bot/v2/hook/…"),
        ("https://oapi.dingtalk.com/robot/send?access_token=abc&lang=zh", "/robot/send?access_token=…&lang=…"),
        ("https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
         "/services/T00000000/B00000000/…"),
        ("http://192.168.1.9:8080/hook?abc#part", "/hook?…"),
        ("https://hooks.example", ""),
    ],
)  # fmt: skip
def test_an_address_is_shown_without_its_keys(url: str, seen: str) -> None:
    found = shown(url)
    scheme, _, rest = url.partition("//")
    assert found == f"{scheme}//{rest.partition('/')[0]}{seen}"
    assert shown(found) == found
    assert host_of(found) == host_of(url)


def test_what_was_closed_is_parted_again() -> None:
    assert parted(joined("yws_1", "https://a.example/?key=b"), "https://a.example/?key=…") == (
        "yws_1",
        "https://a.example/?key=b",
    )
    assert parted("yws_1", "https://a.example/?key=b") == ("yws_1", "https://a.example/?key=b")
