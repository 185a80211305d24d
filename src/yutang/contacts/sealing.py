"""Texts sealed with AES-256-GCM, and keyed hashes of texts. Pure but for the system's randomness.

Fernet, which the other few secrets of State use, seals an eighth as many a second and needs 40 bytes more each.
A sealed text: "number of the key:base64 of nonce, cipher and tag". Its kind is authenticated with it: a sealed phone is
never opened as an e-mail. Nonces are random, 96 bits: one key is good for 2^32 texts (NIST SP 800-38D, 8.3).
"""

import hashlib
import os
from binascii import Error, a2b_base64, b2a_base64
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY, NONCE = 32, 12  # bytes
# Hex digits of a hash: 128 bits of a whole text, 40 of a part, which only finds candidates.
WHOLE, PART = 32, 10
_BLOCK = 64  # bytes, SHA-256's


class Sealer:
    """Seals with the highest of `keys` (number → 32 bytes), opens with any."""

    def __init__(self, keys: dict[int, bytes]) -> None:
        self.newest = max(keys)
        self._boxes = {number: AESGCM(key) for number, key in keys.items()}

    def seal_many(self, kind: str, texts: Sequence[str]) -> list[str]:
        """As many sealed texts; the same text twice gives two."""
        seal, also, front = self._boxes[self.newest].encrypt, kind.encode(), f"{self.newest}:"
        noise = os.urandom(NONCE * len(texts))
        nonces = (noise[at : at + NONCE] for at in range(0, len(noise), NONCE))
        return [
            front + b2a_base64(nonce + seal(nonce, text.encode(), also), newline=False).decode()
            for nonce, text in zip(nonces, texts, strict=True)
        ]

    def open_many(self, kind: str, sealed: Sequence[str]) -> list[str | None]:
        """As many texts; None for what was changed, is of another kind, or of a key that isn't here."""
        also = kind.encode()
        return [self._open(one, also) for one in sealed]

    def knows(self, sealed: Sequence[str]) -> bool:
        """Whether the keys of all of them are here."""
        return {one.partition(":")[0] for one in sealed} <= {str(number) for number in self._boxes}

    def _open(self, sealed: str, also: bytes) -> str | None:
        number, _, body = sealed.partition(":")
        try:
            raw = a2b_base64(body, strict_mode=True)
            return self._boxes[int(number)].decrypt(raw[:NONCE], raw[NONCE:], also).decode()
        except (InvalidTag, KeyError, ValueError, Error):
            return None


class Hasher:
    """HMAC-SHA256 (RFC 2104) of a text of a class, cut short. Both halves of the key are hashed once: twice as fast."""

    def __init__(self, key: bytes) -> None:
        whole = key.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in whole))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in whole))

    def hash_many(self, of: str, texts: Sequence[str], size: int = WHOLE) -> list[str]:
        """`size` hex digits each. `of`: the class, so that equal texts of two classes have different hashes."""
        inner, outer = self._inner.copy(), self._outer
        inner.update(of.encode() + b"\x1f")
        found: list[str] = []
        for text in texts:
            first, second = inner.copy(), outer.copy()
            first.update(text.encode())
            second.update(first.digest())
            found.append(second.hexdigest()[:size])
        return found
