"""The callback envelope: public vectors, every way to be wrong, and wechatpy as a witness in both directions."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channels.wecom.vectors import BY_NAME, RANDOM, VECTORS, Vector
from wechatpy.enterprise.crypto import WeChatCrypto

from yutang.channels.wecom.crypto import BLOCK, Envelope, Fault, Refusal, decode_key, pad, unpad

KEY = BY_NAME["V8"].key
CORP = "ww1234567890abcdef"


def _envelope(vector: Vector) -> Envelope:
    return Envelope(vector.token, vector.key, vector.receiver)


def _open(vector: Vector, **changed: str) -> bytes:
    told = vector._replace(**changed)
    return _envelope(told).open(told.signature, told.timestamp, told.nonce, told.encrypted)


def _fault(vector: Vector, **changed: str) -> Fault:
    with pytest.raises(Refusal) as refused:
        _open(vector, **changed)
    return refused.value.fault


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v.name)
def test_published_envelopes_open(vector: Vector) -> None:
    said = _open(vector).decode()
    assert vector.says in said if vector.name in {"V2", "V4"} else said == vector.says


@pytest.mark.parametrize("name", sorted(RANDOM))
def test_the_same_random_bytes_make_the_same_envelope(name: str) -> None:
    vector = BY_NAME[name]
    made = _envelope(vector).close(vector.says.encode(), RANDOM[name])
    assert made == vector.encrypted
    assert _envelope(vector).sign(vector.timestamp, vector.nonce, made) == vector.signature


@pytest.mark.parametrize(
    ("name", "changed", "fault"),
    [
        ("V3", {"nonce": "437374424"}, Fault.SIGNATURE),
        ("V3", {"timestamp": "1411443781"}, Fault.SIGNATURE),
        ("V3", {"token": "123457"}, Fault.SIGNATURE),
        ("V3", {"receiver": "wx49f0ab532d5d035b"}, Fault.RECEIVER),
        ("V3", {"receiver": "wx49f0ab532d5d035"}, Fault.RECEIVER),
        ("V3", {"receiver": ""}, Fault.RECEIVER),
        ("V5", {"signature": BY_NAME["V5"].signature[:-1] + "0"}, Fault.SIGNATURE),
        ("V5", {"signature": ""}, Fault.SIGNATURE),
        ("V5", {"signature": "签" * 40}, Fault.SIGNATURE),
        ("V5", {"signature": BY_NAME["V5"].signature.upper()}, Fault.SIGNATURE),
    ],
)
def test_what_is_not_from_wecom_is_refused(name: str, changed: dict[str, str], fault: Fault) -> None:
    assert _fault(BY_NAME[name], **changed) is fault


@pytest.mark.parametrize(
    "key", [KEY[:42], KEY + "H", KEY[:42] + "$", KEY[:42] + "=", KEY + "=", "", KEY + "\n", "密" * 43]
)
def test_a_key_is_43_letters_and_digits(key: str) -> None:
    with pytest.raises(Refusal) as refused:
        decode_key(key)
    assert refused.value.fault is Fault.KEY


def test_a_key_may_carry_unused_bits() -> None:
    """The official sample's key ends in C, whose last two bits mean nothing; a canonical decoder refuses it."""
    key = BY_NAME["V1"].key
    assert decode_key(key).hex() == "8d69989bbaabe67328014c194631ad0719b3dca035b64023df292447aab60760"
    assert decode_key(key) == decode_key(key[:-1] + "A") == decode_key(key[:-1] + "D")


def _signed(encrypted: str) -> Vector:
    told = BY_NAME["V9"]._replace(encrypted=encrypted)
    return told._replace(signature=_envelope(told).sign(told.timestamp, told.nonce, encrypted))


@pytest.mark.parametrize(
    ("encrypted", "fault"),
    [
        ("", Fault.LENGTH),
        ("AAAA", Fault.LENGTH),
        (base64.b64encode(bytes(16)).decode(), Fault.LENGTH),  # a block of AES is not one of WeCom's
        ("*" * 44, Fault.BASE64),
        ("密文", Fault.BASE64),
        (BY_NAME["V9"].encrypted[:-4], Fault.LENGTH),
        (BY_NAME["V9"].encrypted[:43] + "\n" + BY_NAME["V9"].encrypted[43:], Fault.BASE64),
    ],
)
def test_what_was_signed_but_is_no_envelope_is_refused(encrypted: str, fault: Fault) -> None:
    assert _fault(_signed(encrypted)) is fault


@given(st.binary(min_size=1, max_size=3).map(lambda tail: bytes(64 - len(tail)) + tail))
def test_any_ciphertext_is_refused_or_right_never_a_surprise(sealed: bytes) -> None:
    assert _fault(_signed(base64.b64encode(sealed).decode())) in set(Fault)


@pytest.mark.parametrize(("size", "count"), [(0, 32), (1, 31), (31, 1), (32, 32), (33, 31), (64, 32)])
def test_padding_is_to_blocks_of_32(size: int, count: int) -> None:
    padded = pad(bytes(size))
    assert padded[size:] == bytes([count]) * count
    assert unpad(padded) == bytes(size)


@pytest.mark.parametrize(
    "padded", [b"", bytes(32), bytes(31) + b"\x21", bytes(30) + b"\x03\x02", b"\x02", bytes(31) + b"\xff"]
)
def test_wrong_padding_is_refused(padded: bytes) -> None:
    """A last byte of 0 or over 32, too, for which wechatpy gives an empty message."""
    with pytest.raises(Refusal) as refused:
        unpad(padded)
    assert refused.value.fault is Fault.PADDING


@given(st.text(max_size=200), st.binary(min_size=16, max_size=16))
def test_wechatpy_opens_what_we_close(text: str, random: bytes) -> None:
    ours = Envelope("t", KEY, CORP)
    encrypted = ours.close(text.encode(), random)
    theirs = WeChatCrypto("t", KEY, CORP)
    assert theirs.check_signature(ours.sign("1", "n", encrypted), "1", "n", encrypted) == text
    assert len(base64.b64decode(encrypted)) % BLOCK == 0


@given(
    st.text(
        alphabet=st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="]<&>"),
        min_size=1,
        max_size=200,
    )
)
def test_we_open_what_wechatpy_closes(text: str) -> None:
    import xmltodict

    made = xmltodict.parse(WeChatCrypto("t", KEY, CORP).encrypt_message(text, "n", "1700000000"))["xml"]
    opened = Envelope("t", KEY, CORP).open(
        made["MsgSignature"], made["TimeStamp"], made["Nonce"], made["Encrypt"]
    )
    assert opened.decode() == text
