import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yutang.importers import jsonstream
from yutang.importers.contract import Unreadable
from yutang.importers.jsonstream import Broken, Mark, Walk, row_of
from yutang.importers.trees import LocalFile, head_of


class Bytes:
    """A file that is only bytes, given out a few at a time."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.name = self.place = "a.json"
        self.size = len(data)

    def head(self):
        return head_of(self.name, self.size, self.data[:65536])

    def open(self):
        return io.BytesIO(self.data)


def items(data: str | bytes, into=("", "list")) -> list[object]:
    raw = data.encode() if isinstance(data, str) else data
    return [event.value for event in Walk(Bytes(raw), into) if event.path.endswith("[]")]


def fault(data: str | bytes, into=("", "list")) -> tuple[str, list[object]]:
    got: list[object] = []
    raw = data.encode() if isinstance(data, str) else data
    with pytest.raises(Unreadable) as caught:
        got += (event.value for event in Walk(Bytes(raw), into) if event.path.endswith("[]"))
    return caught.value.code, got


def test_values_beside_the_list_are_given_whole():
    events = list(Walk(Bytes(b'{"a": {"b": [1]}, "list": [1, "x"], "c": null}'), ("", "list")))
    assert [tuple(event) for event in events] == [
        ("", Mark.OPEN), ("a", {"b": [1]}), ("list", Mark.OPEN), ("list[]", 1), ("list[]", "x"),
        ("list", Mark.CLOSE), ("c", None), ("", Mark.CLOSE),
    ]  # fmt: skip


words = st.text(st.characters(exclude_categories=["Cc", "Cs"]))  # control characters make a file "binary"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | words | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.lists(json_values, max_size=8), st.sampled_from([None, 1]), st.integers(1, 40))
def test_every_document_comes_back_whatever_the_blocks(values, indent, block):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonstream, "BLOCK", block)  # so that every value is cut somewhere
        text = json.dumps({"list": values}, indent=indent, ensure_ascii=False)
        assert items(text) == values


@settings(deadline=None)
@given(st.lists(json_values, min_size=1, max_size=6), st.data())
def test_a_cut_document_gives_what_is_whole_and_then_says_so(values, data):
    text = json.dumps(values)
    cut = data.draw(st.integers(1, len(text) - 1))
    code, got = fault(text[:cut], ("",))
    assert code == "truncated_json"
    assert got == values[: len(got)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding):
    text = '{"list": ["早安，大家好，收到了吗", "😀 好的"]}'
    assert items(text.encode(encoding)) == ["早安，大家好，收到了吗", "😀 好的"]


def test_a_broken_item_is_stepped_over():
    found = items('{"list": [1, {"a": tru}, {"b": ["x}]", 1,,]}, 2]}')
    assert found[0] == 1
    assert found[1] == Broken("bad_json", '{"a": tru}')
    assert found[2:] == [Broken("bad_json", '{"b": ["x}]", 1,,]}'), 2]


def test_nesting_without_end_is_one_broken_item():
    deep = "[" * 100_000 + "]" * 100_000
    first, second = items(f'{{"list": [{deep}, 1]}}')
    assert isinstance(first, Broken)
    assert first.reason == "nested_too_deep"
    assert len(row_of(first)) == 500
    assert second == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf \n", "empty_file"),
        (b'{"list": [1, 2', "truncated_json"),
        (b'{"list"', "truncated_json"),
        (b'{"list": [1 2]}', "bad_json"),
        (b"{list: [1]}", "bad_json"),
        (b"PK\x03\x04....", "not_text"),
    ],
)
def test_what_is_no_json_is_named(data, code):
    assert fault(data)[0] == code


def test_a_value_without_end_is_refused_not_swallowed(monkeypatch):
    monkeypatch.setattr(jsonstream, "MAX_VALUE", 3 << 20)
    code, got = fault('{"list": [1, "' + "x" * (5 << 20) + '"]}')
    assert (code, got) == ("value_too_large", [1])


def test_bytes_that_are_no_text_are_counted(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes('["中文中文中文中文中文 '.encode() + b"\xff\xfe" + '好的好的好的好的好的"]'.encode())
    walk = Walk(LocalFile(path, "a.json"), ("",))
    assert [value for at, value in walk if at] == ["中文中文中文中文中文 \ufffd\ufffd好的好的好的好的好的"]
    assert walk.replaced == 2
    assert walk.done == path.stat().st_size


def test_half_an_emoji_can_be_shown():
    (found,) = items('{"list": [{"t": "\\ud83d"}]}')
    assert row_of(found).encode() == b'{"t": "\xef\xbf\xbd"}'
