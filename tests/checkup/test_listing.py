"""The list of groups: rows are what they say, filters, pages without a gap, decisions at the end of a row."""

import datetime as dt
import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.insight.sample import group, sample

from yutang.checkup.decide import Decision, DecisionKind, Verdict
from yutang.checkup.kept import Snapshot
from yutang.checkup.listing import GroupRow, Wanted, bases, decided, encoded, page, row
from yutang.checkup.model import Advice, State
from yutang.checkup.survey import Room, Survey

CHECKUP = sample(60)
N = len(CHECKUP.groups)
ROOMS = [Room(n, 200 if n % 2 else None) for n in range(N)]
SNAPSHOT = Snapshot(made_at=1, watermark="", survey=Survey(checkup=CHECKUP, rooms=ROOMS, seats=[], sent=[]))
HELD = Decision(kind=DecisionKind.KEPT, until=None, reason="老客户", by_name="安", at=1, worse=False)
NOBODY: list[Decision | None] = [None] * N


def places(
    wanted: Wanted, held: list[Decision | None] = NOBODY, refs: frozenset[str] | None = None
) -> list[int]:
    return page(SNAPSHOT, held, refs, wanted, 0, N)[0]


def test_a_row_says_what_the_report_says() -> None:
    g = group(3, random.Random(3))
    told = row(g, Room(9, 500))
    assert (told.id, told.name, told.p, told.hours_freed) == (
        g.id,
        g.name,
        g.p_active_28d,
        g.hours_freed_per_week,
    )
    assert (told.reason, told.members, told.size_limit) == (g.reasons[0], g.evidence.members, 500)


def test_encoded_rows_read_back_as_they_were() -> None:
    held = [HELD if n % 3 == 0 else None for n in range(N)]
    found = [msgspec.json.decode(line, type=GroupRow) for line in encoded(bases(SNAPSHOT), held)]
    wanted = [row(g, room, d) for g, room, d in zip(CHECKUP.groups, ROOMS, held, strict=True)]
    assert found == wanted


def test_the_decision_is_the_last_field() -> None:
    """Rows are encoded once, and the decision is put in at the end."""
    assert GroupRow.__struct_fields__[-1] == "decision"


def test_names_with_markup_and_quotes_stay_text() -> None:
    g = msgspec.structs.replace(CHECKUP.groups[0], name='<b>"\\</b>null}')
    survey = Survey(
        checkup=msgspec.structs.replace(CHECKUP, groups=[g]), rooms=[Room(1, None)], seats=[], sent=[]
    )
    (line,) = encoded(bases(msgspec.structs.replace(SNAPSHOT, survey=survey)), [None])
    assert msgspec.json.decode(line)["name"] == g.name


@pytest.mark.parametrize("field", ["state", "advice", "line", "owner"])
def test_each_filter_keeps_those_alone(field: str) -> None:
    values = {getattr(g, field) for g in CHECKUP.groups} - {None}
    assert values
    for value in values:
        found = places(Wanted(**{field: value}))
        assert found == [n for n, g in enumerate(CHECKUP.groups) if getattr(g, field) == value]
        assert found


def test_filters_are_anded() -> None:
    g = CHECKUP.groups[0]
    found = places(Wanted(state=g.state, advice=g.advice, owner=g.owner, q=g.name[:2]))
    assert 0 in found
    assert all((CHECKUP.groups[n].state, CHECKUP.groups[n].owner) == (g.state, g.owner) for n in found)
    assert places(Wanted(state=State.FORMING, advice=Advice.STOP, owner="nobody")) == []


@pytest.mark.parametrize(
    "of", [lambda g: g.name, lambda g: g.owner, lambda g: g.id, lambda g: g.name.upper()]
)
def test_words_are_looked_for_in_any_case_and_place(of) -> None:
    g = CHECKUP.groups[7]
    assert 7 in places(Wanted(q=f"  {of(g)} "))
    assert places(Wanted(q="no such words")) == []


def test_by_decision() -> None:
    snoozed = msgspec.structs.replace(HELD, kind=DecisionKind.SNOOZED)
    held: list[Decision | None] = [None, HELD, snoozed, *[None] * (N - 3)]
    assert places(Wanted(decision="kept"), held) == [1]
    assert places(Wanted(decision="snoozed"), held) == [2]
    assert places(Wanted(decision="accepted"), held) == []
    assert places(Wanted(decision="none"), held) == [0, *range(3, N)]


@given(st.sets(st.integers(0, N - 1)), st.integers(1, N + 1))
def test_pages_hold_every_visible_row_once(seen: set[int], limit: int) -> None:
    refs = frozenset(CHECKUP.groups[n].id for n in seen)
    found: list[int] = []
    start: int | None = 0
    while start is not None:
        rows, start = page(SNAPSHOT, NOBODY, refs, Wanted(), start, limit)
        assert len(rows) <= limit
        assert rows or start is None
        found += rows
    assert found == sorted(seen)


@given(st.integers(0, 9), st.sampled_from(DecisionKind))
def test_decisions_stand_in_the_order_of_the_rows(at: int, kind: DecisionKind) -> None:
    day = dt.date(2026, 6, 30)
    until = day + dt.timedelta(1) if kind is DecisionKind.SNOOZED else None
    g = CHECKUP.groups[at]
    verdict = Verdict(group_id=at, kind=kind, until=until, reason="", state=g.state, advice=g.advice, by_name="a",
                      decided_at=5_000)  # fmt: skip
    found = decided(SNAPSHOT, {at: verdict, 9_999: verdict}, day)
    assert [n for n, d in enumerate(found) if d] == [at]
    one = found[at]
    assert one is not None
    assert (one.kind, one.until, one.at, one.worse) == (kind, until, 5, False)
    over = decided(SNAPSHOT, {at: verdict}, day + dt.timedelta(1))
    assert (over[at] is None) == (kind is DecisionKind.SNOOZED)
