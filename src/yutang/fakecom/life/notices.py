"""Messages of an app to members: who gets them, and what is silently dropped.

Source: developer.work.weixin.qq.com path 90454: a member gets 30 a minute and 1,000 an hour of one app, the app as many
a day as the corp has accounts times 200; what is more is dropped without an error.
"""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom.errors import Refused
from yutang.fakecom.events import Event
from yutang.fakecom.life import caps, days
from yutang.fakecom.life.delivering import deliver
from yutang.fakecom.state.corps import App, Json
from yutang.fakecom.state.things import AppMessage
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

MINUTE = 60_000
A_MINUTE, AN_HOUR, A_DAY_EACH = 30, 1000, 200
CHAT_A_MINUTE, CHAT_A_DAY = 200, 10_000


def send(fake: "Fake", corp: Corp, app: App, msgid: str, members: list[str], said: Json) -> list[str]:
    """Deliver to these members; who really got it."""
    now, got = fake.state.now, list[str]()
    day, most = f"app {app.agentid} {days.name(now)}", A_DAY_EACH * len(corp.members)
    for userid in members:
        sent = corp.counters.get(day, [0])[0]
        one = f"app {app.agentid} {userid}"
        if sent < most and _within(corp, one, now, A_MINUTE, (days.HOUR, AN_HOUR)):
            corp.counters[day] = [sent + 1]
            deliver(fake, corp, "app", msgid, said, userid=str(app.agentid), member=userid)
            got.append(userid)
    return got


def change_card(fake: "Fake", corp: Corp, app: App, msgid: str, userid: str, change: Json) -> None:
    """The card that the member sees is another one now."""
    deliver(fake, corp, "card", msgid, change, userid=str(app.agentid), member=userid)


def tap(fake: "Fake", corp: Corp, message: AppMessage, userid: str, key: str) -> str:
    """The member taps a button of a card: its app is told, with a code to change the card."""
    if userid not in message.to or message.recalled or message.content.get("msgtype") != "template_card":
        raise Refused(40058, "the member has no such card")
    code, card = fake.dice.text(43), message.content["template_card"]
    message.codes[code] = userid
    fields = {
        "FromUserName": userid,
        "EventKey": key,
        "TaskId": str(card.get("task_id", "")),
        "CardType": str(card.get("card_type", "")),
        "ResponseCode": code,
        "AgentID": message.agentid,
    }
    told = Event(kind="template_card_event", fields=fields, permission="", agentid=message.agentid)
    fake.emit(corp, told)
    return code


def send_to_chat(fake: "Fake", corp: Corp, chatid: str, members: list[str], said: Json) -> None:
    """Deliver to those who sit in an internal group: 200 a minute and 10,000 a day of each, more is dropped."""
    for userid in members:
        one = f"appchat {userid}"
        if _within(corp, one, fake.state.now, CHAT_A_MINUTE, (days.DAY, CHAT_A_DAY)):
            deliver(fake, corp, "appchat", chatid, said, chat_id=chatid, member=userid)


def _within(corp: Corp, name: str, now: int, a_minute: int, longer: tuple[int, int]) -> bool:
    """Count one against both windows, or neither."""
    window, most = longer
    got = [at for at in corp.counters.get(name, []) if at > now - window]
    if len(got) >= most or sum(at > now - MINUTE for at in got) >= a_minute:
        return False
    corp.counters[name] = [*got, now]
    return True


def again(corp: Corp, app: App, members: list[str], said: Json, now: int, interval_s: int) -> bool:
    """Whether the app sent just this to just these within the interval."""
    told = msgspec.json.encode([members, said], order="deterministic").hex()
    name = f"same {app.agentid} {told}"
    return not caps.take_window(corp, name, now, window=interval_s * 1000, most=1)
