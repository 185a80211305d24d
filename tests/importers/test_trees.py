"""Folders and zips: what is passed over, what is refused, what is repaired."""

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.importers import zips
from yutang.importers.contract import Unreadable
from yutang.importers.trees import FolderTree, LocalFile, ZipTree, refusals, walk


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tree_of(path: Path, limit: int = zips.ZIP_BYTES) -> ZipTree:
    file = LocalFile(path, path.name)
    return ZipTree(file.open, file.name, file.size, limit)


def test_a_folder_is_seen_as_names(tmp_path):
    for name in (
        "a.csv",
        "b/c.txt",
        ".hidden",
        "~$a.xlsx",
        ".git/config",
        "b/.DS_Store",
        "Thumbs.db",
        "群/名单.csv",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "ring").symlink_to(tmp_path)
    (tmp_path / "link.csv").symlink_to("/etc/hostname")
    (tree,) = walk([tmp_path])
    assert list(tree.files()) == ["a.csv", "b/c.txt", "群/名单.csv"]
    assert tree.files()["a.csv"].size == 1


def test_thousands_of_files(tmp_path):
    for n in range(3000):
        (tmp_path / f"{n:04}.txt").touch()
    (tree,) = walk([tmp_path])
    assert len(tree.files()) == 3000


def test_a_path_that_is_not_there_is_named_when_it_is_looked_at(tmp_path):
    (tree,) = walk([tmp_path / "no"])
    with pytest.raises(Unreadable, match="not_found"):
        tree.files()


def test_zips_beside_and_inside_become_trees(tmp_path):
    inner = packed(tmp_path / "in.zip", {"deep.txt": b"deep", "more.zip": b"PK\x05\x06" + b"\0" * 18})
    packed(tmp_path / "out.zip", {"群.txt": b"x", "in.zip": inner.read_bytes()})
    inner.unlink()
    (tmp_path / "a.csv").write_text("x")
    trees = list(walk([tmp_path]))
    assert [(t.name, list(t.files())) for t in trees] == [
        (tmp_path.name, ["a.csv"]), ("out.zip", ["群.txt"]), ("out.zip/in.zip", ["deep.txt"]),
    ]  # fmt: skip
    with trees[2].files()["deep.txt"].open() as source:
        assert source.read() == b"deep"
    assert {name: why.code for name, why in refusals(trees[2]).items()} == {"more.zip": "zip_nested"}


def test_a_workbook_is_no_archive(tmp_path):
    packed(tmp_path / "x.zip", {"[Content_Types].xml": b"", "xl/workbook.xml": b""})
    (tree,) = walk([tmp_path])
    assert list(tree.files()) == ["x.zip"]


def test_old_names_are_repaired(tmp_path):
    path = tmp_path / "x.zip"
    packed(path, {"AAAA.txt": b"x", "plain.txt": b"y"})
    data = path.read_bytes().replace(b"AAAA.txt", "群聊".encode("gb18030") + b".txt")
    path.write_bytes(data)
    assert set(tree_of(path).files()) == {"群聊.txt", "plain.txt"}


@pytest.mark.parametrize("name", ["../out.txt", "/etc/passwd", "a/../../b", "C:\\x.txt", "..\\x.txt"])
def test_names_that_point_outside_are_refused(tmp_path, name):
    tree = tree_of(packed(tmp_path / "x.zip", {name: b"x", "good.txt": b"y"}))
    assert list(tree.files()) == ["good.txt"]
    assert [why.code for why in tree.refused.values()] == ["zip_path"]


def test_links_and_locked_members_are_refused(tmp_path):
    path = tmp_path / "x.zip"
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("locked.txt", b"x")
        archive.writestr("__MACOSX/._a", b"x")
    data = bytearray(path.read_bytes())
    struct.pack_into("<H", data, data.find(b"locked.txt") - 30 + 6, 1)  # in the member's own header
    struct.pack_into("<H", data, data.rfind(b"locked.txt") - 46 + 8, 1)  # and in the directory
    path.write_bytes(data)
    tree = tree_of(path)
    assert tree.files() == {}
    assert {name: why.code for name, why in tree.refused.items()} == {
        "link": "zip_link",
        "locked.txt": "zip_encrypted",
    }


def test_bombs_are_refused(tmp_path, monkeypatch):
    path = packed(tmp_path / "x.zip", {"zeros.txt": bytes(30_000_000)})
    for tree, why in ((tree_of(path), "ratio"), (tree_of(path, limit=1_000_000), "size")):
        with pytest.raises(Unreadable, match="zip_bomb") as error:
            tree.files()
        assert error.value.params == {"why": why}
    monkeypatch.setattr(zips, "ZIP_ENTRIES", 3)
    many = packed(tmp_path / "many.zip", {f"{n}.txt": b"x" for n in range(9)})
    with pytest.raises(Unreadable, match="zip_bomb"):
        tree_of(many).files()


def test_a_repetitive_chat_is_no_bomb(tmp_path):
    chat = "".join(f"2024-05-01 10:{n % 60:02}:00 张三\n早安，打卡\n\n" for n in range(100_000)).encode()
    assert list(tree_of(packed(tmp_path / "x.zip", {"chat.txt": chat})).files()) == ["chat.txt"]


@pytest.mark.parametrize("keep", [0.2, 0.6, 0.98])
def test_a_truncated_zip_is_named(tmp_path, keep):
    path = packed(tmp_path / "x.zip", {f"{n}.txt": os.urandom(900) for n in range(20)})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    (tree,) = walk([path])
    with pytest.raises(Unreadable) as error:
        tree.files()
    assert error.value.code == "zip_truncated"


def test_a_damaged_member_is_named_while_it_is_read(tmp_path):
    path = packed(tmp_path / "x.zip", {"a.txt": os.urandom(50_000), "b.txt": b"good"})
    data = bytearray(path.read_bytes())
    data[20_000:20_100] = bytes(100)
    path.write_bytes(data)
    files = tree_of(path).files()
    with pytest.raises(Unreadable, match="zip_damaged"), files["a.txt"].open() as source:
        source.read()
    assert files["b.txt"].head().text == "good"


def test_a_file_may_be_opened_again_and_again(tmp_path):
    file = tree_of(packed(tmp_path / "x.zip", {"a.txt": b"abc"})).files()["a.txt"]
    for _ in range(2):
        with file.open() as source:
            assert source.read() == b"abc"


@given(st.binary(max_size=300))
def test_any_bytes_behind_a_zips_mark_are_named(data):
    data = b"PK\x03\x04" + data
    tree = ZipTree(lambda: io.BytesIO(data), "x.zip", len(data))
    with pytest.raises(Unreadable, match="zip_"):
        tree.files()


def test_a_folder_nobody_may_enter_is_named(tmp_path):
    tree = FolderTree(tmp_path)
    error = PermissionError(13, "Permission denied", str(tmp_path / "closed"))
    tree._closed(error)
    assert {name: why.params for name, why in refusals(tree).items()} == {
        "closed": {"why": "Permission denied"}
    }
