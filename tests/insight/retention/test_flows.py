"""The sums, and the edges of a day: what the count of every person in test_oracle.py can't show by name."""

import datetime as dt

import pytest
from tests.insight.retention.golden import WEEK, golden
from tests.insight.retention.world import START, Contact, Relation, Seat, Tagging, World, at

from yutang.accounts.model import Scope
from yutang.insight.retention.book import make
from yutang.insight.retention.flows import periods, retention
from yutang.insight.retention.model import (
    Asked,
    FollowBasis,
    Grain,
    RetentionDefinition,
    RetentionFlow,
    RetentionSlice,
)
from yutang.insight.retention.waterfall import waterfall
from yutang.kit.errors import YutangError

ALL = Scope(everything=True)


def told(world: World, first: int, last: int, dimension: RetentionSlice = RetentionSlice.WHOLE, **more):
    """The retention of days first … last, as seen at the end of `as_of` (the last day)."""
    scope, limit = more.pop("scope", ALL), more.pop("limit", 50)
    period = more.pop("period", Grain.DAY)
    con = world.store()
    book = make(con, world.definition(more.pop("as_of", last), **more))
    asked = Asked(first=START + dt.timedelta(first), last=START + dt.timedelta(last), dimension=dimension,
                  period=period, limit=limit)  # fmt: skip
    return retention(con, book, asked, scope)


def utc(told: str) -> dt.datetime:
    return dt.datetime.fromisoformat(told)


def moves(flow: RetentionFlow) -> dict[str, int]:
    """What isn't nothing."""
    names = ("new", "returned", "joined", "moved_in", "customer_deleted", "staff_deleted", "left", "dormant",
             "transfer_refused", "unknown", "moved_out")  # fmt: skip
    return {name: getattr(flow, name) for name in names if getattr(flow, name)}


@pytest.fixture(scope="module")
def week():
    con = golden().store()
    return con, make(con, golden().definition(WEEK + 6))


def asked(dimension: RetentionSlice, **more) -> Asked:
    days = (START + dt.timedelta(WEEK), START + dt.timedelta(WEEK + 6))
    return Asked(first=days[0], last=days[1], dimension=dimension, **more)


def test_the_sums_of_the_week(week) -> None:
    whole = retention(*week, asked(RetentionSlice.WHOLE), ALL).whole
    assert (whole.opening, whole.total.inflow, whole.total.evaporation, whole.total.retained) == (
        4300,
        86,
        131,
        4255,
    )
    assert moves(whole.total) == {"new": 72, "returned": 14, "customer_deleted": 58, "staff_deleted": 21,
                                  "dormant": 27, "transfer_refused": 25}  # fmt: skip
    assert whole.total.quick_ratio == round(86 / 131, 4)
    assert len(whole.flows) == 1


@pytest.mark.parametrize("dimension", [RetentionSlice.SOURCE, RetentionSlice.STAFF, RetentionSlice.ARRIVAL])
@pytest.mark.parametrize("limit", [1, 50])
def test_slices_add_up_to_the_week(week, dimension: RetentionSlice, limit: int) -> None:
    found = retention(*week, asked(dimension, limit=limit), ALL)
    parts = [*found.slices, *(line for line in (found.others, found.without) if line)]
    assert sum(p.opening for p in parts) == 4300
    assert sum(p.total.retained for p in parts) == 4255
    for name in ("inflow", "evaporation", "customer_deleted", "dormant", "new", "returned"):
        assert sum(getattr(p.total, name) for p in parts) == getattr(found.whole.total, name)
    assert len(found.slices) == min(limit, found.slice_count)


def test_a_hand_over_moves_between_staff_and_is_nothing_to_the_whole(week) -> None:
    lines = {line.key: line.total for line in retention(*week, asked(RetentionSlice.STAFF), ALL).slices}
    assert lines["103"].moved_in == 40
    assert lines["104"].moved_in == 30
    assert lines["101"].moved_out + lines["102"].moved_out == 70
    assert {lines[k].inflow for k in ("103", "104")} == {0}


def test_the_waterfall_begins_and_ends_with_the_stock(week) -> None:
    bars = waterfall(retention(*week, asked(RetentionSlice.WHOLE), ALL).whole)
    assert [(b.code, b.amount, b.start, b.end) for b in bars] == [
        ("opening", 4300, 0, 4300), ("new", 72, 4300, 4372), ("returned", 14, 4372, 4386),
        ("customer_deleted", -58, 4386, 4328), ("staff_deleted", -21, 4328, 4307), ("dormant", -27, 4307, 4280),
        ("transfer_refused", -25, 4280, 4255), ("closing", 4255, 0, 4255),
    ]  # fmt: skip


def test_a_day_begins_at_midnight_in_the_zone() -> None:
    """16:00 UTC is midnight in Shanghai: a minute before, and it is the day before."""
    world = World(customers=2)
    world.relations = [
        Relation(1, 101, utc("2026-03-03 15:59")),
        Relation(2, 101, utc("2026-03-03 16:00"), utc("2026-03-05 15:59:59.999999"), 1),
    ]
    days = told(world, 0, 5).whole.flows
    assert [f.new for f in days] == [0, 1, 1, 0, 0, 0]  # 3 and 4 March
    assert [f.customer_deleted for f in days] == [0, 0, 0, 1, 0, 0]  # 5 March
    assert [f.retained for f in days] == [0, 1, 2, 1, 1, 1]


def test_silence_is_counted_in_days_after_the_last_contact() -> None:
    world = World(customers=1, relations=[Relation(1, 101, at(0.5))], contacts=[Contact(1, at(3.99))])
    days = told(world, 0, 12, dormant_days=5).whole.flows
    assert [n for n, f in enumerate(days) if f.dormant] == [9]  # the sixth day after day 3
    world.contacts.append(Contact(1, at(9.0)))  # on that very day
    assert [f.dormant for f in told(world, 0, 12, dormant_days=5).whole.flows] == [0] * 13
    world.contacts[-1] = Contact(1, at(10.0))
    assert moves(told(world, 0, 12, dormant_days=5).whole.total) == {"new": 1, "returned": 1, "dormant": 1}


def test_an_act_beats_silence_on_one_day() -> None:
    world = World(customers=1, relations=[Relation(1, 101, at(0), at(6.5), 1)])
    assert moves(told(world, 0, 9, dormant_days=5).whole.total) == {"new": 1, "customer_deleted": 1}
    assert moves(told(world, 0, 9, dormant_days=4).whole.total) == {"new": 1, "dormant": 1}


@pytest.mark.parametrize(
    ("ends", "why"),
    [((4.2, 4.6), "staff_deleted"), ((4.6, 4.2), "customer_deleted"), ((4.2, 4.2), "customer_deleted")],
)
def test_of_two_ends_the_last_says_why_and_at_one_instant_the_lower_code(
    ends: tuple[float, float], why: str
) -> None:
    world = World(
        customers=1,
        relations=[Relation(1, 102, at(0), at(ends[1]), 2), Relation(1, 101, at(0), at(ends[0]), 1)],
    )
    assert moves(told(world, 0, 9).whole.total) == {"new": 1, why: 1}


def test_a_hand_over_is_no_contact() -> None:
    world = World(customers=1, relations=[Relation(1, 101, at(0), at(4), 3), Relation(1, 102, at(4), how=2)])
    assert [n for n, f in enumerate(told(world, 0, 9, dormant_days=5).whole.flows) if f.dormant] == [6]


def test_ended_and_begun_on_one_day_is_nothing() -> None:
    world = World(customers=1, relations=[Relation(1, 101, at(0), at(4.2), 1), Relation(1, 102, at(4.8))])
    found = told(world, 0, 9)
    assert moves(found.whole.total) == {"new": 1}
    staff = told(world, 0, 9, RetentionSlice.STAFF)
    assert {line.key: moves(line.total) for line in staff.slices} == {
        "101": {"new": 1, "moved_out": 1}, "102": {"moved_in": 1}
    }  # fmt: skip


def test_added_and_deleted_within_a_day_was_never_retained() -> None:
    world = World(customers=1, relations=[Relation(1, 101, at(3.1), at(3.9), 1)])
    assert moves(told(world, 0, 9).whole.total) == {}


def test_two_follow_and_one_leaves() -> None:
    world = World(customers=1, relations=[Relation(1, 101, at(0), at(4), 2), Relation(1, 102, at(2))])
    found = told(world, 0, 9, RetentionSlice.STAFF)
    assert moves(found.whole.total) == {"new": 1}
    assert {line.key: line.total.retained for line in found.slices} == {"101": 0, "102": 1}
    world.relations[0].cause = 4  # refused a transfer, and has another follower
    assert moves(told(world, 0, 9).whole.total) == {"new": 1}


@pytest.mark.parametrize(("arrives", "whole"), [
    (4.5, {"new": 1}), (6.9, {"new": 1}), (8.0, {"new": 1, "unknown": 1, "returned": 1}),
])  # fmt: skip
def test_a_hand_over_may_take_three_days(arrives: float, whole: dict[str, int]) -> None:
    world = World(
        customers=1, relations=[Relation(1, 101, at(0), at(4), 3), Relation(1, 102, at(arrives), how=2)]
    )
    assert moves(told(world, 0, 12).whole.total) == whole


def test_who_is_in_three_groups_is_one_person() -> None:
    world = World(customers=2, relations=[Relation(1, 101, at(0)), Relation(2, 101, at(1))])
    world.seats = [
        Seat(1, 1, at(2)),
        Seat(2, 1, at(2), at(6)),
        Seat(3, 1, at(3), second=True),
        Seat(3, 1, at(4)),
    ]
    found = told(world, 2, 9, RetentionSlice.GROUP)
    assert found.overlaps
    assert (found.whole.total.retained, found.within.total.retained, found.without.total.retained) == (
        2,
        1,
        1,
    )
    assert sum(line.total.retained for line in found.slices) == 2  # places
    assert {line.key: moves(line.total) for line in found.slices} == {
        "1": {"joined": 1}, "2": {"joined": 1, "left": 1}, "3": {"joined": 1}
    }  # fmt: skip
    assert moves(found.within.total) == {"joined": 1}
    assert moves(found.without.total) == {"left": 1}


def test_tags_are_those_of_today() -> None:
    world = World(customers=2, relations=[Relation(1, 101, at(0)), Relation(2, 101, at(1))])
    world.tags = [Tagging(1, 5, at(6)), Tagging(2, 5, at(1), at(4)), Tagging(2, 6, at(20))]
    found = told(world, 0, 9, RetentionSlice.TAG)
    assert {line.key: moves(line.total) for line in found.slices} == {"5": {"new": 1}}
    assert moves(found.without.total) == {"new": 1}


def test_people_without_a_relation_count_where_asked() -> None:
    world = World(
        customers=3, seats=[Seat(1, 1, at(1), at(5))], contacts=[Contact(2, at(2)), Contact(3, at(3))]
    )
    world.relations = [Relation(3, 101, at(5))]
    assert moves(told(world, 0, 9).whole.total) == {"new": 1}
    found = told(world, 0, 9, RetentionSlice.STAFF, basis=FollowBasis.ANY, dormant_days=4)
    assert moves(found.whole.total) == {"new": 3, "left": 1, "dormant": 1}
    assert {line.key: moves(line.total) for line in found.slices} == {"101": {"moved_in": 1}}


def test_an_operator_sees_their_own_customers_only() -> None:
    world = World(customers=3, relations=[
        Relation(1, 101, at(0)), Relation(2, 102, at(0)),
        Relation(3, 101, at(0), at(4), 3), Relation(3, 102, at(4), how=2),
    ])  # fmt: skip
    scope = Scope(everything=False, staff=frozenset({101}))
    whole = told(world, 0, 9, scope=scope).whole
    assert moves(whole.total) == {"new": 2, "moved_out": 1}
    assert [line.key for line in told(world, 0, 9, RetentionSlice.STAFF, scope=scope).slices] == ["101"]
    assert told(world, 0, 9, scope=Scope(everything=False)).whole.total.retained == 0


def test_what_was_said_of_a_day_stays_said() -> None:
    """A later as_of changes nothing before it."""
    world = golden()
    early, late = told(world, WEEK, WEEK + 3), told(world, WEEK, WEEK + 3, as_of=WEEK + 6)
    assert early.whole.flows == late.whole.flows


def test_periods_are_cut_to_the_days_asked_for() -> None:
    weeks = periods(dt.date(2026, 3, 4), dt.date(2026, 3, 17), Grain.WEEK)
    assert [(a.day, b.day) for a, b in weeks] == [(4, 8), (9, 15), (16, 17)]
    months = periods(dt.date(2026, 1, 31), dt.date(2026, 3, 1), Grain.MONTH)
    assert [(a.isoformat(), b.isoformat()) for a, b in months] == [
        ("2026-01-31", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-01"),
    ]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "period", "code"), [
    (5, 4, Grain.DAY, "retention_days"), (0, 300, Grain.DAY, "retention_periods"), (0, 8, Grain.WEEK, "retention_future"),
])  # fmt: skip
def test_days_that_cannot_be_told(first: int, last: int, period: Grain, code: str) -> None:
    as_of = 400 if code == "retention_periods" else 7
    with pytest.raises(YutangError) as refused:
        told(World(customers=1), first, last, period=period, as_of=as_of)
    assert refused.value.code == code


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(YutangError, match="unknown_zone"):
        make(World(customers=1).store(), RetentionDefinition(as_of=START, zone="Asia/Nowhere"))


@pytest.mark.parametrize(("staff", "whole"), [
    ({101, 102}, {"new": 1}), ({101}, {"new": 1, "moved_out": 1}), ({102}, {"moved_in": 1}),
])  # fmt: skip
def test_a_hand_over_within_a_viewer_s_unit_is_nothing_to_it(staff: set[int], whole: dict[str, int]) -> None:
    world = World(customers=1, relations=[Relation(1, 101, at(0), at(4), 3), Relation(1, 102, at(4), how=2)])
    scope = Scope(everything=False, staff=frozenset(staff))
    for dimension in (RetentionSlice.WHOLE, RetentionSlice.STAFF, RetentionSlice.GROUP):
        assert moves(told(world, 0, 9, dimension, scope=scope).whole.total) == whole


def test_a_group_that_nobody_was_in_yet_is_no_line() -> None:
    world = World(customers=1, relations=[Relation(1, 101, at(0))], seats=[Seat(1, 1, at(8))])
    assert told(world, 0, 5, RetentionSlice.GROUP, as_of=12).slices == []
    assert [line.key for line in told(world, 0, 9, RetentionSlice.GROUP, as_of=12).slices] == ["1"]
