"""Every file gets a reader or a code."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.importers import registry
from yutang.importers.trees import FolderTree, head_of, walk

TABLE = "群ID,群名称,成员ID,入群时间\nwrA1,护肤群,wmB1,2024-05-01\n"
CHAT = {"name": "g", "type": "private_supergroup", "id": 1, "messages": [
    {"id": 1, "type": "message", "date": "2024-05-01T10:00:00", "date_unixtime": "1714529", "from": "A", "from_id": "user1", "text": "hi"}
]}  # fmt: skip


def kinds(path: Path) -> dict[str, str | None]:
    return {
        name: a.kind or a.code
        for tree in walk([path])
        for a in registry.assign(tree)
        for name in a.names or ("",)
    }


def test_a_mixed_folder(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "result.json").write_text(json.dumps(CHAT))
    (tmp_path / "roster.csv").write_text(TABLE)
    (tmp_path / "deep/名单.txt").write_bytes(TABLE.encode("gb18030"))
    (tmp_path / "empty.csv").touch()
    (tmp_path / "spaces.txt").write_text("\ufeff \n\n")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(99))
    (tmp_path / "README.md").write_text("| 群ID | 群名称 |\n|---|---|\n| a | b |\n")
    (tmp_path / "prose.txt").write_text(
        "时间，消息内容\n群名称, 发送人, 时间\n一句话\n又一句话\n还有一句\n没有了\n"
    )
    (tmp_path / "poem.txt").write_text("床前明月光\n疑是地上霜\n")
    (tmp_path / "other.csv").write_text("name,age,city\nbob,3,x\n")
    assert kinds(tmp_path) == {
        "result.json": "telegram_json", "roster.csv": "table", "deep/名单.txt": "table", "empty.csv": "empty",
        "spaces.txt": "empty", "photo.jpg": "attachment", "poem.txt": "unknown_kind", "README.md": "unknown_kind", "prose.txt": "unknown_kind", "other.csv": "table",
    }  # fmt: skip


def test_an_empty_folder_and_a_missing_path_have_codes(tmp_path):
    assert kinds(tmp_path) == {"": "empty_folder"}
    assert kinds(tmp_path / "no") == {"": "not_found"}


def test_the_content_decides_not_the_name(tmp_path):
    (tmp_path / "photo.jpg").write_text(TABLE)
    (tmp_path / "table.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    assert kinds(tmp_path) == {"photo.jpg": "table", "table.csv": "unknown_kind"}


def test_what_a_zip_refuses_is_named_and_the_rest_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("../evil.csv", TABLE)
        archive.writestr("good.csv", TABLE)
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04half of it")
    assert kinds(tmp_path) == {"../evil.csv": "zip_path", "good.csv": "table", "": "zip_truncated"}


def test_tree_readers_claim_first_and_each_export_once(tmp_path):
    for work in ("one", "two"):
        (tmp_path / work / "general").mkdir(parents=True)
        (tmp_path / work / "users.json").write_text('[{"id": "U01ABCDEF", "name": "a", "profile": {}}]')
        (tmp_path / work / "channels.json").write_text(
            '[{"id": "C01ABCDEF", "name": "general", "members": ["U01ABCDEF"]}]'
        )
        (tmp_path / work / "general/2024-05-01.json").write_text(
            '[{"type": "message", "user": "U01ABCDEF", "text": "x", "ts": "1714529.1"}]'
        )
    (tmp_path / "roster.csv").write_text(TABLE)
    done = registry.assign(FolderTree(tmp_path))
    claimed = [name for a in done for name in a.names]
    assert sorted(claimed) == sorted(FolderTree(tmp_path).files())
    assert [a.kind for a in done].count("table") == 1
    assert "slack" in {a.kind for a in done}
    assert all(a.size > 0 for a in done if a.reader)


def test_all_kinds_have_a_reader_and_a_name_of_their_own():
    names = [reader.kind for reader in registry.readers()]
    assert len(names) == len(set(names))
    assert {"table", "telegram_json", "slack"} <= set(names)
    assert registry.reader_of("table").kind == "table"
    with pytest.raises(KeyError):
        registry.reader_of("no such kind")


def test_starting_up_loads_no_kind():
    code = "import sys, yutang.importers.registry; print([m for m in sys.modules if m.startswith('yutang.importers.kinds.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(str.encode),
    st.sampled_from(["x.csv", "x.json", "x.txt", "x.xlsx"]),
)
def test_any_content_has_a_sureness_from_every_reader(data, name):
    head = head_of(name, len(data), data)
    for reader in registry.readers():
        if not registry.reads_trees(reader):
            assert 0 <= reader.sniff(head) <= 1
