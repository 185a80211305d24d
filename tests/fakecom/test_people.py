"""What members and customers do by hand, where it can't be done, and what an administrator sets up."""

import pytest

from fakecom.people import befriend, corp_in, follow_of
from fakecom.running import Caller, Running


def refused(running: Running, path: str, **asked: object) -> str:
    answer = running.http.post(f"/__ctl/{path}", json=asked)
    assert answer.status_code == 400
    return answer.json()["error"]


def test_who_comes_back_keeps_what_was_noted_and_gets_a_new_place(running: Running, app: Caller) -> None:
    running.ctl("add", userid="zhangsan", external_userid="wm1", add_way=1, state="门店")
    running.ctl("note", userid="zhangsan", external_userid="wm1", remark="老王")
    first = follow_of(running, "zhangsan", "wm1").serial
    running.ctl("delete", userid="zhangsan", external_userid="wm1", by="customer")
    running.pass_time(60)
    met = running.ctl("add", userid="zhangsan", external_userid="wm1", add_way=3)
    follow = follow_of(running, "zhangsan", "wm1")
    assert met["outcome"] == "added"
    assert (follow.remark, follow.add_way, follow.state) == ("老王", 3, "")
    assert follow.serial > first
    assert corp_in(running).externals["wm1"].followers == ["zhangsan"]


def test_who_comes_back_may_have_a_state_of_nobodys(running: Running) -> None:
    running.ctl("policy", foreign_state=True)
    pair = {"userid": "zhangsan", "external_userid": "wm1"}
    running.ctl("add", **pair, state="门店")
    assert follow_of(running, "zhangsan", "wm1").state == "门店"
    running.ctl("delete", **pair, by="customer")
    running.ctl("add", **pair, state="门店")
    assert follow_of(running, "zhangsan", "wm1").state.startswith("wb:")


def test_who_is_deleted_by_the_member_loses_what_was_noted(running: Running) -> None:
    pair = {"userid": "zhangsan", "external_userid": "wm1"}
    running.ctl("add", **pair)
    running.ctl("note", **pair, remark="老王")
    running.ctl("delete", **pair, by="member")
    assert corp_in(running).externals["wm1"].followers == []
    running.ctl("add", **pair)
    assert follow_of(running, "zhangsan", "wm1").remark == ""


@pytest.mark.parametrize(
    ("path", "more", "code"),
    [
        ("delete", {"by": "customer"}, "84061"),
        ("delete", {"by": "member"}, "84061"),
        ("accept", {}, "84061"),
        ("note", {"remark": "x"}, "84061"),
        ("add", {"userid": "nobody"}, "40003"),
        ("add", {"corp": "ww-nobody"}, "40013"),
    ],
)
def test_what_two_strangers_cannot_do(running: Running, path: str, more: dict, code: str) -> None:
    asked = {"userid": "zhangsan", "external_userid": "wm1", **more}
    assert refused(running, path, **asked).startswith(code)


def test_a_friend_is_not_made_twice(running: Running) -> None:
    pair = {"userid": "zhangsan", "external_userid": "wm1"}
    assert [running.ctl("add", **pair)["outcome"] for _ in range(2)] == ["added", "already"]
    running.ctl("delete", **pair, by="customer")
    assert refused(running, "delete", **pair, by="customer").startswith("84061")


def test_ids_of_strangers_tell_wechat_from_wecom(running: Running) -> None:
    wechat, wecom = (running.ctl("add", userid="zhangsan", type=kind)["external_userid"] for kind in (1, 2))
    assert (wechat[:2], wecom[:2]) == ("wm", "wo")
    assert (len(wechat), wechat == wecom) == (32, False)


def test_a_contact_is_changed_by_the_given_fields_only(running: Running) -> None:
    befriend(running, "zhangsan", "wm1")
    running.ctl("externals", external_userid="wm1", name="新名", followers=[])
    found = corp_in(running).externals["wm1"]
    assert (found.name, found.followers) == ("新名", ["zhangsan"])


def test_tags_in_the_client(running: Running) -> None:
    befriend(running, "zhangsan", "wm1")
    tags = running.ctl("console/tags", group_name="一", tags=["a", "b"])["tags"]
    pair = {"userid": "zhangsan", "external_userid": "wm1"}
    assert running.ctl("note", **pair, add_tag=[tags["a"], tags["b"]])["told"]
    assert running.ctl("note", **pair, add_tag=[tags["a"]]) == {"told": False}
    running.ctl("note", **pair, remove_tag=[tags["a"]])
    assert follow_of(running, "zhangsan", "wm1").tag_ids == [tags["b"]]


def test_members_apps_and_rules_are_changed_by_the_given_fields(running: Running, app: Caller) -> None:
    made = running.ctl("members", userid="new", name="新人", parties=[2])
    assert made["in_follow_scope"]
    assert running.ctl("members", userid="new", in_follow_scope=False)["name"] == "新人"
    running.ctl("apps", agentid=1000002, visible_parties=[], visible_users=["lisi"])
    assert app.get("externalcontact/get_follow_user_list")["follow_user"] == ["lisi"]
    assert running.ctl("policy", mass_rule="per_day1")["tag_cap"] == 3000
    assert running.ctl("policy")["mass_rule"] == "per_day1"


def test_what_a_struct_cannot_hold_is_refused(running: Running) -> None:
    assert "tag_cap" in refused(running, "policy", tag_cap="many")
    assert refused(running, "corps", name="no id")
    assert "latency_ms" in refused(running, "settings", latency_ms=[])
    assert running.http.post("/__ctl/policy", content=b"[1]").status_code == 400


def test_a_console_cannot_change_tags_that_are_not_there(running: Running) -> None:
    assert refused(running, "console/tags/et-none/rename", name="x").startswith("40068")
    assert refused(running, "console/tags/et-none/delete").startswith("40068")
    assert refused(running, "console/tags/shuffle", ids=["et-none"]).startswith("40068")
    assert refused(running, "console/tags").startswith("40063")
