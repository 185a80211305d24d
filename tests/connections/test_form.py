"""What may stand in a connection's fields."""

import pytest
from tests.connections.conftest import OPEN, SECRETS, SETTINGS

from yutang.connections import form
from yutang.kit.errors import YutangError


def test_blank_stays_as_it_was_and_blanks_around_are_no_part_of_it() -> None:
    told = {"secret": "  another-secret-1 ", "token": "", "corp_id": " "}
    assert form.filled("wecom", told, SETTINGS) == SETTINGS | {"secret": "another-secret-1"}


def test_what_the_platform_is_told_by_a_person_may_be_made_up() -> None:
    made = [form.filled("wecom", OPEN | {"secret": SECRETS["secret"]}) for _ in range(50)]
    assert all(len(one["token"]) == 32 and one["token"].isalnum() for one in made)
    assert all(len(one["aes_key"]) == 43 and one["aes_key"].isalnum() for one in made)
    assert len({one["aes_key"] for one in made}) == len({one["token"] for one in made}) == 50


def test_what_was_made_up_opens_as_a_key_of_32_bytes() -> None:
    from yutang.channels.wecom.crypto import decode_key

    made = form.filled("wecom", OPEN | {"secret": SECRETS["secret"]})
    assert len(decode_key(made["aes_key"])) == 32


@pytest.mark.parametrize(
    ("field", "value"),
    [("corp_id", ""), ("corp_id", "ww 1"), ("agent_id", "x"), ("secret", ""), ("secret", "短"), ("token", "a-b"),
     ("aes_key", "x" * 42), ("aes_key", "x" * 42 + "="), ("base_url", "http://example.com"),
     ("base_url", "ftp://127.0.0.1"), ("base_url", "https://u:p@example.com"), ("base_url", "https://x:0/"),
     ("base_url", "http://127.0.0.1.example.com"), ("base_url", "https:///x")],
)  # fmt: skip
def test_a_field_that_cannot_be_is_named(field: str, value: str) -> None:
    told = {name: text for name, text in (SETTINGS | {field: value}).items() if text}
    with pytest.raises(YutangError) as refused:
        form.filled("wecom", told)
    assert (refused.value.code, refused.value.params) == ("connection_field", {"field": field})


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8710", "http://localhost:1/x", "https://wecom.example.cn/proxy"]
)
def test_secrets_go_encrypted_or_to_this_machine(url: str) -> None:
    assert form.filled("wecom", SETTINGS | {"base_url": url})["base_url"] == url


@pytest.mark.parametrize("url", [
    "https://wecom.example.cn/proxy", "https://qyapi.weixin.qq.com.example.cn", "https://example.cn/qyapi.weixin.qq.com",
    "https://10.0.0.7", "https://169.254.169.254", "https://qyapi.weixin.qq.com@example.cn",
])  # fmt: skip
def test_another_host_is_for_the_operator_of_this_machine_to_allow(url: str) -> None:
    refused = []
    for hosts in ("", "other.example.cn", "*"):
        with pytest.raises(YutangError) as wrong:
            form.refuse_host({"base_url": f" {url} "}, hosts)
        refused.append((wrong.value.code, wrong.value.params["host"]))
    assert len(set(refused)) == 1
    form.refuse_host({"base_url": url}, f"proxy.example.cn, {refused[0][1].upper()}")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://127.0.0.1:8710",
        "https://[::1]:8443",
        "https://QYAPI.weixin.qq.com/x",
        "http://localhost:1",
    ],
)
def test_the_platform_itself_and_this_machine_need_no_leave(url: str) -> None:
    form.refuse_host({"base_url": url}, "")


def test_no_channel_of_that_name() -> None:
    with pytest.raises(YutangError, match="connection_channel"):
        form.filled("fax", {})


def test_what_may_be_shown_is_no_secret() -> None:
    assert form.open_part("wecom", SETTINGS) == OPEN
    assert form.secrets_given("wecom", SETTINGS) == ["secret", "token", "aes_key"]
