"""Likes and comments on what was published, read again and again for two weeks; each becomes a fact once.

The platform tells all there are each time, and no words. A reading that is cut off leaves nothing behind; read twice
is read once.
"""

from typing import Any

import sqlalchemy as sa

from yutang.channels.contract.channel import Channel
from yutang.channels.contract.outcomes import Failure, Reactions, Refused, Trouble
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Channel as Where
from yutang.ledger.catalogue import Kind
from yutang.ledger.record import acts  # pyright: ignore[reportUnknownVariableType]
from yutang.outbox import store
from yutang.outbox.model import SOON
from yutang.outbox.moments import feeds, members
from yutang.outbox.moments.feeds import Feed
from yutang.outbox.moments.members import Member
from yutang.outbox.moments.model import Change, Heard, MemberState, What, changed, next_reading, numbered
from yutang.outbox.placing import Desk, connection_platform
from yutang.outbox.store import Send

_KIND = {What.LIKE: Kind.TOUCH_LIKED, What.COMMENT: Kind.TOUCH_COMMENTED}


def read(desk: Desk, send_id: int) -> None:
    """One that is due."""
    with desk.ledger.state.read() as conn:
        feed, send = feeds.one(conn, send_id), store.one(conn, send_id)
        staff = [one for one in members.listed(conn, send_id) if one.state is MemberState.SENT]
    if feed is None or send is None:
        return
    try:
        channel = desk.channel_of(send.connection_id)
        with desk.ledger.state.read() as conn:
            platform = connection_platform(conn, send.connection_id)
    except YutangError as wrong:
        _put_off(desk, send_id, desk.now() + SOON, wrong.code)
        return
    told, failed = _asked(desk, channel, feed, staff)
    if told:
        _keep(desk, send, told, platform)
    now = desk.now()
    if desk.stopped():
        return
    if failed is not None:
        _put_off(desk, send_id, max(failed.until or 0, now + SOON), failed.code)
        return
    since = min((one.at or now for one in staff), default=now)
    due_at = next_reading(since, now)
    desk.ledger.state.write(lambda conn: feeds.read(conn, send_id, due_at=due_at, read_at=now))


def _asked(
    desk: Desk, channel: Channel, feed: Feed, staff: list[Member]
) -> tuple[dict[int, Reactions], Failure | None]:
    """By member. One who is refused (their post was deleted) is passed over; what passes in its time ends the round."""
    found: dict[int, Reactions] = {}
    for one in staff:
        if desk.stopped():
            break
        told = channel.reactions(feed.ref, one.userid)
        if isinstance(told, Reactions):
            found[one.staff_id] = told
        elif isinstance(told, Refused) or told.trouble is Trouble.DATA:
            continue
        else:
            return found, told
    return found, None


def _keep(desk: Desk, send: Send, told: dict[int, Reactions], platform: str) -> None:
    with desk.ledger.state.read() as conn:
        refs = {one.who for each in told.values() for one in (*each.likes, *each.comments) if not one.staff}
        ids = feeds.ids_of(conn, platform, refs)
        before = feeds.kept(conn, send.id)
    read_ = [one for staff_id, each in told.items() for one in _heard(staff_id, each, ids)]
    change, now = changed(before, read_, set(told)), desk.now()
    counts = {
        staff_id: (sum(not one.staff for one in each.likes), sum(not one.staff for one in each.comments))
        for staff_id, each in told.items()
    }

    def also(conn: sa.Connection) -> None:
        feeds.keep(conn, send.id, change, now=now)
        members.count(conn, send.id, counts)

    if change.new:
        rows: Any = acts([_fact(send, one) for one in change.new])  # pyright: ignore[reportUnknownVariableType]
        desk.ledger.record(rows, origin=f"send {send.id}", now=now, also=also)  # pyright: ignore[reportUnknownMemberType]
    elif change != Change() or counts:
        desk.ledger.state.write(also)


def _heard(staff_id: int, told: Reactions, ids: dict[str, int]) -> list[Heard]:
    """Who is not known here yet is counted, and becomes a fact at the first reading after we have met."""
    found: list[Heard] = []
    for what, rows in ((What.LIKE, told.likes), (What.COMMENT, told.comments)):
        said = [(ids[one.who], one.at) for one in rows if not one.staff and one.who in ids]
        found += numbered(staff_id, what, said)
    return found


def _fact(send: Send, one: Heard) -> dict[str, Any]:
    """Two comments of one second are two facts: the mark is the instant of each."""
    return {
        "kind": int(_KIND[one.what]), "happened": one.mark or one.at, "identity_id": one.identity_id,
        "staff_id": one.staff_id, "channel": int(Where.MOMENTS), "object_id": send.id,
    }  # fmt: skip


def _put_off(desk: Desk, send_id: int, due_at: int, fault: str) -> None:
    desk.ledger.state.write(lambda conn: feeds.read(conn, send_id, due_at=due_at, fault=fault))
