"""Callbacks about customers who bear our tags: what members do by hand is learned at once, our own word is no news."""

from collections.abc import Iterator

import pytest
from tests.connections.wecom.conftest import Pushed
from tests.segments.tags.wecom.conftest import Keeper

HIGH, TIER = "意向/高", "档位/299"


@pytest.fixture
def pushed(here: Keeper) -> Iterator[Pushed]:
    here.fake.ctl("console/tags", group_name="档位", tags=["299"])
    here.learn()
    here.high, here.tier = here.keep(HIGH, TIER)
    for tag in (here.high, here.tier):
        here.bear("wm000", tag)
    here.push()
    here.fake.pass_time(2)
    made = Pushed(here)
    yield made
    made.close()


def test_a_callback_about_somebody_whom_we_marked_makes_no_fact_of_it(here: Keeper, pushed: Pushed) -> None:
    before = here.there()
    here.fake.ctl("note", userid="li", external_userid="wm000", remark="大客户")
    assert pushed.settle() > 0
    assert (here.facts(), here.there()) == (set(), before)
    assert set(here.push().values()) == {0}


def test_what_members_mark_by_hand_is_learned_and_settled_by_whose_tag_it_is(
    here: Keeper, pushed: Pushed
) -> None:
    here.by_hand("li", "wm003", add=HIGH)
    here.by_hand("li", "wm003", add=TIER)
    here.by_hand("wang", "wm000", remove=TIER)
    assert pushed.settle() > 0
    assert here.facts() == {("li", "wm003", TIER)}
    here.push()
    assert here.there() == {
        ("li", "wm000", HIGH), ("wang", "wm000", HIGH), ("li", "wm000", TIER), ("li", "wm003", TIER),
    }  # fmt: skip
