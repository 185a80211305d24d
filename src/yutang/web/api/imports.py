"""Imports: ordered, listed, looked into, taken back."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from litestar import get, post
from litestar.params import JSONBody, PathParameter, QueryParameter
from litestar.response import File

from yutang.accounts import audit
from yutang.accounts.model import Permission
from yutang.customers.acts.importing import may_be_read
from yutang.importers import met, runs
from yutang.importers.model import FileOutcome, Summary
from yutang.importers.runs import Run, RunState, Wish
from yutang.kit import jobs
from yutang.web.api.jobs import JobView, view
from yutang.web.api.uploads import LARGEST, Mappings, Zone, mine, refusals, whole
from yutang.web.context import Context
from yutang.web.downloads import CSV, download
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Problem, not_found

RunId = Annotated[int, PathParameter(ge=1, le=LARGEST)]
_List = Annotated[str, msgspec.Meta(max_length=200_000)]
_SEE: dict[str, Any] = {
    "tags": ["imports"], "opt": {"permission": Permission.IMPORTS_SEE}, "sync_to_thread": True,
}  # fmt: skip
_ASK: dict[str, Any] = _SEE | {"opt": {"permission": Permission.IMPORTS_RUN}}
_RUN: dict[str, Any] = _ASK | {"status_code": 202}


class ImportOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What to import and how. `mappings`: signature of a table → heading → field ("" or "ignore": leave it out;
    heading "@table": what sort of table it is). `staff`, `house`: accounts, one id or name a line."""

    upload_id: Annotated[int, msgspec.Meta(ge=1, le=LARGEST)]
    zone: Zone | None = None
    private: bool = False
    day_first: bool | None = None
    mappings: Mappings = {}
    staff: _List = ""
    house: _List = ""
    dry_run: bool = False


class ImportView(msgspec.Struct, frozen=True, kw_only=True):
    """One import. `by`: null for the command line. `facts`: new ones; of a dry run, those that would be new.
    Instants are milliseconds since 1970, UTC."""

    id: int
    state: RunState
    job_id: int | None
    name: str
    by: str | None
    started_at: int
    finished_at: int | None
    undone_at: int | None
    files: int
    unread: int  # files that could not be read, or not to their ends
    facts: int
    messages: int
    chats: int
    joins: int
    rejects: int
    dry_run: bool
    undoable: bool


class ImportList(msgspec.Struct, frozen=True, kw_only=True):
    items: list[ImportView]
    next: str | None


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A choice that was made: locales "note.<code>", or "note.<code>.<detail>" where there is one."""

    code: str
    detail: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one file, or one export of many. `code`: why it was not read to its end, "unreadable.<code>"."""

    name: str
    kind: str | None
    code: str | None
    params: dict[str, str]
    known: bool
    chats: int
    private_chats: int
    rows: int
    messages: int
    joins: int
    leaves: int
    rejects: int
    notes: list[Note]


class ImportDetail(msgspec.Struct, frozen=True, kw_only=True):
    """`unmatched`: entries of the lists that fit no account. `guessed`: accounts taken for robots by their names."""

    run: ImportView
    outcomes: list[Outcome]
    more: int  # outcomes beyond the first 2,000
    unmatched: list[str]
    guessed: list[str]
    private_chats: int
    zone: str
    last_day: str | None
    rejects_file: bool


class UndoView(msgspec.Struct, frozen=True, kw_only=True):
    """What taking an import back would do. `kept_facts` stay: other imports, or posts, brought them too.
    `groups`: names of those that only this import knew, the first five hundred of `group_count`."""

    facts: int
    people: int
    groups: list[str]
    group_count: int
    kept_facts: int
    kept_because: list[str]
    kept_by_posts: bool


OUTCOMES, NAMES = 2_000, 500  # told in one answer


@post("/imports", operation_id="start_import", **_RUN)
def start_import(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[ImportOrder]) -> JobView:
    """The job that does it. 409 upload_incomplete, import_running; 422 import_column, unknown_zone."""
    upload = whole(mine(context, viewer, data.upload_id))
    wish = Wish(
        zone=data.zone or context.ledger.zone, private=data.private, day_first=data.day_first,
        mappings=data.mappings, staff=data.staff, house=data.house, dry_run=data.dry_run,
    )  # fmt: skip
    now = context.now()

    def write(conn: sa.Connection) -> int:
        run_id, job_id = runs.order(conn, upload, wish, (viewer.user_id, viewer.name), now)
        after = {"name": upload.name, "files": len(upload.files), "dry_run": wish.dry_run, "zone": wish.zone}
        audit.record(
            conn,
            viewer,
            "import_started",
            now=now,
            subject_kind="import",
            subject_id=str(run_id),
            after=after,
        )
        return job_id

    with refusals():
        runs.check(wish)
        with context.state.read() as conn:
            may_be_read(conn, wish.mappings.values())
        job_id = context.state.write(write)
    context.wake()
    return _job(context, job_id)


@get("/imports", operation_id="list_imports", **_SEE)
def list_imports(
    context: NeedsContext,
    cursor: Annotated[str | None, QueryParameter(max_length=20, pattern="^[0-9]{1,15}$")] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> ImportList:
    """Newest first."""
    with context.state.read() as conn:
        found = runs.listed(conn, before=int(cursor) if cursor else None, limit=limit + 1)
    items = [_view(run) for run in found[:limit]]
    return ImportList(items=items, next=str(items[-1].id) if len(found) > limit else None)


@get("/imports/{run_id:int}", operation_id="get_import", **_SEE)
def get_import(context: NeedsContext, run_id: RunId) -> ImportDetail:
    run = _found(context, run_id)
    with context.state.read() as conn:
        found = runs.summary(conn, run_id) or Summary(files=[])
    return ImportDetail(
        run=_view(run), outcomes=[_outcome(file) for file in found.files[:OUTCOMES]],
        more=max(0, len(found.files) - OUTCOMES), unmatched=found.unmatched[:OUTCOMES],
        guessed=found.guessed[:OUTCOMES], private_chats=found.private_chats,
        zone=run.wish.zone if run.wish else found.zone,
        last_day=found.last_day.isoformat() if found.last_day else None,
        rejects_file=_rejects(context, run_id).is_file(),
    )  # fmt: skip


@get(
    "/imports/{run_id:int}/rejects", operation_id="get_import_rejects", **_SEE, operation_class=download(CSV)
)
def get_import_rejects(context: NeedsContext, run_id: RunId) -> File:
    """Every row that could not be read, and why: CSV of file, line, reason (locales "reject.<code>"), row."""
    _found(context, run_id)
    path = _rejects(context, run_id)
    if not path.is_file():
        raise not_found("rejects")
    return File(path, filename=path.name, media_type=CSV)


@get("/imports/{run_id:int}/undo", operation_id="preview_undo_import", **_ASK)
def preview_undo_import(context: NeedsContext, run_id: RunId) -> UndoView:
    """409 import_not_undoable {state}."""
    run = _found(context, run_id)
    if not run.undoable:
        raise Problem(409, "import_not_undoable", state=str(run.state))
    with context.state.read() as conn:
        heirs = met.heirs(conn, run_id)
    found = context.ledger.undo_preview(run_id, heirs)
    others = [id_ for id_ in found.kept_by if id_ is not None]
    with context.state.read() as conn:
        names = runs.names(conn, others)
    return UndoView(
        facts=found.facts, people=found.people, groups=found.groups[:NAMES],
        group_count=len(found.groups), kept_facts=found.kept,
        kept_because=[names.get(id_, str(id_)) for id_ in others], kept_by_posts=None in found.kept_by,
    )  # fmt: skip


@post("/imports/{run_id:int}/undo", operation_id="undo_import", **_RUN)
def undo_import(context: NeedsContext, viewer: NeedsViewer, run_id: RunId) -> JobView:
    """The job that takes it back. 409 import_not_undoable {state}, undo_running."""
    run, now = _found(context, run_id), context.now()

    def write(conn: sa.Connection) -> int:
        job_id = runs.order_undo(conn, run, viewer.user_id, now)
        before = {"name": run.name, "facts": run.facts}
        audit.record(
            conn,
            viewer,
            "import_undone",
            now=now,
            subject_kind="import",
            subject_id=str(run_id),
            before=before,
        )
        return job_id

    with refusals():
        job_id = context.state.write(write)
    context.wake()
    return _job(context, job_id)


def _found(context: Context, run_id: int) -> Run:
    with context.state.read() as conn:
        run = runs.one(conn, run_id)
    if run is None:
        raise not_found("import")
    return run


def _job(context: Context, job_id: int) -> JobView:
    with context.state.read() as conn:
        job = jobs.one(conn, job_id)
    if job is None:
        raise not_found("job")
    return view(job, context.now())


def _rejects(context: Context, run_id: int) -> Path:
    return context.home / "rejects" / f"import-{run_id}.csv"


def _view(run: Run) -> ImportView:
    files = [
        file for file in run.short.files if file.code != "attachment"
    ]  # pictures beside chats are no news
    return ImportView(
        id=run.id, state=run.state, job_id=run.job_id, name=run.name, by=run.by_name,
        started_at=run.started_at // 1000, finished_at=_ms(run.finished_at), undone_at=_ms(run.undone_at),
        files=len(files), unread=sum(file.code is not None for file in files), facts=run.facts,
        messages=sum(file.messages for file in files), chats=run.short.all_chats,
        joins=sum(file.joins for file in files), rejects=sum(file.rejects for file in files),
        dry_run=run.dry_run, undoable=run.undoable,
    )  # fmt: skip


def _outcome(file: FileOutcome) -> Outcome:
    notes = [note.removeprefix("note.").partition(":") for note in file.notes]
    told = {name: getattr(file, name) for name in Outcome.__struct_fields__ if name != "notes"}
    return Outcome(**told, notes=[Note(code=code, detail=detail) for code, _, detail in notes])


def _ms(micros: int | None) -> int | None:
    return None if micros is None else micros // 1000


routes = [
    start_import, list_imports, get_import, get_import_rejects, preview_undo_import, undo_import,
]  # fmt: skip
