"""The check-up: its sentence, the list of groups, one group, load, blasts, two days side by side, and as files."""

import datetime as dt
import html
import io
import re
import zlib
from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromQuery, PathParameter, QueryParameter

from yutang.accounts.model import Permission, Viewer
from yutang.checkup import detail, listing
from yutang.checkup.compare import CompareView, compare
from yutang.checkup.decide import DecisionKind
from yutang.checkup.detail import Daily, Event, Week
from yutang.checkup.listing import GroupRow, Wanted
from yutang.checkup.model import (
    Advice,
    Blast,
    Change,
    Evidence,
    GroupReport,
    OperatorReport,
    Reason,
    State,
    Totals,
)
from yutang.checkup.sentence import then, verdict
from yutang.checkup.sight import Sight
from yutang.customers.views import BorneTag
from yutang.groups.tagging import tags_of
from yutang.insight.report import render
from yutang.insight.tables import write_xlsx
from yutang.kit import jobs
from yutang.kit.jobs import Order
from yutang.locales import Lang
from yutang.web.api.customer_names import names
from yutang.web.api.jobs import JobView
from yutang.web.api.jobs import view as job_view
from yutang.web.api.tasks import TaskView
from yutang.web.api.tasks import view as task_view
from yutang.web.context import Context
from yutang.web.downloads import HTML, XLSX, download
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.packing import packed
from yutang.web.problem import Problem, not_found

Text = Annotated[str | None, QueryParameter(max_length=600)]
Day = Annotated[dt.date | None, QueryParameter()]
# The report says itself which one script of its own may run; the server's policy would let none.
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_SEE: dict[str, Any] = {
    "tags": ["checkup"], "opt": {"permission": Permission.GROUPS_SEE}, "sync_to_thread": True,
}  # fmt: skip


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """Groups by the decision in force on them."""

    accepted: int
    snoozed: int
    kept: int


class CheckupView(msgspec.Struct, frozen=True, kw_only=True):
    """A check-up of the groups that the viewer may see. `sentence`: locales "sentence.<code>"; `then`:
    "sentence.then.<code>". `days`: those kept, newest first."""

    as_of: dt.date
    made_at: int
    zone: str
    sentence: Reason
    then: Reason | None
    totals: Totals
    evidence: Evidence
    assumptions: dict[str, float]
    decided: Decided
    days: list[dt.date]


class GroupList(msgspec.Struct, frozen=True, kw_only=True):
    items: list[GroupRow]
    next: str | None


class GroupDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One group. `daily`: 180 days, `flows`: 26 weeks, both without a gap, oldest first. `tags`: in force now."""

    row: GroupRow
    report: GroupReport
    daily: list[Daily]
    changes: list[Change]
    flows: list[Week]
    blasts: list[Blast]
    history: list[Event]
    tasks: list[TaskView]
    tags: list[BorneTag]


class OperatorList(msgspec.Struct, frozen=True):
    items: list[OperatorReport]


class BlastList(msgspec.Struct, frozen=True):
    items: list[Blast]


def look(context: Context, viewer: Viewer, day: dt.date | None = None) -> Sight:
    """What the viewer sees of a day's check-up. 404 no_checkup: nothing was ever imported, or nothing of that day."""
    sight = context.board.look(viewer, day, now=context.now())
    if sight is None:
        raise Problem(404, "no_checkup")
    return sight


@get("/checkup", operation_id="get_checkup", **_SEE)
def get_checkup(context: NeedsContext, viewer: NeedsViewer, as_of: Day = None) -> CheckupView:
    """The newest check-up, or that of a day."""
    sight = look(context, viewer, as_of)
    with context.state.read() as conn:
        held = sight.shown.overlay(conn, context.now()).held
    groups = sight.snapshot.survey.checkup.groups
    kinds = [d.kind for g, d in zip(groups, held, strict=True) if d is not None and sight.sees(g.id)]
    seen = sight.checkup
    return CheckupView(
        as_of=seen.as_of, made_at=sight.snapshot.made_at // 1000, zone=seen.zone, sentence=verdict(seen.totals),
        then=then(seen.totals), totals=seen.totals, evidence=seen.evidence, assumptions=seen.assumptions,
        decided=Decided(**{kind.value: kinds.count(kind) for kind in DecisionKind}), days=context.board.days(),
    )  # fmt: skip


@get("/checkup/groups", operation_id="list_groups", **(_SEE | {"opt": _SEE["opt"] | {"no_gzip": True}}))
def list_groups(  # noqa: PLR0913, PLR0917 - one parameter a filter
    request: Request[Any, Any, Any],
    context: NeedsContext,
    viewer: NeedsViewer,
    as_of: Day = None,
    cursor: Annotated[str | None, QueryParameter(max_length=60, pattern="^[0-9]{1,17}-[0-9]{1,9}$")] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=1000)] = 250,
    q: Annotated[str, QueryParameter(max_length=200)] = "",
    state_: Annotated[State | None, QueryParameter(name="state")] = None,
    advice: FromQuery[Advice | None] = None,
    line: Text = None,
    owner: Text = None,
    decision: FromQuery[Literal["accepted", "snoozed", "kept", "none"] | None] = None,
) -> Response[GroupList]:
    """Sorted by advice: stop, merge, revive, keep, unknown; busiest first inside. 409 checkup_moved: a newer check-up
    was made between two pages; begin again."""
    sight = look(context, viewer, as_of)
    made_at, start = _cursor(cursor, sight.snapshot.made_at)
    if made_at != sight.snapshot.made_at:
        raise Problem(409, "checkup_moved")
    wanted = Wanted(q=q, state=state_, advice=advice, line=line, owner=owner, decision=decision)
    small = "gzip" in request.headers.get("accept-encoding", "")
    body = _page(context, sight, wanted, (start, limit), small=small)
    headers = {"Vary": "Accept-Encoding"} | ({"Content-Encoding": "gzip"} if small else {})
    return Response(body, media_type="application/json", headers=headers)  # pyright: ignore[reportReturnType]


def _cursor(cursor: str | None, made_at: int) -> tuple[int, int]:
    if cursor is None:
        return made_at, 0
    made, start = cursor.split("-")
    return int(made), int(start)


def _page(context: Context, sight: Sight, wanted: Wanted, span: tuple[int, int], *, small: bool) -> bytes:
    """One page as JSON, from rows that are encoded already; zipped once for all who ask for the same."""
    with context.state.read() as conn:
        overlay = sight.shown.overlay(conn, context.now())
    key = (sight.refs, wanted, span, small)
    if (held := overlay.pages.get(key)) is not None:
        return held
    places, after = listing.page(sight.snapshot, overlay.held, sight.refs, wanted, *span)
    rows = b",".join([overlay.rows[place] for place in places])
    more = b"null" if after is None else f'"{sight.snapshot.made_at}-{after}"'.encode()
    body = b'{"items":[' + rows + b'],"next":' + more + b"}"
    if small:
        packer = zlib.compressobj(1, zlib.DEFLATED, 31)  # 31: gzip's own head and tail
        body = packer.compress(body) + packer.flush()
    overlay.pages.put(key, body)
    return body


@get("/checkup/groups/{group_id:path}", operation_id="get_group", **_SEE)
def get_group(
    context: NeedsContext,
    viewer: NeedsViewer,
    group_id: Annotated[str, PathParameter(max_length=600)],
    as_of: Day = None,
) -> GroupDetail:
    """Everything about one group, by its id ("<platform>:<external id>")."""
    sight, ref = look(context, viewer, as_of), group_id.removeprefix("/")
    with context.state.read() as conn:
        found = detail.detail(conn, sight, context.board.courses, ref, now=context.now())
    if found is None:
        raise not_found("group")
    with context.ledger.analytics.cursor() as cursor:
        tags = tags_of(cursor, names(context), ref, now=context.now())
    course = found.course
    return GroupDetail(
        row=found.row, report=found.report, daily=course.daily, changes=course.changes, flows=course.flows,
        blasts=found.blasts, history=found.history, tasks=[task_view(task, viewer) for task in found.tasks],
        tags=tags,
    )  # fmt: skip


@get("/checkup/operators", operation_id="list_operators", **_SEE)
def list_operators(context: NeedsContext, viewer: NeedsViewer, as_of: Day = None) -> OperatorList:
    """Load of each member of staff in the groups that the viewer sees, heaviest first."""
    return OperatorList(look(context, viewer, as_of).checkup.operators)


@get("/checkup/blasts", operation_id="list_blasts", **_SEE)
def list_blasts(context: NeedsContext, viewer: NeedsViewer, as_of: Day = None) -> BlastList:
    """What was put into many groups, counted over those that the viewer sees."""
    return BlastList(look(context, viewer, as_of).checkup.blasts)


@get("/checkup/compare", operation_id="compare_checkups", **_SEE)
def compare_checkups(
    context: NeedsContext,
    viewer: NeedsViewer,
    from_: Annotated[dt.date, QueryParameter(name="from")],
    to: FromQuery[dt.date],
) -> CompareView:
    """Two days side by side: only the groups whose state or advice differs."""
    return compare(look(context, viewer, from_).checkup, look(context, viewer, to).checkup)


@post(
    "/checkup/refresh", operation_id="refresh_checkup", tags=["checkup"], status_code=202, sync_to_thread=True,
    opt={"permission": Permission.ADVICE_ACT},
)  # fmt: skip
def refresh_checkup(context: NeedsContext, viewer: NeedsViewer) -> JobView:
    """Make the check-up anew. When one is being made, that job is answered."""
    now = context.now()
    order = Order(kind="checkup", lane="short", only_one="checkup", created_by=viewer.user_id)

    def ask(conn: Any) -> jobs.Job | None:
        made = jobs.enqueue(conn, order, now=now)
        if made is not None:
            return jobs.one(conn, made)
        return next(iter(jobs.listed(conn, kinds=["checkup"], open_only=True, limit=1)), None)

    job = context.state.write(ask)
    context.wake()
    if job is None:  # it ended between the two statements
        raise Problem(409, "checkup_moved")
    return job_view(job, now)


@get("/checkup/export.xlsx", operation_id="export_checkup", operation_class=download(XLSX), **_SEE)
def export_checkup(
    context: NeedsContext, viewer: NeedsViewer, lang: FromQuery[Lang] = "zh", as_of: Day = None
) -> Response[bytes]:
    """The workbook: groups, operators, blasts, definitions."""
    seen = look(context, viewer, as_of).checkup
    out = io.BytesIO()
    write_xlsx(seen, lang, out)
    name = f"yutang-checkup-{seen.as_of.isoformat()}.xlsx"
    return Response(
        out.getvalue(), media_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@get("/checkup/report", operation_id="report_checkup", operation_class=download(HTML),
     **(_SEE | {"opt": _SEE["opt"] | {"no_gzip": True}}))  # fmt: skip
def report_checkup(
    request: Request[Any, Any, Any],
    context: NeedsContext,
    viewer: NeedsViewer,
    lang: FromQuery[Lang] = "zh",
    as_of: Day = None,
) -> Response[bytes]:
    """The report as one self-contained page, to read or to print."""
    page = render(look(context, viewer, as_of).checkup, lang)
    told = _POLICY.search(page)
    policy = f"{html.unescape(told[1])}; frame-ancestors 'none'" if told else "default-src 'none'"
    body, how = packed(page.encode(), request.headers.get("accept-encoding", ""))
    headers = {"Content-Disposition": "inline", "Content-Security-Policy": policy} | how
    return Response(body, media_type=HTML, headers=headers)


routes: list[Any] = [
    get_checkup, list_groups, get_group, list_operators, list_blasts, compare_checkups, refresh_checkup,
    export_checkup, report_checkup,
]  # fmt: skip
