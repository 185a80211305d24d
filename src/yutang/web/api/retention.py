"""留量: who came, who evaporated and why, who was retained; the names behind each number; cohorts."""

import datetime as dt
from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.params import FromQuery, QueryParameter

from yutang.accounts.model import Permission
from yutang.insight.retention.cohorts import triangle
from yutang.insight.retention.flows import retention
from yutang.insight.retention.model import (
    DORMANT_DAYS,
    NOBODY,
    Asked,
    CohortTriangle,
    FollowBasis,
    Grain,
    Mark,
    Person,
    Place,
    Retention,
    RetentionCell,
    RetentionDefinition,
    RetentionSlice,
    WaterfallBar,
)
from yutang.insight.retention.people import people
from yutang.insight.retention.waterfall import waterfall
from yutang.kit import clock
from yutang.kit.errors import YutangError
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import Place as Wrong
from yutang.web.problem import Problem

WEEKS = dt.timedelta(days=27)  # the days before the last one, where no first day is said
EPOCH = dt.date(1970, 1, 1)
_SEE: dict[str, Any] = {
    "tags": ["retention"], "opt": {"permission": Permission.CUSTOMERS_SEE}, "sync_to_thread": True,
}  # fmt: skip
From = Annotated[dt.date | None, QueryParameter(name="from")]
To = Annotated[dt.date | None, QueryParameter()]
Slice = Annotated[RetentionSlice, QueryParameter(name="slice")]
Dormant = Annotated[int, QueryParameter(ge=1, le=3650)]
# As a line's key says it; "none": people without one.
Key = Annotated[str | None, QueryParameter(pattern="^(none|[0-9]{1,18}|[0-9]{4}-[0-9]{2}-[0-9]{2})$")]
Cursor = Annotated[str | None, QueryParameter(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}~[0-9]{1,18}~[0-9]{1,2}$")]


class RetentionView(msgspec.Struct, frozen=True, kw_only=True):
    """Of the customers that the viewer may see. `waterfall`: of the whole, over all periods."""

    retention: Retention
    waterfall: list[WaterfallBar]


class RetentionPerson(msgspec.Struct, frozen=True, kw_only=True):
    """One coming or going (`cell` says which), or somebody retained since `day`. Ids are strings."""

    customer_id: str
    name: str | None
    staff_id: str | None
    staff: str | None
    day: dt.date
    cell: RetentionCell


class RetentionPeople(msgspec.Struct, frozen=True, kw_only=True):
    items: list[RetentionPerson]
    total: int
    next: str | None


@get("/retention", operation_id="get_retention", **_SEE)
def get_retention(  # noqa: PLR0913, PLR0917 - one parameter a choice
    context: NeedsContext,
    viewer: NeedsViewer,
    from_: From = None,
    to: To = None,
    period: FromQuery[Grain] = Grain.WEEK,
    slice_: Slice = RetentionSlice.WHOLE,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    dormant_days: Dormant = DORMANT_DAYS,
    basis: FromQuery[FollowBasis] = FollowBasis.RELATION,
) -> RetentionView:
    """retained(before) + inflow − evaporation = retained, for each period and slice. `to`: today at the latest; without
    it the last day that anything happened on; `from`: four weeks then."""
    first, last, definition = _days(context, from_, to, (dormant_days, basis))
    asked = Asked(first=first, last=last, period=period, dimension=slice_, limit=limit)
    book = context.retention.book(context.ledger.analytics, definition)
    with context.ledger.analytics.cursor() as cursor:
        found = retention(cursor, book, asked, viewer.scope)
    return RetentionView(retention=found, waterfall=waterfall(found.whole))


@get("/retention/customers", operation_id="list_retention_customers", **_SEE)
def list_retention_customers(  # noqa: PLR0913, PLR0917 - one parameter a choice
    context: NeedsContext,
    viewer: NeedsViewer,
    from_: From = None,
    to: To = None,
    period: FromQuery[Grain] = Grain.WEEK,
    slice_: Slice = RetentionSlice.WHOLE,
    key: Key = None,
    cell: FromQuery[RetentionCell] = RetentionCell.RETAINED,
    cursor: Cursor = None,
    limit: Annotated[int, QueryParameter(ge=1, le=500)] = 100,
    dormant_days: Dormant = DORMANT_DAYS,
    basis: FromQuery[FollowBasis] = FollowBasis.RELATION,
) -> RetentionPeople:
    """The names behind a number of `get_retention`, as many as it says; without a key, of the whole. In the order of
    days. `period` matters to slices by arrival, whose keys are its first days."""
    first, last, definition = _days(context, from_, to, (dormant_days, basis))
    place = Place(dimension=slice_, key=_key(slice_, key), first=first, last=last, cell=cell, period=period)
    after = _mark(cursor)
    book = context.retention.book(context.ledger.analytics, definition)
    with context.ledger.analytics.cursor() as con:
        found = people(con, book, place, viewer.scope, after=after, limit=limit)
    end = found.next and f"{found.next.day.isoformat()}~{found.next.customer_id}~{found.next.code}"
    return RetentionPeople(items=[_person(one) for one in found.items], total=found.total, next=end)


@get("/retention/cohorts", operation_id="get_retention_cohorts", **_SEE)
def get_retention_cohorts(  # noqa: PLR0913, PLR0917 - one parameter a choice
    context: NeedsContext,
    viewer: NeedsViewer,
    from_: From = None,
    to: To = None,
    period: FromQuery[Grain] = Grain.WEEK,
    slice_: Slice = RetentionSlice.WHOLE,
    key: Key = None,
    ages: Annotated[int, QueryParameter(ge=1, le=60)] = 12,
    dormant_days: Dormant = DORMANT_DAYS,
    basis: FromQuery[FollowBasis] = FollowBasis.RELATION,
) -> CohortTriangle:
    """Those who first came in each period, by age; ages that not all have reached are marked, with what to expect.
    `slice` source or staff with a key: only those whose first source or follower it was."""
    first, last, definition = _days(context, from_, to, (dormant_days, basis))
    asked = Asked(first=first, last=last, period=period, dimension=slice_)
    book = context.retention.book(context.ledger.analytics, definition)
    with context.ledger.analytics.cursor() as cursor:
        return triangle(cursor, book, asked, viewer.scope, ages=ages, key=_key(slice_, key))


def _days(
    context: Context, first: dt.date | None, last: dt.date | None, how: tuple[int, FollowBasis]
) -> tuple[dt.date, dt.date, RetentionDefinition]:
    """The days asked for, and what makes the stays. As of the last day that anything happened on, however few days are
    asked for: then one book answers them all, and the past of a book doesn't depend on its end."""
    ledger = context.ledger
    today = clock.moment(context.now(), clock.zone(ledger.zone)).date()
    known = min(today, ledger.last_day() or today)
    end = last or known
    if end > today:
        raise YutangError("retention_future", last=end.isoformat(), as_of=today.isoformat())
    start = first or max(end, dt.date.min + WEEKS) - WEEKS
    if start > end:
        raise YutangError("retention_days", first=start.isoformat(), last=end.isoformat())
    definition = RetentionDefinition(
        as_of=max(known, end), zone=ledger.zone, dormant_days=how[0], basis=how[1]
    )
    return start, end, definition


def _key(dimension: RetentionSlice, key: str | None) -> int | None:
    """Of arrivals a day, of others an id. 400 retention_key: not of this kind."""
    if key is None or key == "none":
        return None if key is None else NOBODY
    try:
        return (dt.date.fromisoformat(key) - EPOCH).days if dimension is RetentionSlice.ARRIVAL else int(key)
    except ValueError:
        raise Problem(400, "retention_key", errors=[Wrong("key", "retention_key")]) from None


def _mark(cursor: str | None) -> Mark | None:
    if cursor is None:
        return None
    day, customer, code = cursor.split("~")
    try:
        return Mark(dt.date.fromisoformat(day), int(customer), int(code))
    except ValueError:
        raise Problem(400, "bad_cursor", errors=[Wrong("cursor", "bad_cursor")]) from None


def _person(one: Person) -> RetentionPerson:
    return RetentionPerson(
        customer_id=str(one.customer_id), name=one.name, day=one.day, cell=one.cell, staff=one.staff,
        staff_id=None if one.staff_id is None else str(one.staff_id),
    )  # fmt: skip


routes: list[Any] = [get_retention, list_retention_customers, get_retention_cohorts]
