"""A connection: what can't be right is said before anything is asked."""

import pytest

from yutang.channels.wecom.settings import BASE, Connection

RIGHT = {"corpid": "ww1234567890abcdef", "agentid": 1000002, "secret": "s" * 43}
CALLBACK = {"callback_token": "Tok3n", "callback_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"}


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({}, ()),
        (CALLBACK, ()),
        ({"corpid": "1234"}, ("corpid",)),
        ({"agentid": 0}, ("agentid",)),
        ({"secret": "short"}, ("secret",)),
        ({"secret": "s" * 42 + "\n"}, ("secret",)),
        ({"secret": "密" * 43}, ("secret",)),
        (CALLBACK | {"callback_key": "abc"}, ("callback_key",)),
        (CALLBACK | {"callback_token": ""}, ("callback_token",)),
        ({"callback_token": "Tok3n"}, ("callback_key",)),
        ({"base": "ftp://x"}, ("base",)),
        ({"base": "qyapi.weixin.qq.com"}, ("base",)),
        ({"base": "http://127.0.0.1:9000"}, ()),
    ],
)
def test_faults_are_named(changed: dict[str, str], faults: tuple[str, ...]) -> None:
    assert Connection(**(RIGHT | changed)).faults() == faults


def test_the_platform_is_the_default() -> None:
    assert Connection(**RIGHT).base == BASE
