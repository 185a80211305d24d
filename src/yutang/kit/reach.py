"""Which addresses a webhook may reach. Pure: whoever may add a webhook must not be able to ask the inner network.

`reach`: "public" = the internet only; "lan" = also private networks (the default: self-hosted receivers live
there); "local" = also this machine. Never, whatever the setting: link-local addresses (where clouds keep their
metadata), the clouds' other metadata addresses, multicast, unspecified and reserved ones.
"""

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from yutang.kit.errors import YutangError

REACHES = ("public", "lan", "local")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        "169.254.0.0/16",  # link-local: AWS, Azure, GCP, Tencent metadata
        "100.100.100.200/32",  # Alibaba Cloud metadata
        "168.63.129.16/32",  # Azure's wire server
        "192.0.0.192/32",  # Oracle Cloud metadata
        "fd00:ec2::/32",  # AWS metadata and time over IPv6
        "0.0.0.0/8",
        "240.0.0.0/4",
        "fe80::/10",
        "fec0::/10",
        "2001:db8::/32",
    )
)
_LAN = tuple(
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def known(reach: str) -> str:
    """The setting, or a clear error."""
    if reach not in REACHES:
        raise YutangError("bad_setting", detail=f"webhook_reach: {reach}", file="settings.toml")
    return reach


def allowed(address: Address, reach: str) -> bool:
    """Whether a webhook may connect there."""
    inner = _unwrapped(address)
    if any(inner in network for network in _NEVER if network.version == inner.version):
        return False
    if inner.is_multicast or inner.is_unspecified or inner.is_link_local:
        return False
    if inner.is_loopback:
        return reach == "local"
    if any(inner in network for network in _LAN if network.version == inner.version):
        return reach in {"lan", "local"}
    return inner.is_global


def may_be_named(host: str, reach: str) -> bool:
    """Whether a webhook's host may be accepted before it is resolved: addresses, and the names of this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return reach == "local"
    try:
        return allowed(ipaddress.ip_address(host), reach)
    except ValueError:
        return True


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one, by each of the ways to put it there."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and address in _NAT64:
        inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is None and int(address) >> 32 == 0 and int(address) > 1:  # ::a.b.c.d, long deprecated
        inner = ipaddress.IPv4Address(int(address))
    return inner or address


def choose(resolved: Iterable[str], reach: str) -> str | None:
    """The address to connect to: the first that is allowed, and only if all are. A name that points inside with
    one of its addresses is no name to trust with the others."""
    try:
        found = [ipaddress.ip_address(text.partition("%")[0]) for text in resolved]
    except ValueError:
        return None
    return str(found[0]) if found and all(allowed(one, reach) for one in found) else None


def host_of(url: str) -> str | None:
    """The host of a webhook's address; None for what is no address of ours: another scheme, a user or password,
    no host, blanks or control characters, an impossible port."""
    if not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc or port == 0:
        return None
    return parts.hostname
