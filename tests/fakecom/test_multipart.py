"""Files in multipart bodies, as different clients write them."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.fakecom.multipart import upload
from yutang.fakecom.web import Request


def request(body: bytes, kind: str) -> Request:
    return Request("POST", "/cgi-bin/media/upload", {}, {"content-type": kind}, body, "127.0.0.1")


def by_httpx(**parts: object) -> Request:
    made = httpx.Request("POST", "http://x", files=parts)
    return request(made.read(), made.headers["content-type"])


@given(st.binary(max_size=400), st.sampled_from(["a.png", "海报 (1).png", '引"号.png']))
def test_a_file_comes_out_byte_for_byte(data: bytes, name: str) -> None:
    found = upload(by_httpx(media=(name, data)))
    assert found is not None
    assert found.data == data
    if '"' not in name:
        assert found.filename == name


def test_other_fields_before_the_file_do_not_count() -> None:
    found = upload(by_httpx(note=(None, "not a file"), media=("a.png", b"\r\n--half a boundary\r\n")))
    assert found is not None
    assert (found.filename, found.data) == ("a.png", b"\r\n--half a boundary\r\n")


@pytest.mark.parametrize("boundary", ['"quoted"', "quoted"])
def test_boundaries_may_be_quoted_and_a_preamble_skipped(boundary: str) -> None:
    part = b'Content-Disposition: form-data; name="media";filename="wework.txt"; filelength=6\r\n\r\nmytext'
    body = b"preamble\r\n--quoted\r\n" + part + b"\r\n--quoted--\r\nepilogue"
    found = upload(request(body, f"multipart/form-data; boundary={boundary}"))
    assert found is not None
    assert (found.filename, found.data) == ("wework.txt", b"mytext")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (
            b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--x--",
            "multipart/form-data; boundary=x",
        ),
        (b"--x\r\nContent-Disposition: form-data; filename=", "multipart/form-data; boundary=x"),
        (b'{"media": 1}', "application/json"),
    ],
)
def test_there_is_no_file(body: bytes, kind: str) -> None:
    assert upload(request(body, kind)) is None
