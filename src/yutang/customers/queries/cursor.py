"""Where a page of a list ended, as a text that goes to the screen and comes back."""

import base64
import binascii

import msgspec

LARGEST = 1 << 63


def cursor_out(key: int | str, id_: int) -> str:
    """`key`: what the list is sorted by; `id_` breaks ties."""
    return base64.urlsafe_b64encode(msgspec.json.encode([key, id_])).decode().rstrip("=")


def cursor_in(text: str) -> tuple[int | str, int]:
    """The same back. ValueError for what is no cursor."""
    try:
        decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        key, id_ = msgspec.json.decode(decoded, type=tuple[int | str, int])
    except (binascii.Error, msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise ValueError(text) from wrong
    if abs(id_) >= LARGEST or (isinstance(key, int) and abs(key) >= LARGEST):
        raise ValueError(text)
    return key, id_
