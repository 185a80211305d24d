"""Mass messages to customers and customer groups. Source: developer.work.weixin.qq.com paths 92135 and 96355."""

import random

from yutang.fakecom import faults
from yutang.fakecom.call import Call
from yutang.fakecom.contents import content
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import days, habits, mass
from yutang.fakecom.pages import page
from yutang.fakecom.ranges import listed, member_serving, serving
from yutang.fakecom.state.corps import Json, Member
from yutang.fakecom.state.sends import MassMessage, SendTask, Target

CUSTOMERS, GROUPS = 10_000, 2_000
WINDOW_S = 31 * 86_400
REMINDERS = 3


@endpoint("POST", "externalcontact/add_msg_template", permission="contact")
def add_msg_template(call: Call) -> Json:
    """Make tasks for members; nobody gets anything yet. 41048 when there is nobody to send to."""
    chat_type = call.body.text("chat_type", "single")
    if chat_type not in {"single", "group"}:
        raise Refused(40058)
    sender = _sender(call, needed=chat_type == "group")
    made = MassMessage(
        msgid=f"msg{call.dice.text(28)}",
        owner=call.app.agentid,
        chat_type=chat_type,
        create_time=call.now,
        content=content(call),
        allow_select=call.body.flag("allow_select"),
    )
    if chat_type == "group" and sender:
        _to_groups(call, made, sender)
    else:
        _to_customers(call, made, sender)
    call.corp.mass[made.msgid] = made
    mass.hand_out(call.fake, call.corp, made)
    return {"fail_list": made.fail_list, "msgid": made.msgid}


def _sender(call: Call, *, needed: bool) -> Member | None:
    userid = call.body.text("sender", need=40058 if needed else 0)
    if not userid:
        return None
    sender = member_serving(call.corp, call.app, userid)
    if not (sender.activated and sender.realname):
        raise Refused(41054)
    return sender


def _to_groups(call: Call, made: MassMessage, sender: Member) -> None:
    """The named groups, if they are the sender's; with none named he picks them himself."""
    asked = call.body.texts("chat_id_list", most=GROUPS)
    for chat_id in dict.fromkeys(asked):
        group = call.corp.groups.get(chat_id)
        if group and group.owner == sender.userid and group.customer and not group.dismissed_at:
            mass.add_target(made, sender.userid, chat_id=chat_id)
        else:
            made.fail_list.append(chat_id)
    if not asked:
        made.tasks[sender.userid] = SendTask(userid=sender.userid)
    if not made.tasks:
        raise Refused(41048)


def _to_customers(call: Call, made: MassMessage, sender: Member | None) -> None:
    """Each customer goes to the sender, or else to whoever of the members last interacted with him."""
    asked = call.body.texts("external_userid", most=CUSTOMERS)
    filters = [one.texts("tag_list") for one in call.body.object("tag_filter").objects("group_list")]
    if not (asked or sender or any(filters)):
        raise Refused(40058)
    members = [sender] if sender else serving(call.corp, call.app)
    able = {one.userid: True for one in members if one.activated and one.realname}
    wanted = asked or [
        external
        for userid in able
        for external, follow in call.corp.follows.get(userid, {}).items()
        if listed(call.corp, follow)
    ]
    for external in dict.fromkeys(wanted):
        follow = mass.last_spoken(call.corp, external, able)
        if follow is None:
            made.fail_list.append(external)
        elif all(set(tags) & set(follow.tag_ids) for tags in filters if tags):
            mass.add_target(made, follow.userid, external_userid=external)
    if not made.tasks:
        raise Refused(41048)


@endpoint("POST", "externalcontact/get_groupmsg_list_v2", permission="contact")
def get_groupmsg_list_v2(call: Call) -> Json:
    """Messages made in a window of at most a month: by the API (type 0), by members (1) or both (2)."""
    chat_type = call.body.text("chat_type", need=40058)
    start, end = call.body.number("start_time", need=40058), call.body.number("end_time", need=40058)
    if not 0 <= end - start <= WINDOW_S or chat_type not in {"single", "group"}:
        raise Refused(40058)
    kind, creator = call.body.number("filter_type", 2), call.body.text("creator")
    found = [
        one
        for one in call.corp.mass.values()
        if one.chat_type == chat_type
        and start <= one.create_time // 1000 <= end
        and kind in (2, one.create_type)
        and creator in ("", one.creator)
    ]
    found.sort(key=_made)
    rows, cursor = page(call, found, _made, default=50, most=100)
    return {"group_msg_list": [_row(one) for one in rows], "next_cursor": cursor}


def _made(one: MassMessage) -> list[int | str]:
    return [one.create_time, one.msgid]


def _row(one: MassMessage) -> Json:
    row = {
        "msgid": one.msgid,
        "create_time": one.create_time // 1000,
        "create_type": one.create_type,
        **one.content,
    }
    return row | {"creator": one.creator} if one.creator else row


def _known(call: Call, *, settled: bool = False) -> MassMessage:
    """The message meant: 41046 none named, 41047 unknown; 41063 where it must be settled and isn't yet."""
    found = call.corp.mass.get(call.body.text("msgid", need=41046))
    if found is None or found.owner not in (0, call.app.agentid):
        raise Refused(41047)
    if settled and call.now < found.create_time + call.corp.policy.mass_settle_s * 1000:
        raise Refused(41063)
    return found


@endpoint("POST", "externalcontact/get_groupmsg_task", permission="contact")
def get_groupmsg_task(call: Call) -> Json:
    """Who was to confirm, and who has."""
    tasks = sorted(_known(call, settled=True).tasks.values(), key=lambda one: one.userid)
    rows, cursor = page(call, tasks, lambda one: one.userid, default=500, most=1000)
    return {"task_list": [_task(one) for one in rows], "next_cursor": cursor}


def _task(one: SendTask) -> Json:
    row: Json = {"userid": one.userid, "status": one.status}
    return row | {"send_time": one.send_time // 1000} if one.status else row


@endpoint("POST", "externalcontact/get_groupmsg_send_result", permission="contact")
def get_groupmsg_send_result(call: Call) -> Json:
    """What became of each recipient of one member. Groups show only once the member has sent. Fault: it lags behind
    the tap."""
    found = _known(call, settled=True)
    task = found.tasks.get(call.body.text("userid", need=40058))
    if task is None:
        raise Refused(40003)
    targets = sorted(task.targets.items())
    if found.chat_type == "group":
        targets = [pair for pair in targets if pair[1].status]
    targets = _told(call, task, targets)
    rows, cursor = page(call, targets, lambda pair: pair[0], default=500, most=1000)
    return {"send_list": [_result(one) for _, one in rows], "next_cursor": cursor}


def _told(call: Call, task: SendTask, targets: list[tuple[str, Target]]) -> list[tuple[str, Target]]:
    """Without those whose results come late."""
    late = faults.first(call.state, ["late_results"], call.request.path.removeprefix("/cgi-bin/"))
    if late is None or not task.status:
        return targets
    if call.now >= task.send_time + int(late.how.get("seconds", 900)) * 1000:
        return targets
    share = float(late.how.get("share", 1.0))
    return [pair for pair in targets if random.Random(f"{late.seed}:{pair[0]}").random() >= share]  # noqa: S311


def _result(one: Target) -> Json:
    who = {"external_userid": one.external_userid} if one.external_userid else {"chat_id": one.chat_id}
    row = {**who, "userid": one.userid, "status": one.status}
    return row | {"send_time": one.send_time // 1000} if one.send_time else row


@endpoint("POST", "externalcontact/remind_groupmsg_send", permission="contact")
def remind_groupmsg_send(call: Call) -> Json:
    """Remind who has not confirmed: three times in 24 hours (41094). Who has a standing behaviour draws again."""
    found = _known(call)
    if found.cancelled_at:
        raise Refused(41093)
    since = call.now - days.DAY
    found.reminded_at = [at for at in found.reminded_at if at > since]
    if len(found.reminded_at) >= REMINDERS:
        raise Refused(41094)
    found.reminded_at.append(call.now)
    for task in found.tasks.values():
        if task.ignored:
            task.ignored = habits.expect(
                call.fake, call.corp, call.corp.members[task.userid], "mass", found.msgid
            )
    return {}


@endpoint("POST", "externalcontact/cancel_groupmsg_send", permission="contact")
def cancel_groupmsg_send(call: Call) -> Json:
    """Stop what is unsent; what members confirmed stays. A second time it is 41093."""
    found = _known(call)
    if found.cancelled_at:
        raise Refused(41093)
    found.cancelled_at = call.now
    return {}
