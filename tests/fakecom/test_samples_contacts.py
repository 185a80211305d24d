"""Our answers on customers, tags, codes and groups have the fields and types of the documentation's own samples."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fakecom.people import corp_in, follow_of, found_group
from fakecom.running import Caller, Running
from fakecom.shapes import differences, sample, shape
from fakecom.test_media import upload

PATH = "externalcontact/"
Answers = dict[str, list[Any]]
Act = Callable[[Running, Caller], Answers]


def customers(running: Running, app: Caller) -> Answers:
    for external, more in (
        ("wm1", {"unionid": "u"}),
        ("wo1", {"type": 2, "corp_name": "厂", "position": "经理"}),
    ):
        running.ctl("externals", external_userid=external, name=external, gender=1, avatar="http://a", **more)
        running.ctl("add", userid="zhangsan", external_userid=external, add_way=1, state="门店")
    running.ctl("add", userid="lisi", external_userid="wm1")
    tags = running.ctl("console/tags", group_name="档位", tags=["299"])["tags"]
    pair = {"userid": "zhangsan", "external_userid": "wm1"}
    app.post(f"{PATH}mark_tag", **pair, add_tag=[tags["299"]])
    app.post(f"{PATH}remark", **pair, remark="r", description="d", remark_company="c", remark_mobiles=["1"])
    found_group(running, "zhangsan", "wr1", "wm1", "wm2")
    profile = [
        {"type": 0, "name": "n", "text": {"value": "v"}},
        {"type": 1, "name": "n", "web": {"url": "u", "title": "t"}},
        {"type": 2, "name": "n", "miniprogram": {"appid": "a", "pagepath": "p", "title": "t"}},
    ]
    corp_in(running).externals["wm1"].profile = {"external_attr": profile}
    follow_of(running, "zhangsan", "wm1").channels = {"nickname": "视频号", "source": 1}
    return {
        "ExternalContactGetFollowUserList": [app.get(f"{PATH}get_follow_user_list")],
        "ExternalContactList": [app.get(f"{PATH}list", userid="zhangsan")],
        "ExternalContactGet": [app.get(f"{PATH}get", external_userid=one) for one in ("wm1", "wo1")],
        "ExternalContactBatchGetByUser": [app.post(f"{PATH}batch/get_by_user", userid_list=["zhangsan"], limit=1),
                                          app.post(f"{PATH}batch/get_by_user", userid_list=["zhangsan"])],
        "ExternalContactContactList": [app.post(f"{PATH}contact_list")],
        "ExternalContactConvertToOpenId": [app.post(f"{PATH}convert_to_openid", external_userid="wm1")],
    }  # fmt: skip


def tags(running: Running, app: Caller) -> Answers:
    made = app.post(f"{PATH}add_corp_tag", group_name="一", tag=[{"name": "a"}, {"name": "b"}])
    ids = [one["id"] for one in made["tag_group"]["tag"]]
    app.post(f"{PATH}del_corp_tag", tag_id=ids[:1])
    partly = app.post(f"{PATH}get_corp_tag_list", group_id=[made["tag_group"]["group_id"]])
    app.post(f"{PATH}del_corp_tag", tag_id=ids[1:])
    wholly = app.post(f"{PATH}get_corp_tag_list", group_id=[made["tag_group"]["group_id"]])
    app.post(f"{PATH}customer_strategy/create", strategy_name="另")
    strategy = app.post(f"{PATH}customer_strategy/create", strategy_name="规", admin_list=["lisi"],
                        range=[{"type": 1, "userid": "lisi"}, {"type": 2, "partyid": 2}])  # fmt: skip
    one = {"strategy_id": strategy["strategy_id"]}
    rule = app.post(f"{PATH}add_strategy_tag", **one, group_name="二", tag=[{"name": "c"}])
    return {
        "ExternalContactAddCorpTag": [made],
        "ExternalContactGetCorpTagList": [partly, wholly],
        "ExternalContactCustomerStrategyCreate": [strategy],
        "ExternalContactCustomerStrategyList": [app.post(f"{PATH}customer_strategy/list", limit=1)],
        "ExternalContactCustomerStrategyGetRange": [
            app.post(f"{PATH}customer_strategy/get_range", **one, **limit) for limit in ({"limit": 1}, {})
        ],
        "ExternalContactAddStrategyTag": [rule],
        "ExternalContactGetStrategyTagList": [app.post(f"{PATH}get_strategy_tag_list", **one)],
    }


def codes(running: Running, app: Caller) -> Answers:
    corp_in(running).industry = "medical"
    found_group(running, "zhangsan", "wr1")
    asked = {"user": ["zhangsan"], "state": "s", "remark": "r"}
    app.post(f"{PATH}add_contact_way", type=1, scene=2, **asked)
    link = {"title": "t", "picurl": "p", "desc": "d", "url": "u"}
    page = {"title": "t", "pic_media_id": "m", "appid": "a", "page": "p"}
    conclusions = {"text": {"content": "x"}, "image": {"pic_url": "u"}, "link": link, "miniprogram": page}
    qr = app.post(f"{PATH}add_contact_way", type=1, scene=2, **asked, unionid="u", is_temp=True,
                  conclusions=conclusions)  # fmt: skip
    button = app.post(f"{PATH}add_contact_way", type=1, scene=1, style=2, **asked)
    join = app.post(f"{PATH}groupchat/add_join_way", scene=2, chat_id_list=["wr1"], room_base_name="n")
    one = {"config_id": join["config_id"]}
    return {
        "ExternalContactAddContactWay": [qr, button],
        "ExternalContactGetContactWay": [
            app.post(f"{PATH}get_contact_way", config_id=way["config_id"]) for way in (qr, button)
        ],
        "ExternalContactListContactWay": [app.post(f"{PATH}list_contact_way", limit=1)],
        "ExternalContactGroupChatAddJoinWay": [join],
        "ExternalContactGroupChatGetJoinWay": [app.post(f"{PATH}groupchat/get_join_way", **one)],
    }


def groups(running: Running, app: Caller) -> Answers:
    running.ctl("externals", external_userid="wm1", name="甲", unionid="u")
    running.ctl("groups", userid="zhangsan", chat_id="wr2")
    running.ctl("groups", userid="zhangsan", chat_id="wr1", name="福利", people=["lisi"])
    running.ctl("groups/wr1/join", people=["wm1"], state="海报", invitor="lisi")
    running.ctl("groups/wr1/change", notice="公告")
    corp_in(running).groups["wr1"].admins = ["lisi"]
    opengid = corp_in(running).groups["wr1"].opengid
    image = upload(app, type="image")["media_id"]
    template = app.post(f"{PATH}group_welcome_template/add", text={"content": "x"}, image={"media_id": image})
    return {
        "ExternalContactGroupChatList": [app.post(f"{PATH}groupchat/list", limit=1)],
        "ExternalContactGroupChatGet": [app.post(f"{PATH}groupchat/get", chat_id="wr1", need_name=1)],
        "ExternalContactOpenGroupIdToChatId": [app.post(f"{PATH}opengid_to_chatid", opengid=opengid)],
        "ExternalContactGroupWelcomeTemplateAdd": [template],
    }


def directory(running: Running, app: Caller) -> Answers:
    asked = {"corpid": app.corp, "corpsecret": app.secret}
    return {
        "GetToken": [running.http.get("/cgi-bin/gettoken", params=asked).json()],
        "UserGet": [app.get("user/get", userid="zhangsan")],
        "UserSimpleList": [app.get("user/simplelist", department_id=2)],
        "GetJsapiTicket": [app.get("get_jsapi_ticket")],
        "TicketGet": [app.get("ticket/get", type="agent_config")],
    }


# Where we differ, and why. A `+` is never wanted: a client may learn to rely on it.
PRIVATE = ("address", "avatar", "email", "gender", "mobile", "open_userid", "qr_code", "thumb_avatar")
OUTSIDE = ("external_position", "external_profile")
KNOWN = {
    "-.external_contact.foreign_key": "of schools",
    "-.external_contact.is_subscribe": "of schools",
    "-.external_contact.subscriber_info": "of schools",
    "-.next_cursor": "there only for more than 500 followers; the other lists ask for a page of one",
    "-.userlist[].open_userid": "of third-party apps",
    "+.follow_user[].wechat_channels.source": "documented beside the sample, and in batch/get_by_user's",
    **{f"-.{name}": "not given to apps made after June 2022" for name in PRIVATE},
    **{f"-.{name}": "what a member shows outside is not simulated" for name in OUTSIDE},
}


@pytest.mark.samples
@pytest.mark.parametrize("act", [customers, tags, codes, groups, directory])
def test_our_answers_are_shaped_like_the_samples(
    running: Running, app: Caller, samples: Path, act: Act
) -> None:
    found: dict[str, set[str]] = {}
    for name, answers in act(running, app).items():
        unlike = differences(shape(*answers), shape(sample(samples, name))) - KNOWN.keys()
        if unlike:
            found[name] = unlike
    assert found == {}
