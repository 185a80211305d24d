"""The history of imports: what state one is in, and what may be taken back."""

from pathlib import Path

import pytest

from yutang.importers import runs, store
from yutang.importers.model import FileOutcome, Summary
from yutang.importers.runs import RunState, Wish
from yutang.importers.uploads import Upload
from yutang.kit import jobs
from yutang.kit.db import Database
from yutang.kit.errors import YutangError

NOW = 1_790_000_000_000_000
UPLOAD = Upload(id=5, user_id=1, root=Path("x"), files=[])
WISH = Wish(zone="UTC", mappings={"sig": {"甲": "text"}, "none": {}})


def ordered(state: Database, wish: Wish = WISH) -> tuple[int, int]:
    return state.write(lambda conn: runs.order(conn, UPLOAD, wish, (1, "Li"), NOW))


def state_of(database: Database, run: int) -> RunState:
    with database.read() as conn:
        found = runs.one(conn, run)
    assert found is not None
    return found.state


def test_the_job_says_the_state(database: Database) -> None:
    run, job = ordered(database)
    assert state_of(database, run) is RunState.RUNNING
    database.write(lambda conn: jobs.cancel(conn, job, now=NOW))
    assert state_of(database, run) is RunState.CANCELLED
    database.write(lambda conn: jobs.resume(conn, job, now=NOW))
    taken = database.write(lambda conn: jobs.claim(conn, "long", now=NOW))
    assert taken is not None
    database.write(lambda conn: jobs.fail(conn, taken, "disk_full", {}, now=NOW))
    assert state_of(database, run) is RunState.FAILED
    database.write(lambda conn: runs.undone(conn, run, NOW))
    assert state_of(database, run) is RunState.UNDONE


def test_an_import_of_the_command_line_has_no_job(database: Database) -> None:
    whole, broken = (database.write(lambda conn: store.start(conn, "a.csv", NOW)) for _ in range(2))
    database.write(
        lambda conn: store.finish(conn, whole, Summary(files=[FileOutcome(name="a", kind="x")]), NOW)
    )
    assert (state_of(database, whole), state_of(database, broken)) == (RunState.DONE, RunState.CANCELLED)
    with database.read() as conn:
        found = runs.one(conn, whole)
        assert found is not None
        assert (found.name, found.by_name, len(found.short.files)) == ("a.csv", None, 1)
        assert runs.names(conn, [whole, 99]) == {whole: "a.csv"}


def test_columns_are_remembered_by_a_real_import_only(database: Database) -> None:
    ordered(database, Wish(zone="UTC", mappings={"dry": {"甲": "text"}}, dry_run=True))
    with database.read() as conn:
        assert store.mappings(conn) == {}
    database.write(lambda conn: jobs.cancel(conn, 1, now=NOW))
    ordered(database)
    with database.read() as conn:
        assert store.mappings(conn) == {"sig": {"甲": "text"}}


def test_an_upload_is_imported_once_at_a_time(database: Database) -> None:
    _, job = ordered(database)
    with pytest.raises(YutangError, match="import_running"):
        ordered(database)
    with database.read() as conn:
        assert (runs.reading(conn, UPLOAD.id), runs.reading(conn, 6)) == (True, False)
        assert len(runs.listed(conn)) == 1  # the second one left nothing behind
    database.write(lambda conn: jobs.cancel(conn, job, now=NOW))
    assert ordered(database)[0] > 0


@pytest.mark.parametrize("end", ["cancelled", "failed"])
def test_the_files_of_a_resumed_import_are_being_read_again(database: Database, end: str) -> None:
    _, job = ordered(database)
    if end == "failed":
        taken = database.write(lambda conn: jobs.claim(conn, "long", now=NOW))
        assert taken is not None
        database.write(lambda conn: jobs.fail(conn, taken, "disk_full", {}, now=NOW))
    else:
        database.write(lambda conn: jobs.cancel(conn, job, now=NOW))
    with database.read() as conn:
        assert not runs.reading(conn, UPLOAD.id)
    assert database.write(lambda conn: jobs.resume(conn, job, now=NOW))
    with database.read() as conn:
        assert runs.reading(conn, UPLOAD.id)
    with pytest.raises(YutangError, match="import_running"):
        ordered(database)


def test_only_what_brought_facts_and_is_over_can_be_taken_back(database: Database) -> None:
    run, _ = ordered(database)
    with database.read() as conn:
        found = runs.one(conn, run)
    assert found is not None
    with pytest.raises(YutangError) as told:
        database.write(lambda conn: runs.order_undo(conn, found, 1, NOW))
    assert (told.value.code, told.value.params) == ("import_not_undoable", {"state": "running"})


def test_what_follows_is_ordered_once(database: Database) -> None:
    for _ in range(2):
        database.write(lambda conn: runs.follow(conn, NOW))
    with database.read() as conn:
        assert sorted(job.kind for job in jobs.listed(conn)) == ["autotag", "checkup", "seal", "standing"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish(zone="Nowhere"), "unknown_zone"),
        (Wish(zone="UTC", mappings={"s": {"甲": "nonsense"}}), "import_column"),
        (Wish(zone="UTC", mappings={"s": {"@table": "text"}}), "import_column"),
    ],
)
def test_a_wish_that_means_nothing_is_refused(wish: Wish, code: str) -> None:
    with pytest.raises(YutangError, match=code):
        runs.check(wish)


@pytest.mark.parametrize("field", ["text", "ignore", "", "-"])
def test_a_field_or_none_is_allowed(field: str) -> None:
    runs.check(Wish(zone="UTC", mappings={"s": {"甲": field, "@table": "messages"}}))
