"""Customer groups: listed, read, found by their open id; and who owns one when its owner goes."""

import pytest

from fakecom.people import corp_in, found_group
from fakecom.receiver import Receiver
from fakecom.running import Caller, Running

LIST, GET = "externalcontact/groupchat/list", "externalcontact/groupchat/get"


def test_groups_by_status_and_owner(running: Running, app: Caller) -> None:
    for n, (owner, status) in enumerate([("zhangsan", 0), ("zhangsan", 2), ("lisi", 3)]):
        found_group(running, owner, f"wr{n}", status=status)

    def ids(**asked: object) -> list[str]:
        return [one["chat_id"] for one in app.post(LIST, limit=10, **asked)["group_chat_list"]]

    assert ids() == ["wr0", "wr1", "wr2"]
    assert ids(status_filter=2) == ["wr1"]
    assert ids(status_filter=3) == ["wr2"]
    assert ids(owner_filter={"userid_list": ["lisi"]}) == ["wr2"]
    assert app.code(LIST, status_filter=9) == 40058
    assert app.code(LIST, owner_filter={"userid_list": ["nobody"]}) == 40003
    assert app.code(LIST, owner_filter={"userid_list": ["caiwu"]}) == 60011


def test_names_come_only_when_they_are_asked_for(running: Running, app: Caller) -> None:
    running.ctl("externals", external_userid="wm1", name="甲", unionid="u1")
    running.ctl("groups", userid="zhangsan", chat_id="wr1")
    running.ctl("groups/wr1/join", people=["wm1", "wm-stranger"], scene=1, invitor="zhangsan")
    plain = app.post(GET, chat_id="wr1")["group_chat"]
    named = app.post(GET, chat_id="wr1", need_name=1)["group_chat"]
    assert all("name" not in one for one in plain["member_list"])
    assert [one["name"] for one in named["member_list"]] == ["张三", "甲", ""]
    assert plain["name"] == ""
    assert "notice" not in plain
    seat = plain["member_list"][1]
    assert (seat["unionid"], seat["invitor"], seat["type"]) == ("u1", {"userid": "zhangsan"}, 2)


def test_the_version_changes_with_the_members_only(running: Running, app: Caller) -> None:
    running.ctl("groups", userid="zhangsan", chat_id="wr1", people=["wm1"])

    def version() -> str:
        return app.post(GET, chat_id="wr1")["group_chat"]["member_version"]

    first = version()
    running.ctl("groups/wr1/change", name="新名", notice="公告")
    assert version() == first
    running.ctl("groups/wr1/leave", people=["wm1"])
    assert version() != first


def test_a_group_of_an_open_id(running: Running, app: Caller) -> None:
    made = running.ctl("groups", userid="zhangsan")
    found = app.post("externalcontact/opengid_to_chatid", opengid=made["opengid"])
    assert found["chat_id"] == made["chat_id"]
    assert app.code("externalcontact/opengid_to_chatid", opengid="og-none") == 90511


def test_a_dissolved_group_is_gone(running: Running, app: Caller) -> None:
    made = running.ctl("groups", userid="zhangsan")["chat_id"]
    running.ctl(f"groups/{made}/dismiss")
    assert app.code(GET, chat_id=made) == 40050
    assert app.post(LIST, limit=10)["group_chat_list"] == []
    assert running.http.post(f"/__ctl/groups/{made}/join", json={}).status_code == 400


def test_a_group_takes_as_many_as_it_holds(running: Running) -> None:
    running.ctl("policy", group_size=5)
    made = running.ctl("groups", userid="zhangsan", chat_id="wr1")["chat_id"]
    assert running.ctl(f"groups/{made}/join", people=["wm1", "wm1", "zhangsan"])["joined"] == ["wm1"]
    assert len(running.ctl(f"groups/{made}/join", fill=True)["joined"]) == 3
    assert running.ctl(f"groups/{made}/join", people=["wm9"])["joined"] == []
    assert len(corp_in(running).groups[made].seats) == 5


@pytest.mark.parametrize(("admins", "heir"), [(["wangwu"], "wangwu"), ([], "lisi")])
def test_when_the_owner_goes_an_administrator_or_another_member_follows(
    running: Running, app: Caller, admins: list[str], heir: str
) -> None:
    running.ctl("groups", userid="zhangsan", chat_id="wr1", people=["lisi", "wangwu", "wm1"])
    corp_in(running).groups["wr1"].admins = admins
    running.ctl("groups/wr1/leave", people=["zhangsan"])
    group = app.post(GET, chat_id="wr1")["group_chat"]
    assert group["owner"] == heir
    assert running.http.post("/__ctl/groups/wr1/change", json={"owner": "nobody"}).status_code == 400


def test_templates_that_greet_in_groups(running: Running, app: Caller) -> None:
    path = "externalcontact/group_welcome_template"
    made = app.post(f"{path}/add", text={"content": "欢迎 %NICKNAME%"}, notify=0)["template_id"]
    link = {"title": "t", "url": "http://u"}
    app.post(f"{path}/edit", template_id=made, text={"content": "新"}, link=link)
    assert (
        app.post(f"{path}/get", template_id=made).items() >= {"text": {"content": "新"}, "link": link}.items()
    )
    assert app.code(f"{path}/add") == 40063
    assert app.code(f"{path}/add", text={"content": "字" * 1001}) == 40058
    assert app.code(f"{path}/add", image={"media_id": "none"}) == 40007
    app.post(f"{path}/del", template_id=made)
    assert app.code(f"{path}/get", template_id=made) == 40058
    for _ in range(100):
        app.post(f"{path}/add", text={"content": "x"})
    assert app.code(f"{path}/add", text={"content": "x"}) == 41055


def test_a_new_owner_comes_in_first_and_a_full_group_takes_none(
    running: Running, app: Caller, receiver: Receiver
) -> None:
    receiver.connect(running)
    running.ctl("groups", userid="zhangsan", chat_id="wr1", people=["wm1"])
    before = app.post(GET, chat_id="wr1")["group_chat"]["member_version"]
    running.ctl("groups/wr1/change", owner="lisi")
    group = app.post(GET, chat_id="wr1")["group_chat"]
    assert group["owner"] == "lisi"
    assert [seat["userid"] for seat in group["member_list"]] == ["zhangsan", "wm1", "lisi"]
    assert group["member_version"] != before
    running.ctl("callbacks/settle")
    told = {event.get("UpdateDetail") for event in receiver.events}
    assert told == {None, "add_member", "change_owner"}
    running.ctl("policy", group_size=3)
    refused = running.http.post("/__ctl/groups/wr1/change", json={"owner": "wangwu"})
    assert (refused.status_code, "90503" in refused.text) == (400, True)
    running.ctl("groups/wr1/change", owner="zhangsan")  # who sits there already takes no room
    assert app.post(GET, chat_id="wr1")["group_chat"]["owner"] == "zhangsan"


def test_somebody_named_twice_goes_once_and_a_new_group_holds_no_more_than_any(
    running: Running, app: Caller
) -> None:
    running.ctl("policy", group_size=3)
    running.ctl("groups", userid="zhangsan", chat_id="wr1", people=["wm1", "wm1", "wm2", "wm3"])
    assert list(corp_in(running).groups["wr1"].seats) == ["zhangsan", "wm1", "wm2"]
    assert running.ctl("groups/wr1/leave", people=["wm1", "wm9", "wm1"])["left"] == ["wm1"]
    assert len(corp_in(running).groups["wr1"].gone) == 1
    assert running.ctl("groups/wr1/leave", people=["wm1"])["left"] == []
