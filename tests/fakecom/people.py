"""Customers and groups of a running fake, put where they are needed: how they came about is not the point here."""

from fakecom.running import CORP, Caller, Running
from yutang.fakecom.state.contacts import External, Follow
from yutang.fakecom.state.groups import Group, Seat
from yutang.fakecom.state.world import Corp


def corp_in(running: Running) -> Corp:
    return running.state.corps[CORP]


def befriend(running: Running, userid: str, *customers: str, **more: object) -> None:
    """Make these customers friends of the member, now."""
    corp = corp_in(running)
    for customer in customers:
        external = corp.externals.setdefault(
            customer, External(external_userid=customer, name=f"客户{customer}")
        )
        external.followers.append(userid)
        corp.serial += 1
        made = Follow(
            userid=userid,
            external_userid=customer,
            serial=corp.serial,
            createtime=running.state.now,
            **more,
        )
        corp.follows.setdefault(userid, {})[customer] = made


def follow_of(running: Running, userid: str, customer: str) -> Follow:
    return corp_in(running).follows[userid][customer]


def found_group(running: Running, owner: str, chat_id: str, *members: str, **more: object) -> Group:
    """A customer group of the owner with these customers in it."""
    now = running.state.now
    seats = {owner: Seat(userid=owner, type=1, join_time=now)}
    for member in members:
        kind = 2 if member.startswith(("wm", "wo")) else 1
        seats[member] = Seat(userid=member, type=kind, join_time=now, join_scene=3)
    made = Group(chat_id=chat_id, owner=owner, create_time=now, name=f"群{chat_id}", seats=seats, **more)
    corp_in(running).groups[chat_id] = made
    return made


def deliveries(running: Running, **asked: object) -> list[dict]:
    """What really reached somebody."""
    return running.look("deliveries", **asked)["deliveries"]


def later(running: Running, app: Caller, seconds: float) -> None:
    """Let time pass, and the app take a new token."""
    running.pass_time(seconds)
    app.forget()
