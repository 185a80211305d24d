"""WeCom's callback envelope: AES-256-CBC and a SHA-1 signature (official page 91144). Strict in all but one thing.

Plain text = random(16) ‖ length(4, big-endian) ‖ message ‖ receiveid, padded by PKCS#7 to blocks of **32** bytes: a
stock unpadder of 16 refuses half of what is right. Every padding byte is checked. The key is 43 characters of Base64
whose last one may carry unused bits (the official sample's does): it is decoded leniently, but nothing else is.

The signature (SHA-1, because WeCom says so) is compared before anything is decrypted, so that padding tells nothing.
"""

import base64
import binascii
import enum
import hashlib
import hmac
import re

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
_KEY = re.compile(r"[A-Za-z0-9]{43}\Z")


class Fault(enum.StrEnum):
    """Why an envelope was refused; each is counted by itself."""

    KEY = "key"
    SIGNATURE = "signature"
    BASE64 = "base64"
    LENGTH = "length"
    PADDING = "padding"
    RECEIVER = "receiver"


class Refusal(Exception):
    """An envelope that is not to be trusted. It says which check failed, and nothing of the content."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Envelope:
    """Opens and closes messages of one connection. `receiver`: the corpid for self-built apps."""

    def __init__(self, token: str, aes_key: str, receiver: str) -> None:
        """Raises Refusal(KEY) for a key that is no EncodingAESKey."""
        self._token, self._receiver = token, receiver.encode()
        self._key = decode_key(aes_key)

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """Hex SHA-1 of the four texts, sorted as bytes and joined."""
        parts = sorted(part.encode() for part in (self._token, timestamp, nonce, encrypted))
        return hashlib.sha1(b"".join(parts), usedforsecurity=False).hexdigest()

    def open(self, signature: str, timestamp: str, nonce: str, encrypted: str) -> bytes:
        """The message. Raises Refusal."""
        expected = self.sign(timestamp, nonce, encrypted)
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise Refusal(Fault.SIGNATURE)
        return self._message(self._decrypt(encrypted))

    def close(self, message: bytes, random: bytes) -> str:
        """The Base64 of the encrypted message. `random`: 16 bytes, new each time."""
        plain = random + len(message).to_bytes(4, "big") + message + self._receiver
        seal = self._cipher().encryptor()
        return base64.b64encode(seal.update(pad(plain)) + seal.finalize()).decode()

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))

    def _decrypt(self, encrypted: str) -> bytes:
        try:
            sealed = base64.b64decode(encrypted.encode("ascii"), validate=True)
        except (binascii.Error, UnicodeEncodeError, ValueError):
            raise Refusal(Fault.BASE64) from None
        if not sealed or len(sealed) % BLOCK:
            raise Refusal(Fault.LENGTH)
        opener = self._cipher().decryptor()
        return unpad(opener.update(sealed) + opener.finalize())

    def _message(self, plain: bytes) -> bytes:
        """What stands between the random bytes and the receiver, when the length says so too."""
        if len(plain) < 20:
            raise Refusal(Fault.LENGTH)
        end = 20 + int.from_bytes(plain[16:20], "big")
        if end > len(plain):
            raise Refusal(Fault.LENGTH)
        if not hmac.compare_digest(plain[end:], self._receiver):
            raise Refusal(Fault.RECEIVER)
        return plain[20:end]


def decode_key(aes_key: str) -> bytes:
    """32 bytes of an EncodingAESKey. Raises Refusal(KEY)."""
    if not _KEY.match(aes_key):
        raise Refusal(Fault.KEY)
    return base64.b64decode(aes_key + "=")  # not validated: unused bits of the last character may be set


def pad(plain: bytes) -> bytes:
    """PKCS#7 to 32: of 1 to 32 bytes, a whole block where nothing is missing."""
    missing = BLOCK - len(plain) % BLOCK
    return plain + bytes([missing]) * missing


def unpad(padded: bytes) -> bytes:
    """Raises Refusal(PADDING) unless every byte of the padding is right."""
    count = padded[-1] if padded else 0
    if not 1 <= count <= BLOCK or len(padded) < count or padded[-count:] != bytes([count]) * count:
        raise Refusal(Fault.PADDING)
    return padded[:-count]
