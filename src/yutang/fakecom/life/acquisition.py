"""Customer-acquisition links (获客助手): who opens one becomes a friend of a member behind it.

Source: developer.work.weixin.qq.com paths 101359 and 101456. Each new customer costs one of the quota.
"""

from typing import TYPE_CHECKING

from yutang.fakecom.errors import Refused
from yutang.fakecom.events import Event
from yutang.fakecom.life import friends
from yutang.fakecom.ranges import members_of
from yutang.fakecom.state.corps import Member
from yutang.fakecom.state.things import Caught, Link
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

CHANNEL_BYTES = 64
LOW = 20  # how many are left when the corp is warned: our choice


def quota(corp: Corp) -> list[int]:
    """[bought in all, left]: 1,000 unless it was set."""
    return corp.counters.setdefault("acquisition quota", [1000, 1000])


def channel(text: str) -> str:
    """`customer_channel` as it becomes the state: cut at 64 bytes, never inside a character."""
    return text.encode()[:CHANNEL_BYTES].decode("utf-8", "ignore")


def opened(fake: "Fake", corp: Corp, link: Link, external_userid: str, customer_channel: str) -> friends.Met:
    """Somebody opens the link, and becomes a friend. Without quota nobody does."""
    link.clicks.append(fake.state.now)
    left = quota(corp)
    behind = [one.userid for one in behind_link(corp, link)]
    if not behind or left[1] <= 0:
        return friends.Met(outcome="gone", external_userid=external_userid)
    for userid in behind:
        if friends.friends(corp, userid, external_userid):
            return friends.Met(outcome="already", userid=userid, external_userid=external_userid)
    state = channel(customer_channel)
    _tell(fake, corp, "friend_request", LinkId=link.link_id, State=state)
    met = friends.add(fake, corp, fake.dice.pick(behind), external_userid, add_way=friends.LINK, state=state)
    if met.outcome == "added":
        link.customers.append(
            Caught(external_userid=external_userid, userid=met.userid, state=state, at=fake.state.now)
        )
        left[1] -= 1
        if left[1] in {LOW, 0}:
            _tell(fake, corp, "balance_low" if left[1] else "balance_exhausted")
    return met


def behind_link(corp: Corp, link: Link) -> list[Member]:
    """Members that it may lead to."""
    found = {one.userid: one for one in members_of(corp, link.parties)} if link.parties else {}
    found |= {one: corp.members[one] for one in link.users if one in corp.members}
    return [one for one in found.values() if one.in_follow_scope and not one.resigned_at]


def spoken(fake: "Fake", corp: Corp, userid: str, external_userid: str) -> None:
    """A customer speaks to a member: it is counted for his link; the first time, the corp hears of it."""
    for link in corp.links.values():
        for one in link.customers:
            if (one.userid, one.external_userid) == (userid, external_userid):
                one.spoken += 1
                if not one.chat_key:
                    one.chat_key = fake.dice.text(40)
                    who = {"UserID": userid, "ExternalUserID": external_userid}
                    _tell(fake, corp, "customer_start_chat", **who, ChatKey=one.chat_key)


def caught(corp: Corp, chat_key: str) -> tuple[Link, Caught]:
    """The talk of an event's key."""
    for link in corp.links.values():
        for one in link.customers:
            if chat_key and one.chat_key == chat_key:
                return link, one
    raise Refused(40058, "invalid chat_key")


def gone(fake: "Fake", corp: Corp, link: Link) -> None:
    """The console deletes a link."""
    del corp.links[link.link_id]
    _tell(fake, corp, "delete_link", LinkId=link.link_id)


def _tell(fake: "Fake", corp: Corp, change: str, **fields: str) -> None:
    kept = {name: value for name, value in fields.items() if value}
    fake.emit(corp, Event(kind="customer_acquisition", change=change, fields=kept))
