"""The envelope of callbacks: AES-256-CBC with 32-byte padding, and a sorted SHA-1 signature.

Source: developer.work.weixin.qq.com path 91144. Plain = random(16) ‖ length(4, big-endian) ‖ message ‖ receiveid.
"""

import base64
import hashlib
import re
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
KEY = re.compile(r"[A-Za-z0-9]{43}")


class BadEnvelope(Exception):
    """`code` as in the platform's own library: -40001 signature, -40004 key, -40005 receiveid, -40007 content."""

    def __init__(self, code: int, what: str) -> None:
        self.code = code
        super().__init__(f"{code} {what}")


def pad(octets: bytes) -> bytes:
    """PKCS#7 to blocks of 32: at least one byte, a whole block where nothing was missing."""
    missing = BLOCK - len(octets) % BLOCK
    return octets + bytes([missing]) * missing


def unpad(octets: bytes) -> bytes:
    """Without its padding, each byte of which is looked at."""
    count = octets[-1] if octets else 0
    if not 1 <= count <= BLOCK or octets[-count:] != bytes([count]) * count:
        raise BadEnvelope(-40007, "padding")
    return octets[:-count]


def key_of(text: str) -> bytes:
    """The 32 bytes of an EncodingAESKey. Its last letter may carry bits of no use: base64 must not be strict."""
    if not KEY.fullmatch(text):
        raise BadEnvelope(-40004, "key")
    return base64.b64decode(f"{text}=")


def signature(token: str, timestamp: str, nonce: str, encrypted: str) -> str:
    parts = sorted(part.encode() for part in (token, timestamp, nonce, encrypted))
    return hashlib.sha1(b"".join(parts)).hexdigest()  # noqa: S324 - the platform's choice


class Envelope:
    """Seals for one receiver, and opens what was sealed for it."""

    def __init__(self, token: str, aes_key: str, receiveid: str) -> None:
        self.token = token
        self._key = key_of(aes_key)
        self._receiveid = receiveid.encode()

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))

    def seal(self, message: bytes, random: bytes) -> str:
        """`random`: 16 bytes, other ones each time."""
        plain = pad(random + struct.pack(">I", len(message)) + message + self._receiveid)
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        return signature(self.token, timestamp, nonce, encrypted)

    def open(self, given: str, timestamp: str, nonce: str, encrypted: str) -> bytes:
        """The message, when `given` is its signature and it was meant for this receiver; else `BadEnvelope`."""
        if given != self.sign(timestamp, nonce, encrypted):
            raise BadEnvelope(-40001, "signature")
        try:
            octets = base64.b64decode(encrypted, validate=True)
            decryptor = self._cipher().decryptor()
            plain = unpad(decryptor.update(octets) + decryptor.finalize())
        except ValueError:
            raise BadEnvelope(-40007, "content") from None
        end = 20 + int.from_bytes(plain[16:20], "big")
        if len(plain) < 20 or end > len(plain):
            raise BadEnvelope(-40007, "length")
        if plain[end:] != self._receiveid:
            raise BadEnvelope(-40005, "receiveid")
        return plain[20:end]
