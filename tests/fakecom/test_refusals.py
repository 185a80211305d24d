"""Errors by endpoint: what is unknown, not named, gone meanwhile, or one more than may be; and nothing done of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from fakecom.people import corp_in
from fakecom.stage import CALLS, OWNER, E, Stage


@pytest.fixture(scope="module")
def theatre() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.running.close()


@pytest.fixture
def stage(theatre: Stage) -> Stage:
    theatre.reset()
    return theatre


def code(stage: Stage, path: str, **change: Any) -> int:
    """The errcode of a call that would succeed but for the change; None takes a field away."""
    asked = {name: value for name, value in {**CALLS[path].asked, **change}.items() if value is not None}
    return stage.app.code(path, CALLS[path].method, **asked)


# path, the field, what there is not (a list where a list is asked for), its code, the code when it isn't named
UNKNOWN = [
    ("auth/getuserinfo", "code", "none", 40029, 40029),
    ("user/get", "userid", "none", 60111, 41009),
    ("user/list", "department_id", "99", 0, 40058),
    (f"{E}list", "userid", "none", 40003, 41009),
    (f"{E}get", "external_userid", "none", 40096, 41035),
    (f"{E}batch/get_by_user", "userid_list", ["none"], 40003, 40031),
    *((f"{E}{one}", "userid", "none", 40003, 41009) for one in ("remark", "mark_tag", "close_temp_chat")),
    *((f"{E}{one}", "external_userid", "none", 40096, 41035) for one in ("remark", "mark_tag", "close_temp_chat")),
    (f"{E}convert_to_openid", "external_userid", "none", 40096, 41035),
    (f"{E}mark_tag", "add_tag", ["none"], 40068, 40063),
    (f"{E}edit_corp_tag", "id", "none", 40068, 40063),
    (f"{E}del_corp_tag", "tag_id", ["none"], 40068, 40063),
    *((f"{E}{one}_contact_way", "config_id", "none", 41044, 41043) for one in ("get", "update", "del")),
    *((f"{E}groupchat/{one}_join_way", "config_id", "none", 41044, 41043) for one in ("get", "update", "del")),
    (f"{E}groupchat/add_join_way", "chat_id_list", ["none"], 40050, 40063),
    (f"{E}groupchat/get", "chat_id", "none", 40050, 40063),
    (f"{E}opengid_to_chatid", "opengid", "none", 90511, 40063),
    *((f"{E}group_welcome_template/{one}", "template_id", "none", 40058, 40063) for one in ("edit", "get", "del")),
    (f"{E}send_welcome_msg", "welcome_code", "none", 41050, 41049),
    (f"{E}add_msg_template", "external_userid", ["none"], 41048, 40058),
    *(
        (f"{E}{one}", "msgid", "none", 41047, 41046)
        for one in ("get_groupmsg_task", "get_groupmsg_send_result", "remind_groupmsg_send", "cancel_groupmsg_send")
    ),
    (f"{E}get_groupmsg_send_result", "userid", "none", 40003, 40058),
    (f"{E}get_moment_task_result", "jobid", "none", 40058, 40058),
    *(
        (f"{E}{one}", "moment_id", "none", 41060, 41059)
        for one in ("get_moment_task", "get_moment_customer_list", "get_moment_send_result", "get_moment_comments",
                    "cancel_moment_task")
    ),
    *(
        (f"{E}{one}", "userid", "none", 41061, 40058)
        for one in ("get_moment_customer_list", "get_moment_send_result", "get_moment_comments")
    ),
    (f"{E}get_user_behavior_data", "userid", ["none"], 40003, 40058),
    (f"{E}transfer_customer", "handover_userid", "none", 40003, 40058),
    (f"{E}transfer_customer", "takeover_userid", "none", 40003, 40058),
    (f"{E}resigned/transfer_customer", "handover_userid", "none", 40003, 40058),
    (f"{E}groupchat/onjob_transfer", "new_owner", "none", 40003, 40058),
    (f"{E}groupchat/transfer", "new_owner", "none", 40003, 40058),
    ("media/get_upload_by_url_result", "jobid", "none", 40058, 40058),
    ("message/send", "touser", "none", 81013, 81013),
    ("message/send", "agentid", 77, 40056, 40063),
    ("message/send", "msgtype", "song", 40008, 40008),
    ("message/recall", "msgid", "none", 40058, 40063),
    ("message/update_template_card", "response_code", "none", 40058, 40058),
    ("msgaudit/check_room_agree", "roomid", "none", 40058, 40058),
    ("msgaudit/groupchat/get", "roomid", "none", 40058, 40058),
]  # fmt: skip


@pytest.mark.parametrize(("path", "field", "none", "unknown", "absent"), UNKNOWN)
def test_what_is_unknown_or_not_named(
    stage: Stage, path: str, field: str, none: object, unknown: int, absent: int
) -> None:
    before = stage.what_is()
    assert code(stage, path, **{field: none}) == unknown
    assert code(stage, path, **{field: None}) == absent
    assert stage.what_is() == before
    assert code(stage, path) == 0  # and that field alone was the trouble


RESIGNED = [
    ("user/get", {"userid": "gone"}, 60111),
    ("message/send", {"touser": "gone"}, 81013),
    (f"{E}list", {"userid": "gone"}, 40003),
    (f"{E}batch/get_by_user", {"userid_list": ["zhangsan", "gone"]}, 40003),
    (f"{E}remark", {"userid": "gone", "external_userid": "wm4"}, 40003),
    (f"{E}mark_tag", {"userid": "gone", "external_userid": "wm4"}, 40003),
    (f"{E}close_temp_chat", {"userid": "gone", "external_userid": "wm4"}, 40003),
    (f"{E}get", {"external_userid": "wm4"}, 84061),
    (f"{E}add_contact_way", {"user": ["gone"]}, 40003),
    (f"{E}update_contact_way", {"user": ["gone"]}, 40003),
    (f"{E}add_msg_template", {"sender": "gone"}, 40003),
    (f"{E}add_msg_template", {"external_userid": ["wm4"]}, 41048),
    (f"{E}transfer_customer", {"takeover_userid": "gone"}, 40003),
    (f"{E}transfer_customer", {"handover_userid": "gone"}, 40003),
    (f"{E}resigned/transfer_customer", {"handover_userid": "zhangsan"}, 40097),
    (f"{E}groupchat/onjob_transfer", {"new_owner": "gone"}, 40003),
    (f"{E}get_user_behavior_data", {"userid": ["gone"]}, 40003),
]


@pytest.mark.parametrize(("path", "change", "expected"), RESIGNED)
def test_who_left_the_corp_can_be_given_nothing(
    stage: Stage, path: str, change: dict[str, Any], expected: int
) -> None:
    before = stage.what_is()
    assert code(stage, path, **change) == expected
    assert stage.what_is() == before


@pytest.mark.parametrize("by", ["customer", "member"])
def test_a_customer_who_is_no_friend_any_more(stage: Stage, by: str) -> None:
    stage.running.ctl("delete", by=by, userid="zhangsan", external_userid="wm1")
    stage.running.ctl("callbacks/settle")
    before = stage.what_is()
    assert code(stage, f"{E}get") == 84061
    assert code(stage, f"{E}remark") == 84061
    assert code(stage, f"{E}mark_tag") == 84061
    assert code(stage, f"{E}close_temp_chat", external_userid="wm1") == 84061
    assert code(stage, f"{E}add_msg_template") == 41048
    assert code(stage, f"{E}convert_to_openid") == 0  # the contact is still one
    (row,) = stage.raw(f"{E}transfer_customer").json()["customer"]
    assert row == {"external_userid": "wm1", "errcode": 40131}
    assert stage.what_is() == before


def test_a_group_that_was_dissolved(stage: Stage) -> None:
    stage.running.ctl("groups/wr1/dismiss")
    before = stage.what_is()
    assert code(stage, f"{E}groupchat/get") == 40050
    assert code(stage, f"{E}opengid_to_chatid") == 40050
    assert code(stage, f"{E}groupchat/add_join_way") == 40050
    assert code(stage, "msgaudit/check_room_agree") == 40058
    to_it = {"chat_type": "group", "sender": "zhangsan", "chat_id_list": ["wr1"], "external_userid": None}
    assert code(stage, f"{E}add_msg_template", **to_it) == 41048
    (failed,) = stage.raw(f"{E}groupchat/onjob_transfer").json()["failed_chat_list"]
    assert (failed["chat_id"], failed["errcode"]) == ("wr1", 90501)
    assert stage.running.ctl("scan", code="join1")["outcome"] == "full"
    assert stage.what_is()["corps"][stage.app.corp]["groups"] == before["corps"][stage.app.corp]["groups"]


def test_what_was_deleted_through_the_api_is_gone_at_once(stage: Stage) -> None:
    """Also for who scans it: a code that is printed outlives its deletion."""
    for path in (f"{E}del_contact_way", f"{E}groupchat/del_join_way", f"{E}group_welcome_template/del"):
        assert code(stage, path) == 0
        assert code(stage, path) in {41044, 40058}
    assert stage.running.ctl("scan", code="way1") == {"outcome": "gone"}
    assert stage.running.ctl("scan", code="join1") == {"outcome": "gone"}
    people = len(corp_in(stage.running).externals)
    assert stage.running.http.post("/__ctl/crowd", json={"code": "way1", "people": 3}).status_code == 400
    assert len(corp_in(stage.running).externals) == people


def words(field: str) -> Any:
    return lambda count: {field: "长" * count}


def octets(count: int) -> dict[str, Any]:
    """A text of so many bytes, three of them in one character, as far as that goes."""
    return {"text": {"content": "长" * (count // 3) + "x" * (count % 3)}}


def links(count: int) -> dict[str, Any]:
    return {"attachments": [{"msgtype": "link", "link": {"title": "t", "url": "http://u"}}] * count}


def link(**sizes: int) -> Any:
    def made(count: int) -> dict[str, Any]:
        inside = {"title": "t", "url": "u"} | dict.fromkeys(sizes, "x" * count)
        return {"attachments": [{"msgtype": "link", "link": inside}]}

    return made


def named(field: str, *inside: str) -> Any:
    """A list of so many: zhangsan, or what is given, and ids that nobody has."""

    def made(count: int) -> dict[str, Any]:
        return {field: [*inside, *(f"none{number}" for number in range(count - len(inside)))]}

    return made


# path, what makes a request of a size, the largest that is taken, the code of one more
SIZES = [
    (f"{E}remark", words("remark"), 20, 40058),
    (f"{E}remark", words("description"), 150, 40058),
    (f"{E}remark", words("remark_company"), 20, 40058),
    (f"{E}add_corp_tag", words("group_name"), 30, 40072),
    (f"{E}add_corp_tag", lambda count: {"tag": [{"name": "长" * count}]}, 30, 40072),
    (f"{E}edit_corp_tag", words("name"), 30, 40072),
    (f"{E}add_contact_way", words("state"), 30, 40058),
    (f"{E}update_contact_way", words("remark"), 30, 40058),
    (f"{E}groupchat/add_join_way", words("room_base_name"), 40, 40058),
    (f"{E}groupchat/update_join_way", words("state"), 30, 40058),
    (f"{E}group_welcome_template/add", octets, 3000, 40058),
    (f"{E}group_welcome_template/edit", octets, 3000, 40058),
    (f"{E}send_welcome_msg", octets, 4000, 45002),
    (f"{E}add_msg_template", octets, 4000, 45002),
    (f"{E}add_msg_template", links, 9, 41064),
    (f"{E}add_msg_template", link(title=1), 128, 40058),
    (f"{E}add_msg_template", link(url=1), 2048, 40058),
    (f"{E}add_msg_template", link(desc=1), 512, 40058),
    (f"{E}add_msg_template", named("external_userid", "wm1"), 10_000, 40058),
    (f"{E}add_moment_task", octets, 4000, 40058),
    (f"{E}add_moment_task", lambda count: {"text": {"content": "x" * count}}, 2000, 40058),
    (f"{E}transfer_customer", words("transfer_success_msg"), 200, 40058),
    (f"{E}transfer_customer", named("external_userid", "wm1"), 100, 40058),
    (f"{E}groupchat/onjob_transfer", named("chat_id_list", "wr1"), 100, 40058),
    ("message/send", octets, 2048, 45002),
    ("msgaudit/check_single_agree", lambda count: {"info": [{"userid": "a", "exteranalopenid": "b"}] * count}, 100, 40058),
]  # fmt: skip


@pytest.mark.parametrize(("path", "sized", "most", "refusal"), SIZES)
def test_the_largest_is_taken_and_one_more_is_not(
    stage: Stage, path: str, sized: Any, most: int, refusal: int
) -> None:
    before = stage.what_is()
    # In Chinese, 2,000 characters of a Moment would be 6,000 bytes: there the bytes end it first.
    assert code(stage, path, **sized(most + 1)) == refusal
    assert stage.what_is() == before
    assert code(stage, path, **sized(most)) == 0


@pytest.mark.parametrize(
    ("path", "made", "cap", "refusal"),
    [
        (f"{E}group_welcome_template/add", "group_templates", 100, 41055),
        (f"{E}add_intercept_rule", "intercept_rules", 100, 41070),
    ],
)
def test_one_more_than_the_corp_may_have(stage: Stage, path: str, made: str, cap: int, refusal: int) -> None:
    """The cap is the corp's, whichever app fills it, and there is room again when one is deleted."""
    rule = {
        "rule_name": "规",
        "word_list": ["词"],
        "intercept_type": 1,
        "applicable_range": {"user_list": ["lisi"]},
    }
    asked = CALLS[path].asked if path in CALLS else rule
    while len(getattr(corp_in(stage.running), made)) < cap:
        stage.narrow.post(path, **asked)
    assert stage.app.code(path, **asked) == refusal
    getattr(corp_in(stage.running), made).popitem()
    assert stage.app.code(path, **asked) == 0


def test_a_member_named_twice_comes_once_on_any_page(stage: Stage) -> None:
    """Named twice, a member's rows came again and again: the cursor never left the first of the two."""
    asked = {"userid_list": ["zhangsan", "lisi", "zhangsan"], "limit": 1}
    pages, cursor = [], ""
    for _ in range(3):
        said = stage.app.post(f"{E}batch/get_by_user", **asked, cursor=cursor)
        pages += [one["external_contact"]["external_userid"] for one in said["external_contact_list"]]
        cursor = said["next_cursor"]
    assert (pages, cursor) == (["wm1", "wm2", "wm3"], "")


def test_a_card_and_a_message_of_another_app_stay_as_they_are(stage: Stage) -> None:
    """Codes are secrets of the app that got them, and a message is taken back by who sent it."""
    before = stage.what_is()
    assert stage.code("message/update_template_card", stage.plain) == 40058
    assert stage.code("message/recall", stage.plain) == 40058
    assert stage.plain.code("message/send", agentid=OWNER, touser="zhangsan", msgtype="text") == 40056
    assert stage.what_is() == before
