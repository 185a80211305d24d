"""Tags of ours, kept on WeCom: made and marked there, by whose word, and without an echo."""

import pytest
from tests.segments.tags.wecom.conftest import ADD, MARK, Keeper

from fakecom.people import befriend, corp_in
from yutang.kit.errors import YutangError
from yutang.segments.tags import actions, endings, wecom
from yutang.segments.tags.model import Change, GroupChange
from yutang.segments.tags.wecom_view import overview

HIGH, LOW = "意向/高", "意向/低"


def _view(here: Keeper):
    with here.ledger.state.read() as conn:
        return overview(conn)


def test_what_somebody_bears_stands_on_each_of_their_relations(here: Keeper) -> None:
    high, low = here.keep(HIGH, LOW)
    here.bear("wm000", high)
    here.bear("wm007", low)
    counts = here.push()
    assert here.names() == {"意向": ["高", "低"]}
    assert here.there() == {("li", "wm000", HIGH), ("wang", "wm000", HIGH), ("li", "wm007", LOW)}
    assert (counts["tags_made"], counts["pairs_marked"], counts["pairs_unmarked"]) == (2, 3, 0)


def test_a_second_push_calls_for_nothing(here: Keeper) -> None:
    high, _ = here.keep(HIGH, LOW)
    here.bear("wm000", high)
    here.push()
    before = here.calls(), here.calls(ADD)
    assert set(here.push().values()) == {0}
    assert (here.calls(), here.calls(ADD)) == before


def test_what_we_put_there_comes_back_as_no_fact(here: Keeper) -> None:
    high, _ = here.keep(HIGH, LOW)
    here.bear("wm000", high)
    here.push()
    before = here.count()
    counts = here.learn()
    assert (here.count(), here.facts()) == (before, set())
    assert (counts["tags_added"], counts["tags_removed"], counts["tags_renamed"]) == (0, 0, 0)
    here.bear("wm000", high, off=True)
    assert here.push()["pairs_unmarked"] == 2
    here.learn()
    assert (here.there(), here.facts(), here.count()) == (set(), set(), before + 1)


def test_only_groups_that_are_switched_on_are_kept(here: Keeper) -> None:
    tag = here.tag("档位/299")
    here.bear("wm000", tag)
    assert (here.push(), here.names()) == ({}, {})
    here.switch(tag.group_id)
    here.push()
    assert len(here.there()) == 2
    here.switch(tag.group_id, on=False)
    here.bear("wm001", tag)
    before = here.count()
    here.push()
    here.learn()
    assert (len(here.there()), here.count()) == (2, before)  # it stays as it is, and is nobody else's word


def test_on_a_tag_of_our_own_our_word_alone_counts(here: Keeper) -> None:
    high, _ = here.keep(HIGH, LOW)
    here.bear("wm000", high)
    here.push()
    here.by_hand("li", "wm000", remove=HIGH)
    here.by_hand("li", "wm003", add=HIGH)
    before = here.count()
    here.learn()
    assert (here.count(), here.facts()) == (before, set())
    counts = here.push()
    assert (counts["pairs_marked"], counts["pairs_unmarked"]) == (1, 1)
    assert here.there() == {("li", "wm000", HIGH), ("wang", "wm000", HIGH)}


def test_a_tag_that_was_there_before_is_shared_and_what_others_put_on_stays(here: Keeper) -> None:
    here.fake.ctl("console/tags", group_name="意向", tags=["高"])
    here.by_hand("li", "wm000", add=HIGH)
    here.by_hand("li", "wm005", add=HIGH)
    here.learn()
    (high,) = here.keep(HIGH)
    for who in ("wm000", "wm001"):
        here.bear(who, high)
    assert here.push()["tags_made"] == 0
    assert here.calls() == 3  # of wm000 only wang lacked it
    assert here.there() == {
        ("li", "wm000", HIGH), ("wang", "wm000", HIGH), ("li", "wm001", HIGH), ("wang", "wm001", HIGH),
        ("li", "wm005", HIGH),
    }  # fmt: skip
    here.learn()
    assert here.facts() == {("li", "wm000", HIGH), ("li", "wm005", HIGH)}  # by their hands, never by ours
    for who in ("wm000", "wm001"):
        here.bear(who, high, off=True)
    here.push()
    here.learn()
    assert here.there() == here.facts() == {("li", "wm000", HIGH), ("li", "wm005", HIGH)}


def test_of_a_shared_tag_what_somebody_took_off_is_not_put_on_again(here: Keeper) -> None:
    here.fake.ctl("console/tags", group_name="意向", tags=["高"])
    here.learn()
    (high,) = here.keep(HIGH)
    here.bear("wm000", high)
    here.push()
    here.by_hand("li", "wm000", remove=HIGH)
    before = here.count()
    here.learn()
    calls = here.calls()
    here.push()
    assert (here.there(), here.calls(), here.count()) == ({("wang", "wm000", HIGH)}, calls, before)
    assert _view(here).groups[0].taken == 1
    here.bear("wm000", high, off=True)
    here.push()
    here.bear("wm000", high)
    here.push()
    assert here.there() == {("li", "wm000", HIGH), ("wang", "wm000", HIGH)}  # it is wanted anew


def test_new_names_merges_and_archived_tags_follow(here: Keeper) -> None:
    high, low = here.keep(HIGH, LOW)
    here.bear("wm007", high)
    here.bear("wm008", low)
    here.push()
    ids = {tag.id for group in corp_in(here.fake).tag_groups.values() for tag in group.tags.values()}
    actions.change_tags(here.ledger, here.boss, [Change(id=high.id, name="很高")], now=here.now())
    actions.change_groups(
        here.ledger, here.boss, [GroupChange(id=high.group_id, name="购买意向")], now=here.now()
    )
    before = here.count()
    assert here.push()["tags_renamed"] == 2
    assert here.names() == {"购买意向": ["很高", "低"]}
    assert {tag.id for group in corp_in(here.fake).tag_groups.values() for tag in group.tags.values()} == ids
    here.learn()
    assert here.count() == before
    endings.merge(here.ledger, here.boss, low.id, high.id, now=here.now())
    here.push()
    assert here.there() == {("li", "wm007", "购买意向/很高"), ("li", "wm008", "购买意向/很高")}
    endings.archive(here.ledger, here.boss, [high.id], now=here.now())
    assert here.push()["tags_deleted"] == 1
    here.learn()
    assert (here.names(), here.facts(), here.marks(), here.count()) == ({}, set(), [], before)


def test_a_tag_that_moves_to_another_kept_group_moves_there_too(here: Keeper) -> None:
    high, other = here.keep(HIGH, "来源/抖音")
    here.bear("wm007", high)
    here.push()
    actions.change_tags(here.ledger, here.boss, [Change(id=high.id, group_id=other.group_id)], now=here.now())
    here.push()
    assert here.names() == {"来源": ["抖音", "高"]}
    assert here.there() == {("li", "wm007", "来源/高")}


def test_what_an_administrator_deletes_or_renames_there_is_put_right(here: Keeper) -> None:
    high, _ = here.keep(HIGH, LOW)
    here.bear("wm007", high)
    here.push()
    tags = {
        tag.name: tag.id for group in corp_in(here.fake).tag_groups.values() for tag in group.tags.values()
    }
    here.fake.ctl(f"console/tags/{tags['高']}/rename", name="改了")
    here.push()
    assert here.names() == {"意向": ["高", "低"]}
    here.fake.ctl(f"console/tags/{tags['高']}/delete")
    here.learn()
    here.push()
    assert (here.names(), here.there()) == ({"意向": ["低", "高"]}, {("li", "wm007", HIGH)})


def test_a_relation_that_begins_is_marked_and_one_that_ended_is_forgotten(here: Keeper) -> None:
    (high,) = here.keep(HIGH)
    here.bear("wm007", high)
    here.push()
    befriend(here.fake, "zhao", "wm007")
    here.fake.ctl("delete", userid="li", external_userid="wm007", by="customer")
    here.learn()
    counts = here.push()
    assert (counts["pairs_marked"], counts["pairs_unmarked"], counts["pairs_refused"]) == (1, 0, 0)
    assert [row[1:3] for row in here.marks()] == [("zhao", "wm007")]


def test_a_pair_that_is_no_more_over_there_is_told_and_costs_nobody_else(here: Keeper) -> None:
    (high,) = here.keep(HIGH)
    here.bear("wm007", high)
    here.bear("wm008", high)
    here.fake.ctl("delete", userid="li", external_userid="wm007", by="member")
    counts = here.push()
    assert (counts["pairs_marked"], counts["pairs_refused"]) == (1, 1)
    group = _view(here).groups[0]
    assert (group.put, group.waiting, sum(group.refused_pairs.values())) == (1, 0, 1)
    here.learn()
    assert here.push()["pairs_refused"] == 0
    assert _view(here).groups[0].refused_pairs == {}


def test_a_tag_that_runs_out_is_taken_off(here: Keeper) -> None:
    (high,) = here.keep(HIGH)
    actions.change_tags(here.ledger, here.boss, [Change(id=high.id, until_days=1)], now=here.now())
    here.bear("wm007", high, source=f'rule","until":{here.now() + 3_600_000_000},"x":"')
    here.push()
    assert here.bears("li", "wm007") == 1
    here.fake.pass_time(3_700)
    here.push()
    assert here.bears("li", "wm007") == 0


def test_what_it_would_come_to_is_told_before(here: Keeper) -> None:
    corp_in(here.fake).policy.tag_cap = 3_000
    here.fake.ctl("console/tags", group_name="意向", tags=["低"])
    here.learn()
    high, low, long = here.tag(HIGH), here.tag(LOW), here.tag(f"意向/{'好' * 31}")
    here.bear("wm000", high)
    here.bear("wm001", low)
    here.bear("wm002", long)
    told = here.preview(high)
    assert (told.tags, told.most, told.there, told.make, dict(told.faults)) == (1, 3_000, 1, 1, {"long": 1})
    assert (told.mark, told.unmark, told.live) == (4, 0, True)
    assert (here.names(), here.calls(MARK), here.marks()) == ({"意向": ["低"]}, 0, [])
    here.switch(high.group_id)
    here.push()
    level = here.preview(high)
    assert (level.tags, level.there, level.make, level.mark, level.unmark) == (2, 2, 0, 0, 0)
    here.bear("wm000", high, off=True)
    assert here.preview(high).unmark == 2


def test_a_group_or_a_connection_that_is_not_there(here: Keeper) -> None:
    tag = here.tag(HIGH)
    for group_id, connection_id in ((999, here.id), (tag.group_id, 999)):
        with pytest.raises(YutangError) as wrong:
            wecom.switch(here.ledger, here.boss, group_id, connection_id, on=True, now=here.now())
        assert wrong.value.code == "not_found"
