"""Callbacks that are handled while a sync compares: what they settled is theirs, however old the sync's pages are."""

from typing import Any

import pytest
from tests.connections.wecom.conftest import (
    GROUPS,
    RELATIONS,
    SEATS,
    Pushed,
    truth_groups,
    truth_pairs,
    truth_seats,
)

from fakecom.people import befriend, found_group
from yutang.channels.wecom.calls import groups as group_calls
from yutang.connections.wecom import learning
from yutang.connections.wecom.sync import groups


def test_friends_whom_callbacks_settled_meanwhile_are_neither_back_nor_gone(
    pushed: Pushed, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, real, done = pushed.world, learning.pair_tables, []
    befriend(world.fake, "li", "wmA", "wmB")
    world.sync("customers")
    world.fake.pass_time(100)

    def slow(rows: Any, *more: Any) -> Any:
        """All is read, nothing is compared yet."""
        if not done and any(one.staff == "li" for one in rows):
            done.append(1)
            world.fake.ctl("delete", userid="li", external_userid="wmA", by="member")
            world.fake.ctl("add", userid="li", external_userid="wmNew")
            pushed.settle(waits=0)
        return real(rows, *more)

    monkeypatch.setattr(learning, "pair_tables", slow)
    world.sync("customers")
    assert done
    assert {row[:2] for row in world.rows(RELATIONS)} == {("li", "wmB"), ("li", "wmNew")}
    assert world.rows(RELATIONS) == truth_pairs(world.fake)


def test_who_came_to_a_group_and_left_it_meanwhile_stays_so(
    pushed: Pushed, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, real, done = pushed.world, groups.unpack, []
    found_group(world.fake, "li", "wr1", "wmA", "wmB")
    world.sync("groups")
    world.fake.pass_time(100)

    def slow(*asked: Any) -> Any:
        if not done:
            done.append(1)
            world.fake.ctl("groups/wr1/leave", people=["wmA"])
            world.fake.ctl("groups/wr1/join", people=["wmC"], scene=3)
            pushed.settle(waits=0)
        return real(*asked)

    monkeypatch.setattr(groups, "unpack", slow)
    world.sync("groups")
    assert done
    assert {row[1] for row in world.rows(SEATS)} == {"li", "wmB", "wmC"}
    assert world.rows(SEATS) == truth_seats(world.fake)


def test_a_group_that_callbacks_told_of_while_it_was_missed_is_not_over(
    pushed: Pushed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is neither listed nor found for a moment; then somebody joins it."""
    world, real, lost = pushed.world, group_calls.get, []
    found_group(world.fake, "li", "wr1", "wmA")
    found_group(world.fake, "li", "wr2", "wmA")
    world.sync("groups")
    world.fake.pass_time(100)

    def unlisted(*asked: Any, **more: Any) -> Any:
        for page in listed(*asked, **more):
            page.items[:] = [one for one in page.items if one.chat_id != "wr1"]
            yield page

    def missed(client: Any, chat_id: str) -> Any:
        found = real(client, chat_id)
        if chat_id != "wr1" or lost:
            return found
        lost.append(1)
        world.fake.ctl("groups/wr1/join", people=["wmC"], scene=3)
        pushed.settle(waits=0)
        return real(client, "wrNone")

    listed = group_calls.list_groups
    monkeypatch.setattr(group_calls, "list_groups", unlisted)
    monkeypatch.setattr(group_calls, "get", missed)
    world.sync("groups")
    assert lost
    assert world.rows(GROUPS) == truth_groups(world.fake)
    assert world.rows(SEATS) == truth_seats(world.fake)
