"""What members do with tasks: confirm or ignore them, by hand or by habit, and send on their own account."""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom.ctl.corps import corp_of, member_of
from yutang.fakecom.endpoints import control
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.life import mass, notices
from yutang.fakecom.life.habits import Habit
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.sends import MassMessage
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


@control("POST", "/__ctl/member/{userid}/confirm")
def confirm(fake: "Fake", ask: Fields) -> Json:
    """He confirms the task of `msgid`, or all that he has open. `chats`: which of his groups, where the message leaves
    it to him; `without`: whom he takes off the list. How many recipients came to which status."""
    corp = corp_of(fake, ask)
    userid = member_of(corp, ask).userid
    counts = {0: 0, mass.SENT: 0, mass.NO_FRIEND: 0, mass.CAPPED: 0}
    asked = [ask.text("msgid")] if "msgid" in ask else _open(corp, userid)
    for msgid in asked:
        task = mass.confirm(fake, corp, userid, msgid, chats=ask.texts("chats"), without=ask.texts("without"))
        for target in task.targets.values():
            counts[target.status] += 1
    return {"confirmed": asked, "sent": counts[1], "no_friend": counts[2], "capped": counts[3]}


def _open(corp: Corp, userid: str) -> list[str]:
    return [
        one.msgid
        for one in corp.mass.values()
        if not one.cancelled_at and userid in one.tasks and not one.tasks[userid].status
    ]


@control("POST", "/__ctl/member/{userid}/ignore")
def ignore(fake: "Fake", ask: Fields) -> Json:
    """He lets the task of `msgid` lie (a reminder lets his habit decide anew)."""
    _, task = mass.open_task(corp_of(fake, ask), ask.text("userid"), ask.text("msgid"))
    task.ignored = True
    return {}


@control("POST", "/__ctl/member/{userid}/habit")
def set_habit(fake: "Fake", ask: Fields) -> Json:
    """Standing behaviour with tasks to come: any fields of `Habit`; `off` takes it away. Member `*`: everybody."""
    corp = corp_of(fake, ask)
    members = list(corp.members.values()) if ask.text("userid") == "*" else [member_of(corp, ask)]
    given = {k: v for k, v in ask.given.items() if k in Habit.__struct_fields__}
    habit: Json = {} if ask.flag("off") else msgspec.to_builtins(msgspec.convert(given, Habit))
    for one in members:
        one.confirms = habit
    return {"members": len(members), "habit": habit}


@control("POST", "/__ctl/member/{userid}/mass")
def send_himself(fake: "Fake", ask: Fields) -> Json:
    """He sends a mass message of his own in the client: `text` to `external_userid` or `chat_id_list`. It counts
    against the same caps, and the API lists it as made by a member."""
    corp = corp_of(fake, ask)
    userid = member_of(corp, ask).userid
    chats, customers = ask.texts("chat_id_list"), ask.texts("external_userid")
    if not (chats or customers):
        raise Refused(40058, "external_userid or chat_id_list")
    made = MassMessage(
        msgid=f"msg{fake.dice.text(28)}",
        owner=0,
        chat_type="group" if chats else "single",
        create_time=fake.state.now,
        creator=userid,
        create_type=1,
        content={"text": {"content": ask.text("text", need=40063)}},
    )
    for chat_id in chats:
        mass.add_target(made, userid, chat_id=chat_id)
    for external in [] if chats else customers:
        mass.add_target(made, userid, external_userid=external)
    corp.mass[made.msgid] = made
    mass.confirm(fake, corp, userid, made.msgid)
    return {"msgid": made.msgid}


@control("POST", "/__ctl/member/{userid}/tap")
def tap(fake: "Fake", ask: Fields) -> Json:
    """He taps the button `key` of the card that came with `msgid`."""
    corp = corp_of(fake, ask)
    message = corp.app_messages.get(ask.text("msgid"))
    if message is None:
        raise Refused(40058, "no such message")
    return {"response_code": notices.tap(fake, corp, message, member_of(corp, ask).userid, ask.text("key"))}


@control("GET", "/__ctl/deliveries")
def deliveries(fake: "Fake", ask: Fields) -> Json:
    """What really reached somebody, oldest first: of `kind`, `task` and `recipient`, from number `after` on, at most
    `limit` (0: all). `next` is the number to ask for next."""
    corp = corp_of(fake, ask)
    kind, task, recipient = ask.text("kind"), ask.text("task"), ask.text("recipient")
    after, limit = ask.number("after"), ask.number("limit")

    def fits(number: int) -> bool:
        one = corp.deliveries[number]
        of_recipient = not recipient or recipient in (one.external_userid, one.chat_id, one.member)
        return of_recipient and kind in ("", one.kind) and task in ("", one.task)

    total = len(corp.deliveries)
    found = [number for number in range(after, total) if fits(number)]
    more = limit and len(found) > limit
    return {
        "deliveries": [msgspec.to_builtins(corp.deliveries[number]) for number in found[: limit or total]],
        "next": found[limit] if more else total,
        "total": total,
    }
