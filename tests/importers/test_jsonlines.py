import msgspec

from yutang.importers import jsonlines
from yutang.importers.contract import Reject
from yutang.importers.trees import LocalFile

DECODER = msgspec.json.Decoder(dict[str, int])


def blocks(tmp_path, content):
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    return list(jsonlines.blocks(LocalFile(path, "a.jsonl")))


def test_blocks_end_with_lines_and_count_them(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonlines, "BLOCK_BYTES", 10)
    content = b'{"a":1}\n{"a":2}\n\n{"a":3}'
    found = blocks(tmp_path, content)
    assert b"".join(block.data for block in found) == content
    assert [block.first for block in found] == [1, 2, 4]
    assert found[-1].done == len(content)


def test_lines_tell_why_not(tmp_path):
    (block,) = blocks(tmp_path, b'\xef\xbb\xbf{"a":1}\n# no\n\n{"a":\n{"a":"x"}\n{"a":2}\n')
    found = [(n, v.reason if isinstance(v, Reject) else v) for n, _, v in jsonlines.lines(block, DECODER)]
    assert found == [(1, {"a": 1}), (4, "bad_json"), (5, "bad_value"), (6, {"a": 2})]


def test_an_endless_line_is_dropped_and_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(jsonlines, "BLOCK_BYTES", 16)
    monkeypatch.setattr(jsonlines, "LINE_LIMIT", 64)
    found = blocks(tmp_path, b'{"a":1}\n' + b"x" * 300 + b'\n{"a":2}\n')
    assert [r.line for block in found for r in block.rejects] == [2]
    values = [(n, v) for block in found for n, _, v in jsonlines.lines(block, DECODER)]
    assert values == [(1, {"a": 1}), (3, {"a": 2})]
