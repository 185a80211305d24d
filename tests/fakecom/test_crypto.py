"""The envelope against public vectors, and against wechatpy in both directions."""

import base64

import pytest
from wechatpy.enterprise.crypto import WeChatCrypto

from yutang.fakecom.crypto import BadEnvelope, Envelope, key_of, pad, unpad

V1 = ("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
V3 = ("123456", "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "wx49f0ab532d5d035a")
V5 = (
    "kjr2TKI8umCBfVF3wAHk8JiPwma5VBme",
    "4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws",
    "ww6a112864f8022910",
)
V6 = ("kz7Yx62CH8SaLN", "cD0d7jx4tYvVtzqrmh3Dm3QFCXe6f8SlHoMtMh3qQEP", "ww6a112864f8022910")
V8 = ("YutangTestToken", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "ww1234567890abcdef")

E1 = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
E2 = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUk"
    "SUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekU"
    "NXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rU"
    "PA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+"
    "qN+E7Q=="
)
E3 = "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q=="
E4 = (
    "RgqEoJj5A4EMYlLvWO1F86ioRjZfaex/gePD0gOXTxpsq5Yj4GNglrBb8I2BAJVODGajiFnXBu7mCPatfjsu6IHCrsTyeDXzF6Bv283dGymzxh6ydJRv"
    "ZsryDyZbLTE7rhnus50qGPMfp2wASFlzEgMW9z1ef/RD8XzaFYgm7iTdaXpXaG4+BiYyolBug/gYNx410cvkKR2/nPwBiT+P4hIiOAQqGp/TywZBtDh1"
    "yCF2KOd0gpiMZ5jSw3e29mTvmUHzkVQiMS6td7vXUaWOMZnYZlF3So2SjHnwh4jYFxdgpkHHqIrH/54SNdshoQgWYEvccTKe7FS709/5t6NMxuGhcUGA"
    "POQipvWTT4dShyqio7mlsl5noTrb++x6En749zCpQVhDpbV6GDnTbcX2e8K9QaNWHp91eBdCRxthuL0="
)
E5 = "6KmUQuPVu7UhjyVqRdbo5SfcRqaHvbUlKSHFvBV2ZuR6TIlKsygcfeSd1GDplg1C5KSKr6UPHCaC/nIX3ZNt9w=="
E6 = (
    "EUCt7xMcNiyASzZj0Hjc5yDjFQrCum6AfQ3ntHiUzjGQ51xieKmbvtrZ40/EcB2W/W8yH0n4Lqx48gJl/T9HD/R309I0P/r5pIZucK3lyEn48FYMr4Yd"
    "E0QdL2jIJ3xkcXUr6uzefzCxG6lMvwpAJaOyVCzN7sRRw47njfxy5EIqU6R9ZBhlTzfdnhhOhK/nTwzrZX3SoGlXFA9OBeZ6ru1NWpXFk76x9DUMe0lc"
    "xPPiUqK8ctnQcYXSGUHVqC6DfG7E7mab0OmruNN8cBZY5d3dYOBA4OgaH55Q0AJmUpdT8vNiXpXx+6TxT3TIjySXpDrHVyrsb772aYywgg/Nu4kUmGkA"
    "LwFZlzhjNegR7wDwb9lr4ERXsSSS8JZ8lbBmaQ3F2Tq584xoPj5rIhXAF734ynm4no1g+SdHiNqR328="
)
P6 = (
    "<xml><ToUserName><![CDATA[ww6a112864f8022910]]></ToUserName><FromUserName><![CDATA[foobar]]></FromUserName>"
    "<CreateTime>1583995625</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[x123]]></Content>"
    "<MsgId>2018405441</MsgId><AgentID>1000002</AgentID></xml>"
)
P7 = (
    "<xml>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[test]]></Content>\n"
    "<FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n<ToUserName><![CDATA[messense]]></ToUserName>\n"
    "<AgentID>1</AgentID>\n<CreateTime>1411525903</CreateTime>\n</xml>"
)
E7 = (
    "9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBqGsL8GqxlhZgURnAtObvesEl5nZ"
    "+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFhHZSjPUL2Q1qvSUCUld+/WIXrx0oyKQmpB6o8NRrrNrsDf03oxI1p"
    "9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX05UPPJvFurDXafG0RQyPR+mf1nDnAtQmmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nTYjxxEE8kv3kF"
    "xtAGVRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3"
)
P8 = (
    "<xml><ToUserName><![CDATA[ww1234567890abcdef]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>"
    "<CreateTime>1700000000</CreateTime><MsgType><![CDATA[event]]></MsgType>"
    "<Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[add_external_contact]]></ChangeType>"
    "<UserID><![CDATA[zhangsan]]></UserID><ExternalUserID><![CDATA[woAJ2GCAAAXtWyujaWJHDDGi0mACHAAA]]></ExternalUserID>"
    "<State><![CDATA[渠道A]]></State><WelcomeCode><![CDATA[WELCOMECODE]]></WelcomeCode></xml>"
)
E8 = (
    "Q3stYC6hdFzMh9T8HCvyDFxaeQ06rLXADf3jDzsvi4/TFnqtLfR/sDeFXurPIDugdTj1oO54jD4C8S3Z0H7aiWx93qctjSbovqUxdJf8rSvHxWkHzk8I"
    "El/Cy8LfFdIF69l4dZ1ngmuFwvrCPAq0hjmIh0PsNbtvTWfttYVLzHWmXDnWKW115K4yg4kULNDqAhW0ohTh0vheMhigKBmKUN0Lsojr+sRvOOgK5oJs"
    "yv+QdJKzLyLOgnDKaXQvnkkMkR/haLEMmsPqcIF6srXszXh0X96i8fEpuIOoggorCQ06R5UqwReEtLPcpizBg0aATO0EeB6FQ6kXdJhND1w1en5HdfwU"
    "JLjx+etOGjugMkp8u29oxfaqJKt7i8R33qb2QgIGTCuDaX0Ea8r/7GPX+RwXmohYMe08sgLi+qGmVMzhh8eAxBOI3Q+MYbgW8gMSJDWMg1X792B6rgmR"
    "qWCyHa5jTKa/eEgGZhl+S8ibaSIlI+I8PzwR8hJFe3zu5czU4vnoMhp8lA6Nq3G1qmBMkj9Cc8Ty7OkEScyRCb58db/qbiTOT0OoyyxJNlAPjADJ6GhN"
    "rIsJlsV82NGHKhiEwVU8HN181g/EXjh55RFKlJnLqYdD3m9QM+A+4+LU7Vm4FT3nRWZfx+wQ17w+GkpYtG3Iu+tOQIHmzB5/ewvWc/AOLT57uqMoVaBX"
    "l922IJGcUPgAwxT2UAf3WS8fdUHWxg=="
)
E9 = (
    "Q3stYC6hdFzMh9T8HCvyDG+VOzOLQzNLj6XWeFwqJqK/ollWF/fhgQC91AMxbPdhquQXRQXVHYIEIInmm9d/lTQGsY7PirSQtAalhAKqnWeTzZvEY1nu"
    "rHGEJEaVJKch"
)
OPENS = {
    "V1": (V1, "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780", E1, "1616140317555161061"),
    "V2": (V1, "477715d11cdb4164915debcba66cb864d751f3e6", "1409659813", "1372623149", E2, "<Content><![CDATA[hello]]>"),
    "V3": (V3, "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96", "1411443780", "437374425", E3, "5927782489442352469"),
    "V4": (V3, "74d92dfeb87ba7c714f89d98870ae5eb62dff26d", "1411525903", "461056294", E4, "4363689963896700987"),
    "V5": (V5, "1ba3cb09c0d2c2b3ed6900d37f91a6efae6cb011", "1583940690", "VHh7ymSeb0jc4lSb", E5, "94966531020182955848408"),
    "V6": (V6, "f265ae551b1932727204c3d707628d01376a6940", "1583995625", "1584392382", E6, P6),
    "V7": (V3, "407518b7649e86ef23978113f92d27afa9296533", "1411525903", "461056294", E7, P7),
    "V8": (V8, "7731b93ec9675829e8f8c58bd8db74e5d285e06a", "1700000000", "yutang-nonce-1", E8, P8),
    "V9": (V8, "07a7d5d56b83829b4a56a834d15a2ad60c06c2d0", "1700000001", "n9", E9, "12345678901234567890123456"),
}  # fmt: skip


@pytest.mark.parametrize("name", OPENS)
def test_a_public_vector_opens(name: str) -> None:
    whose, signed, timestamp, nonce, encrypted, told = OPENS[name]
    assert told in Envelope(*whose).open(signed, timestamp, nonce, encrypted).decode()


@pytest.mark.parametrize(
    ("name", "random"),
    [("V7", b"1234567890123456"), ("V8", b"0123456789abcdef"), ("V9", b"0123456789abcdef")],
)
def test_a_vector_with_known_random_bytes_seals_the_same(name: str, random: bytes) -> None:
    whose, signed, timestamp, nonce, encrypted, told = OPENS[name]
    envelope = Envelope(*whose)
    assert envelope.seal(told.encode(), random) == encrypted
    assert envelope.sign(timestamp, nonce, encrypted) == signed


def test_what_is_not_as_signed_or_for_another_is_refused() -> None:
    whose, signed, timestamp, _, encrypted, _ = OPENS["V3"]
    with pytest.raises(BadEnvelope, match="-40001"):
        Envelope(*whose).open(signed, timestamp, "437374424", encrypted)
    with pytest.raises(BadEnvelope, match="-40005"):
        Envelope(whose[0], whose[1], "wx49f0ab532d5d035b").open(signed, timestamp, "437374425", encrypted)
    whose, signed, timestamp, nonce, encrypted, _ = OPENS["V5"]
    with pytest.raises(BadEnvelope, match="-40001"):
        Envelope(*whose).open(f"{signed[:-1]}0", timestamp, nonce, encrypted)


@pytest.mark.parametrize("key", ["a" * 42, "a" * 44, "a" * 42 + "$", "a" * 43 + "="])
def test_a_key_of_another_shape_is_refused(key: str) -> None:
    with pytest.raises(BadEnvelope, match="-40004"):
        key_of(key)


def test_a_key_whose_last_letter_carries_idle_bits_is_a_key() -> None:
    assert key_of(V1[1]).hex() == "8d69989bbaabe67328014c194631ad0719b3dca035b64023df292447aab60760"


@pytest.mark.parametrize(
    ("length", "added"), [(0, b"\x20" * 32), (1, b"\x1f" * 31), (31, b"\x01"), (32, b"\x20" * 32)]
)
def test_padding_fills_blocks_of_32(length: int, added: bytes) -> None:
    assert pad(b"x" * length) == b"x" * length + added
    assert unpad(pad(b"x" * length)) == b"x" * length


@pytest.mark.parametrize("octets", [b"", b"x" * 31 + b"\x00", b"x" * 31 + b"\x21", b"x" * 30 + b"\x01\x02"])
def test_padding_that_is_none_is_refused(octets: bytes) -> None:
    with pytest.raises(BadEnvelope, match="-40007"):
        unpad(octets)


@pytest.mark.parametrize("message", ["", "渠道A", "x" * 5000, "<xml>]]></xml>"])
def test_wechatpy_opens_ours_and_we_open_its(message: str) -> None:
    token, key, corp = V8
    ours, theirs = Envelope(*V8), WeChatCrypto(token, key, corp)
    sealed = ours.seal(message.encode(), b"0123456789abcdef")
    assert theirs.check_signature(ours.sign("1", "n", sealed), "1", "n", sealed) == message
    from xml.etree import ElementTree as ET

    tree = ET.fromstring(theirs.encrypt_message(message, "n", "1"))
    got = {one.tag: one.text or "" for one in tree}
    assert ours.open(got["MsgSignature"], "1", "n", got["Encrypt"]).decode() == message


def test_what_is_cut_short_is_refused() -> None:
    envelope = Envelope(*V8)
    sealed = base64.b64decode(envelope.seal(b"message", b"0123456789abcdef"))
    for cut in (b"", sealed[:16], sealed[:-1]):
        text = base64.b64encode(cut).decode()
        with pytest.raises(BadEnvelope, match="-40007"):
            envelope.open(envelope.sign("1", "n", text), "1", "n", text)
