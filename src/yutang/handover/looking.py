"""What came of what was asked: looked for ever more seldom, and soon after something is to take over.

One look asks for all that one receiver was to get from one giver. What changed hands is learned first; only the
transaction that keeps those facts says that it is done.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.errors import NO_GROUP
from yutang.connections import employed
from yutang.connections.wecom.asked import AT_ONCE, person_pairs, told_group
from yutang.connections.wecom.asking import side_by_side
from yutang.connections.wecom.told import ToldGroup
from yutang.handover import items, learning, store
from yutang.handover.desk import Desk, Quicker, settle, writing
from yutang.handover.items import Item, News
from yutang.handover.learning import SOME, Moved
from yutang.handover.model import (
    DELAY,
    HELD,
    LATER,
    LOST,
    NOTHING,
    PATIENCE,
    SOON,
    UNTOLD,
    BatchState,
    ItemState,
    Reason,
    Thing,
    Told,
    next_day,
    next_look,
    verdict,
)
from yutang.handover.store import Batch, Handover
from yutang.handover.submitting import told
from yutang.handover.unanswered import ended, known, shown
from yutang.kit.clock import SECOND
from yutang.kit.errors import YutangError
from yutang.ledger.erase import NOBODY

_NO_GROUP = frozenset(map(str, NO_GROUP))
_OF = {ItemState.GONE: Reason.NO_RELATION, ItemState.FULL: Reason.NO_ROOM}


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """All that one receiver was to get, and by which calls."""

    of: Handover
    batches: list[Batch]
    open: list[Item]

    def age(self, one: Item, now: int) -> int:
        asked = {batch.id: batch.submitted_at for batch in self.batches}
        return now - (asked.get(one.batch_id or 0) or now)

    @property
    def first(self) -> Batch:
        return self.batches[0]


def look(desk: Desk, batch_id: int) -> None:
    """One batch that is due, and with it those of the same giver and receiver."""
    with desk.state.read() as conn:
        batch = store.batch(conn, batch_id)
        of = None if batch is None else store.one(conn, batch.handover_id)
        if batch is None or of is None or batch.state not in (BatchState.SUBMITTED, BatchState.HELD):
            return
        batches = store.held_of_pair(conn, batch)
        seen = Look(of=of, batches=batches, open=items.of_batches(conn, [one.id for one in batches], HELD))
    try:
        client = desk.client(of.connection_id)
    except YutangError as wrong:
        late = [one for one in seen.open if seen.age(one, desk.now) >= PATIENCE]
        news = ended(late, known(desk, of, seen.first, late), wrong.code)
        settle(desk, of, batches, news, due_at=desk.now + SOON, fault=wrong.code)
        return
    (_groups if batch.thing is Thing.GROUP else _customers)(desk, client, seen)


def _customers(desk: Desk, client: Client, seen: Look) -> None:
    found = told(client, seen.of, seen.first)
    if isinstance(found, Failure):
        _untold(desk, client, seen, found)
        return
    news: list[News] = []
    moved: list[Moved] = []
    silent: list[Item] = []
    for one in seen.open:
        said = found.get(one.ref, NOTHING)
        erased = one.ref.startswith(NOBODY)
        new = ItemState.GONE if erased else verdict(one.state, one.before, said, age=seen.age(one, desk.now))
        if new is ItemState.DONE:
            moved.append(Moved(one.ref_id, one.ref, said.at))
        elif new is ItemState.FAILED:
            silent.append(one)
        elif new is not None:
            news.append(_news(one, new, said, erased=erased))
    news = _not_gone(desk, client, seen, news)
    last = shown(client, seen.of, seen.first, silent)
    moved += last.moved
    news += ended([*last.kept, *last.unknown], known(desk, seen.of, seen.first, last.unknown), "")
    _learn(desk, client, seen, moved)
    _end_look(desk, seen, news, found)


def _untold(desk: Desk, client: Client, seen: Look, said: Failure) -> None:
    """The platform doesn't tell what came of them. Where it says no to the question itself (it knows a member no more),
    asking again may never help: whose they are is looked at as soon as they could have changed hands. Else it passes,
    and that is looked at when it has not for too long."""
    now, no = desk.now, said.trouble is Trouble.DATA and not said.unsure
    desk.tools.clients.heard(seen.of.connection_id, said)
    erased = [one for one in seen.open if one.ref.startswith(NOBODY)]
    old = [one for one in seen.open if seen.age(one, now) >= (DELAY if no else PATIENCE)]
    ripe = [one for one in old if not one.ref.startswith(NOBODY)]
    found = shown(client, seen.of, seen.first, ripe)
    late = [one for one in found.unknown if seen.age(one, now) >= PATIENCE]
    news = [_news(one, ItemState.GONE, NOTHING, erased=True) for one in erased]
    news += ended(late, known(desk, seen.of, seen.first, late), said.code)
    news += ended([one for one in found.kept if seen.age(one, now) >= UNTOLD], set(), said.code)
    _learn(desk, client, seen, found.moved)
    looks = max(one.looks for one in seen.batches)
    usual = next_look(looks, None, now) if no else now + SOON
    until = max(said.until or 0, usual)
    settle(desk, seen.of, seen.batches, news, due_at=until, looks=looks + int(no), fault=said.code)


def _not_gone(desk: Desk, client: Client, seen: Look, news: list[News]) -> list[News]:
    """That there is no hand-over any more is told where the relation ended, and where the new member left: then the
    customer is whose they were, and somebody must look after them."""
    gone = {one.ref_id for one in news if one.state is ItemState.GONE and one.reason is not Reason.ERASED}
    if not gone:
        return news
    with desk.state.read() as conn:
        seat = employed.seats(conn, seen.first.to_ref).get(seen.first.to_ref)
    if seat is None or seat.left:
        kept = dict.fromkeys(gone, Reason.RECEIVER)
    elif seen.of.giver_left:  # nobody lists their customers any more
        kept = {}
    else:
        asked = [one for one in seen.open if one.ref_id in gone]
        told_now = side_by_side(lambda each: person_pairs(client, each.ref), asked, AT_ONCE)
        kept = {
            one.ref_id: Reason.OTHER for one, found in told_now
            if not isinstance(found, Failure) and any(pair.staff == seen.of.giver_ref for pair in found)
        }  # fmt: skip
    return [
        News(ref_id=one.ref_id, state=ItemState.FAILED, reason=kept[one.ref_id])
        if one.ref_id in kept
        else one
        for one in news
    ]


def _news(one: Item, new: ItemState, said: Told, *, erased: bool) -> News:
    takes = said.at * SECOND if new is ItemState.WAITING and said.at else None
    reason = Reason.ERASED if erased else _OF.get(new, Reason.NONE)
    return News(ref_id=one.ref_id, state=new, reason=reason, takes_at=takes)


def _learn(desk: Desk, client: Client, seen: Look, moved: Sequence[Moved]) -> None:
    """Some at a time, as long as the platform tells."""
    for start in range(0, len(moved), SOME):
        if not _learned(desk, client, seen, moved[start : start + SOME]):
            break


def _learned(desk: Desk, client: Client, seen: Look, moved: Sequence[Moved]) -> bool:
    """Some are done, with the facts that say so. False: the platform tells no more now; they are looked at again."""
    learned = learning.ask(client, moved)
    if learned.people:
        done = [
            News(ref_id=one.ref_id, state=ItemState.DONE, takes_at=one.at * SECOND) for one in learned.people
        ]
        write = writing(desk, seen.of, seen.batches, done)
        try:
            learning.keep(desk, client, seen.of, seen.first, learned, write)
        except Quicker:
            return False
    return learned.failure is None


def _end_look(desk: Desk, seen: Look, news: list[News], found: dict[str, Told]) -> None:
    """When to look again. What was never asked is asked again, at once."""
    now = desk.now
    again = any(one.state is ItemState.PLANNED for one in news)
    times = [found[one.ref].at * SECOND for one in seen.open if one.ref in found and found[one.ref].at]
    takes = min((at for at in times if at > now), default=None)
    looks = max(one.looks for one in seen.batches)
    values: dict[str, Any] = {"looks": looks + 1, "due_at": next_look(looks, takes, now), "fault": ""}
    values["state"] = BatchState.HELD
    if again:
        values |= {"state": BatchState.PLANNED, "due_at": now}
    settle(desk, seen.of, seen.batches, news, **values)


def _groups(desk: Desk, client: Client, seen: Look) -> None:
    """Whose each is now; nothing else tells it. Only that there is no such group is final: any other refusal says
    nothing of it."""
    by_ref = {one.ref: one for one in seen.open}
    news: list[News] = []
    ours: list[ToldGroup] = []
    untold: dict[int, Failure] = {}
    for ref, found in side_by_side(lambda each: told_group(client, each), list(by_ref), AT_ONCE):
        one = by_ref[ref]
        if isinstance(found, Failure):
            untold[one.ref_id] = found
        elif found.owner == seen.first.to_ref:
            ours.append(found)
        else:
            new = _of_group(one, seen.age(one, desk.now))
            if new is not None:
                reason = Reason.NO_ANSWER if new is ItemState.FAILED else Reason.NONE
                news.append(News(ref_id=one.ref_id, state=new, reason=reason))
    news += _untold_groups(desk, seen, untold)
    if ours:
        done = [
            News(ref_id=by_ref[one.chat_id].ref_id, state=ItemState.DONE, takes_at=desk.now) for one in ours
        ]
        try:
            learning.keep_groups(desk, seen.of, ours, writing(desk, seen.of, seen.batches, done))
        except Quicker:
            return
    _end_groups(desk, seen, news)


def _untold_groups(desk: Desk, seen: Look, untold: dict[int, Failure]) -> list[News]:
    """Of those that the platform doesn't show."""
    asked = [one for one in seen.open if one.ref_id in untold]
    done = known(desk, seen.of, seen.first, asked)
    news: list[News] = []
    for one in asked:
        code = untold[one.ref_id].code
        if code in _NO_GROUP:
            news.append(News(ref_id=one.ref_id, state=ItemState.FAILED, reason=Reason.GROUP_OVER, code=code))
        elif one.ref_id in done or seen.age(one, desk.now) >= PATIENCE:
            news += ended([one], done, code)
    return news


def _of_group(one: Item, age: int) -> ItemState | None:
    """Another's still: it lags, or the call was never made."""
    if one.state is ItemState.ASKING:
        return ItemState.PLANNED if age >= LOST else None
    return ItemState.FAILED if age >= PATIENCE else None


def _end_groups(desk: Desk, seen: Look, news: list[News]) -> None:
    """What the platform takes tomorrow only is asked again tomorrow."""
    now, looks = desk.now, max(one.looks for one in seen.batches)
    values: dict[str, Any] = {
        "looks": looks + 1,
        "due_at": next_look(looks, None, now),
        "state": BatchState.HELD,
    }
    with desk.state.read() as conn:
        ids = [one.id for one in seen.batches]
        going = bool(items.of_batches(conn, ids, HELD))
        planned = bool(items.of_batches(conn, ids, (ItemState.PLANNED,)))
    if any(one.state is ItemState.PLANNED for one in news):
        values |= {"state": BatchState.PLANNED, "due_at": now}
    elif planned and not going:
        late = any(one.fault == str(LATER) for one in seen.batches)
        values |= {"state": BatchState.PLANNED, "due_at": next_day(now) if late else now}
    settle(desk, seen.of, seen.batches, news, **values)
