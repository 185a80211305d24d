"""Everything of a kind, by pages that can be resumed, on the fake platform."""

from typing import Any

import pytest
from tests.channels.wecom.platform import Platform, platform
from tests.channels.wecom.scripted import error, serving

from fakecom.people import befriend, corp_in
from yutang.channels.contract.inbound import Synced
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls.customers import Pair
from yutang.channels.wecom.syncing import sync


def _all(there: Platform, kind: str, cursor: str = "") -> list[Any]:
    items: list[Any] = []
    while True:
        found = sync(there.client, kind, cursor)
        assert isinstance(found, Synced), found
        items.extend(found.items)
        cursor = found.next_cursor
        if not cursor:
            return items


def _who(pairs: list[Pair]) -> list[tuple[str, str]]:
    return sorted((each.follow.userid, each.contact.external_userid) for each in pairs)


def test_every_pair_comes_once() -> None:
    with platform() as there:
        befriend(there.running, "lisi", *(f"wm-l{n}" for n in range(230)))
        befriend(there.running, "wangwu", "wm1")
        found = _who(_all(there, "customers"))
        assert len(found) == len(set(found)) == 3 + 2 + 230 + 1
        assert ("wangwu", "wm1") in found


def test_a_sync_is_resumed_by_another_process() -> None:
    with platform() as there:
        befriend(there.running, "lisi", *(f"wm-l{n}" for n in range(230)))
        first = sync(there.client, "customers", "")
        assert isinstance(first, Synced)
        assert first.next_cursor
        rest = _all(there, "customers", first.next_cursor)
        assert len(_who([*first.items, *rest])) == 235
        assert _who([*first.items, *rest]) == _who(_all(there, "customers"))


def test_members_over_a_hundred_are_asked_a_hundred_at_a_time() -> None:
    with serving() as (server, client, _):
        staff = [f"u{n}" for n in range(250)]
        server.play["externalcontact/get_follow_user_list"] = [error(0, follow_user=staff)]
        server.play["externalcontact/batch/get_by_user"] = [error(0, external_contact_list=[])]
        cursor, rounds = "", 0
        while rounds == 0 or cursor:
            found = sync(client, "customers", cursor)
            assert found == Synced(
                items=(), next_cursor=found.next_cursor if isinstance(found, Synced) else ""
            )
            cursor, rounds = found.next_cursor, rounds + 1
        asked = [each["userid_list"] for each in server.bodies("externalcontact/batch/get_by_user")]
        assert [len(each) for each in asked] == [100, 100, 50]
        assert [one for each in asked for one in each] == staff


@pytest.mark.parametrize("refused", [False, True])
def test_a_member_without_customers_hides_nobody_elses(*, refused: bool) -> None:
    """WeCom says 84061 where somebody has no customers; of a list of members, nobody documents of whom."""
    with platform() as there:
        there.running.ctl("policy", lonely_refused=refused)
        befriend(there.running, "lisi", *(f"wm-l{n}" for n in range(130)))
        found = _who(_all(there, "customers"))
        assert sorted(set(found)) == sorted(
            [("zhangsan", "wm1"), ("zhangsan", "wm2"), ("zhangsan", "wm3")]
            + [(one.userid, one.external_userid) for one in corp_in(there.running).follows["lisi"].values()]
        )


def test_nobody_has_customers() -> None:
    with serving() as (server, client, _):
        server.play["externalcontact/get_follow_user_list"] = [
            error(0, follow_user=[f"u{n}" for n in range(9)])
        ]
        server.play["externalcontact/batch/get_by_user"] = [error(84061)]
        cursor, rounds = "", 0
        while rounds == 0 or cursor:
            found = sync(client, "customers", cursor)
            assert isinstance(found, Synced)
            assert found.items == ()
            cursor, rounds = found.next_cursor, rounds + 1
        asked = [each["userid_list"] for each in server.bodies("externalcontact/batch/get_by_user")]
        assert {one for each in asked if len(each) == 1 for one in each} == {f"u{n}" for n in range(9)}


def test_codes_of_long_ago_are_among_all_codes() -> None:
    """Unless it is said, the platform lists those of the last ninety days."""
    with platform() as there:
        made = there.running.app().post(
            "externalcontact/add_contact_way", type=1, scene=2, user=["zhangsan"], state="old"
        )
        there.running.pass_time(200 * 86_400)
        assert [each.config_id for each in _all(there, "ways")] == [made["config_id"]]


def test_staff_tags_groups_and_codes_come_typed() -> None:
    with platform() as there:
        there.running.app().post("externalcontact/add_corp_tag", group_name="等级", tag=[{"name": "VIP"}])
        assert sorted(_all(there, "staff")) == ["lisi", "wangwu", "zhangsan"]
        assert [[tag.name for tag in group.tag] for group in _all(there, "tags")] == [["VIP"]]
        assert [each.chat_id for each in _all(there, "groups")] == ["wr1"]
        assert _all(there, "ways") == []
        there.running.ctl("member/zhangsan/resign")
        left = _all(there, "unassigned")
        assert sorted(each.external_userid for each in left) == ["wm1", "wm2", "wm3"]
        assert {each.handover_userid for each in left} == {"zhangsan"}


@pytest.mark.parametrize("cursor", ["x", "[]", '["a"]', "{"])
def test_a_cursor_that_is_none_of_ours_is_a_failure(cursor: str) -> None:
    with platform() as there:
        found = sync(there.client, "customers", cursor)
        assert isinstance(found, Failure)
        assert (found.trouble, found.code) == (Trouble.BUG, "bad_cursor")


@pytest.mark.parametrize(
    "kind", ["busy", "truncated", "reset_before", "reset_after", "null_lists", "type_flips", "extra_fields"]
)
def test_a_fault_on_the_way_changes_nothing_of_what_is_learned(kind: str) -> None:
    with platform() as there:
        befriend(there.running, "lisi", *(f"wm-l{n}" for n in range(150)))
        truth = _who(_all(there, "customers"))
        there.fault(kind, "externalcontact/*", 1, skip=1)
        assert _who(_all(there, "customers")) == truth
