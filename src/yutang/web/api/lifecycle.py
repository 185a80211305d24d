"""Lifecycle: how many stand in which stage, who went from where to where, ties, scores; all counted anew by a job."""

import datetime as dt
from typing import Annotated, Any

import msgspec
from litestar import get, post
from litestar.params import QueryParameter

from yutang.accounts.model import Permission
from yutang.customers.model import STAGES, TIES
from yutang.customers.views import StageName, TieName
from yutang.kit import clock, jobs
from yutang.kit.jobs import JobState
from yutang.segments.lifecycle.flows import between, funnel, moves, tie_flow
from yutang.segments.lifecycle.model import Flow, Stage, StageRules, Tie, TieRules
from yutang.segments.lifecycle.orders import STANDING, standing_order
from yutang.segments.lifecycle.portrait import Portrait, first_recorded, portrait
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Problem

MONTH = dt.timedelta(days=28)  # before the last day, where no first one is said
_SEE: dict[str, Any] = {
    "tags": ["lifecycle"], "opt": {"permission": Permission.SEGMENTS_SEE}, "sync_to_thread": True,
}  # fmt: skip
From = Annotated[dt.date | None, QueryParameter(name="from")]
To = Annotated[dt.date | None, QueryParameter()]


class StageCount(msgspec.Struct, frozen=True, kw_only=True):
    """Customers at the end of the last day and, `before`, at the end of the first one."""

    stage: StageName
    count: int
    before: int


class StageFlow(msgspec.Struct, frozen=True, kw_only=True):
    """`came_from` null: was not known before."""

    came_from: StageName | None
    went_to: StageName
    count: int


class TieFlow(msgspec.Struct, frozen=True, kw_only=True):
    came_from: TieName
    went_to: TieName
    count: int


class TieCount(msgspec.Struct, frozen=True, kw_only=True):
    tie: TieName
    count: int


class ScoreCount(msgspec.Struct, frozen=True, kw_only=True):
    """Customers of these quintiles, 5 best. Cells with nobody in them are left out."""

    recency: int
    frequency: int
    money: int
    count: int


class StandingNow(msgspec.Struct, frozen=True, kw_only=True):
    """As of the last run of the job, whatever days were asked for. `scores`: of who ever bought."""

    customers: int
    spreading: int
    ties: list[TieCount]
    scores: list[ScoreCount]


class LifecycleRules(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers behind stages and ties, in days unless it says otherwise: docs/methods/lifecycle.md."""

    stages: StageRules
    ties: TieRules


class LifecycleView(msgspec.Struct, frozen=True, kw_only=True):
    """Of the customers that the viewer may see.

    `flows`: stage at the end of `first_day` against stage at the end of `last_day`, who stayed included: rows add up to
    `before`, columns to `count`. `moves`: every change in between, so there and back is two. `known_since`: the first
    day that any stage was recorded on; null: none was yet. `computed_at`: milliseconds, the end of the last run.
    """

    first_day: dt.date
    last_day: dt.date
    funnel: list[StageCount]
    flows: list[StageFlow]
    moves: list[StageFlow]
    now: StandingNow
    rules: LifecycleRules
    known_since: dt.date | None
    computed_at: int | None
    job_id: int | None  # of the run that waits or is under way


class TieFlows(msgspec.Struct, frozen=True, kw_only=True):
    """Ties at the end of one day against the end of another, each counted as of its day. Customers without contact at
    both ends are left out."""

    first_day: dt.date
    last_day: dt.date
    items: list[TieFlow]


class LifecycleRefresh(msgspec.Struct, frozen=True):
    """The job; null: one waits or is under way."""

    job_id: int | None


@get("/lifecycle", operation_id="get_lifecycle", **_SEE)
def get_lifecycle(
    context: NeedsContext, viewer: NeedsViewer, from_: From = None, to: To = None
) -> LifecycleView:
    """`to`: today at the latest, and today without it; `from`: four weeks before it then. Stages are as fine as the
    job's runs, one a day. Who stands in a stage: `list_customers` with `stage`."""
    first, last = _days(context, from_, to)
    with context.ledger.analytics.cursor() as cursor:
        before = funnel(cursor, first, viewer.scope).counts
        after = funnel(cursor, last, viewer.scope).counts
        flows = between(cursor, first, last, viewer.scope)
        changes = moves(cursor, first, last, viewer.scope)
        told, since = portrait(cursor, viewer.scope), first_recorded(cursor)
    computed, job = _runs(context)
    return LifecycleView(
        first_day=first, last_day=last, known_since=since, computed_at=computed, job_id=job,
        funnel=[StageCount(stage=_stage(one), count=after[one], before=before[one]) for one in Stage],
        flows=[_flow(one) for one in flows], moves=[_flow(one) for one in changes], now=_now(told),
        rules=LifecycleRules(stages=StageRules(), ties=TieRules()),
    )  # fmt: skip


@get("/lifecycle/ties", operation_id="get_tie_flows", **_SEE)
def get_tie_flows(context: NeedsContext, viewer: NeedsViewer, from_: From = None, to: To = None) -> TieFlows:
    """Weak to strong, and the rest. Needs no run of the job; days as `get_lifecycle` takes them."""
    first, last = _days(context, from_, to)
    with context.ledger.analytics.cursor() as cursor:
        zone = clock.zone(context.ledger.zone)
        found = tie_flow(cursor, first, last, zone, scope=viewer.scope)
    items = [
        TieFlow(came_from=TIES[one.came_from or 0], went_to=TIES[one.went_to], count=one.count) for one in found
    ]  # fmt: skip
    return TieFlows(first_day=first, last_day=last, items=items)


@post(
    "/lifecycle/refresh", operation_id="refresh_lifecycle", tags=["lifecycle"], status_code=202, sync_to_thread=True,
    opt={"permission": Permission.SEGMENTS_EDIT},
)  # fmt: skip
def refresh_lifecycle(context: NeedsContext, viewer: NeedsViewer) -> LifecycleRefresh:
    """Count stages, scores, ties and tiers anew, now."""
    order = standing_order(by=viewer.user_id or None)
    job = context.state.write(lambda conn: jobs.enqueue(conn, order, now=context.now()))
    context.wake()
    return LifecycleRefresh(job)


def _days(context: Context, first: dt.date | None, last: dt.date | None) -> tuple[dt.date, dt.date]:
    today = clock.moment(context.now(), clock.zone(context.ledger.zone)).date()
    end = last or today
    start = first or max(end, dt.date.min + MONTH) - MONTH
    if not dt.date.min < start <= end <= today:
        raise Problem(
            400, "lifecycle_days", first=start.isoformat(), last=end.isoformat(), today=today.isoformat()
        )
    return start, end


def _runs(context: Context) -> tuple[int | None, int | None]:
    """When the last run ended (ms), and the job of one that waits or is under way."""
    with context.state.read() as conn:
        told = jobs.listed(conn, kinds=[STANDING])
    done = [job.finished_at for job in told if job.state is JobState.DONE and job.finished_at is not None]
    open_ = [job.id for job in told if job.state not in jobs.ENDED]
    return (max(done) // 1000 if done else None), (open_[0] if open_ else None)


def _stage(code: int) -> StageName:
    return STAGES[code - 1]


def _flow(one: Flow) -> StageFlow:
    return StageFlow(
        came_from=None if one.came_from is None else _stage(one.came_from), went_to=_stage(one.went_to), count=one.count
    )  # fmt: skip


def _now(told: Portrait) -> StandingNow:
    return StandingNow(
        customers=told.customers, spreading=told.spreading,
        ties=[TieCount(tie=TIES[one], count=told.ties[one]) for one in Tie],
        scores=[ScoreCount(**msgspec.structs.asdict(cell)) for cell in told.scores],
    )  # fmt: skip


routes: list[Any] = [get_lifecycle, get_tie_flows, refresh_lifecycle]
