"""Who says what, who lets it be archived, and the archive itself, as the platform's library would give it."""

from pathlib import Path
from typing import TYPE_CHECKING

from yutang.fakecom.ctl.corps import corp_of, member_of
from yutang.fakecom.endpoints import control
from yutang.fakecom.errors import Refused
from yutang.fakecom.events import contact
from yutang.fakecom.fields import Fields
from yutang.fakecom.life import acquisition, archive, friends, playing, talk
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import Record

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

MOST = 1000
CONSENTS = {True: archive.AGREED, False: archive.DISAGREED}


@control("POST", "/__ctl/customer/{external_userid}/speak")
def customer_speaks(fake: "Fake", ask: Fields) -> Json:
    """To the member `userid`, or in the group `chat_id`: `text`, or `msgtype` with its object."""
    corp, customer = corp_of(fake, ask), ask.text("external_userid")
    if "chat_id" in ask:
        return {"msgid": talk.in_group(fake, corp, ask.text("chat_id"), customer, said(ask))}
    userid = member_of(corp, ask).userid
    msgid = talk.alone(fake, corp, userid, customer, by_customer=True, said=said(ask))
    acquisition.spoken(fake, corp, userid, customer)
    return {"msgid": msgid}


@control("POST", "/__ctl/member/{userid}/speak")
def member_speaks(fake: "Fake", ask: Fields) -> Json:
    """To the customer `external_userid`, or in the group `chat_id`."""
    corp = corp_of(fake, ask)
    userid, customer = member_of(corp, ask).userid, ask.text("external_userid")
    if "chat_id" in ask:
        return {"msgid": talk.in_group(fake, corp, ask.text("chat_id"), userid, said(ask))}
    return {"msgid": talk.alone(fake, corp, userid, customer, by_customer=False, said=said(ask))}


def said(ask: Fields) -> Json:
    """`text`, or an object under the name that `msgtype` gives."""
    kind = ask.text("msgtype", "text")
    if kind == "text":
        return {"msgtype": "text", "text": {"content": ask.text("text", need=40063)}}
    return {"msgtype": kind, kind: dict(ask.object(kind).given)}


@control("POST", "/__ctl/customer/{external_userid}/consent")
def consent(fake: "Fake", ask: Fields) -> Json:
    """He agrees, or not (`agree` false), that what he says to `userid`, or in the group `chat_id`, is archived."""
    corp, customer = corp_of(fake, ask), ask.text("external_userid")
    agrees = ask.flag("agree", default=True)
    whom = ask.text("userid") or ask.text("chat_id", need=40058)
    before = archive.agreed(corp, whom, customer)["agree_status"]
    corp.agreed[f"{whom}|{customer}"] = {"agree_status": CONSENTS[agrees], "at": fake.state.now}
    if agrees and before != CONSENTS[True] and whom in corp.members:
        follow = friends.friends(corp, whom, customer)
        code = "" if follow is None else friends.welcome(fake, corp, follow)
        fake.emit(corp, contact("msg_audit_approved", whom, customer, WelcomeCode=code))
    return {"agree_status": CONSENTS[agrees]}


@control("POST", "/__ctl/reels")
def add_reel(fake: "Fake", ask: Fields) -> Json:
    """Play the chats of `source`: a file with an archive record a line, or a folder of such files (*.jsonl)."""
    return {"files": playing.load(fake, corp_of(fake, ask), Path(ask.text("source", need=40058)))}


@control("GET", "/__ctl/reels")
def list_reels(fake: "Fake", ask: Fields) -> Json:
    """Files that are played or were."""
    return {"paths": [one.path for one in corp_of(fake, ask).reels]}


@control("GET", "/__archive/chatdata")
def chatdata(fake: "Fake", ask: Fields) -> Json:
    """As the library's GetChatData: records with a number greater than `seq`, at most `limit` (1000), to an app with
    the archive, by `corpid` and `secret`. Not encrypted: each record's plain JSON is its `message`."""
    try:
        rows = _records(fake, ask)
    except Refused as refused:
        return {"errcode": refused.code, "errmsg": refused.words, "chatdata": []}
    found = [
        {"seq": one.seq, "msgid": one.content.get("msgid", ""), "publickey_ver": 0, "message": one.content}
        for one in rows
    ]
    return {"errcode": 0, "errmsg": "ok", "chatdata": found}


def _records(fake: "Fake", ask: Fields) -> list[Record]:
    """40013 no such corp, 40001 no such app or not one with the archive, 40058 a limit that is not 1 to 1000."""
    corp = fake.state.corps.get(ask.text("corpid") or next(iter(fake.state.corps), ""))
    if corp is None:
        raise Refused(40013)
    secret, limit = ask.text("secret"), ask.number("limit", MOST)
    if not any(app.secret == secret and "archive" in app.permissions for app in corp.apps.values()):
        raise Refused(40001)
    if not 0 < limit <= MOST:
        raise Refused(40058)
    return archive.after(corp, ask.number("seq"), limit, fake.state.now)
