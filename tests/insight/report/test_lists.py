"""The lists to act on: order, columns, caps, sparklines."""

from tests.insight.sample import sample

from yutang.insight.report.lists import bars, lists
from yutang.insight.wording import Words

ZH = Words("zh")
CHECKUP = sample()


def test_lists_come_in_the_order_to_act_and_hold_every_group():
    found = lists(CHECKUP, ZH, 100)
    assert [one.advice for one in found] == ["stop", "merge", "revive", "keep", "unknown"]
    assert sum(len(one.rows) for one in found) == 300


def test_only_lists_that_free_hours_have_the_column():
    heads = {one.advice: "每周省" in one.heads for one in lists(CHECKUP, ZH, 100)}
    assert heads == {"stop": True, "merge": True, "revive": False, "keep": False, "unknown": False}


def test_a_list_is_capped_but_counts_all():
    one = lists(sample(3_000), ZH, 100)[0]
    assert len(one.rows) == 200
    assert one.groups > 200


def test_what_a_whole_list_shares_is_said_once():
    found = {one.advice: one for one in lists(CHECKUP, ZH, 100)}
    assert found["merge"].todo
    assert not any(row.todo for row in found["merge"].rows)
    assert all(row.into for row in found["merge"].rows)
    assert found["revive"].todo == "" or not all(row.todo for row in found["revive"].rows)
    for row in found["stop"].rows:  # each says its own act, or names whom to carry
        assert row.todo or row.carry
    assert not found["keep"].todo


def test_unknown_numbers_are_left_out_not_shown_as_blanks():
    for row in lists(CHECKUP, ZH, 100)[-1].rows:
        assert "–" not in [value for _, value in row.numbers]


def test_bars_stand_on_zero_and_are_cut_at_the_top():
    whole, cut = bars([0, 1, 25, 100, 400], 100)
    assert whole == "M6 24v-1.5M10 24v-10M14 24v-24M18 24v-24"
    assert cut == "M18 3v2"
    assert bars([], 100) == bars([0] * 28, 100) == ("", "")
