"""Bringing exports in: what one file does to the others, to itself when it comes again, and to its name."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.world import HOUR, talk, telegram, wecom, whatsapp
from yutang.importers import runs, store
from yutang.importers.actions import bring_in
from yutang.importers.contract import Chunk
from yutang.importers.kinds.telegram import READER
from yutang.importers.model import Options, Progress, Summary
from yutang.kit.errors import DiskFull
from yutang.kit.settings import Settings
from yutang.ledger.ledger import Ledger
from yutang.main import private_ledger

NOW = 1_790_000_000_000_000
OPTIONS = Options(zone="Asia/Shanghai")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with private_ledger(Settings(home=tmp_path, threads=1, memory_mb=512)) as made:
        yield made


def bring(ledger: Ledger, *paths: Path, options: Options = OPTIONS, **how: Any) -> Summary:
    return bring_in(ledger, list(paths), options, now=NOW, rejects=paths[0].parent / "rejects.csv", **how)


def count(ledger: Ledger) -> int:
    return ledger.analytics.rows("select count(*) from fact where kind = 1")[0][0]


def test_every_file_has_its_outcome(ledger: Ledger, tmp_path: Path) -> None:
    telegram(tmp_path / "a.json", "G", talk(30))
    wecom(tmp_path / "b.jsonl", talk(20))
    (tmp_path / "c.txt").write_text("a letter\nof two lines\n")
    found = bring(ledger, tmp_path)
    assert [(f.name.split("/")[1], f.kind, f.code, f.messages) for f in found.files] == [
        ("a.json", "telegram_json", None, 30), ("b.jsonl", "wecom_archive", None, 20), ("c.txt", None, "unknown_kind", 0)
    ]  # fmt: skip
    assert (count(ledger), found.zone, str(found.last_day)) == (50, "Asia/Shanghai", "2024-06-02")


def test_a_known_file_is_not_read_again_wherever_it_lies(ledger: Ledger, tmp_path: Path) -> None:
    one = telegram(tmp_path / "a.json", "G", talk(30))
    bring(ledger, one)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.json").write_bytes(one.read_bytes())
    (again,) = bring(ledger, tmp_path / "folder").files
    assert (again.known, again.messages, again.name) == (True, 30, "folder/a.json")


def test_read_otherwise_it_is_another_file(ledger: Ledger, tmp_path: Path) -> None:
    file = whatsapp(tmp_path / "a.txt", talk(9))
    bring(ledger, file)
    (again,) = bring(ledger, file, options=Options(zone="Europe/Berlin")).files
    assert not again.known
    assert again.notes[-1] == "note.zone_assumed:Europe/Berlin"


def test_a_reader_that_fails_names_its_file_and_the_rest_goes_on(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = type(READER).read

    def failing(self: Any, file: Any, how: Any) -> Iterator[Chunk]:
        yield from read(self, file, how)
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr(type(READER), "read", failing)
    telegram(tmp_path / "a.json", "G", talk(30))
    wecom(tmp_path / "b.jsonl", talk(20))
    bad, good = bring(ledger, tmp_path).files
    assert (bad.code, bad.params, bad.messages) == ("failed", {"why": "ZeroDivisionError: by hand"}, 30)
    assert (good.code, count(ledger)) == (None, 50)  # what came before the failure is in


def test_a_store_that_fails_stops_everything(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFull("disk_full", path="here")

    monkeypatch.setattr(ledger, "take", full)
    with pytest.raises(DiskFull):
        bring(ledger, telegram(tmp_path / "a.json", "G", talk(30)))


def test_a_file_that_breaks_off_keeps_what_came_before(ledger: Ledger, tmp_path: Path) -> None:
    whole = telegram(tmp_path / "a.json", "G", talk(400)).read_bytes()
    cut = tmp_path / "a.json"
    cut.write_bytes(whole[: len(whole) // 2])
    for _ in range(2):
        (file,) = bring(ledger, cut).files
        assert (file.code, file.known, file.messages, count(ledger)) == ("truncated_json", False, 200, 200)
    cut.write_bytes(whole)
    assert (bring(ledger, cut).files[0].messages, count(ledger)) == (400, 400)


def test_private_chats_are_counted_and_left_out(ledger: Ledger, tmp_path: Path) -> None:
    file = telegram(tmp_path / "a.json", "Ann", talk(30, people=2), type="personal_chat")
    found = bring(ledger, file)
    assert (found.private_chats, count(ledger)) == (1, 0)
    assert bring(ledger, file, options=Options(zone="Asia/Shanghai", private=True)).facts > 30


def test_progress_grows_to_the_whole(ledger: Ledger, tmp_path: Path) -> None:
    seen: list[Progress] = []
    for n in range(3):
        wecom(tmp_path / f"{n}.jsonl", talk(200), room=f"r{n}")
    bring(ledger, tmp_path, progress=seen.append)
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert seen[-1].rows >= 600
    assert {p.total for p in seen} == {sum(p.stat().st_size for p in tmp_path.glob("*.jsonl"))}


def test_the_run_is_remembered_with_its_sum(ledger: Ledger, tmp_path: Path) -> None:
    bring(ledger, telegram(tmp_path / "a.json", "G", talk(30)))
    with ledger.state.read() as conn:
        paths, summary, ended = conn.exec_driver_sql(
            "select paths, summary, finished_at from import_run"
        ).fetchone()
    assert (paths.endswith("a.json"), json.loads(summary)["files"][0]["messages"], ended) == (True, 30, NOW)


def test_the_name_at_the_end_of_the_export_is_the_groups_name(ledger: Ledger, tmp_path: Path) -> None:
    telegram(tmp_path / "1.json", "乙", talk(60), number=5)
    telegram(tmp_path / "2.json", "甲", talk(61), number=5)
    bring(ledger, tmp_path)
    assert ledger.analytics.rows("select name, (name_at / 3600000000) % 24 from customer_group") == [
        ("甲", 12.0)
    ]
    assert 60 * HOUR % (24 * HOUR) == 12 * HOUR


def test_an_import_that_breaks_off_says_how_far_it_came(ledger: Ledger, tmp_path: Path) -> None:
    for n in range(3):
        telegram(tmp_path / f"{n}.json", f"G{n}", talk(20), number=n + 1)

    def stop(at: Progress) -> None:
        if "2.json" in at.name:
            raise InterruptedError

    run = ledger.state.write(lambda conn: store.start(conn, "three", NOW))
    with pytest.raises(InterruptedError):
        bring(ledger, tmp_path, progress=stop, run_id=run)
    with ledger.state.read() as conn:
        assert [f.messages for f in runs.summary(conn, run).files] == [20, 20, 0]
        assert not store.finished(conn, run)
    whole = bring(ledger, tmp_path, run_id=run)
    assert ([f.messages for f in whole.files], count(ledger)) == ([20, 20, 20], 60)


def test_files_are_called_as_told(ledger: Ledger, tmp_path: Path) -> None:
    file = telegram(tmp_path / "safe~1.json", "G", talk(5))
    named = Options(zone="UTC", named=lambda name: name.replace("safe~1", "群:聊"))
    assert bring(ledger, file, options=named).files[0].name == "群:聊.json"
