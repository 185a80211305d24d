"""Pictures of welcomes: what is one, kept once, known to a platform for a while; and codes as pictures to print."""

import struct

import pytest
import segno
from tests.sources.conftest import Shop

from yutang.channels.contract.doors import Handle
from yutang.kit.errors import YutangError
from yutang.sources import pictures, qr

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 50
JPEG = b"\xff\xd8\xff\xe0" + b"x" * 50
URL = "https://wework.qpic.cn/wwpic/123456_abcdef/0"


def test_the_same_picture_is_kept_once(shop: Shop) -> None:
    first, second = (shop.write(pictures.keep, PNG, now=1) for _ in range(2))
    other = shop.write(pictures.keep, JPEG, now=2)
    assert first == second != other
    found = shop.read(pictures.content, other)
    assert found is not None
    assert (found[0].endswith(".jpg"), found[1]) == (True, JPEG)
    assert shop.read(pictures.content, 99) is None
    assert (shop.read(pictures.there, first), shop.read(pictures.there, 99)) == (True, False)


@pytest.mark.parametrize("content", [b"", b"GIF89a" + b"x" * 50, b"<svg/>", b"\x89PNG", b"MZ" + PNG])
def test_what_is_no_picture(shop: Shop, content: bytes) -> None:
    with pytest.raises(YutangError, match="welcome_picture_kind"):
        shop.write(pictures.keep, content, now=1)


def test_a_picture_that_is_too_large(shop: Shop) -> None:
    whole = PNG + b"x" * (pictures.LARGEST - len(PNG))
    assert shop.write(pictures.keep, whole, now=1)
    with pytest.raises(YutangError, match="welcome_picture_large"):
        shop.write(pictures.keep, whole + b"x", now=1)


def test_a_platform_knows_it_until_it_forgets_it(shop: Shop) -> None:
    number = shop.write(pictures.keep, PNG, now=1)
    assert shop.read(pictures.handle, number, 1, 5) is None
    shop.write(pictures.uploaded, number, 1, Handle(id="m1", expires_at=10))
    assert [shop.read(pictures.handle, number, 1, at) for at in (5, 9, 10)] == ["m1", "m1", None]
    assert shop.read(pictures.handle, number, 2, 5) is None
    shop.write(pictures.uploaded, number, 1, Handle(id="m2", expires_at=None))
    assert shop.read(pictures.handle, number, 1, 1 << 60) == "m2"


def side(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize("pixels", [120, 600, 601, 2_400])
def test_a_printed_code_is_as_large_as_asked_in_whole_modules(pixels: int) -> None:
    width, height = side(qr.png(URL, pixels))
    modules = segno.make(URL, error="m").symbol_size(border=4)[0]
    assert width == height >= pixels
    assert (width % modules, width - pixels < modules) == (0, True)


def test_a_code_keeps_its_quiet_zone_and_says_its_address(tmp_path) -> None:
    svg = qr.svg(URL).decode()
    assert svg.startswith("<svg")
    assert "<script" not in svg
    modules = segno.make(URL, error="m").symbol_size(border=4)[0]
    assert f'viewBox="0 0 {modules} {modules}"' in svg or f'width="{modules}"' in svg


def test_an_address_can_not_leave_its_picture() -> None:
    assert b"onload" not in qr.svg('https://x.example/"onload="alert(1)')
