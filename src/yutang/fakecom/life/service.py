"""微信客服: customers write to an account, software may answer: five messages in 48 hours, then silence.

Source: the codes of 95001 and 95002, WxJava; developer.work.weixin.qq.com paths 94669 to 94677.
"""

from typing import TYPE_CHECKING

from yutang.fakecom.errors import Refused
from yutang.fakecom.events import Event
from yutang.fakecom.life import days
from yutang.fakecom.life.delivering import deliver
from yutang.fakecom.state.contacts import External
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import KfMessage, KfSession
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

NEW, ROBOT, QUEUE, PERSON, ENDED = 0, 1, 2, 3, 4
FIVE, WINDOW = 5, 48 * days.HOUR
TOKEN_MS = 10 * 60_000
KEPT = 3 * days.DAY
CUSTOMER, SYSTEM, SERVICER = 3, 4, 5  # origin of a message
# From each state where software may lead a session; 95016 for anything else.
MOVES = {
    NEW: {ROBOT, QUEUE, PERSON, ENDED},
    ROBOT: {QUEUE, PERSON, ENDED},
    QUEUE: {PERSON, ENDED},
    PERSON: {ENDED},
    ENDED: set[int](),
}


def key(open_kfid: str, external_userid: str) -> str:
    return f"{open_kfid}|{external_userid}"


def session(corp: Corp, open_kfid: str, external_userid: str) -> KfSession:
    """The session of a customer with an account: 95000 no such account, 40096 he never wrote."""
    if open_kfid not in corp.kf_accounts:
        raise Refused(95000)
    found = corp.kf_sessions.get(key(open_kfid, external_userid))
    if found is None:
        raise Refused(40096)
    return found


def customer_writes(fake: "Fake", corp: Corp, open_kfid: str, external_userid: str, said: Json) -> str:
    """He writes: an ended session begins anew, and five messages may be sent again. The message's id."""
    if open_kfid not in corp.kf_accounts:
        raise Refused(95000)
    if external_userid not in corp.externals:
        corp.externals[external_userid] = External(external_userid=external_userid)
    place = key(open_kfid, external_userid)
    found = corp.kf_sessions.get(place)
    if found is None or found.state == ENDED:
        found = KfSession(open_kfid=open_kfid, external_userid=external_userid)
        corp.kf_sessions[place] = found
    found.customer_spoke_at, found.left = fake.state.now, FIVE
    return _tell(fake, corp, found, CUSTOMER, said)


def servicer_writes(fake: "Fake", corp: Corp, found: KfSession, said: Json) -> str:
    """The member who has the session writes from his client."""
    if found.state != PERSON:
        raise Refused(95018)
    msgid = _tell(fake, corp, found, SERVICER, {**said, "servicer_userid": found.servicer})
    _reach(fake, corp, found, msgid, said)
    return msgid


def software_writes(fake: "Fake", corp: Corp, found: KfSession, said: Json, msgid: str) -> str:
    """An app sends. 95013 the session has ended, 95018 a person or the queue has it, 95002 48 hours are over, 95001
    five were sent."""
    if found.state == ENDED:
        raise Refused(95013)
    if found.state not in {NEW, ROBOT}:
        raise Refused(95018)
    if fake.state.now >= found.customer_spoke_at + WINDOW:
        raise Refused(95002)
    if found.left <= 0:
        raise Refused(95001)
    found.left -= 1
    msgid = msgid or fake.dice.text(32)
    _reach(fake, corp, found, msgid, said)
    return msgid


def lead(fake: "Fake", found: KfSession, state: int, servicer: str) -> None:
    """Lead a session to another state (95016); `servicer` where a person takes it."""
    if state not in MOVES[found.state]:
        raise Refused(95016)
    found.state = state
    found.servicer = servicer if state == PERSON else ""


def token_good(corp: Corp, token: str, now: int) -> bool:
    """Whether an event brought it in the last ten minutes."""
    return any(one.token == token and now < one.at + TOKEN_MS for one in corp.kf_messages)


def _reach(fake: "Fake", corp: Corp, found: KfSession, msgid: str, said: Json) -> None:
    who = found.external_userid
    deliver(fake, corp, "kf", msgid, said, userid=found.open_kfid, external_userid=who)


def _tell(fake: "Fake", corp: Corp, found: KfSession, origin: int, said: Json) -> str:
    """The message goes where sync_msg reads; the event says only that there is something."""
    msgid = fake.dice.text(32)
    content: Json = {
        "msgid": msgid,
        "open_kfid": found.open_kfid,
        "external_userid": found.external_userid,
        "send_time": fake.clock.seconds,
        "origin": origin,
        **said,
    }
    said_before, now = corp.kf_messages, fake.state.now
    made = KfMessage(
        seq=said_before[-1].seq + 1 if said_before else 1,
        at=now,
        open_kfid=found.open_kfid,
        token=f"ENC{fake.dice.text(44)}",
        content=content,
    )
    if said_before and said_before[0].at <= now - KEPT:
        said_before[:] = [one for one in said_before if one.at > now - KEPT]
    said_before.append(made)
    fields = {"Token": made.token, "OpenKfId": found.open_kfid}
    fake.emit(corp, Event(kind="kf_msg_or_event", fields=fields, permission="kf"))
    return msgid
