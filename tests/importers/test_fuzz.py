"""Damaged exports: whatever happens to a file's bytes, a reader gives sound chunks or says `Unreadable`."""

import contextlib
import io
import json
import random
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.importers.files import HOW, Grove, Memory, fixtures, kept

from yutang.importers import registry
from yutang.importers.contract import FileReader, TreeReader, Unreadable
from yutang.importers.zips import ZipTree

ALL = fixtures()
FILE_READERS: list[FileReader] = [r for r in registry.readers() if not registry.reads_trees(r)]  # type: ignore[misc]
TREE_READERS: list[TreeReader] = [r for r in registry.readers() if registry.reads_trees(r)]
ROUNDS = 20  # of each fixture
SPLINTERS = (
    b"\0", b'"', b"{", b"]", b",", b"\xff", b"null", b"1e999", b"-1", b"[[[[", b"\\ud83d", b"9" * 30, b"NaN",
    b"\r", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\n\n", b";", b"\t", b"=",
)  # fmt: skip
VALUES = (
    b"null", b"1", b"-5", b"1e400", b'""', b'"x"', b"[]", b"{}", b"[null]", b'{"a":1}', b"true", b"1.5", b"NaN",
    b"123456789012345678901234567890", b'"\\ud83d"', b'"2024-13-45"', b'"9999999999999999"', b'["x", 5]',
)  # fmt: skip
VALUE = re.compile(rb'(?<=[:,\[])\s*(?:"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null|\{\}|\[\])')


def damaged(chance: random.Random, data: bytes) -> bytes:
    """One to four accidents: cut, flipped bytes, lines doubled, dropped and shuffled, values replaced."""
    for _ in range(chance.randint(1, 4)):
        if data:
            data = _accident(chance, data)
    return data


def _accident(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data))
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    match chance.randrange(7):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        case 2:
            lines.insert(place, chance.choice(lines))
        case 3:
            del lines[place]
        case 4:
            chance.shuffle(lines)
        case 5:
            return data[:at] + chance.choice(SPLINTERS) + data[at:]
        case _:
            values = list(VALUE.finditer(data))
            if values:
                one = chance.choice(values)
                return data[: one.start()] + chance.choice(VALUES) + data[one.end() :]
    return b"\n".join(lines)


def survives(reader: FileReader, file: Memory) -> None:
    with contextlib.suppress(Unreadable):
        kept(reader.read(file, HOW))


@pytest.mark.parametrize("name", ALL)
def test_a_damaged_file_is_read_as_far_as_it_can_be(name):
    """By every reader that takes it, and by one that would not have been asked."""
    chance = random.Random(name)
    for _ in range(ROUNDS):
        file = Memory(name, damaged(chance, ALL[name]))
        head = file.head()
        sure = {reader.kind: reader.sniff(head) for reader in FILE_READERS}
        assert all(0 <= value <= 1 for value in sure.values())
        for reader in FILE_READERS:
            if sure[reader.kind] > registry.SURE:
                survives(reader, file)
        survives(chance.choice(FILE_READERS), file)


@pytest.mark.parametrize("root", ["slack/export", "qq"])
def test_a_damaged_member_spoils_no_export(root):
    chance = random.Random(root)
    whole = {n.removeprefix(root + "/"): d for n, d in ALL.items() if n.startswith(root + "/")}
    for _ in range(4 * ROUNDS):
        name = chance.choice(sorted(whole))
        tree = Grove(whole | {name: damaged(chance, whole[name])})
        for reader in TREE_READERS:
            if names := reader.claim(tree):
                assert set(names) <= set(tree.files())
                with contextlib.suppress(Unreadable):
                    kept(reader.read(tree, names, HOW))


@pytest.mark.parametrize(
    "packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_damaged_archive_names_what_is_wrong(packing):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        for name in ("table/orders.csv", "qq/pc_export.txt", "discord/general.json"):
            archive.writestr(name, ALL[name])
    chance = random.Random(packing)
    for _ in range(4 * ROUNDS):
        data = damaged(chance, packed.getvalue())
        tree = ZipTree(lambda data=data: io.BytesIO(data), "x.zip", len(data))
        for given_ in registry.assign(tree):
            assert given_.reader is not None or given_.code
            for name in given_.names:
                if given_.reader in FILE_READERS:
                    survives(given_.reader, tree.files()[name])  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(ALL)), st.binary(max_size=40), st.integers(0, 4000), st.integers(0, 40))
def test_sniffing_never_raises(name, bit, at, drop):
    data = ALL[name]
    head = Memory(name, data[:at] + bit + data[at + drop :]).head()
    for reader in FILE_READERS:
        assert 0 <= reader.sniff(head) <= 1


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=3000),
    st.sampled_from(["x.csv", "x.txt", "x.json", "x.xlsx", "x.parquet", "_chat.txt"]),
)
def test_any_bytes_are_survived_by_every_reader(data, name):
    for reader in FILE_READERS:
        survives(reader, Memory(name, data))


HALF = chr(0xD83D)
WECOM = b'{"msgid":"1","action":"send","from":"wmA","roomid":"wr1","msgtime":1714529000000,"msgtype":"mixed",'


@pytest.mark.parametrize(
    ("name", "data", "messages"),
    [
        ("a.json", json.dumps(json.loads(ALL["chatlab/group.json"]) | {"members": [{"platformId": "u", "accountName": "x", "roles": [{"id": HALF}]}]}), None),
        ("b.json", json.dumps(json.loads(ALL["chatlab/group.json"]) | {"meta": {"name": HALF, "groupId": HALF, "type": "group"}}), None),
        ("c.json", json.dumps(json.loads(ALL["qq/exporter_v5.json"]) | {"chatInfo": {"name": HALF, "peerUid": HALF, "type": "group"}}), None),
        ("d.jsonl", WECOM + b'"mixed":{"item":[{"type":"text","content":"\x85"}]}}\n', 1),
        ("e.jsonl", WECOM.replace(b'"roomid":"wr1",', b'"tolist":["\x85"],') + b'"mixed":{}}\n', 1),
    ],
)  # fmt: skip
def test_accidents_that_were_met_once(name, data, messages):
    """Half an emoji in what names a chat or a role; bytes that are no text inside what is decoded late."""
    file = Memory(name, data)
    reader = max(FILE_READERS, key=lambda r: r.sniff(file.head()))
    rows = [r for chunk in kept(reader.read(file, HOW)) for r in chunk.rows.to_pylist()]
    assert len([r for r in rows if r["kind"] == 1]) == messages or messages is None
    assert any(r["kind"] == 1 for r in rows)
