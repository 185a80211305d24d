"""Which addresses a webhook may reach: never the metadata of a cloud, by no way of writing it."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.kit.errors import YutangError
from yutang.kit.reach import allowed, choose, host_of, known, may_be_named

NEVER = (
    "169.254.169.254", "169.254.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "0.0.0.0", "0.1.2.3",
    "255.255.255.255", "240.0.0.1", "224.0.0.1", "::", "fe80::1", "ff02::1", "fd00:ec2::254", "fec0::1",
    "::ffff:169.254.169.254", "::169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::", "2001:db8::1",
)  # fmt: skip
LOOPBACK = ("127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::")
LAN = ("10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "fd12::1", "::ffff:10.0.0.1")
PUBLIC = ("1.1.1.1", "8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8")


def _reaches(text: str) -> list[str]:
    return [reach for reach in ("public", "lan", "local") if allowed(ipaddress.ip_address(text), reach)]


@pytest.mark.parametrize("text", NEVER)
def test_some_addresses_are_never_called(text: str) -> None:
    assert _reaches(text) == []


@pytest.mark.parametrize("text", LOOPBACK)
def test_this_machine_only_where_it_is_allowed(text: str) -> None:
    assert _reaches(text) == ["local"]


@pytest.mark.parametrize("text", LAN)
def test_private_networks_unless_only_the_internet_is_allowed(text: str) -> None:
    assert _reaches(text) == ["lan", "local"]


@pytest.mark.parametrize("text", PUBLIC)
def test_the_internet_always(text: str) -> None:
    assert _reaches(text) == ["public", "lan", "local"]


@given(st.ip_addresses())
def test_a_wider_reach_allows_no_less(address) -> None:
    narrow, middle, wide = (allowed(address, reach) for reach in ("public", "lan", "local"))
    assert narrow <= middle <= wide


@given(st.ip_addresses(v=4))
def test_an_address_in_the_clothes_of_another_is_judged_as_itself(address) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{address}")
    assert [allowed(mapped, r) for r in ("public", "lan", "local")] == [
        allowed(address, r) for r in ("public", "lan", "local")
    ]


def test_one_bad_address_of_a_name_spoils_it() -> None:
    assert choose(["8.8.8.8", "1.1.1.1"], "lan") == "8.8.8.8"
    assert choose(["8.8.8.8", "127.0.0.1"], "lan") is None
    assert choose([], "local") is None
    assert choose(["fe80::1%eth0"], "local") is None
    assert choose(["nonsense"], "local") is None


@pytest.mark.parametrize(
    ("host", "reach", "may"),
    [("localhost", "lan", False), ("x.localhost", "lan", False), ("localhost", "local", True), ("127.0.0.1", "lan", False),
     ("hooks.example", "public", True), ("10.0.0.1", "public", False), ("169.254.169.254", "local", False)],
)  # fmt: skip
def test_names_and_addresses_before_they_are_resolved(host: str, reach: str, may: bool) -> None:
    assert may_be_named(host, reach) is may


def test_a_wrong_setting_is_told() -> None:
    assert known("lan") == "lan"
    with pytest.raises(YutangError) as told:
        known("anywhere")
    assert told.value.code == "bad_setting"


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://hooks.example/x?k=1", "hooks.example"), ("http://10.0.0.5:8080/", "10.0.0.5"),
     ("https://[2001:db8::1]/x", "2001:db8::1"), ("https://例子.测试/钩子", "例子.测试"), ("ftp://x/", None),
     ("file:///etc/passwd", None), ("javascript:alert(1)", None), ("https://", None), ("//x/y", None),
     ("https://user:pw@x/", None), ("https://x@y/", None), ("https://x:0/", None), ("https://x:99999/", None),
     ("https://x /y", None), ("https://x/\r\nHost: y", None), ("https://x\\@y/", None), ("", None),
     ("https://[::1/", None), ("HTTPS://Hooks.Example/", "hooks.example")],
)  # fmt: skip
def test_what_is_an_address(url: str, host: str | None) -> None:
    assert host_of(url) == host
