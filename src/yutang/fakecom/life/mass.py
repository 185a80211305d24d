"""Mass messages: whose task a customer is in, and what becomes of it when the member confirms.

Nothing reaches anybody before a member confirms. Source: developer.work.weixin.qq.com path 92135.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from yutang.fakecom.clock import due
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import caps, habits, talk
from yutang.fakecom.life.delivering import deliver
from yutang.fakecom.ranges import relation
from yutang.fakecom.state.contacts import Follow
from yutang.fakecom.state.sends import MassMessage, SendTask, Target
from yutang.fakecom.state.world import Corp, Due

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

SENT, NO_FRIEND, CAPPED = 1, 2, 3
TASK_SENT = 2


def last_spoken(corp: Corp, external_userid: str, members: Collection[str]) -> Follow | None:
    """The relation of the customer with that one of `members` who last interacted with him (having become friends
    counts); None when none of them is his friend."""
    found = corp.externals.get(external_userid)
    if found is None:
        return None
    pairs = [relation(corp, userid, external_userid) for userid in found.followers if userid in members]
    friends = [one for one in pairs if one is not None]
    return max(friends, key=lambda one: (max(one.last_talk, one.createtime), one.serial), default=None)


def add_target(mass: MassMessage, userid: str, *, external_userid: str = "", chat_id: str = "") -> None:
    """Put a recipient into the member's task, which is made when it is his first."""
    task = mass.tasks.setdefault(userid, SendTask(userid=userid))
    target = Target(userid=userid, external_userid=external_userid, chat_id=chat_id)
    task.targets[external_userid or chat_id] = target


def hand_out(fake: "Fake", corp: Corp, mass: MassMessage) -> None:
    """Members hear of their tasks; who has a standing behaviour decides now what he will do."""
    for task in mass.tasks.values():
        if task.status == 0:
            task.ignored = habits.expect(fake, corp, corp.members[task.userid], "mass", mass.msgid)


def open_task(corp: Corp, userid: str, msgid: str) -> tuple[MassMessage, SendTask]:
    """The member's task that may still be confirmed: 41047 no such message, 40003 not in it, 41093 cancelled."""
    mass = corp.mass.get(msgid)
    if mass is None:
        raise Refused(41047)
    if mass.cancelled_at:
        raise Refused(41093)
    task = mass.tasks.get(userid)
    if task is None or corp.members[userid].resigned_at:
        raise Refused(40003)
    if task.status:
        raise Refused(40058, "the task is confirmed already")
    return mass, task


def confirm(
    fake: "Fake",
    corp: Corp,
    userid: str,
    msgid: str,
    *,
    chats: Collection[str] = (),
    without: Collection[str] = (),
) -> SendTask:
    """The member taps send. `chats`: the groups he picks where the message left that to him (none: all of his);
    `without`: whom he takes off the list, where he may. What may not be sent stays with its reason."""
    mass, task = open_task(corp, userid, msgid)
    if mass.chat_type == "group" and not task.targets:
        for group in corp.groups.values():
            picked = group.chat_id in chats or not chats
            if group.owner == userid and group.customer and not group.dismissed_at and picked:
                add_target(mass, userid, chat_id=group.chat_id)
    if mass.allow_select:
        for recipient in without:
            task.targets.pop(recipient, None)
    task.status, task.send_time, task.ignored = TASK_SENT, fake.state.now, False
    for target in task.targets.values():
        _send(fake, corp, mass, target)
    return task


def _send(fake: "Fake", corp: Corp, mass: MassMessage, target: Target) -> None:
    if not _reachable(corp, target):
        target.status = NO_FRIEND
    elif not caps.take(corp, target.external_userid or target.chat_id, fake.state.now):
        target.status = CAPPED
    else:
        target.status, target.send_time = SENT, fake.state.now
        to = {"external_userid": target.external_userid, "chat_id": target.chat_id}
        deliver(fake, corp, "mass", mass.msgid, mass.content, userid=target.userid, **to)
        talk.sent_along(fake, corp, target.userid, to, mass.content)


def _reachable(corp: Corp, target: Target) -> bool:
    """A friend who has not deleted the member (who may still be listed), or a group that is still the member's."""
    if target.external_userid:
        found = corp.follows.get(target.userid, {}).get(target.external_userid)
        return found is not None and not found.lost_at
    group = corp.groups.get(target.chat_id)
    return group is not None and not group.dismissed_at and group.owner == target.userid


@due("confirm mass")
def confirm_of_habit(fake: "Fake", entry: Due) -> None:
    """What a standing behaviour decided. A task that was confirmed, cancelled or lost its member meanwhile stays."""
    corp = fake.state.corps[entry.corpid]
    try:
        confirm(fake, corp, entry.what["userid"], entry.what["task"])
    except Refused:
        return
