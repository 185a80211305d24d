"""Any people, any order of what happens: the statements agree with a count of each customer and day, in every cut."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.insight.retention.oracle import Oracle, lives
from tests.insight.retention.world import START, Contact, Relation, Seat, Tagging, World, at

from yutang.accounts.model import Scope
from yutang.insight.retention.book import make
from yutang.insight.retention.flows import CODES, retention
from yutang.insight.retention.model import Asked, FollowBasis, Grain, Retention, RetentionLine, RetentionSlice
from yutang.ledger.catalogue import Kind

pytestmark = pytest.mark.laws

DAYS = 40
NAMES = [code.name.lower() for code in CODES]
ZONES = st.sampled_from(
    ["Asia/Shanghai", "America/New_York"]
)  # a clock that is put forward on the seventh day
SCOPES = st.sampled_from(
    [Scope(everything=True)] * 2
    + [Scope(everything=False, staff=frozenset(s)) for s in ({101}, {101, 102}, set())]
)


@st.composite
def moments(draw, zone: str, low: float = -5, high: float = DAYS + 5) -> dt.datetime:
    """Any quarter of an hour, often midnight or just before."""
    day = draw(st.integers(int(low), int(high)))
    return at(day + draw(st.sampled_from([0, 0, 0.25, 0.5, 0.75, 95 / 96])), zone)


@st.composite
def worlds(draw) -> World:
    zone, people = draw(ZONES), st.integers(1, 4)

    def when():
        return draw(moments(zone))

    world = World(customers=4, zone=zone)
    for _ in range(draw(st.integers(2, 10))):
        since = when()
        ended = since + dt.timedelta(hours=draw(st.integers(0, 30)) * 12) if draw(st.booleans()) else None
        cause = draw(st.sampled_from([1, 2, 3, 3, 4, None])) if ended else None
        made = Relation(draw(people), draw(st.integers(101, 103)), since, ended, cause,
                        draw(st.sampled_from([None, 7, 8])), draw(st.sampled_from([1, 1, 2])))  # fmt: skip
        world.relations.append(made)
        if cause == 3:
            later = ended + dt.timedelta(hours=draw(st.sampled_from([-30, 0, 1, 30, 72, 120])))
            if later > since:
                world.relations.append(Relation(made.customer, draw(st.integers(101, 103)), later, how=2))
    kinds = st.sampled_from([Kind.MESSAGE_SENT, Kind.ORDER_PLACED, Kind.GROUP_JOINED])
    world.contacts = [Contact(draw(people), when(), draw(kinds)) for _ in range(draw(st.integers(0, 14)))]
    for _ in range(draw(st.integers(0, 6))):
        joined = when() if draw(st.booleans()) else None
        left = (joined or at(0, zone)) + dt.timedelta(hours=12 * draw(st.integers(0, 50)))
        world.seats.append(
            Seat(
                draw(st.integers(1, 3)),
                draw(people),
                joined,
                left if draw(st.booleans()) else None,
                draw(st.booleans()),
            )
        )
    world.tags = [Tagging(draw(people), draw(st.integers(1, 2)), when(), when() if draw(st.booleans()) else None)
                  for _ in range(draw(st.integers(0, 4)))]  # fmt: skip
    return world


def lines(told: Retention) -> dict[str, RetentionLine]:
    found = {"whole": told.whole} | {line.key: line for line in told.slices}
    found |= {"within": told.within} if told.within else {}
    return found | ({"": told.without} if told.without else {})


def agree(told: Retention, oracle: Oracle, first: int) -> None:
    seen = lines(told)
    for key in {*seen, *oracle.stock, *oracle.flows}:
        line = seen.get(key)
        assert (line.opening if line else 0) == oracle.stock[key][first - 1], key
        for one in told.whole.flows:
            days = range((one.first - START).days, (one.last - START).days + 1)
            want = {n: sum(oracle.flows[key][d][n] for d in days) for n in NAMES}
            mine = next((f for f in line.flows if f.first == one.first), None) if line else None
            assert {n: getattr(mine, n) if mine else 0 for n in NAMES} == want, (key, one.first)
            assert (mine.retained if mine else 0) == oracle.stock[key][days[-1]], (key, one.first)


def conserve(told: Retention) -> None:
    """Before + what came − what went = after, as integers, in each line and period; the parts are the whole."""
    for line in [*lines(told).values(), *([told.others] if told.others else [])]:
        stock = line.opening
        for one in [*line.flows]:
            stock += one.inflow - one.evaporation + one.moved_in - one.moved_out
            assert one.retained == stock
        assert line.total.retained == stock
    parts = [told.within, told.without] if told.overlaps else [*told.slices, told.others, told.without]
    held = [part for part in parts if part]
    if told.dimension is RetentionSlice.WHOLE:
        return
    assert sum(p.opening for p in held) == told.whole.opening
    for n, one in enumerate(told.whole.flows):
        assert sum(p.flows[n].retained for p in held) == one.retained
        moved = told.dimension is RetentionSlice.STAFF
        for name in NAMES:
            if (told.overlaps and name in ("joined", "left")) or (moved and name.startswith("moved")):
                continue
            assert sum(getattr(p.flows[n], name) for p in held) == getattr(one, name), name
        if moved:
            net = sum(p.flows[n].moved_in - p.flows[n].moved_out for p in held)
            assert net == one.moved_in - one.moved_out


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    world=worlds(), k=st.integers(1, 20), as_of=st.integers(20, DAYS), first=st.integers(-3, 15), length=st.integers(0, 25),
    period=st.sampled_from(Grain), scope=SCOPES, basis=st.sampled_from(FollowBasis),
)  # fmt: skip
def test_every_cut_is_what_counting_says(world, k, as_of, first, length, period, scope, basis) -> None:
    definition = world.definition(as_of, dormant_days=k, basis=basis)
    last = min(as_of, first + length)
    con = world.store()
    book, truth = make(con, definition), lives(world, definition)
    for dimension in RetentionSlice:
        asked = Asked(
            first=START + dt.timedelta(first),
            last=START + dt.timedelta(last),
            period=period,
            dimension=dimension,
        )
        told = retention(con, book, asked, scope)
        conserve(told)
        agree(told, Oracle(truth, dimension, period, scope), first)
    con.close()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds(), k=st.integers(1, 9), early=st.integers(8, DAYS - 1), dimension=st.sampled_from(RetentionSlice),
       basis=st.sampled_from(FollowBasis))  # fmt: skip
def test_looking_later_changes_nothing_before(world, k, early, dimension, basis) -> None:
    """But of tags: these are today's."""
    world.tags = []
    con = world.store()
    days = {"first": START, "last": START + dt.timedelta(early), "period": Grain.DAY, "dimension": dimension}
    told = [
        retention(con, make(con, world.definition(as_of, dormant_days=k, basis=basis)), Asked(**days), Scope(everything=True))
        for as_of in (early, DAYS)
    ]  # fmt: skip
    con.close()
    assert [told[0].whole, told[0].slices, told[0].within, told[0].without] == [
        told[1].whole, told[1].slices, told[1].within, told[1].without
    ]  # fmt: skip
