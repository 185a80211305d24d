"""E-mail addresses: one spelling each. Pure.

Blanks, quotes and "mailto:" around go; full-width signs become half-width; both sides of the @ become small letters
(the left one may differ by case in theory, RFC 5321, and at no provider in use); a domain in other scripts becomes its
"xn--" form. What stands behind a plus stays: who writes it means it.
"""

import re
import unicodedata

LONGEST = 254  # RFC 5321 4.5.3.1, less the two brackets

_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}  # full-width ASCII
_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x200C), *range(0x200E, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF]
)
_DOTS = str.maketrans("。｡", "..")
_AROUND = "'\"`\u2018\u2019\u201c\u201d<>;,= \t\r\n\u00a0\u3000"
# "*" may stand in an address by RFC 5322; in exports it hides letters.
_ATOM = '[^\\s\\x00-\\x20"(),:;<>@\\[\\\\\\]*•●]+'
_LOCAL = re.compile(f"(?=.{{1,64}}$){_ATOM}")
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(f"(?:{_LABEL}\\.)+(?=[a-z]){_LABEL}")
_HIDDEN = re.compile("[^@]*@[^@]*")
_DEVIATE = re.compile("[ßς\u200c\u200d]")  # IDNA 2003, Python's, folds these away: two domains would be one


def read(text: str) -> str | None:
    """The address in a cell, or None: no address."""
    plain = _plain(text)
    if plain is None or plain.count("@") != 1:
        return None
    local, domain = plain.split("@")
    if not _LOCAL.fullmatch(local) or ".." in local or local[0] == "." or local[-1] == ".":
        return None
    host = domain if domain.isascii() else _ascii(domain)
    whole = f"{local}@{host}"
    return whole if host and len(whole) <= LONGEST and _DOMAIN.fullmatch(host) else None


def masked(text: str) -> bool:
    """An address with hidden letters, "l***@example.com": recognised, and of no use."""
    plain = _plain(text)
    return bool(plain and re.search("[*•●]", plain) and _HIDDEN.fullmatch(plain))


def _plain(text: str) -> str | None:
    if len(text) > LONGEST + 32:
        return None
    plain = text.translate(_WIDE).translate(_INVISIBLE).strip(_AROUND)
    plain = plain[7:] if plain[:7].lower() == "mailto:" else plain
    local, sign, domain = unicodedata.normalize("NFC", plain.lower()).partition("@")
    return local + sign + domain.translate(_DOTS)


def _ascii(domain: str) -> str | None:
    try:
        return ".".join(map(_label, domain.split("."))).lower()
    except UnicodeError:
        return None


def _label(label: str) -> str:
    if _DEVIATE.search(label):
        return "xn--" + label.encode("punycode").decode()
    return label.encode("idna").decode()
