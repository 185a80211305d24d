"""A check-up cut to the groups somebody may see: nothing of others remains, and nothing of theirs is lost."""

import datetime as dt
import json

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from tests.checkup.tenant import END, GROUPS

from yutang.checkup.model import Blast
from yutang.checkup.settings import Assumptions
from yutang.checkup.survey import Part, Survey, blasts_in, cut, veiled
from yutang.checkup.taking import make
from yutang.ledger.ledger import Ledger

REFS = sorted(f"wecom:{name}" for name in GROUPS)


@pytest.fixture(scope="module")
def survey(tenant: Ledger) -> Survey:
    made = make(tenant, Assumptions(), now=END)
    assert made is not None
    return made.survey


def mine(survey: Survey, refs: set[str]):
    return cut(survey, refs, people=5, private_chats=2)


def test_of_all_groups_it_is_the_whole(survey: Survey) -> None:
    whole = survey.checkup
    again = cut(survey, set(REFS), people=whole.totals.people, private_chats=whole.totals.private_chats)
    assert again.groups == whole.groups
    assert again.totals == whole.totals
    assert again.operators == whole.operators
    assert {(b.sample, b.groups, b.messages) for b in again.blasts} == {
        (b.sample, b.groups, b.messages) for b in whole.blasts
    }


def test_of_no_group_nothing_is_told(survey: Survey) -> None:
    found = mine(survey, set())
    assert (found.groups, found.operators, found.blasts, found.totals.groups) == ([], [], [], 0)
    assert found.totals.messages_28d == 0
    text = json.dumps(json.loads(msgspec.json.encode(found)), ensure_ascii=False)
    assert not any(ref in text for ref in REFS)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(refs=st.sets(st.sampled_from(REFS)))
def test_ids_of_other_groups_are_nowhere(survey: Survey, refs: set[str]) -> None:
    text = msgspec.json.encode(mine(survey, refs)).decode()
    assert {ref for ref in REFS if f'"{ref}"' in text} == refs


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(refs=st.sets(st.sampled_from(REFS)))
def test_two_halves_add_up_to_the_whole(survey: Survey, refs: set[str]) -> None:
    one, other = mine(survey, refs).totals, mine(survey, set(REFS) - refs).totals
    whole = survey.checkup.totals
    for name in (
        "groups",
        "active_each_of_7_days",
        "staff_only",
        "messages_28d",
        "inflow_28d",
        "evaporation_28d",
    ):
        assert getattr(one, name) + getattr(other, name) == getattr(whole, name), name
    for state, count in whole.states.items():
        assert one.states.get(state, 0) + other.states.get(state, 0) == count
    assert one.hours_freed_per_week + other.hours_freed_per_week == pytest.approx(
        whole.hours_freed_per_week, abs=0.05
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(refs=st.sets(st.sampled_from(REFS)))
def test_groups_keep_their_order(survey: Survey, refs: set[str]) -> None:
    order = [g.id for g in survey.checkup.groups]
    found = [g.id for g in mine(survey, refs).groups]
    assert found == [ref for ref in order if ref in refs]


def test_the_group_to_guide_into_is_named_but_not_shown(survey: Survey) -> None:
    merged = next(g for g in survey.checkup.groups if g.merge_with)
    assert veiled(merged, {merged.id}).merge_with is None
    assert veiled(merged, {merged.id}).merge_name == merged.merge_name
    assert veiled(merged, {merged.id, merged.merge_with}) is merged
    alone = next(g for g in survey.checkup.groups if not g.merge_with)
    assert veiled(alone, set()) is alone


def _blasts(survey: Survey, *sent: list[Part]) -> Survey:
    blasts = [Blast(sample=f"b{n}", is_link=True, groups=len(p), messages=sum(x.messages for x in p), first_day=min(x.first_day for x in p))
              for n, p in enumerate(sent)]  # fmt: skip
    return msgspec.structs.replace(
        survey, checkup=msgspec.structs.replace(survey.checkup, blasts=blasts), sent=list(sent)
    )


def test_blasts_are_counted_over_the_groups_seen_and_widest_first(survey: Survey) -> None:
    day = dt.date(2026, 1, 1)
    made = _blasts(
        survey,
        [Part(1, 5, day), Part(2, 1, day + dt.timedelta(3))],
        [Part(2, 2, day + dt.timedelta(1)), Part(3, 4, day + dt.timedelta(2)), Part(9, 9, day)],
        [Part(9, 1, day)],
    )
    found = blasts_in(made, {2, 3})
    assert [(b.sample, b.groups, b.messages, b.first_day) for b in found] == [
        ("b1", 2, 6, day + dt.timedelta(1)),
        ("b0", 1, 1, day + dt.timedelta(3)),
    ]
    assert blasts_in(made, set()) == []
