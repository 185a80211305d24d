"""Addresses of webhooks: keys of chat robots are part of them, so they are as secret as what signs. Pure."""

from urllib.parse import urlsplit, urlunsplit

HIDDEN = "…"
LONGEST = 15  # characters of a part of a path that is a word, not a key
_BETWEEN = "\n"  # in no secret of ours, and in no address that `kit.reach.host_of` lets through


def shown(url: str) -> str:
    """As people may see it: where it leads, without what lets one in. Shown once more, it stays as it is."""
    parts = urlsplit(url)
    path = "/".join(part if len(part) <= LONGEST else HIDDEN for part in parts.path.split("/"))
    query = "&".join(_value(each) for each in parts.query.split("&")) if parts.query else ""
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def joined(secret: str, url: str) -> str:
    """What is kept closed of a webhook."""
    return f"{secret}{_BETWEEN}{url}"


def parted(opened: str, url: str) -> tuple[str, str]:
    """(secret, address) of what was closed. `url`: beside it; whole, where a former version kept it open."""
    secret, _, kept = opened.partition(_BETWEEN)
    return secret, kept or url


def _value(given: str) -> str:
    name, equals, _ = given.partition("=")
    return f"{name}={HIDDEN}" if equals else HIDDEN
