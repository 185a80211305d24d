"""Files on their way in: resumed, bounded, one person's, told apart, and gone when nobody wants them."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from yutang.importers import runs
from yutang.importers import uploads as module
from yutang.importers.runs import Wish
from yutang.importers.uploads import KEPT, Upload, Uploads
from yutang.kit import jobs
from yutang.kit.db import Database
from yutang.kit.errors import DiskFull, YutangError

NOW, MINE, THEIRS = 1_790_000_000_000_000, 7, 8


@pytest.fixture
def uploads(database: Database, tmp_path: Path) -> Uploads:
    return Uploads(database, tmp_path, limit=1000)


def put(
    uploads: Uploads, id_: int, path: str, data: bytes, *, offset: int = 0, size: int | None = None
) -> int:
    sink = uploads.open(id_, path, offset=offset, size=len(data) if size is None else size, now=NOW)
    try:
        sink.write(data)
    finally:
        sink.close()
    return sink.received


def code(call: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(YutangError) as told:
        call()
    return told.value.code, told.value.params


def found(uploads: Uploads, id_: int) -> Upload:
    upload = uploads.find(id_)
    assert upload is not None
    return upload


def test_a_file_comes_in_two_parts(uploads: Uploads) -> None:
    id_ = uploads.begin(MINE, now=NOW).id
    put(uploads, id_, "群聊/a.csv", b"half ", size=10)
    (half,) = found(uploads, id_).missing
    assert (half.path, half.received, half.size) == ("群聊/a.csv", 5, 10)
    assert put(uploads, id_, "群聊/a.csv", b"whole", offset=5, size=10) == 10
    whole = found(uploads, id_)
    assert (whole.missing, whole.name, [p.name for p in whole.paths]) == ([], "群聊", ["群聊"])
    assert (whole.root / "群聊/a.csv").read_bytes() == b"half whole"


def test_a_wrong_offset_says_what_is_there(uploads: Uploads) -> None:
    id_ = uploads.begin(MINE, now=NOW).id
    put(uploads, id_, "a", b"123", size=9)
    for offset in (0, 2, 4):
        told = code(lambda offset=offset: put(uploads, id_, "a", b"x", offset=offset, size=9))
        assert told == ("upload_offset", {"received": 3})
    assert code(lambda: put(uploads, id_, "a", b"x", offset=3, size=8)) == ("upload_size", {"size": 9})
    assert code(lambda: put(uploads, id_, "a", b"x" * 7, offset=3, size=9))[0] == "upload_too_long"


def test_two_requests_cannot_write_one_file(uploads: Uploads) -> None:
    id_ = uploads.begin(MINE, now=NOW).id
    sink = uploads.open(id_, "a", offset=0, size=9, now=NOW)
    assert code(lambda: uploads.open(id_, "a", offset=0, size=9, now=NOW))[0] == "upload_busy"
    sink.close()
    assert put(uploads, id_, "a", b"123456789") == 9


def test_names_that_differ_lie_apart_and_are_shown_as_they_are(uploads: Uploads) -> None:
    id_ = uploads.begin(MINE, now=NOW).id
    for path in ("A.csv", "a.csv", "con.csv", "a\nb.csv", "e\u0301.csv", "\u00e9.csv"):
        put(uploads, id_, path, path.encode())
    upload = found(uploads, id_)
    lies = {file.path: file.place for file in upload.files}
    assert len({place.casefold() for place in lies.values()}) == 6
    assert all((upload.root / lies[path]).read_bytes() == path.encode() for path in lies)
    shown = {upload.namer()(f"{upload.root.name}/{place}") for place in lies.values()}
    assert shown == set(lies)
    assert upload.namer()(f"{lies['con.csv']}/inner.txt") == "con.csv/inner.txt"
    assert upload.namer()(upload.root.name) == upload.name == "A.csv +5"


@pytest.mark.parametrize("path", ["../a", "/a", "a/../b", "C:/a", "a\x00", "", "a//b"])
def test_a_hostile_path_is_refused_and_nothing_is_made(uploads: Uploads, path: str, tmp_path: Path) -> None:
    id_ = uploads.begin(MINE, now=NOW).id
    assert code(lambda: put(uploads, id_, path, b"x"))[0] == "upload_path"
    assert found(uploads, id_).files == []
    assert not (tmp_path / "uploads").exists()


def test_a_file_where_a_folder_is_and_the_other_way_round(uploads: Uploads) -> None:
    id_ = uploads.begin(MINE, now=NOW).id
    put(uploads, id_, "a/b", b"x")
    put(uploads, id_, "c", b"x")
    for path in ("A", "C/d"):
        assert code(lambda path=path: put(uploads, id_, path, b"x")) == (
            "upload_path",
            {"path": path, "why": "clash"},
        )


def test_an_upload_is_bounded(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = uploads.begin(MINE, now=NOW).id
    put(uploads, id_, "a", b"x" * 900)
    assert code(lambda: put(uploads, id_, "b", b"x" * 101)) == ("upload_total", {"limit": 1000})
    monkeypatch.setattr(module, "FILES", 1)
    assert code(lambda: put(uploads, id_, "b", b"x"))[0] == "upload_files"
    monkeypatch.setattr(module, "UPLOADS", 1)
    assert code(lambda: uploads.begin(MINE, now=NOW))[0] == "upload_many"
    assert uploads.begin(THEIRS, now=NOW).files == []


def test_no_room_is_said_before_the_first_byte(uploads: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = uploads.begin(MINE, now=NOW).id
    monkeypatch.setattr(module, "free", lambda _: module.RESERVE + 10)
    with pytest.raises(DiskFull) as told:
        put(uploads, id_, "a", b"x" * 11)
    assert (told.value.code, told.value.params) == ("upload_no_space", {"needed": 11, "free": 10})
    assert put(uploads, id_, "a", b"x" * 10) == 10


def test_only_its_owner_finds_it(uploads: Uploads) -> None:
    id_ = uploads.begin(MINE, now=NOW).id
    assert uploads.find(id_, THEIRS) is None
    assert uploads.find(id_, MINE) is not None
    assert code(lambda: put(uploads, id_ + 1, "a", b"x"))[0] == "upload_gone"


def test_dropped_is_gone_and_old_ones_go_by_themselves(
    uploads: Uploads, tmp_path: Path, database: Database
) -> None:
    old, fresh, dropped = (uploads.begin(MINE, now=at).id for at in (NOW - KEPT - 1, NOW, NOW))
    for id_ in (fresh, dropped):
        put(uploads, id_, "a", b"x")
    (tmp_path / "uploads" / "left by a crash").mkdir()
    uploads.drop(dropped)
    assert uploads.sweep(now=NOW) == 1
    assert (uploads.find(old), uploads.find(dropped)) == (None, None)
    assert [p.name for p in (tmp_path / "uploads").iterdir()] == [found(uploads, fresh).root.name]
    with database.read() as conn:
        assert conn.execute(sa.text("select count(*) from upload_file")).scalar_one() == 1


def test_an_upload_in_use_is_not_swept(uploads: Uploads) -> None:
    id_ = uploads.begin(MINE, now=NOW - KEPT - 1).id
    put(uploads, id_, "a", b"x")
    assert uploads.sweep(now=NOW) == 0


@pytest.mark.parametrize("open_", [True, False])
def test_what_an_import_reads_or_will_read_is_not_swept(
    uploads: Uploads, database: Database, open_: bool
) -> None:
    upload = uploads.begin(MINE, now=NOW - KEPT - 1)
    _, job = database.write(lambda conn: runs.order(conn, upload, Wish(zone="UTC"), (MINE, "Li"), NOW))
    if not open_:
        database.write(lambda conn: jobs.cancel(conn, job, now=NOW))
    assert uploads.sweep(now=NOW) == (0 if open_ else 1)
    assert (uploads.find(upload.id) is not None) is open_


def test_many_files_are_imported_as_one_folder(uploads: Uploads) -> None:
    id_ = uploads.begin(MINE, now=NOW).id
    for path in ("users.json", "general/2024-01-01.json"):
        put(uploads, id_, path, b"{}")
    upload = found(uploads, id_)
    assert upload.paths == [upload.root]
    assert upload.namer()(f"{upload.root.name}/users.json") == "users.json"
