"""Every text kind in every encoding that people's computers write: the same sightings, to the letter."""

import pytest
from tests.importers.files import HOW, Memory, fixtures, kept

from yutang.importers import registry
from yutang.importers.contract import FileReader

ALL = fixtures()
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs")
READERS: list[FileReader] = [r for r in registry.readers() if not registry.reads_trees(r)]  # type: ignore[misc]
SKIPPED = ("slack/", "manifest.json")  # read by tree readers


def reader_of(file: Memory) -> FileReader:
    head = file.head()
    return max(READERS, key=lambda reader: reader.sniff(head))


def told(data: bytes, name: str) -> tuple[str, list[dict[str, object]], list[tuple[int, str]]]:
    """Who read it, what it gave, and what was rejected."""
    file = Memory(name, data)
    reader = reader_of(file)
    assert reader.sniff(file.head()) > registry.SURE, f"{name}: {file.head().encoding} belongs to nobody"
    chunks = kept(reader.read(file, HOW))
    rows = [row for chunk in chunks for row in chunk.rows.to_pylist()]
    return reader.kind, rows, [(r.line, r.reason) for chunk in chunks for r in chunk.rejects]


def cases() -> list[tuple[str, str]]:
    """Those fixtures that an encoding can hold; the Chinese code pages for what is Chinese."""
    found: list[tuple[str, str]] = []
    for name, data in ALL.items():
        if any(skipped in name for skipped in SKIPPED):
            continue
        text = data.decode("utf-8-sig")
        for encoding in ENCODINGS:
            try:
                text.encode(encoding)
            except UnicodeEncodeError:
                continue
            han = any("\u4e00" <= c < "\ua000" for c in text)
            if han or encoding.startswith("utf"):
                found.append((name, encoding))
    return found


@pytest.mark.parametrize(("name", "encoding"), cases())
def test_an_encoding_changes_nothing(name, encoding):
    text = ALL[name].decode("utf-8-sig")
    plain = told(text.encode(), name)
    assert plain[1]
    assert told(text.encode(encoding), name) == plain


@pytest.mark.parametrize("name", [n for n in ALL if not any(s in n for s in SKIPPED)])
@pytest.mark.parametrize("end", ["\r\n", "\n\n"], ids=["crlf", "blank lines"])
def test_line_ends_change_no_message(name, end):
    text = ALL[name].decode("utf-8-sig").replace("\r\n", "\n")
    if end == "\n\n" and ('"\n' in text or not name.endswith((".jsonl", ".ndjson", ".csv", ".tsv"))):
        text = text.rstrip("\n") + "\n"  # where a blank line is part of the words, there is one at the end
        end = "\n"
    before, after = told(text.encode(), name), told(text.replace("\n", end).encode(), name)
    assert after[0] == before[0]
    assert sorted(r["kind"] for r in after[1]) == sorted(r["kind"] for r in before[1])
    assert [r["actor_ref"] for r in after[1]] == [r["actor_ref"] for r in before[1]]
