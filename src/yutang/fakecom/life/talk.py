"""Somebody says something: alone with somebody, or in a group. It is counted, it may be archived, and it decides who
last interacted with whom."""

from typing import TYPE_CHECKING

from yutang.fakecom.errors import Refused
from yutang.fakecom.life import archive, days, words
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.groups import Group
from yutang.fakecom.state.things import Day
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

ARCHIVED = {"miniprogram": "weapp"}  # kinds that the archive calls otherwise
KEPT_DAYS = 190  # statistics go back 180


def alone(
    fake: "Fake", corp: Corp, userid: str, external_userid: str, *, by_customer: bool, said: Json
) -> str:
    """Member and customer talk: 84061 unless they are friends. `said`: {"msgtype": …, its object}. The record's id."""
    follow = corp.follows.get(userid, {}).get(external_userid)
    if follow is None or follow.lost_at:
        raise Refused(84061)
    if not by_customer:
        _allowed(corp, userid, said)
    speaker, hearer = (external_userid, userid) if by_customer else (userid, external_userid)
    content = record(fake, speaker, [hearer], "", said)
    note_alone(corp, userid, external_userid, by_customer=by_customer, at=fake.state.now)
    if archive.allows(corp, userid, external_userid):
        archive.keep(fake, corp, content, fake.state.now)
    return content["msgid"]


def in_group(fake: "Fake", corp: Corp, chat_id: str, speaker: str, said: Json) -> str:
    """Somebody who sits in the group talks (90501 no such group, 40003 not in it). `tolist` names the corp's members
    alone: with everybody a day of a busy group would be larger than all the rest of the state."""
    group = corp.groups.get(chat_id)
    if group is None or group.dismissed_at:
        raise Refused(90501)
    if speaker not in group.seats:
        raise Refused(40003, "not in the group")
    if group.seats[speaker].type == 1:
        _allowed(corp, speaker, said)
    staff = [one.userid for one in group.seats.values() if one.type == 1]
    content = record(fake, speaker, [one for one in staff if one != speaker], chat_id, said)
    note_in_group(corp, group, speaker, fake.state.now)
    if any(corp.members[one].archived for one in staff if one in corp.members) and _agrees(
        corp, chat_id, speaker
    ):
        archive.keep(fake, corp, content, fake.state.now)
    return content["msgid"]


def _allowed(corp: Corp, userid: str, said: Json) -> None:
    """The client doesn't send what a rule blocks (40058 with its name); a warning is clicked away."""
    rule = words.struck(corp, userid, said)
    if rule is not None and rule.intercept_type == words.BLOCK:
        raise Refused(40058, f"blocked by {rule.rule_name}")


def _agrees(corp: Corp, chat_id: str, speaker: str) -> bool:
    return archive.agreed(corp, chat_id, speaker)["agree_status"] != archive.DISAGREED


def sent_along(fake: "Fake", corp: Corp, userid: str, to: Json, message: Json) -> None:
    """What a member confirmed stands in the archive as if he had written it, part by part; no count knows it."""
    customer, chat_id = to["external_userid"], to["chat_id"]
    if customer and not archive.allows(corp, userid, customer):
        return
    if chat_id and not corp.members[userid].archived:
        return
    group = corp.groups.get(chat_id)
    hearers = [one.userid for one in group.seats.values() if one.type == 1] if group else [customer]
    hearers = [one for one in hearers if one != userid]
    texts = [{"msgtype": "text", "text": message["text"]}] if "text" in message else []
    for said in [*texts, *message.get("attachments", [])]:
        kind = ARCHIVED.get(said["msgtype"], said["msgtype"])
        content = record(fake, userid, hearers, chat_id, {"msgtype": kind, kind: said[said["msgtype"]]})
        archive.keep(fake, corp, content, fake.state.now)


def record(fake: "Fake", speaker: str, to: list[str], chat_id: str, said: Json) -> Json:
    """The archive's plain JSON of one message."""
    number = int.from_bytes(fake.dice.octets(8), "big")
    return {
        "msgid": f"{number:020d}_{fake.clock.seconds}_external",
        "action": "send",
        "from": speaker,
        "tolist": to,
        "roomid": chat_id,
        "msgtime": fake.state.now,
        **said,
    }


def day_of(corp: Corp, userid: str, at: int) -> Day:
    """The member's counts of that day; a new day drops what nobody may ask for any more."""
    name = days.name(at)
    if name not in corp.days:
        oldest = days.name(at - KEPT_DAYS * days.DAY)
        corp.days = {one: found for one, found in corp.days.items() if one >= oldest}
    return corp.days.setdefault(name, {}).setdefault(userid, Day())


def note_alone(corp: Corp, userid: str, external_userid: str, *, by_customer: bool, at: int) -> None:
    """Count one message between the two at `at`; who is no customer of the member's is counted all the same."""
    day = day_of(corp, userid, at)
    if by_customer:
        if external_userid not in day.begun:
            day.opened.setdefault(external_userid, at)
    else:
        day.messages += 1
        if external_userid not in day.opened:
            day.begun.setdefault(external_userid, at)
        elif external_userid not in day.answered:
            day.answered[external_userid] = at - day.opened[external_userid]
    follow = corp.follows.get(userid, {}).get(external_userid)
    if follow is not None:
        follow.chatted = True
        follow.last_talk = max(follow.last_talk, at)


def note_in_group(corp: Corp, group: Group, speaker: str, at: int) -> None:
    """Count one message for the group's owner."""
    day = day_of(corp, group.owner, at)
    day.group_messages += 1
    day.group_chats[group.chat_id] = day.group_chats.get(group.chat_id, 0) + 1
    day.group_speakers[speaker] = day.group_speakers.get(speaker, 0) + 1
