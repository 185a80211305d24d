"""What the client of WeCom wants signed before a page may speak to it (wecom-api.md §6, §8). Pure."""

import hashlib
from urllib.parse import urlsplit

import msgspec

PATH = "/sidebar/"
LONGEST = 2_000  # characters of an address


class Signature(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """As `ww.register` takes it from its callbacks. `timestamp`: seconds."""

    timestamp: int
    nonce_str: str
    signature: str


def signature(ticket: str, nonce: str, timestamp: int, url: str) -> str:
    """SHA-1 over ticket, nonce, seconds and address, in this order and unescaped."""
    told = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}"
    return hashlib.sha1(told.encode(), usedforsecurity=False).hexdigest()


def signable(url: str, origin: str) -> str | None:
    """The address without its fragment, if it is a page of our sidebar; None: another's, which nobody signs.

    `origin`: "https://host[:port]". A signature for somebody else's page would lend it our app's rights.
    """
    if len(url) > LONGEST or not url.isprintable() or "\\" in url or " " in url:
        return None
    whole = url.partition("#")[0]
    try:
        parts, ours = urlsplit(whole), urlsplit(origin)
        same = (parts.scheme, parts.hostname, parts.port) == (ours.scheme, ours.hostname, ours.port)
    except ValueError:
        return None
    if not same or "@" in parts.netloc or not parts.path.startswith(PATH) or ".." in parts.path:
        return None
    return whole
