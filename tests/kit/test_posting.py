"""Sending over real sockets: what arrives, what is refused, what takes too long."""

import asyncio
import hashlib
import hmac
import json
import ssl

import pytest
from tests.kit.receiver import closed_port, dripping, receiver

from yutang.kit import posting
from yutang.kit.posting import Answer, headers, may_pass, post, signature

BODY = json.dumps({"text": "你好"}).encode()


def _post(url: str, *, reach: str = "local", whole: float = 10.0) -> Answer:
    told = headers("s", "k1", "test", BODY, 1_772_000_000)
    return asyncio.run(post(url, BODY, told, reach=reach, whole=whole))


def test_the_bytes_arrive_with_their_headers() -> None:
    with receiver() as here:
        assert _post(here.url) == Answer(200)
        path, told, body = here.got[0]
    assert (path, body) == ("/hook?key=a%20b", BODY)
    assert told["X-Yutang-Delivery"] == "k1"
    assert told["X-Yutang-Signature"].startswith("t=1772000000,v1=")
    assert told["Host"] == f"127.0.0.1:{here.port}"


def test_a_name_is_resolved_once_and_its_address_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that would answer differently the second time is never asked a second time."""
    asked = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    monkeypatch.setattr(posting, "_resolve", resolve)
    with receiver() as here:
        assert _post(f"http://hooks.example:{here.port}/x") == Answer(200)
        assert here.got[0][1]["Host"] == f"hooks.example:{here.port}"
    assert asked == [("hooks.example", here.port)]


@pytest.mark.parametrize("status", [204, 302, 307, 404, 429, 500, 503])
def test_the_status_is_the_answer_and_redirects_are_not_followed(status: int) -> None:
    with receiver(status) as here:
        assert _post(here.url) == Answer(status)
        assert len(here.got) == 1


def test_loopback_is_refused_by_default_without_a_connection() -> None:
    with receiver() as here:
        for reach in ("public", "lan"):
            assert _post(here.url, reach=reach) == Answer(error="address_refused")
        assert here.got == []


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://[fd00:ec2::254]/",
        "http://0.0.0.0/",
        "http://2852039166/",
        "http://0xa9fea9fe/",
        "ftp://x/",
    ],
)
def test_metadata_is_refused_however_it_is_written(url: str) -> None:
    assert _post(url).error in {"address_refused", "no_such_host"}


def test_nobody_there() -> None:
    assert _post(f"http://127.0.0.1:{closed_port()}/") == Answer(error="unreachable", again=True)


def test_no_such_name() -> None:
    assert _post("http://nowhere.invalid/") == Answer(error="no_such_host", again=True)
    assert _post(f"http://{'a' * 70}.example/").error == "no_such_host"


def test_a_receiver_that_is_silent_or_drips_is_left_in_time() -> None:
    with receiver("hang") as here:
        assert _post(here.url, whole=0.3) == Answer(error="timeout", again=True)
    with dripping() as port:
        assert _post(f"http://127.0.0.1:{port}/", whole=0.5) == Answer(error="timeout", again=True)


def test_an_answer_that_is_no_http() -> None:
    with receiver("garbage") as here:
        assert _post(here.url) == Answer(error="protocol", again=True)


def test_tls_that_cannot_be_trusted_is_told_as_such() -> None:
    with receiver() as here:
        assert _post(f"https://127.0.0.1:{here.port}/").error == "certificate"
    wrapped = RuntimeError()
    wrapped.__cause__ = ssl.SSLError()
    assert posting._tls(wrapped)


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would resolve the name by itself, past every rule."""
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    with receiver() as here:
        assert _post(here.url) == Answer(200)


@pytest.mark.parametrize(
    ("url", "host", "address", "pinned", "named"),
    [("https://a.example/x?y=1#z", "a.example", "1.2.3.4", "https://1.2.3.4/x?y=1", "a.example"),
     ("http://a.example:81", "a.example", "1.2.3.4", "http://1.2.3.4:81/", "a.example:81"),
     ("https://[2606::1]:444/q", "2606::1", "2606::1", "https://[2606::1]:444/q", "[2606::1]:444"),
     ("https://例子.cn/", "例子.cn", "1.2.3.4", "https://1.2.3.4/", "xn--fsqu00a.cn")],
)  # fmt: skip
def test_the_address_stands_in_the_place_of_the_name(
    url: str, host: str, address: str, pinned: str, named: str
) -> None:
    assert posting._pinned(url, host, address) == (pinned, {"Host": named})


def test_a_receiver_can_check_the_signature_with_four_lines() -> None:
    body = b'{"a":1}'
    told = headers("yws_secret", "dg_1", "digest.daily", body, 1_772_000_000)
    stamp, given = (part.partition("=")[2] for part in told["X-Yutang-Signature"].split(","))
    expected = hmac.new(b"yws_secret", stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(given, expected)
    assert (stamp, told["X-Yutang-Delivery"]) == ("1772000000", "dg_1")


def test_another_secret_body_or_instant_is_another_signature() -> None:
    one = signature("s", b"body", 5)
    assert len({one, signature("t", b"body", 5), signature("s", b"bodz", 5), signature("s", b"body", 6)}) == 4


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503, 599])
def test_what_may_pass_by_itself(status: int) -> None:
    assert may_pass(Answer(status))
    assert not may_pass(Answer(status - 300))
