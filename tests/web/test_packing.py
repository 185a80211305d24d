"""What goes over the wire can be read again, and is only what the browser takes."""

import gzip

import pyarrow as pa
import pytest

from yutang.web.packing import packed

PAGE = "<p>群体检 · 活跃</p>".encode() * 500


def test_brotli_comes_first_and_can_be_read():
    small, headers = packed(PAGE, "gzip, deflate, br, zstd")
    assert headers == {"Vary": "Accept-Encoding", "Content-Encoding": "br"}
    read = pa.decompress(small, decompressed_size=len(PAGE), codec="brotli", asbytes=True)
    assert read == PAGE
    assert len(small) < len(PAGE) / 10


@pytest.mark.parametrize("accept", ["gzip", "GZIP;q=0.5", "br;q=0, gzip", "br; q=0.000,gzip"])
def test_gzip_where_brotli_is_not_taken(accept: str):
    small, headers = packed(PAGE, accept)
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small) == PAGE


@pytest.mark.parametrize("accept", ["", "identity", "gzip;q=0", "brotli"])
def test_plain_for_who_takes_neither(accept: str):
    assert packed(PAGE, accept) == (PAGE, {"Vary": "Accept-Encoding"})


def test_the_report_is_packed_once_and_reads_the_same(served):
    analyst = served.client("analyst")
    plain = analyst("GET", "/checkup/report", headers={"Accept-Encoding": "identity"})
    small = analyst("GET", "/checkup/report", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert small.text == plain.text
    assert small.headers["content-security-policy"] == plain.headers["content-security-policy"]
