"""What can be said of a group, as columns."""

import msgspec
import pytest
from tests.insight.sample import sample

from yutang.checkup.model import Advice, Person
from yutang.insight.columns import GROUP_COLUMNS, defined, matters
from yutang.insight.wording import Words

CODES = {column.code: column for column in GROUP_COLUMNS}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_can_be_said_of_every_group(lang):
    for group in sample(120).groups:
        assert len([column.get(group, Words(lang)) for column in GROUP_COLUMNS]) == len(CODES)


def test_no_column_twice():
    assert len(CODES) == len(GROUP_COLUMNS)
    assert len(set(defined())) == len(defined())


@pytest.mark.parametrize(
    ("person", "zh", "en"),
    [
        (
            Person(id="1", name="a", why="silent_buyer", spend_cents=120_000),
            "（沉默买家，¥1,200）",
            " (silent buyer, ¥1,200)",
        ),
        (
            Person(id="1", name="a", why="co_builder", messages=1),
            "（共建者，1 条）",
            " (co-builder, 1 message)",
        ),
        (Person(id="1", name="a", why="co_builder"), "（共建者）", " (co-builder)"),
    ],
)
def test_what_makes_a_person_matter(person, zh, en):
    assert (matters(Words("zh"), person), matters(Words("en"), person)) == (zh, en)


def test_a_target_is_named_only_where_people_are_guided_over():
    for group in sample().groups:
        assert bool(CODES["merge_with"].get(group, Words("zh"))) == (group.advice is Advice.MERGE)


def test_a_group_without_structure_or_spend_has_blanks():
    bare = msgspec.structs.replace(sample(1).groups[0], structure=None, spend_cents_90d=None)
    assert [CODES[code].get(bare, Words("en")) for code in ("creators", "watchers", "spend_90d")] == [
        None
    ] * 3


def test_a_changepoint_is_a_day_and_two_levels():
    group = next(group for group in sample().groups if group.changes)
    assert CODES["changes"].get(group, Words("en")) == "from 2026-02-19: 12.3 → 3 a day"
