"""Our answers have the fields and the JSON types of the public documentation's own samples."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fakecom.people import befriend, corp_in, found_group, later
from fakecom.running import START, Caller, Running
from fakecom.shapes import differences, sample, shape
from fakecom.test_media import upload
from yutang.fakecom.life import days
from yutang.fakecom.state.contacts import Tag, TagGroup

PATH = "externalcontact/"
DAY = 86_400
TODAY = days.midnight(START * 1000) // 1000
WINDOW = {"start_time": START, "end_time": START + 5 * DAY}
PAIR = {"handover_userid": "zhangsan", "takeover_userid": "lisi"}
ACQUISITION = f"{PATH}customer_acquisition"
TEXT = {"text": {"content": "你好"}}

Answers = dict[str, list[Any]]
Act = Callable[[Running, Caller], Answers]


def mass(running: Running, app: Caller) -> Answers:
    befriend(running, "zhangsan", "wm1")
    found_group(running, "zhangsan", "wr1", "wm1")
    image = {"media_id": upload(app, type="image")["media_id"], "pic_url": upload(app, "uploadimg")["url"]}
    film = upload(app, name="a.mp4", type="video")["media_id"]
    page = {"title": "t", "pic_media_id": image["media_id"], "appid": "wx1", "page": "/p"}
    link = {"title": "t", "picurl": "http://p", "desc": "d", "url": "http://u"}
    parts = {"image": image, "link": link, "miniprogram": page, "video": {"media_id": film}}
    given = [{"msgtype": kind, kind: inside} for kind, inside in parts.items()]
    made = app.post(f"{PATH}add_msg_template", external_userid=["wm1", "wm-x"], attachments=given, **TEXT)
    group = app.post(f"{PATH}add_msg_template", chat_type="group", sender="zhangsan", **TEXT)
    running.ctl("member/zhangsan/confirm")
    own = running.ctl("member/zhangsan/mass", text="自己", external_userid=["wm1"])
    asked = [{"msgid": one["msgid"], "userid": "zhangsan"} for one in (made, group, own)]
    listed = app.post(f"{PATH}get_groupmsg_list_v2", chat_type="single", **WINDOW)
    return {
        "ExternalContactAddMessageTemplate": [made],
        "ExternalContactGetGroupMessageTask": [app.post(f"{PATH}get_groupmsg_task", msgid=made["msgid"])],
        "ExternalContactGetGroupMessageSendResult": [
            app.post(f"{PATH}get_groupmsg_send_result", **one) for one in asked
        ],
        "ExternalContactGetGroupMessageListV2": [listed],
    }


def moments(running: Running, app: Caller) -> Answers:
    befriend(running, "zhangsan", "wm1")
    group = TagGroup(group_id="etg", group_name="g", create_time=0)
    group.tags["et1"] = Tag(id="et1", name="t", create_time=0)
    corp_in(running).tag_groups["etg"] = group
    one = {"media_type": "image", "attachment_type": 1}
    media_id = upload(app, "upload_attachment", **one)["media_id"]
    jobs, results = [], []
    for kind, more in (("image", {}), ("link", {"url": "http://u", "title": "t"})):
        attachment = {"msgtype": kind, kind: {"media_id": media_id, **more}}
        senders = {"user_list": ["zhangsan", "nobody"], "department_list": [2, 99]}
        visible = {"sender_list": senders, "external_contact_list": {"tag_list": ["et-gone"]}}
        jobs.append(
            app.post(f"{PATH}add_moment_task", attachments=[attachment], visible_range=visible, **TEXT)
        )
        visible["external_contact_list"] = {"tag_list": []}
        jobs.append(
            app.post(f"{PATH}add_moment_task", attachments=[attachment], visible_range=visible, **TEXT)
        )
    running.pass_time(2)
    results = [app.get(f"{PATH}get_moment_task_result", jobid=one["jobid"]) for one in jobs]
    moment_id = results[1]["result"]["moment_id"]
    running.ctl("member/zhangsan/publish", moment_id=moment_id)
    running.ctl("member/zhangsan/publish", text="自己")
    asked = {"moment_id": moment_id, "userid": "zhangsan"}
    for act in ("like", "comment"):
        running.ctl(f"moment/{moment_id}/{act}", userid="zhangsan", external_userid="wm1")
        running.ctl(f"moment/{moment_id}/{act}", userid="zhangsan", by="lisi")
    return {
        "ExternalContactAddMomentTask": jobs,
        "ExternalContactGetMomentTaskResult": results,
        "ExternalContactGetMomentList": [app.post(f"{PATH}get_moment_list", **WINDOW)],
        "ExternalContactGetMomentTask": [app.post(f"{PATH}get_moment_task", moment_id=moment_id)],
        "ExternalContactGetMomentCustomerList": [app.post(f"{PATH}get_moment_customer_list", **asked)],
        "ExternalContactGetMomentSendResult": [app.post(f"{PATH}get_moment_send_result", **asked)],
        "ExternalContactGetMomentComments": [app.post(f"{PATH}get_moment_comments", **asked)],
    }


def media(running: Running, app: Caller) -> Answers:
    asked = {"scene": 1, "type": "video", "filename": "a.mp4", "url": "http://127.0.0.1:9/a.mp4"}
    return {
        "MediaUpload": [upload(app, type="image")],
        "MediaUploadImage": [upload(app, "uploadimg")],
        "MediaUploadByUrl": [app.post("media/upload_by_url", **asked)],
    }


def statistics(running: Running, app: Caller) -> Answers:
    befriend(running, "zhangsan", "wm1")
    found_group(running, "zhangsan", "wr1", "wm1")
    running.ctl("customer/wm1/speak", userid="zhangsan", text="在吗")
    running.ctl("member/zhangsan/speak", external_userid="wm1", text="在")
    later(running, app, 2 * DAY)
    days_of = {"day_begin_time": TODAY, "day_end_time": TODAY + DAY}
    between = {"userid": ["zhangsan"], "start_time": TODAY, "end_time": TODAY + DAY}
    groups = f"{PATH}groupchat/statistic"
    return {
        "ExternalContactGetUserBehaviorData": [app.post(f"{PATH}get_user_behavior_data", **between)],
        "ExternalContactGroupChatStatistics": [app.post(groups, **days_of)],
        "ExternalContactGroupChatStatisticsGroupByDay": [app.post(f"{groups}_group_by_day", **days_of)],
    }


def transfers(running: Running, app: Caller) -> Answers:
    befriend(running, "zhangsan", "wm1", "wm2", "wm3")
    found_group(running, "zhangsan", "wr1")
    handed = app.post(f"{PATH}transfer_customer", external_userid=["wm1", "wm-x"], **PAIR)
    told = app.post(f"{PATH}transfer_result", **PAIR)
    groups = f"{PATH}groupchat"
    at_work = app.post(f"{groups}/onjob_transfer", chat_id_list=["wr-x"], new_owner="lisi")
    too_early = app.post(f"{groups}/transfer", chat_id_list=["wr1"], new_owner="lisi")
    running.ctl("member/zhangsan/resign")
    unassigned = app.post(f"{PATH}get_unassigned_list", page_size=1)
    resigned = app.post(f"{PATH}resigned/transfer_customer", external_userid=["wm2", "wm-x"], **PAIR)
    return {
        "ExternalContactTransferCustomer": [handed],
        "ExternalContactTransferResult": [told],
        "ExternalContactGroupChatOnJobTransfer": [at_work],
        "ExternalContactGroupChatTransfer": [too_early],
        "ExternalContactGetUnassignedList": [unassigned],
        "ExternalContactResignedTransferCustomer": [resigned],
        "ExternalContactResignedTransferResult": [app.post(f"{PATH}resigned/transfer_result", **PAIR)],
    }


def things(running: Running, app: Caller) -> Answers:
    one = upload(app, "upload_attachment", media_type="image", attachment_type=2)["media_id"]
    images = [{"type": "image", "image": {"media_id": one}}]
    product = app.post(
        f"{PATH}add_product_album", description="茶", price=1, product_sn="A", attachments=images
    )
    reach = {"user_list": ["zhangsan"], "department_list": [2]}
    rule = app.post(
        f"{PATH}add_intercept_rule",
        rule_name="r",
        word_list=["w"],
        semantics_list=[1],
        intercept_type=1,
        applicable_range=reach,
    )
    shown = app.post(f"{PATH}get_product_album", product_id=product["product_id"])
    return {
        "ExternalContactAddProductAlbum": [product],
        "ExternalContactGetProductAlbum": [shown],
        "ExternalContactGetProductAlbumList": [app.post(f"{PATH}get_product_album_list")],
        "ExternalContactAddInterceptRule": [rule],
        "ExternalContactGetInterceptRule": [app.post(f"{PATH}get_intercept_rule", rule_id=rule["rule_id"])],
        "ExternalContactGetInterceptRuleList": [app.get(f"{PATH}get_intercept_rule_list")],
    }


def acquisition(running: Running, app: Caller) -> Answers:
    priority = {"priority_type": 2, "priority_userid_list": ["zhangsan"]}
    reach = {"user_list": ["zhangsan"], "department_list": [2]}
    made = app.post(f"{ACQUISITION}/create_link", link_name="l", range=reach, priority_option=priority)
    link_id = made["link"]["link_id"]
    who = running.ctl(f"link/{link_id}/open", external_userid="wm1", customer_channel="A")["userid"]
    running.ctl("customer/wm1/speak", userid=who, text="你好")
    key = corp_in(running).links[link_id].customers[0].chat_key
    span = {"link_id": link_id, "start_time": TODAY, "end_time": TODAY}
    chat = app.post(f"{ACQUISITION}/get_chat_info", chat_key=key)
    return {
        "ExternalContactCustomerAcquisitionCreateLink": [made],
        "ExternalContactCustomerAcquisitionGet": [app.post(f"{ACQUISITION}/get", link_id=link_id)],
        "ExternalContactCustomerAcquisitionListLink": [app.post(f"{ACQUISITION}/list_link")],
        "ExternalContactCustomerAcquisitionCustomer": [app.post(f"{ACQUISITION}/customer", link_id=link_id)],
        "ExternalContactCustomerAcquisitionStatistic": [app.post(f"{ACQUISITION}/statistic", **span)],
        "ExternalContactCustomerAcquisitionGetChatInfo": [chat],
        "ExternalContactCustomerAcquisitionQuota": [app.get(f"{ACQUISITION}_quota")],
    }


def members(running: Running, app: Caller) -> Answers:
    befriend(running, "zhangsan", "wm1")
    found_group(running, "zhangsan", "wr1", "wm1")
    card = {"msgtype": "template_card", "template_card": {"card_type": "x"}}
    wrong = {"touser": "lisi|nobody", "toparty": "99", "totag": "7"}
    sent = app.post("message/send", agentid=1000002, **wrong, **card)
    change = {
        "userids": ["nobody"],
        "response_code": sent["response_code"],
        "template_card": {"card_type": "x"},
    }
    made = app.post("appchat/create", userlist=["zhangsan", "lisi"], name="n", owner="lisi")
    pair = [{"userid": "zhangsan", "exteranalopenid": "wm1"}]
    return {
        "MessageSend": [sent],
        "MessageUpdateTemplateCard": [app.post("message/update_template_card", **change)],
        "AppChatCreate": [made],
        "AppChatGet": [app.get("appchat/get", chatid=made["chatid"])],
        "MessageAuditGetPermitUserList": [app.post("msgaudit/get_permit_user_list", type=1)],
        "MessageAuditCheckSingleAgree": [app.post("msgaudit/check_single_agree", info=pair)],
        "MessageAuditCheckRoomAgree": [app.post("msgaudit/check_room_agree", roomid="wr1")],
        "MessageAuditGroupChatGet": [app.post("msgaudit/groupchat/get", roomid=made["chatid"])],
    }


def service(running: Running, app: Caller) -> Answers:
    made = app.post("kf/account/add", name="客服")
    kfid = made["open_kfid"]
    servicers = app.post("kf/servicer/add", open_kfid=kfid, userid_list=["zhangsan"])
    running.ctl("externals", external_userid="wm1", name="甲", unionid="u")
    running.ctl("customer/wm1/kf", open_kfid=kfid, text="在吗")
    sent = app.post("kf/send_msg", touser="wm1", open_kfid=kfid, msgtype="text", text={"content": "在"})
    asked = {"open_kfid": kfid, "external_userid": "wm1"}
    led = app.post("kf/service_state/trans", service_state=3, servicer_userid="zhangsan", **asked)
    known = app.post("kf/customer/batchget", external_userid_list=["wm1", "x"])
    return {
        "KfAccountAdd": [made],
        "KfAccountList": [app.post("kf/account/list")],
        "KfAddContactWay": [app.post("kf/add_contact_way", open_kfid=kfid, scene="s")],
        "KfServicerAdd": [servicers],
        "KfServicerList": [app.get("kf/servicer/list", open_kfid=kfid)],
        "KfSendMessage": [sent],
        "KfServiceStateTransfer": [led],
        "KfServiceStateGet": [app.post("kf/service_state/get", **asked)],
        "KfCustomerBatchGet": [known],
    }


# Where we differ, and why. A `+` is never wanted: a client may learn to rely on it.
KNOWN = {
    "-.moment_list[].video": "made from one attachment kind at a time; a film works as an image does",
    "-.moment_list[].location": "only members add a place, in the client",
    "~.rule.rule_id": "a number in this sample alone; every other page has a string",
    "-.unlicenseduser": "self-built apps need no licences",
    "-.servicer_list[].department_id": "accounts are served by members only",
    "-.customer_list[].enter_session_context": "where a customer came from is not simulated",
}


@pytest.mark.samples
@pytest.mark.parametrize(
    "act", [mass, moments, media, statistics, transfers, things, acquisition, members, service]
)
def test_our_answers_are_shaped_like_the_samples(
    running: Running, app: Caller, samples: Path, act: Act
) -> None:
    found: dict[str, set[str]] = {}
    for name, answers in act(running, app).items():
        unlike = differences(shape(*answers), shape(sample(samples, name))) - KNOWN.keys()
        if unlike:
            found[name] = unlike
    assert found == {}


def test_shapes_tell_fields_and_types_apart() -> None:
    theirs = shape({"a": 1, "b": [{"c": "x"}], "d": True})
    assert differences(shape({"a": 2.5, "b": [{"c": "y"}], "d": False}), theirs) == set()
    assert differences(shape({"a": "1", "b": [{"e": 1}]}), theirs) == {"~.a", "+.b[].e", "-.b[].c", "-.d"}
    assert differences(shape({"a": 1, "b": [], "d": True}), theirs) == set()
