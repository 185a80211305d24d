"""How fresh everything is: what the bar at the top of each screen says."""

import importlib.metadata

import msgspec
from litestar import get

from yutang.checkup.snapshots import Standing
from yutang.kit import jobs
from yutang.ledger.store import count_quarantined
from yutang.web.context import Context
from yutang.web.needs import NeedsContext


class CheckupStatus(msgspec.Struct, frozen=True, kw_only=True):
    as_of: str
    made_at: int  # ms
    stale: bool  # facts came in since


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """Instants are milliseconds since 1970, UTC."""

    version: str
    now_at: int
    zone: str
    demo: bool
    last_day: str | None  # the last day that anything happened on
    last_import_at: int | None
    checkup: CheckupStatus | None
    jobs_open: int
    waiting: int  # posted facts that are durable and not applied yet
    quarantined: int  # posted requests that could not be applied and were put aside: GET /facts/quarantined


def current(context: Context) -> Status:
    """The same for every viewer: no figure of a group in it."""
    standing: Standing | None = context.board.standing()
    with context.state.read() as conn:
        open_jobs = len(jobs.listed(conn, open_only=True))
        ended = jobs.listed(conn, kinds=["import"], limit=1)
        aside = count_quarantined(conn)
    checkup = standing and CheckupStatus(
        as_of=standing.as_of.isoformat(), made_at=standing.made_at // 1000, stale=standing.stale
    )
    day = standing.last_day if standing else None
    return Status(
        version=importlib.metadata.version("yutang"), now_at=context.now() // 1000, zone=context.ledger.zone,
        demo=context.demo, last_day=day.isoformat() if day else None,
        last_import_at=ended[0].finished_at // 1000 if ended and ended[0].finished_at else None,
        checkup=checkup, jobs_open=open_jobs, waiting=context.ledger.backlog, quarantined=aside,
    )  # fmt: skip


@get("/status", operation_id="get_status", tags=["status"], opt={"permission": None}, sync_to_thread=True)
def get_status(context: NeedsContext) -> Status:
    return current(context)


@get("/health", operation_id="get_health", tags=["status"], opt={"public": True}, sync_to_thread=False)
def get_health() -> dict[str, str]:
    """Listening. For supervisors and the command line; says nothing else to strangers."""
    return {"status": "ok"}


routes = [get_status, get_health]
