"""Tables as a timeline: order, who ends a relation, names of before, moves of one moment."""

import pytest

from yutang.fakecom.worlds import timeline
from yutang.fakecom.worlds.files import Files, moment

RELATION = {"客户ID": "wmA", "昵称": "甲", "手机号": "", "标签": "", "跟进人账号": "LiNa", "添加时间": "2026-01-05 10:00:00",
            "流失时间": "", "流失原因": "", "来源渠道": "门店海报", "备注": ""}  # fmt: skip
GROUP = {"群ID": "wr1", "群名": "新", "群主": "LiNa", "创建时间": "2026-01-05 09:00:00", "状态": "正常", "曾用名": "",
         "改名时间": ""}  # fmt: skip
SEAT = {"群ID": "wr1", "成员ID": "wmA", "昵称": "甲", "成员类型": "客户", "入群时间": "2026-01-05 12:00:00",
        "退群时间": "", "入群方式": "扫码", "邀请人": "", "退群方式": ""}  # fmt: skip


def acts(**tables: list[dict[str, str]]) -> list[timeline.Act]:
    empty = {"staff": [], "customers": [], "groups": [], "seats": []}
    return timeline.of(Files(**{**empty, **tables}, chats=None))


def test_everything_is_in_order_of_time_and_a_group_comes_before_its_members() -> None:
    same = GROUP["创建时间"]
    found = acts(
        customers=[RELATION], groups=[GROUP], seats=[SEAT, {**SEAT, "成员ID": "LiNa", "入群时间": same}]
    )
    assert [one.kind for one in found] == ["found", "add", "join"]
    assert found[0].what["people"] == ["LiNa"]
    assert [one.at for one in found] == sorted(one.at for one in found)


@pytest.mark.parametrize(
    ("reason", "by_member", "source"),
    [
        ("客户删除", False, ""),
        ("员工删除", True, ""),
        ("已转接", True, "DELETE_BY_TRANSFER"),
        ("拒绝转接", False, ""),
        ("", False, ""),
    ],
)
def test_who_ends_a_relation(reason: str, by_member: bool, source: str) -> None:
    row = {**RELATION, "流失时间": "2026-02-01 10:00:00", "流失原因": reason}
    lost = acts(customers=[row])[1]
    assert (lost.kind, lost.what["by_member"], lost.what["source"]) == ("lose", by_member, source)


@pytest.mark.parametrize(
    ("source", "way", "state"), [("门店海报", 1, "门店海报"), ("老客介绍", 3, ""), ("在职继承", 202, "")]
)
def test_where_a_customer_came_from(source: str, way: int, state: str) -> None:
    (added,) = acts(customers=[{**RELATION, "来源渠道": source}])
    assert (added.what["add_way"], added.what["state"]) == (way, state)


def test_nine_of_ten_wechat_users_have_a_unionid_and_no_other() -> None:
    def share(prefix: str) -> float:
        rows = [{**RELATION, "客户ID": f"{prefix}{n}"} for n in range(500)]
        return sum(bool(timeline.contact(row)["unionid"]) for row in rows) / 500

    assert 0.85 < share("wm") < 0.95
    assert share("wo") == 0
    assert timeline.contact(RELATION) == timeline.contact(dict(RELATION))


def test_a_group_has_its_old_name_until_it_is_renamed() -> None:
    found = acts(groups=[{**GROUP, "曾用名": "旧", "改名时间": "2026-01-09 09:00:00"}])
    assert [(one.kind, one.what["name"]) for one in found] == [("found", "旧"), ("rename", "新")]


def test_joins_of_one_moment_and_one_way_are_one_act_and_robots_are_none() -> None:
    seats = [
        {**SEAT, "成员ID": "a"},
        {**SEAT, "成员ID": "b"},
        {**SEAT, "成员ID": "c", "入群方式": "邀请", "邀请人": "LiNa"},
        {**SEAT, "成员ID": "wb", "成员类型": "机器人"},
        {**SEAT, "成员ID": "d", "退群时间": "2026-01-06 09:00:00", "退群方式": "移出群聊"},
        {**SEAT, "成员ID": "e", "退群时间": "2026-01-06 09:00:00", "退群方式": "主动退群"},
    ]
    found = acts(groups=[GROUP], seats=seats)[1:]
    assert [(one.kind, one.what["how"], one.what["people"]) for one in found] == [
        ("join", 1, ["c"]),
        ("join", 3, ["a", "b", "d", "e"]),
        ("leave", 0, ["e"]),
        ("leave", 1, ["d"]),
    ]


@pytest.mark.parametrize(
    ("text", "at"),
    [("2026-01-05 13:00:00", 1_767_589_200_000), ("", 0), (" ", 0), ("2026-01-05", 1_767_542_400_000)],
)
def test_times_are_of_shanghai(text: str, at: int) -> None:
    assert moment(text) == at
