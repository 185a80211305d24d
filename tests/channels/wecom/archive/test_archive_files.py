"""The archive as files: on from where it was left, half-written lines wait, what is no record is passed over."""

import json
from pathlib import Path

import pytest

from yutang.channels.contract.conversations import Media, Pulled, Said
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.archive import files
from yutang.channels.wecom.archive.files import FileArchive
from yutang.channels.wecom.archive.records import record

AT = 1_772_000_000_000


def line(n: int, **more: object) -> bytes:
    said = {"msgid": f"m{n}", "action": "send", "from": "wm1", "tolist": ["li"], "roomid": "wr1",
            "msgtime": AT + n, "msgtype": "text", "text": {"content": f"第 {n} 句"}}  # fmt: skip
    return json.dumps(said | more, ensure_ascii=False).encode() + b"\n"


def write(path: Path, *parts: bytes) -> None:
    path.write_bytes(b"".join(parts))


def append(path: Path, *parts: bytes) -> None:
    with path.open("ab") as file:
        file.write(b"".join(parts))


def pulled(archive: FileArchive, cursor: str = "") -> tuple[list[str], str, int]:
    """Everything behind the cursor: keys, the cursor then, how many were no records."""
    keys: list[str] = []
    unreadable = 0
    while True:
        found = archive.pull(cursor)
        assert isinstance(found, Pulled)
        keys += [one.key for one in found.rows]
        cursor, unreadable = found.cursor, unreadable + found.unreadable
        if not found.more:
            return keys, cursor, unreadable


def test_files_in_the_order_of_their_names_each_line_once(tmp_path: Path) -> None:
    write(tmp_path / "2026-02.jsonl", line(3), line(4))
    write(tmp_path / "2026-01.ndjson", line(1), b"\n", line(2))
    write(tmp_path / "notes.txt", line(9))
    write(tmp_path / ".2026-00.jsonl", line(8))
    archive = FileArchive(tmp_path)
    keys, cursor, unreadable = pulled(archive)
    assert (keys, unreadable) == (["m1", "m2", "m3", "m4"], 0)
    assert pulled(archive, cursor) == ([], cursor, 0)
    append(tmp_path / "2026-01.ndjson", line(5))
    write(tmp_path / "2026-03.jsonl", line(6))
    assert pulled(FileArchive(tmp_path), cursor)[0] == ["m5", "m6"]


def test_a_line_that_is_half_written_waits_for_its_rest(tmp_path: Path) -> None:
    path, archive, whole = tmp_path / "a.jsonl", FileArchive(tmp_path), line(2)
    for cut in range(1, len(whole) - 1):
        write(path, line(1), whole[:cut])
        keys, cursor, unreadable = pulled(archive)
        assert (keys, unreadable) == (["m1"], 0)
    append(path, whole[cut:])
    assert pulled(archive, cursor)[0] == ["m2"]


def test_a_last_line_without_a_break_is_taken_when_it_is_whole(tmp_path: Path) -> None:
    path, archive = tmp_path / "a.jsonl", FileArchive(tmp_path)
    write(path, line(1)[:-1])
    keys, cursor, _ = pulled(archive)
    assert keys == ["m1"]
    append(path, b"\n", line(2))
    assert pulled(archive, cursor)[0] == ["m2"]


def test_a_file_that_is_another_one_now_is_read_from_its_beginning(tmp_path: Path) -> None:
    path, archive = tmp_path / "a.jsonl", FileArchive(tmp_path)
    write(path, line(1), line(2))
    _, cursor, _ = pulled(archive)
    write(path, line(7), line(8), line(9))
    assert pulled(archive, cursor)[0] == ["m7", "m8", "m9"]
    write(path, line(1))  # shorter than it was
    assert pulled(archive, cursor)[0] == ["m1"]
    path.unlink()
    assert pulled(archive, cursor)[:2] == ([], "{}")


def test_a_long_file_comes_in_pages_and_a_monstrous_line_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PAGE", 500)
    monkeypatch.setattr(files, "LONGEST", 4_000)
    path, archive = tmp_path / "a.jsonl", FileArchive(tmp_path)
    write(path, *(line(n) for n in range(20)), b"x" * 9_000, b"\n", line(20))
    keys, cursor, unreadable = pulled(archive)
    assert (keys, unreadable) == ([f"m{n}" for n in range(21)], 1)
    append(path, b"y" * 9_000)
    assert pulled(archive, cursor) == ([], cursor, 0)  # its end has not come yet
    append(path, b"\n", line(21))
    assert pulled(archive, cursor)[0] == ["m21"]


def test_what_is_no_record_is_counted(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", b"{]\n", b"[]\n", b'{"x":1}\n', b"\xff\xfe\n", line(1))
    keys, _, unreadable = pulled(FileArchive(tmp_path))
    assert (keys, unreadable) == (["m1"], 4)


def test_a_folder_that_cannot_be_read_is_a_failure_for_the_operator(tmp_path: Path) -> None:
    found = FileArchive(tmp_path / "none").pull("")
    assert isinstance(found, Failure)
    assert (found.trouble, found.code) == (Trouble.CONFIG, "archive_folder")


def test_a_cursor_of_another_source_begins_anew(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", line(1))
    assert pulled(FileArchive(tmp_path), "4711")[0] == ["m1"]


def test_records_say_when_and_what_file_there_is() -> None:
    plain = line(1).strip()
    assert record(plain) == Said("m1", (AT + 1) * 1000, plain)
    wrapped = b'{"seq":7,"msgid":"m1","publickey_ver":3,"message":' + plain + b"}"
    assert record(wrapped) == Said("m1", (AT + 1) * 1000, plain)
    image = line(2, msgtype="image", image={"sdkfileid": "abc", "filesize": 12, "md5sum": "f"}).strip()
    found = record(image)
    assert found is not None
    assert found.media == Media("image", "abc", 12, "f")
    seconds = record(line(3, msgtime=str(AT // 1000)).strip())
    assert seconds is not None
    assert seconds.at == AT * 1000
    switch = record(b'{"msgid":"s","action":"switch","time":1772000000000,"user":"li"}')
    assert switch is not None
    assert switch.at == AT * 1000
