from collections import Counter

import pytest

from yutang.demo.dice import Dice
from yutang.demo.groups import HOUSED, MERGE_PAIRS, found
from yutang.demo.lives import KINDS, Life
from yutang.demo.people import hire


@pytest.fixture(scope="module", params=[1, 2, 3])
def groups(request):
    return found(Dice(request.param, "groups"), hire(Dice(request.param, "staff")))


def test_every_life_is_there_as_often_as_it_should(groups):
    assert Counter(g.life for g in groups) == {life: n for life, (n, _) in KINDS.items()}
    assert len({g.id for g in groups}) == 300
    assert all(g.id.startswith("wr") for g in groups)


def test_all_seven_lines_all_tiers_and_regions_in_like_numbers(groups):
    lines = Counter(g.line for g in groups)
    assert len(lines) == 7
    assert max(lines.values()) - min(lines.values()) <= 7
    assert {g.tier for g in groups} == {299, 800, 3000}
    assert len({g.region for g in groups}) == 7


def test_names_say_tier_and_region_and_two_groups_share_one(groups):
    twins = [name for name, n in Counter(g.name for g in groups).items() if n > 1]
    assert len(twins) == 1
    plain = [g for g in groups if g.name not in twins]
    assert all(str(g.tier) in g.name and g.region in g.name for g in plain)


def test_groups_of_the_top_tier_stay_small(groups):
    assert max(g.size for g in groups if g.tier == 3000) <= 30
    assert all(g.size <= g.cap for g in groups)


def test_an_owner_is_never_their_own_aide(groups):
    for group in groups:
        crew = [group.owner.id, *(a.id for a in group.aides)]
        assert len(crew) == len(set(crew)) <= 3


def test_weak_groups_point_to_living_ones_of_the_same_cell(groups):
    by_id = {g.id: g for g in groups}
    weak = [g for g in groups if g.partner]
    assert len(weak) == MERGE_PAIRS
    assert len({g.partner for g in weak}) == MERGE_PAIRS
    for group in weak:
        host = by_id[group.partner]
        assert (group.line, group.tier, group.region) == (host.line, host.tier, host.region)
        assert group.life in (Life.FADING, Life.BUBBLING)
        assert host.life in (Life.STEADY, Life.LIVELY)


def test_house_accounts_sit_in_living_and_dead_groups(groups):
    housed = Counter(g.life for g in groups if g.house)
    assert sum(housed.values()) == HOUSED
    assert housed[Life.MONOLOGUE] > 0
    assert sum(housed.values()) > housed[Life.MONOLOGUE]


def test_old_names_belong_to_days_of_the_archive(groups):
    renamed = [g for g in groups if g.former]
    assert len(renamed) >= 8
    assert all(g.former[0] != g.name and g.former[1] > g.course.created for g in renamed)
