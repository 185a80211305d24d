"""Lines of business compared: everything adds up."""

from tests.insight.sample import empty, sample

from yutang.insight.report.lines import flows, structures
from yutang.insight.wording import Words

ZH = Words("zh")
CHECKUP = sample()


def test_flows_by_line_add_up_to_the_whole():
    found = flows(CHECKUP, ZH)
    assert sum(one.inflow for one in found) == CHECKUP.totals.inflow_28d
    assert sum(one.net for one in found) == CHECKUP.totals.inflow_28d - CHECKUP.totals.evaporation_28d
    assert flows(empty(), ZH) == []


def test_structure_counts_only_groups_whose_silent_members_are_known():
    known = [g.structure for g in CHECKUP.groups if g.structure and g.structure.watchers is not None]
    assert sum(one.watchers for one in structures(CHECKUP, ZH)) == sum(one.watchers for one in known)
    assert structures(empty(), ZH) == []
