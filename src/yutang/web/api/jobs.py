"""Long work: lists, cancel, resume, and the stream that screens listen to."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import PathParameter, QueryParameter
from litestar.response import ServerSentEvent, ServerSentEventMessage

from yutang.accounts.lasting import Lasting
from yutang.accounts.model import Permission, Viewer
from yutang.kit import jobs
from yutang.kit.jobs import ENDED, Job, JobState
from yutang.kit.progress import outlook
from yutang.staff.store import reach
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsSigned, NeedsViewer
from yutang.web.problem import Problem, not_found

JobId = Annotated[int, PathParameter(ge=1, le=(1 << 53) - 1)]


class JobView(msgspec.Struct, frozen=True, kw_only=True):
    """A job as screens show it. `run_at`: it does not begin before. Instants are milliseconds since 1970, UTC."""

    id: int
    kind: str
    state: JobState
    subject: str | None
    done: int
    total: int | None
    rate: float | None  # units a second
    eta_s: float | None
    note: dict[str, Any] | None
    result: Any
    error: dict[str, Any] | None
    created_at: int
    run_at: int
    started_at: int | None
    finished_at: int | None
    cancellable: bool
    resumable: bool


class Jobs(msgspec.Struct, frozen=True):
    items: list[JobView]


def view(job: Job, now: int) -> JobView:
    """`now`: microseconds."""
    rate, eta = outlook(job, now)
    return JobView(
        id=job.id, kind=job.kind, state=job.state, subject=job.subject, done=job.done, total=job.total,
        rate=rate, eta_s=eta, note=job.note, result=job.result, error=job.error,
        created_at=job.created_at // 1000, run_at=job.run_at // 1000,
        started_at=None if job.started_at is None else job.started_at // 1000,
        finished_at=None if job.finished_at is None else job.finished_at // 1000,
        cancellable=job.state not in ENDED, resumable=job.state in (JobState.FAILED, JobState.CANCELLED),
    )  # fmt: skip


def concerns(job: Job, viewer: Viewer) -> bool:
    """Who sees a job: who may see imports sees all, others their own."""
    return viewer.may(Permission.IMPORTS_SEE) or job.created_by == viewer.user_id


def _found(context: Context, viewer: Viewer, id_: int) -> Job:
    with context.state.read() as conn:
        job = jobs.one(conn, id_)
    if job is None or not concerns(job, viewer):
        raise not_found("job")
    return job


@get("/jobs", operation_id="list_jobs", tags=["jobs"], opt={"permission": None}, sync_to_thread=True)
def list_jobs(
    context: NeedsContext,
    viewer: NeedsViewer,
    open_: Annotated[bool, QueryParameter(name="open")] = False,  # noqa: FBT002 - a query parameter
) -> Jobs:
    """The newest fifty; `open`: only those that have not ended."""
    now = context.now()
    with context.state.read() as conn:
        found = jobs.listed(conn, open_only=open_)
    return Jobs([view(job, now) for job in found if concerns(job, viewer)])


@get(
    "/jobs/{job_id:int}", operation_id="get_job", tags=["jobs"], opt={"permission": None}, sync_to_thread=True
)
def get_job(context: NeedsContext, viewer: NeedsViewer, job_id: JobId) -> JobView:
    return view(_found(context, viewer, job_id), context.now())


def _may_act(job: Job, viewer: Viewer) -> None:
    if job.created_by != viewer.user_id and not viewer.may(Permission.IMPORTS_RUN):
        raise Problem(403, "not_allowed", permission=Permission.IMPORTS_RUN)


@post("/jobs/{job_id:int}/cancel", operation_id="cancel_job", tags=["jobs"], opt={"permission": None},
      sync_to_thread=True, status_code=200)  # fmt: skip
def cancel_job(context: NeedsContext, viewer: NeedsViewer, job_id: JobId) -> JobView:
    """A queued job ends at once, a running one at its next step. What it has done stays."""
    _may_act(_found(context, viewer, job_id), viewer)
    context.state.write(lambda conn: jobs.cancel(conn, job_id, now=context.now()))
    context.wake()
    return view(_found(context, viewer, job_id), context.now())


@post("/jobs/{job_id:int}/resume", operation_id="resume_job", tags=["jobs"], opt={"permission": None},
      sync_to_thread=True, status_code=200)  # fmt: skip
def resume_job(context: NeedsContext, viewer: NeedsViewer, job_id: JobId) -> JobView:
    """A failed or cancelled job goes on from where it was."""
    _may_act(_found(context, viewer, job_id), viewer)
    if not context.state.write(lambda conn: jobs.resume(conn, job_id, now=context.now())):
        raise Problem(409, "job_not_resumable")
    context.wake()
    return view(_found(context, viewer, job_id), context.now())


@get("/jobs/events", operation_id="job_events", tags=["jobs"], opt={"permission": None, "no_gzip": True})
async def job_events(context: NeedsContext, signed: NeedsSigned) -> ServerSentEvent:
    """Server-sent events: "job" with a JobView, "fresh" when a new check-up is ready. Where streams are cut, poll."""

    async def stream() -> AsyncGenerator[ServerSentEventMessage]:
        lasting = Lasting(context.state, signed, context.now, reach)
        yield ServerSentEventMessage(comment="open", retry=3000)
        async for event in context.hub.listen():
            # At each ping, and at once when somebody's rights changed here.
            if (event is None or lasting.doubtful) and not await asyncio.to_thread(lasting.holds):
                return
            if event is None:
                yield ServerSentEventMessage(comment="ping")
            elif event.concerns is None or event.concerns(signed.viewer):
                yield ServerSentEventMessage(event=event.name, data=event.data)

    return ServerSentEvent(stream())


routes = [list_jobs, get_job, cancel_job, resume_job, job_events]
