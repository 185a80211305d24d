"""The jobs "import" and "undo": an upload into the ledger, and out of it again."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts import store as accounts
from yutang.accounts.actions import viewer_of
from yutang.accounts.audit import nobody
from yutang.accounts.model import Viewer
from yutang.customers.acts.importing import defined, without_sensitive
from yutang.groups import gone
from yutang.importers import met, runs, store
from yutang.importers.actions import bring_in
from yutang.importers.dryrun import count_new, lend_keys
from yutang.importers.marking import guess_bots, listed, mark
from yutang.importers.model import Options, Progress, Summary
from yutang.importers.runs import Run, RunState, Wish
from yutang.importers.uploads import Upload, Uploads
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Role
from yutang.ledger.ledger import Ledger
from yutang.tasks import imports as tasks
from yutang.worker.loop import Handler
from yutang.worker.work import Work

# What a person had better look at in a table that was read: locales "note.<code>".
DOUBTS = ("note.amount_unit:", "note.ids_rounded:")


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """What imports are made with. `private`: a ledger of a dry run's own, gone behind the block."""

    ledger: Ledger
    home: Path
    uploads: Uploads
    private: Callable[[], AbstractContextManager[Ledger]]
    zip_limit: int
    now: Callable[[], int]


def importing(desk: Desk) -> Handler:
    """The handler of "import". What was acknowledged stays when it is cancelled; resumed, it goes on behind that."""

    def bring(work: Work) -> dict[str, Any]:
        run, upload = _found(desk, work)
        if run.state is RunState.UNDONE:
            raise YutangError("import_undone")
        with desk.ledger.state.read() as conn:
            summary = runs.summary(conn, run.id) if store.finished(conn, run.id) else None
        if summary is None:  # else it was all done, up to the job's own end
            summary = _dry(desk, work, run, upload) if run.dry_run else _real(desk, work, run, upload)
        if upload is not None and not run.dry_run:
            desk.uploads.drop(upload.id)
        with desk.ledger.state.read() as conn:
            facts = runs.facts(conn, run.id)
        return _result(run, summary, facts)

    return bring


def undoing(desk: Desk) -> Handler:
    """The handler of "undo"."""

    def undo(work: Work) -> dict[str, Any]:
        run_id, now = int(work.params["run"]), desk.now()

        def also(conn: sa.Connection) -> None:
            runs.undone(conn, run_id, now)
            runs.follow(conn, now)
            who = _who(conn, work)
            tasks.undone(conn, run_id, viewer=who, now=now)
            gone.drop_tasks(conn, viewer=who, now=now)

        with (
            desk.ledger.state.read() as conn
        ):  # imports and undos share a lane: nobody meets a file meanwhile
            heirs = met.heirs(conn, run_id)
        found = desk.ledger.undo(run_id, now=now, heirs=heirs, also=also)
        return {"run": run_id, "facts": found.facts, "kept": found.kept}

    return undo


def _found(desk: Desk, work: Work) -> tuple[Run, Upload | None]:
    with desk.ledger.state.read() as conn:
        run = runs.one(conn, int(work.params["run"]))
    if run is None:
        raise YutangError("import_gone")
    return run, desk.uploads.find(int(work.params["upload"]))


def _real(desk: Desk, work: Work, run: Run, upload: Upload | None) -> Summary:
    summary = _read(desk.ledger, desk, work, run, upload)

    def write(conn: sa.Connection) -> None:
        store.finish(conn, run.id, summary, desk.now())
        runs.follow(conn, desk.now())
        brought = _brought(conn, run, summary)
        tasks.after(conn, brought, viewer=_who(conn, work), now=desk.now())

    desk.ledger.state.write(write)
    return summary


def _brought(conn: sa.Connection, run: Run, summary: Summary) -> tasks.Brought:
    """What people must see to. Files that were here before made their tasks then."""
    new = [file for file in summary.files if not file.known]
    return tasks.Brought(
        import_id=run.id, name=run.name, facts=runs.facts(conn, run.id), rejects=sum(f.rejects for f in new),
        guessed=sum(any(note.startswith(DOUBTS) for note in file.notes) for file in new),
    )  # fmt: skip


def _who(conn: sa.Connection, work: Work) -> Viewer:
    """Who ordered the job; nobody, when the account is gone."""
    by = work.job.created_by
    user = None if by is None else accounts.user(conn, by)
    return nobody() if user is None else viewer_of(user, "")


def _dry(desk: Desk, work: Work, run: Run, upload: Upload | None) -> Summary:
    """The same read into a ledger of its own; of its facts, those are counted that would be new."""
    with desk.private() as alone:
        lend_keys(alone, desk.ledger)
        summary = _read(alone, desk, work, run, upload)
        summary.facts = count_new(alone.analytics, desk.ledger.analytics)
    desk.ledger.state.write(lambda conn: store.finish_dry(conn, run.id, summary, desk.now()))
    return summary


def _read(ledger: Ledger, desk: Desk, work: Work, run: Run, upload: Upload | None) -> Summary:
    if upload is None or run.wish is None:
        raise YutangError("upload_gone")
    wish, kept = run.wish, ledger is desk.ledger
    with desk.ledger.state.read() as conn:
        before = store.mappings(conn)
        mappings = without_sensitive(conn, before) | wish.mappings
        attributes = defined(conn)
    if not kept:
        mappings = before | mappings  # what the private ledger does not know
    now = run.started_at  # the same at every resume: rosters without dates are dated by it

    def tell(at: Progress) -> None:
        work.progress(at.done, at.total, {"rows": at.rows, "file": at.name[-200:]})

    options = Options(zone=wish.zone, private=wish.private, day_first=wish.day_first, mappings=mappings,
                      attributes=attributes, zip_limit=desk.zip_limit, named=upload.namer(), memory_mb=0)  # fmt: skip
    rejects = desk.home / "rejects" / f"import-{run.id}.csv"
    summary = bring_in(ledger, upload.paths, options, now=now, rejects=rejects, progress=tell,
                       run_id=run.id if kept else None)  # fmt: skip
    work.check()
    _mark(ledger, wish, summary, now, run.id if kept else None)
    return summary


def _mark(ledger: Ledger, wish: Wish, summary: Summary, now: int, run_id: int | None) -> None:
    """Say who is staff and who is a house account, then who bears a robot's name."""
    for text, role in ((wish.staff, Role.STAFF), (wish.house, Role.HOUSE)):
        if names := listed(text):
            summary.unmatched += mark(ledger, names, role, now=now, run=run_id)
    summary.guessed = guess_bots(ledger, now=now, run=run_id)


def _result(run: Run, summary: Summary, facts: int) -> dict[str, Any]:
    """What the job's list shows; GET /imports/{id} has all of it."""
    files = [file for file in summary.files if file.code != "attachment"]
    return {
        "run": run.id, "dry_run": run.dry_run, "facts": facts, "files": len(files),
        "unread": sum(file.code is not None for file in files), "messages": sum(f.messages for f in files),
        "chats": summary.all_chats, "rejects": summary.rejects,
    }  # fmt: skip
