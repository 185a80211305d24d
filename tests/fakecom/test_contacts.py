"""Behaviour 5: one customer in two shapes, fields that are not there; remarks; who is served."""

from fakecom.people import befriend, corp_in, found_group
from fakecom.running import Caller, Running


def test_the_two_shapes_of_a_customer(running: Running, app: Caller) -> None:
    running.ctl("externals", external_userid="wm1", name="李四", unionid="oU1")
    running.ctl("add", userid="zhangsan", external_userid="wm1", add_way=1, state="渠道A")
    tags = running.ctl("console/tags", group_name="档位", tags=["299"])["tags"]
    app.post("externalcontact/mark_tag", userid="zhangsan", external_userid="wm1", add_tag=[tags["299"]])
    running.ctl("note", userid="zhangsan", external_userid="wm1", own_tags=["爱问"])
    one = app.get("externalcontact/get", external_userid="wm1")
    row = app.post("externalcontact/batch/get_by_user", userid_list=["zhangsan"])["external_contact_list"][0]
    assert one["external_contact"] == row["external_contact"]
    assert one["external_contact"]["unionid"] == "oU1"
    (follow,) = one["follow_user"]
    assert follow["tags"] == [
        {"group_name": "档位", "tag_name": "299", "tag_id": tags["299"], "type": 1},
        {"group_name": "", "tag_name": "爱问", "type": 2},
    ]
    assert row["follow_info"]["tag_id"] == [tags["299"]]
    assert "tags" not in row["follow_info"]
    del follow["tags"], row["follow_info"]["tag_id"]
    assert follow == row["follow_info"]
    assert (follow["state"], follow["add_way"]) == ("渠道A", 1)


def test_optional_fields_are_left_out(running: Running, app: Caller) -> None:
    running.ctl("externals", external_userid="wm1")
    running.ctl("add", userid="zhangsan", external_userid="wm1")
    found = app.get("externalcontact/get", external_userid="wm1")
    assert found["external_contact"] == {"external_userid": "wm1", "name": "", "type": 1, "gender": 0}
    assert {"state", "remark_corp_name", "wechat_channels"} & found["follow_user"][0].keys() == set()


def test_times_are_seconds(running: Running, app: Caller) -> None:
    running.ctl("add", userid="zhangsan", external_userid="wm1")
    found = app.get("externalcontact/get", external_userid="wm1")
    assert found["follow_user"][0]["createtime"] == running.look("clock")["now"]


def test_who_deleted_the_member_is_not_listed_unless_the_policy_says_so(
    running: Running, app: Caller
) -> None:
    befriend(running, "zhangsan", "wm1", "wm2")
    running.ctl("delete", userid="zhangsan", external_userid="wm1", by="customer")
    listed = app.get("externalcontact/list", userid="zhangsan")["external_userid"]
    assert listed == ["wm2"]
    running.ctl("policy", lost_stay_listed=True)
    assert app.get("externalcontact/list", userid="zhangsan")["external_userid"] == ["wm1", "wm2"]


def test_a_remark_replaces_phones_and_can_take_them_away(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    pair = {"userid": "zhangsan", "external_userid": "wm1"}
    app.post("externalcontact/remark", **pair, remark="李总", remark_mobiles=["1", "2"], remark_company="厂")
    app.post("externalcontact/remark", **pair, remark_mobiles=["3"])
    follow = app.get("externalcontact/get", external_userid="wm1")["follow_user"][0]
    assert (follow["remark"], follow["remark_mobiles"], follow["remark_corp_name"]) == ("李总", ["3"], "厂")
    app.post("externalcontact/remark", **pair, remark_mobiles=[""])
    assert app.get("externalcontact/get", external_userid="wm1")["follow_user"][0]["remark_mobiles"] == []
    assert app.code("externalcontact/remark", **pair) == 40063
    assert app.code("externalcontact/remark", **pair, remark="长" * 21) == 40058
    assert app.code("externalcontact/remark", userid="lisi", external_userid="wm1", remark="x") == 84061


def test_a_company_can_be_noted_of_wechat_users_only(running: Running, app: Caller) -> None:
    running.ctl("externals", external_userid="wo1", type=2)
    befriend(running, "zhangsan", "wo1")
    pair = {"userid": "zhangsan", "external_userid": "wo1"}
    assert app.code("externalcontact/remark", **pair, remark_company="厂") == 40058


def test_the_list_of_everybody_served_holds_relations_and_seats(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    found_group(running, "zhangsan", "wr1", "wm1", "wm2")
    rows = app.pages("externalcontact/contact_list", "info_list", limit=1)
    assert len(rows) == 3
    found = [row for page in rows for row in page]
    assert sum(row["is_customer"] for row in found) == 2
    (stranger,) = [row for row in found if not row["is_customer"]]
    assert "external_userid" not in stranger
    assert stranger["chat_id"] == "wr1"
    assert stranger["name"].startswith("***")
    before = {row["tmp_openid"] for row in found}
    running.pass_time(4 * 3600)
    app.forget()
    after = app.post("externalcontact/contact_list")["info_list"]
    assert before.isdisjoint(row["tmp_openid"] for row in after)


def test_a_resigned_member_is_gone(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    found_group(running, "zhangsan", "wr1", "wm1")
    assert running.ctl("member/zhangsan/resign") == {"customers": 1, "groups": 1}
    assert app.code("externalcontact/list", "GET", userid="zhangsan") == 40003
    assert app.code("user/get", "GET", userid="zhangsan") == 60111
    waiting = app.post("externalcontact/groupchat/list", status_filter=1)["group_chat_list"]
    assert waiting == [{"chat_id": "wr1", "status": 1}]
    assert corp_in(running).follows["zhangsan"].keys() == {"wm1"}
