"""An upload into the ledger by the workers: whole, dry, cancelled, resumed, taken back."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cli.world import talk, telegram
from worker.lanes import NOW, Lanes, until
from yutang.importers import runs
from yutang.importers.model import Summary
from yutang.importers.runs import Run, Wish
from yutang.importers.uploads import Uploads
from yutang.kit import jobs
from yutang.kit.jobs import Job
from yutang.kit.settings import Settings
from yutang.ledger.ledger import Ledger
from yutang.main import private_ledger
from yutang.tasks.tables import task
from yutang.worker.imports import Desk, importing, undoing
from yutang.worker.seal import sealing

WISH = Wish(zone="Asia/Shanghai")


class Office:
    """Workers over a ledger, with uploads made from files of this machine."""

    def __init__(self, ledger: Ledger, home: Path) -> None:
        self.ledger, self.home = ledger, home
        self.uploads = Uploads(ledger.state, home, 1 << 30)
        alone = Settings(home=home, threads=1, memory_mb=256)
        desk = Desk(ledger=ledger, home=home, uploads=self.uploads, private=lambda: private_ledger(alone),
                    zip_limit=1 << 30, now=lambda: NOW)  # fmt: skip
        self.handlers = {"import": importing(desk), "undo": undoing(desk), "seal": sealing(ledger, lambda: NOW),
                         "checkup": lambda _: None, "standing": lambda _: None,
                         "autotag": lambda _: None}  # fmt: skip

    def upload(self, *files: Path) -> int:
        id_ = self.uploads.begin(1, now=NOW).id
        for file in files:
            data = file.read_bytes()
            sink = self.uploads.open(id_, file.name, offset=0, size=len(data), now=NOW)
            sink.write(data)
            sink.close()
        return id_

    def order(self, upload: int, wish: Wish = WISH) -> tuple[int, int]:
        found = self.uploads.find(upload)
        assert found is not None
        return self.ledger.state.write(lambda conn: runs.order(conn, found, wish, (1, "Li"), NOW))

    def run(self, id_: int) -> Run:
        with self.ledger.state.read() as conn:
            found = runs.one(conn, id_)
        assert found is not None
        return found

    def summary(self, id_: int) -> Summary:
        with self.ledger.state.read() as conn:
            found = runs.summary(conn, id_)
        assert found is not None
        return found

    def messages(self) -> int:
        return self.ledger.analytics.rows("select count(*) from fact where kind = 1")[0][0]

    def bring(self, upload: int, wish: Wish = WISH) -> tuple[Run, Job]:
        """Import to the end."""
        run, job = self.order(upload, wish)
        with Lanes(self.ledger.state, self.handlers) as lanes:
            ended = lanes.ended(job)
        return self.run(run), ended


@pytest.fixture
def office(ledger: Ledger, tmp_path: Path) -> Iterator[Office]:
    return Office(ledger, tmp_path)


def many(folder: Path, count: int) -> list[Path]:
    return [telegram(folder / f"g{n}.json", f"G{n}", talk(20), number=n + 1) for n in range(count)]


def table(path: Path) -> Path:
    rows = [f"2024-06-0{1 + n % 5} 10:00:00,P{n},hello {n}" for n in range(9)]
    path.write_text("\n".join(["时间,发送人,内容", *rows, "never,P1,x"]) + "\n", "utf-8")
    return path


def test_an_upload_becomes_facts_and_is_gone(office: Office, tmp_path: Path) -> None:
    upload = office.upload(telegram(tmp_path / "con.json", "G", talk(30)))
    run, job = office.bring(upload)
    assert (job.state, job.error, job.result["messages"], job.result["chats"]) == ("done", None, 30, 1)
    assert (run.state, run.by_name, run.name, run.undoable) == ("done", "Li", "con.json", True)
    assert (office.messages(), run.facts, job.result["facts"]) == (30, job.result["facts"], run.facts)
    assert office.uploads.find(upload) is None
    assert [f.name for f in office.summary(run.id).files] == ["con.json"]


def test_what_comes_after_is_ordered_once(office: Office, tmp_path: Path) -> None:
    for file in many(tmp_path, 2):
        office.bring(office.upload(file))
    with office.ledger.state.read() as conn:
        followed = {job.kind for job in jobs.listed(conn)}
    assert followed == {"import", "checkup", "standing", "autotag", "seal"}


def test_what_runs_when_an_import_ends_is_ordered_again_behind_it(office: Office) -> None:
    """A run that began before the import's facts came knows nothing of them; two that wait would be one too many."""
    state = office.ledger.state
    state.write(lambda conn: runs.follow(conn, NOW))
    with state.read() as conn:
        first = [job.kind for job in jobs.listed(conn)][::-1]
    assert first == ["checkup", "standing", "autotag", "seal"]  # each may rest on the one before
    taken = state.write(lambda conn: jobs.claim(conn, "short", now=NOW))
    assert taken is not None
    assert taken.job.kind == "checkup"
    for _ in range(3):
        state.write(lambda conn: runs.follow(conn, NOW))
    with state.read() as conn:
        queued = [job.kind for job in jobs.listed(conn) if job.state == "queued"]
    assert sorted(queued) == ["autotag", "checkup", "seal", "standing"]


def test_lists_say_who_is_who_and_rejects_are_kept(office: Office, tmp_path: Path) -> None:
    wish = Wish(zone="Asia/Shanghai", staff="id\nP1\nNobody\n", house="P2")
    run, _ = office.bring(office.upload(table(tmp_path / "群.csv")), wish)
    roles = dict(office.ledger.analytics.rows("select external_id, role from identity where role in (2, 4)"))
    assert roles == {"P1": 2, "P2": 4}
    assert office.summary(run.id).unmatched == ["Nobody"]
    assert "time_bad" in (tmp_path / "rejects" / f"import-{run.id}.csv").read_text("utf-8-sig")


def test_a_dry_run_changes_nothing_and_counts_what_is_new(office: Office, tmp_path: Path) -> None:
    first = telegram(tmp_path / "a.json", "G", talk(20))
    office.bring(office.upload(first))
    before = office.ledger.analytics.rows("select count(*) from fact")
    longer = telegram(tmp_path / "a.json", "G", talk(30))
    upload = office.upload(longer)
    run, job = office.bring(upload, Wish(zone="Asia/Shanghai", dry_run=True))
    assert (job.state, job.error, job.result["messages"], run.undoable) == ("done", None, 30, False)
    assert office.ledger.analytics.rows("select count(*) from fact") == before
    assert office.uploads.find(upload) is not None
    real, _ = office.bring(upload)
    assert run.facts == real.facts == 11  # ten messages, and the group as it is at its last one


def held(office: Office, after: int) -> Callable[[Any], Any]:
    """The handler of imports, that stands still for ever once it has told its progress so often."""
    handler = office.handlers["import"]

    def handle(work: Any) -> Any:
        tell, calls = work.progress, itertools.count()

        def progress(*args: Any) -> None:
            if next(calls) >= after:
                until(lambda: work.cancelled)
            tell(*args)

        work.progress = progress
        return handler(work)

    return handle


def test_a_cancelled_import_keeps_what_it_has_and_goes_on(office: Office, tmp_path: Path) -> None:
    upload = office.upload(*many(tmp_path, 4), table(tmp_path / "群.csv"))
    run, job = office.order(upload)
    with Lanes(office.ledger.state, office.handlers | {"import": held(office, 6)}) as lanes:
        until(lambda: lanes.seen and (lanes.seen[-1].note or {}).get("file"))
        office.ledger.state.write(lambda conn: jobs.cancel(conn, job, now=NOW))
        lanes.workers.wake()
        assert lanes.ended(job).state == "cancelled"
    assert office.run(run).state == "cancelled"
    assert 0 < len(office.summary(run).files) < 5
    with Lanes(office.ledger.state, office.handlers) as lanes:
        office.ledger.state.write(lambda conn: jobs.resume(conn, job, now=NOW))
        lanes.workers.wake()
        assert lanes.ended(job).result["messages"] == 89
    assert (office.messages(), office.run(run).state) == (89, "done")
    assert [f.known for f in office.summary(run).files] == [False] * 5


def test_a_stop_in_the_middle_goes_on_at_the_next_start(office: Office, tmp_path: Path) -> None:
    run, job = office.order(office.upload(*many(tmp_path, 3)))
    with Lanes(office.ledger.state, office.handlers | {"import": held(office, 4)}) as lanes:
        until(lambda: lanes.seen and (lanes.seen[-1].note or {}).get("file"))
    assert office.run(run).state == "running"
    with Lanes(office.ledger.state, office.handlers) as lanes:
        ended = lanes.ended(job)
    assert (office.messages(), ended.state, ended.result["facts"]) == (60, "done", office.run(run).facts)


def test_an_import_is_taken_back_and_can_come_again(office: Office, tmp_path: Path) -> None:
    file = telegram(tmp_path / "a.json", "G", talk(30))
    run, _ = office.bring(office.upload(file))
    undo = office.ledger.state.write(lambda conn: runs.order_undo(conn, office.run(run.id), 1, NOW))
    with Lanes(office.ledger.state, office.handlers) as lanes:
        assert lanes.ended(undo).result == {"run": run.id, "facts": run.facts, "kept": 0}
    assert (office.messages(), office.run(run.id).state, office.run(run.id).undoable) == (0, "undone", False)
    again, _ = office.bring(office.upload(file))
    assert (again.facts, office.messages()) == (run.facts, 30)


def test_an_upload_that_is_gone_is_said(office: Office, tmp_path: Path) -> None:
    upload = office.upload(telegram(tmp_path / "a.json", "G", talk(3)))
    _, job = office.order(upload)
    office.uploads.drop(upload)
    with Lanes(office.ledger.state, office.handlers) as lanes:
        assert lanes.ended(job).error == {"code": "upload_gone", "params": {}}


def test_a_corrected_column_is_used_and_remembered(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("甲,乙,丙\n2024-06-01 10:00,P1,hello\n2024-06-02 10:00,P2,hi\n", "utf-8")
    mark = _signature(office, file)
    mapping = {mark: {"@table": "messages", "甲": "sent", "乙": "person_name", "丙": "text"}}
    _, job = office.bring(office.upload(file), Wish(zone="UTC", mappings=mapping))
    assert (job.error, job.result["messages"]) == (None, 2)
    file.write_text("甲,乙,丙\n2024-06-03 10:00,P1,more\n", "utf-8")
    _, later = office.bring(office.upload(file))
    assert later.result["messages"] == 1


def _signature(office: Office, file: Path) -> str:
    from yutang.importers.contract import Reading
    from yutang.importers.inspect import inspect
    from yutang.kit.clock import zone

    found = inspect([file], Reading(zone=zone("UTC"), now=NOW), known={}, zip_limit=1 << 30)
    assert found.files[0].code == "table_unknown"
    return found.files[0].tables[0].signature


def test_rows_that_were_not_read_become_a_task_until_it_is_taken_back(office: Office, tmp_path: Path) -> None:
    state, file = office.ledger.state, table(tmp_path / "群.csv")
    run, _ = office.bring(office.upload(file))
    seen = sa.select(task.c.kind, task.c.subject_id, task.c.state)
    with state.read() as conn:
        assert conn.execute(seen).all() == [("check_rejects", str(run.id), "open")]
    office.bring(office.upload(file))  # known: its task was made then
    with state.read() as conn:
        assert len(conn.execute(seen).all()) == 1
    undo = state.write(lambda conn: runs.order_undo(conn, office.run(run.id), 1, NOW))
    with Lanes(state, office.handlers) as lanes:
        lanes.ended(undo)
    with state.read() as conn:
        assert [row.state for row in conn.execute(seen)] == ["dropped"]
