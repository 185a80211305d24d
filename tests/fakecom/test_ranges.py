"""Behaviour 3: an app sees its visible range, needs its permission, and owns what it made."""

from fakecom.people import befriend, found_group
from fakecom.running import Caller, Running


def narrow(running: Running, **range_: object) -> Caller:
    running.ctl("apps", agentid=9, secret="narrow", **range_)
    return running.app("narrow")


def test_members_without_the_permission_and_out_of_range_are_not_listed(
    running: Running, app: Caller
) -> None:
    assert app.get("externalcontact/get_follow_user_list")["follow_user"] == ["zhangsan", "lisi", "wangwu"]
    small = narrow(running, visible_users=["wangwu"], visible_parties=[])
    assert small.get("externalcontact/get_follow_user_list")["follow_user"] == ["wangwu"]
    party = narrow(running, visible_users=[], visible_parties=[2])
    assert party.get("externalcontact/get_follow_user_list")["follow_user"] == ["zhangsan", "lisi"]


def test_each_kind_of_no_has_its_code(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    small = narrow(running, visible_users=["lisi"], visible_parties=[])
    assert small.code("externalcontact/list", "GET", userid="zhangsan") == 60011
    assert app.code("externalcontact/list", "GET", userid="nobody") == 40003
    assert app.code("externalcontact/list", "GET", userid="caiwu") == 84074
    assert app.code("externalcontact/list", "GET", userid="lisi") == 84061
    assert app.code("externalcontact/get", "GET", external_userid="wm-nobody") == 40096
    assert small.code("externalcontact/get", "GET", external_userid="wm1") == 84061
    assert app.code("externalcontact/list", "GET") == 41009


def test_an_app_without_the_permission_is_forbidden(running: Running) -> None:
    plain = narrow(running, permissions=[])
    assert plain.code("externalcontact/get_follow_user_list", "GET") == 48002
    plain.get("user/get", userid="zhangsan")


def test_an_address_that_is_not_trusted_is_the_first_failure(running: Running) -> None:
    strict = narrow(running, trusted_ips=["10.1.2.3"])
    assert strict.code("externalcontact/get_follow_user_list", "GET") == 60020
    path = "externalcontact/get_follow_user_list"
    assert strict.raw("GET", path, headers={"X-Forwarded-For": "10.1.2.3"}).json()["errcode"] == 0


def test_a_customer_shows_only_the_followers_that_the_app_sees(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    befriend(running, "lisi", "wm1")

    def followers(caller: Caller) -> list[str]:
        found = caller.get("externalcontact/get", external_userid="wm1")["follow_user"]
        return [one["userid"] for one in found]

    assert followers(app) == ["zhangsan", "lisi"]
    assert followers(narrow(running, visible_users=["lisi"], visible_parties=[])) == ["lisi"]


def test_tags_codes_and_templates_belong_to_the_app_that_made_them(running: Running, app: Caller) -> None:
    other = narrow(running)
    tag = app.post("externalcontact/add_corp_tag", group_name="档位", tag=[{"name": "一"}])["tag_group"]
    tag_id = tag["tag"][0]["id"]
    assert other.code("externalcontact/edit_corp_tag", id=tag_id, name="二") == 81011
    assert other.code("externalcontact/del_corp_tag", tag_id=[tag_id]) == 81011
    way = app.post("externalcontact/add_contact_way", type=1, scene=2, user=["lisi"])["config_id"]
    assert other.code("externalcontact/get_contact_way", config_id=way) == 41044
    template = app.post("externalcontact/group_welcome_template/add", text={"content": "你好 %NICKNAME%"})
    found = {"template_id": template["template_id"]}
    assert other.code("externalcontact/group_welcome_template/get", **found) == 41058
    assert app.post("externalcontact/group_welcome_template/get", **found)["text"]["content"].startswith(
        "你好"
    )


def test_groups_are_those_of_owners_in_range(running: Running, app: Caller) -> None:
    found_group(running, "zhangsan", "wr1")
    found_group(running, "wangwu", "wr2")
    small = narrow(running, visible_users=["wangwu"], visible_parties=[])
    rows = small.post("externalcontact/groupchat/list", limit=10)["group_chat_list"]
    assert rows == [{"chat_id": "wr2", "status": 0}]
    assert small.code("externalcontact/groupchat/get", chat_id="wr1") == 60011
    assert app.code("externalcontact/groupchat/get", chat_id="wr-none") == 40050
    found_group(running, "zhangsan", "wr3", customer=False)
    assert app.code("externalcontact/groupchat/get", chat_id="wr3") == 90501
