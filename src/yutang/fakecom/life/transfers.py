"""Customers and groups change hands. A customer may refuse for 24 hours; then he has the new member.

Source: developer.work.weixin.qq.com paths 95703 and 96334; each customer and each group at most twice in 90 days.
"""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom import events
from yutang.fakecom.clock import due
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import days, friends
from yutang.fakecom.life.delivering import deliver
from yutang.fakecom.ranges import sees
from yutang.fakecom.state.contacts import Follow
from yutang.fakecom.state.corps import App
from yutang.fakecom.state.groups import Group, Seat
from yutang.fakecom.state.sends import Transfer
from yutang.fakecom.state.world import Corp, Due

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

DONE, WAITING, REFUSED, FULL, NONE = 1, 2, 3, 4, 5
TWICE, TERM = 2, 90 * days.DAY
GROUPS_A_DAY = 300
INHERITED = 3
YEAR = 365 * days.DAY


def under_way(corp: Corp) -> dict[str, Transfer]:
    """Hand-overs that wait for their time, by customer."""
    return {one.external_userid: one for one in corp.transfers if one.status == WAITING}


def begin(fake: "Fake", corp: Corp, asked: Transfer) -> int:
    """Begin to hand a customer over; the error of this customer, 0 when it has begun."""
    if asked.external_userid not in corp.externals:
        return 40096
    follow = friends.friends(corp, asked.handover, asked.external_userid)
    if follow is None:
        return 40131
    if asked.external_userid in under_way(corp):
        return 40129
    if sum(at > fake.state.now - TERM for at in follow.moved_at) >= TWICE:
        return 40128
    asked.takeover_time = fake.state.now + corp.policy.transfer_delay_s * 1000
    corp.transfers.append(asked)
    fake.clock.plan(asked.takeover_time, "takeover", corp.corpid, number=len(corp.transfers) - 1)
    return 0


@due("takeover")
def take_over(fake: "Fake", entry: Due) -> None:
    """The delay is over: the relation changes hands, unless the customer refused, or the new member takes no more."""
    corp = fake.state.corps[entry.corpid]
    transfer: Transfer = corp.transfers[int(entry.what["number"])]
    if transfer.status != WAITING:
        return
    follow = friends.friends(corp, transfer.handover, transfer.external_userid)
    if follow is None or corp.members[transfer.takeover].resigned_at:
        transfer.status, transfer.takeover_time = NONE, 0
        return
    theirs = corp.follows.setdefault(transfer.takeover, {})
    known = friends.friends(corp, transfer.takeover, transfer.external_userid)
    if transfer.external_userid not in theirs and len(theirs) >= corp.policy.customers_per_member:
        _fail(fake, corp, transfer, FULL, "customer_limit_exceed")
        return
    friends.delete_by_member(
        fake, corp, transfer.handover, transfer.external_userid, source="DELETE_BY_TRANSFER"
    )
    transfer.status, transfer.takeover_time = DONE, fake.state.now
    if known is None:
        _move(fake, corp, transfer, follow)
    if transfer.message:
        said = {"text": {"content": transfer.message}}
        deliver(
            fake,
            corp,
            "transfer",
            f"{transfer.handover}>{transfer.takeover}",
            said,
            userid=transfer.takeover,
            external_userid=transfer.external_userid,
        )


def _move(fake: "Fake", corp: Corp, transfer: Transfer, follow: Follow) -> None:
    """The new member's relation: with tags and notes of the old one, but as new as a friend of today."""
    theirs = corp.follows[transfer.takeover]
    theirs.pop(transfer.external_userid, None)
    corp.serial += 1
    theirs[transfer.external_userid] = msgspec.structs.replace(
        follow,
        userid=transfer.takeover,
        serial=corp.serial,
        createtime=fake.state.now,
        add_way=friends.ASSIGNED,
        oper_userid=transfer.takeover,
        last_talk=0,
        own_tags=[],
        moved_at=[*follow.moved_at, fake.state.now],
    )
    followers = corp.externals[transfer.external_userid].followers
    if transfer.takeover not in followers:
        followers.append(transfer.takeover)
    fake.emit(corp, events.contact("add_external_contact", transfer.takeover, transfer.external_userid))


def refuse(fake: "Fake", corp: Corp, external_userid: str) -> Transfer:
    """The customer doesn't want the new member."""
    found = under_way(corp).get(external_userid)
    if found is None:
        raise Refused(40058, "nothing to refuse")
    _fail(fake, corp, found, REFUSED, "customer_refused")
    return found


def _fail(fake: "Fake", corp: Corp, transfer: Transfer, status: int, reason: str) -> None:
    transfer.status, transfer.takeover_time = status, 0
    told = events.contact("transfer_fail", transfer.takeover, transfer.external_userid, FailReason=reason)
    fake.emit(corp, told)


def hand_over(fake: "Fake", corp: Corp, app: App, chat_id: str, new_owner: str, *, resigned: bool) -> None:
    """A group gets another owner at once; `resigned`: because the one before has left. `Refused` says why not: 90501 no
    such group, 90504 the same owner, 90500 he has not left (or a year ago), 90502 he has, 60011 the app doesn't see
    him, 90503 it is full without the new owner, 90508 twice in 90 days already, 45009 the new one got 300 today."""
    group = corp.groups.get(chat_id)
    if group is None or group.dismissed_at or not group.customer:
        raise Refused(90501)
    if group.owner == new_owner:
        raise Refused(90504)
    _check_owner(fake, corp, app, group, resigned=resigned)
    if new_owner not in group.seats and len(group.seats) >= corp.policy.group_size:
        raise Refused(90503)
    group.moved_at = [at for at in group.moved_at if at > fake.state.now - TERM]
    if len(group.moved_at) >= TWICE:
        raise Refused(90508)
    today, name = days.midnight(fake.state.now), f"groups to {new_owner}"
    got = [at for at in corp.counters.get(name, []) if at >= today]
    if len(got) >= GROUPS_A_DAY:
        raise Refused(45009)
    corp.counters[name] = [*got, fake.state.now]
    group.moved_at.append(fake.state.now)
    group.owner, group.status = new_owner, INHERITED if resigned else group.status
    if new_owner not in group.seats:
        _sit_down(fake, group, new_owner)


def _check_owner(fake: "Fake", corp: Corp, app: App, group: Group, *, resigned: bool) -> None:
    owner = corp.members.get(group.owner)
    left = owner.resigned_at if owner else 0
    if resigned and (not left or left < fake.state.now - YEAR):
        raise Refused(90500)
    if not resigned and left:
        raise Refused(90502)
    if not resigned and (owner is None or not sees(corp, app, owner)):
        raise Refused(60011)


def _sit_down(fake: "Fake", group: Group, userid: str) -> None:
    group.seats_before, group.version_before = dict(group.seats), group.version
    group.version, group.changed_at = fake.dice.octets(16).hex(), fake.state.now
    group.seats[userid] = Seat(userid=userid, type=1, join_time=fake.state.now)
