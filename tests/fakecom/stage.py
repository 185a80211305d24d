"""A corp in which everything is there once, by a known id, and every call that the product makes, as it succeeds there.

The corp has an app that made all of it (1000002), one that sees only wangwu (9) and one without any permission (8).
"""

from typing import Any

import msgspec

from fakecom.people import befriend, corp_in, found_group
from fakecom.running import CORP, SECRET, START, Caller, Running
from yutang.fakecom import snapshot
from yutang.fakecom.life import days
from yutang.fakecom.state import sends, things
from yutang.fakecom.state.contacts import ContactWay, Strategy, Tag, TagGroup, WelcomeCode
from yutang.fakecom.state.corps import Callback, Member
from yutang.fakecom.state.groups import GroupTemplate, JoinWay
from yutang.fakecom.state.world import Code

OWNER, NOW = 1000002, START * 1000
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
HELLO = {"text": {"content": "你好"}}
PAIR = {"userid": "zhangsan", "external_userid": "wm1"}
HAND = {"takeover_userid": "lisi", "external_userid": ["wm1"]}
YESTERDAY = days.midnight(NOW) // 1000 - 86_400
WINDOW = {"start_time": START - 86_400, "end_time": START}
E = "externalcontact/"


class Asked(msgspec.Struct, frozen=True):
    """A call that succeeds. `writes`: whether anything is another thing afterwards."""

    asked: dict[str, Any]
    method: str = "POST"
    writes: bool = False
    file: str = ""


def get(**asked: Any) -> Asked:
    return Asked(asked, "GET")


def read(**asked: Any) -> Asked:
    return Asked(asked)


def write(**asked: Any) -> Asked:
    return Asked(asked, writes=True)


def upload(name: str, **asked: Any) -> Asked:
    return Asked(asked, writes=True, file=name)


WAY = {"type": 1, "scene": 2, "user": ["zhangsan"]}
GROUPS_GO = {"chat_id_list": ["wr1"], "new_owner": "lisi"}
CALLS: dict[str, Asked] = {
    "gettoken": get(corpid=CORP, corpsecret=SECRET),
    "getcallbackip": get(),
    "get_api_domain_ip": get(),
    "get_jsapi_ticket": get(),
    "ticket/get": get(type="agent_config"),
    "auth/getuserinfo": Asked({"code": "code1"}, "GET", writes=True),
    "user/get": get(userid="zhangsan"),
    "user/simplelist": get(department_id=2),
    "user/list": get(department_id=2),
    "department/list": get(),
    f"{E}get_follow_user_list": get(),
    f"{E}list": get(userid="zhangsan"),
    f"{E}get": get(external_userid="wm1"),
    f"{E}batch/get_by_user": read(userid_list=["zhangsan"]),
    f"{E}contact_list": read(),
    f"{E}remark": write(**PAIR, remark="老客"),
    f"{E}convert_to_openid": read(external_userid="wm1"),
    f"{E}get_corp_tag_list": read(),
    f"{E}add_corp_tag": write(group_name="新", tag=[{"name": "一"}]),
    f"{E}edit_corp_tag": write(id="et1", name="改"),
    f"{E}del_corp_tag": write(tag_id=["et1"]),
    f"{E}mark_tag": write(**PAIR, add_tag=["et2"]),
    f"{E}get_strategy_tag_list": read(),
    f"{E}add_contact_way": write(**WAY),
    f"{E}get_contact_way": read(config_id="way1"),
    f"{E}list_contact_way": read(),
    f"{E}update_contact_way": write(config_id="way1", state="新"),
    f"{E}del_contact_way": write(config_id="way1"),
    f"{E}close_temp_chat": write(userid="zhangsan", external_userid="wm2"),
    f"{E}groupchat/add_join_way": write(scene=2, chat_id_list=["wr1"]),
    f"{E}groupchat/get_join_way": read(config_id="join1"),
    f"{E}groupchat/update_join_way": write(config_id="join1", scene=2, chat_id_list=["wr1"], state="新"),
    f"{E}groupchat/del_join_way": write(config_id="join1"),
    f"{E}groupchat/list": read(limit=10),
    f"{E}groupchat/get": read(chat_id="wr1", need_name=1),
    f"{E}opengid_to_chatid": read(opengid="og1"),
    f"{E}group_welcome_template/add": write(**HELLO),
    f"{E}group_welcome_template/edit": write(template_id="tpl1", **HELLO),
    f"{E}group_welcome_template/get": read(template_id="tpl1"),
    f"{E}group_welcome_template/del": write(template_id="tpl1"),
    f"{E}send_welcome_msg": write(welcome_code="welcome1", **HELLO),
    f"{E}add_msg_template": write(external_userid=["wm1"], **HELLO),
    f"{E}get_groupmsg_list_v2": read(chat_type="single", **WINDOW),
    f"{E}get_groupmsg_task": read(msgid="msg1"),
    f"{E}get_groupmsg_send_result": read(msgid="msg1", userid="zhangsan"),
    f"{E}remind_groupmsg_send": write(msgid="msg1"),
    f"{E}cancel_groupmsg_send": write(msgid="msg1"),
    f"{E}add_moment_task": write(**HELLO),
    f"{E}get_moment_task_result": get(jobid="job1"),
    f"{E}get_moment_list": read(**WINDOW),
    f"{E}get_moment_task": read(moment_id="mom1"),
    f"{E}get_moment_customer_list": read(moment_id="mom1", userid="zhangsan"),
    f"{E}get_moment_send_result": read(moment_id="mom1", userid="zhangsan"),
    f"{E}get_moment_comments": read(moment_id="mom1", userid="zhangsan"),
    f"{E}cancel_moment_task": write(moment_id="mom1"),
    f"{E}get_user_behavior_data": read(userid=["zhangsan"], start_time=YESTERDAY, end_time=YESTERDAY),
    f"{E}groupchat/statistic": read(day_begin_time=YESTERDAY),
    f"{E}groupchat/statistic_group_by_day": read(day_begin_time=YESTERDAY),
    f"{E}transfer_customer": write(handover_userid="zhangsan", **HAND),
    f"{E}transfer_result": read(handover_userid="zhangsan", takeover_userid="lisi"),
    f"{E}resigned/transfer_customer": write(handover_userid="gone", **HAND | {"external_userid": ["wm4"]}),
    f"{E}resigned/transfer_result": read(handover_userid="gone", takeover_userid="lisi"),
    f"{E}get_unassigned_list": read(),
    f"{E}groupchat/onjob_transfer": write(**GROUPS_GO),
    f"{E}groupchat/transfer": write(**GROUPS_GO | {"chat_id_list": ["wr9"]}),
    "media/upload": upload("a.png", type="image"),
    "media/upload_attachment": upload("a.png", media_type="image", attachment_type=1),
    "media/uploadimg": upload("a.png"),
    "media/upload_by_url": write(scene=1, type="file", filename="a.pdf", url="http://127.0.0.1:1/a.pdf"),
    "media/get_upload_by_url_result": read(jobid="fetch1"),
    "message/send": write(agentid=OWNER, touser="zhangsan", msgtype="text", **HELLO),
    "message/recall": write(msgid="app1"),
    "message/update_template_card": write(response_code="card1", userids=["zhangsan"], button={"replace_name": "好"}),
    "msgaudit/get_permit_user_list": read(),
    "msgaudit/check_single_agree": read(info=[{"userid": "zhangsan", "exteranalopenid": "wm1"}]),
    "msgaudit/check_room_agree": read(roomid="wr1"),
    "msgaudit/groupchat/get": read(roomid="chat1"),
}  # fmt: skip


class Stage:
    """A running fake with that corp. `reset` puts everything back to how it was."""

    def __init__(self) -> None:
        self.running = Running()
        furnish(self.running)
        self.app, self.narrow, self.plain = (self.running.app(one) for one in (SECRET, "narrow", "plain"))
        for one in (self.app, self.narrow, self.plain):
            assert one.token
        self._kept = snapshot.dump(self.running.state)

    def reset(self) -> None:
        self.running.fake.take(snapshot.load(self._kept))

    def raw(self, path: str, app: Caller | None = None) -> Any:
        """The call's HTTP answer."""
        one = CALLS[path]
        if one.file:
            file = {"media": (one.file, PNG)}
            return (app or self.app).raw("POST", path, params=one.asked, files=file)
        how = {"params": one.asked} if one.method == "GET" else {"json": one.asked}
        return (app or self.app).raw(one.method, path, **how)

    def code(self, path: str, app: Caller | None = None) -> int:
        """The call's errcode."""
        answer = self.raw(path, app)
        assert answer.status_code == 200, answer.text
        return answer.json()["errcode"]

    def fault(self, kind: str, path: str, **how: object) -> None:
        """It strikes this path once."""
        self.running.ctl("faults", kind=kind, path=path, count=1, how=how)

    def what_is(self) -> dict[str, Any]:
        """All that the fake knows but what any call leaves behind: rates, faults, draws for cursors and hints."""
        whole = msgspec.to_builtins(self.running.state)
        return {
            k: v for k, v in whole.items() if k not in {"windows", "faults", "fault_count", "drawn", "tokens"}
        }


def furnish(running: Running) -> None:
    """The corp, put there: how it came about is not the point here."""
    apps = [
        {"agentid": OWNER, "secret": SECRET, "permissions": ["contact", "archive", "kf"]},
        {"agentid": 9, "secret": "narrow", "permissions": ["contact", "archive", "kf"], "visible_parties": [3]},
        {"agentid": 8, "secret": "plain", "permissions": []},
    ]  # fmt: skip
    parties = [{"id": 2, "name": "社群", "parent": 1}, {"id": 3, "name": "后台", "parent": 1}]
    members = [{"userid": one, "name": one, "parties": [2]} for one in ("zhangsan", "lisi", "gone")]
    members += [{"userid": "wangwu", "name": "王五", "parties": [3]}]
    running.ctl("corps", corpid=CORP, apps=apps, parties=parties, members=members)
    corp = corp_in(running)
    # A port where nobody listens: a callback that were sent would be counted and logged.
    corp.apps[OWNER].callback = Callback("http://127.0.0.1:1/", "token", "a" * 43)
    befriend(running, "zhangsan", "wm1", tag_ids=["et1"])
    befriend(running, "zhangsan", "wm2")
    befriend(running, "lisi", "wm3")
    befriend(running, "gone", "wm4")
    found_group(running, "zhangsan", "wr1", "wm1", "lisi", opengid="og1")
    found_group(running, "gone", "wr9", "wm4", status=1)
    gone: Member = corp.members["gone"]
    gone.resigned_at = NOW - 1000
    _things(running)
    _sends(running)


def _things(running: Running) -> None:
    corp = corp_in(running)
    tags = {one: Tag(id=one, name=one, create_time=NOW, owner=OWNER) for one in ("et1", "et2")}
    corp.tag_groups["etg"] = TagGroup(
        group_id="etg", group_name="档位", create_time=NOW, owner=OWNER, tags=tags
    )
    corp.strategies[1] = Strategy(strategy_id=1, name="规则", create_time=NOW)
    ways = {
        "config_id": "way1",
        "owner": OWNER,
        "type": 1,
        "scene": 2,
        "created_at": NOW,
        "user": ["zhangsan"],
    }
    corp.ways["way1"] = ContactWay(**ways)
    corp.join_ways["join1"] = JoinWay(
        config_id="join1", owner=OWNER, scene=2, created_at=NOW, chat_id_list=["wr1"]
    )
    corp.group_templates["tpl1"] = GroupTemplate(
        template_id="tpl1", owner=OWNER, content={"text": {"content": "旧"}}
    )
    corp.welcome_codes["welcome1"] = WelcomeCode(
        code="welcome1", userid="zhangsan", external_userid="wm1", issued_at=NOW
    )
    fetched = {"errcode": 0, "errmsg": "ok", "media_id": "media1", "created_at": START}
    corp.jobs["fetch1"] = things.Job(
        jobid="fetch1", kind="media", made_at=NOW, agentid=OWNER, status=2, result=fetched
    )
    card = {"msgtype": "template_card", "template_card": {"task_id": "t"}}
    corp.app_messages["app1"] = things.AppMessage(
        msgid="app1", agentid=OWNER, at=NOW, to=["zhangsan"], content=card, codes={"card1": ""}
    )
    corp.appchats["chat1"] = things.AppChat(
        chatid="chat1", agentid=OWNER, made_at=NOW, owner="lisi", joined={"lisi": NOW, "zhangsan": NOW}
    )
    running.state.codes["code1"] = Code(corpid=CORP, userid="zhangsan", until=NOW + 300_000)


def _sends(running: Running) -> None:
    corp = corp_in(running)
    target = sends.Target(userid="zhangsan", external_userid="wm1", status=1, send_time=NOW)
    task = sends.SendTask(userid="zhangsan", status=2, send_time=NOW, targets={"wm1": target})
    corp.mass["msg1"] = sends.MassMessage(
        msgid="msg1",
        owner=OWNER,
        chat_type="single",
        create_time=NOW,
        content=HELLO,
        tasks={"zhangsan": task},
    )
    liked = [{"external_userid": "wm1", "create_time": START}]
    part = sends.MomentTask(
        userid="zhangsan", published_at=NOW, audience=["wm1", "wm2"], reached=["wm1"], likes=liked
    )
    corp.moments["mom1"] = sends.Moment(
        moment_id="mom1", owner=OWNER, create_time=NOW, content=HELLO, tasks={"zhangsan": part}
    )
    corp.moment_jobs["job1"] = sends.MomentJob(
        jobid="job1", owner=OWNER, made_at=NOW, status=3, result={"errcode": 0, "moment_id": "mom1"}
    )
    corp.transfers += [
        sends.Transfer(handover="zhangsan", takeover="lisi", external_userid="wm2", asked_at=NOW, status=3),
        sends.Transfer(
            handover="gone", takeover="lisi", external_userid="wm5", asked_at=NOW, resigned=True, status=3
        ),
    ]
