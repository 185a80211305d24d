"""A batch is asked of the platform, once.

What it says of each customer until then is durable before the call, and so is the intent: killed at any moment, the
batch is `submitted` and is looked after (`looking`); it is asked again only where it is sure that the call was never
made.
"""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import transfer
from yutang.channels.wecom.calls.transfer import CustomersAsk, GroupsAsk
from yutang.channels.wecom.client import Client
from yutang.handover import items, store
from yutang.handover.blaming import fairly
from yutang.handover.desk import Desk, postponed, settle
from yutang.handover.items import Item, News
from yutang.handover.model import (
    CALL,
    LATER,
    NOTHING,
    OUT_OF_SIGHT,
    SOON,
    BatchState,
    HandoverState,
    ItemState,
    Reason,
    Thing,
    Told,
    reason_of,
)
from yutang.handover.store import Batch, Handover
from yutang.kit.clock import DAY, SECOND
from yutang.kit.errors import YutangError
from yutang.ledger.erase import NOBODY

LOOK = 60 * SECOND  # the first look after a call whose answer was lost
_UNDER_WAY = 2  # transfer.WAITING
_PASSES = (Trouble.RETRY, Trouble.THROTTLE, Trouble.REAUTH, Trouble.CONFIG)


def submit(desk: Desk, batch_id: int) -> None:
    """One batch that is due. What keeps it from going is noted with it, and it is due again."""
    with desk.state.read() as conn:
        batch = store.batch(conn, batch_id)
        of = None if batch is None else store.one(conn, batch.handover_id)
        if batch is None or of is None or batch.state is not BatchState.PLANNED:
            return
        asked = items.of_batches(conn, [batch.id], (ItemState.PLANNED,))
    if of.state is not HandoverState.RUNNING or of.cancelled_at is not None:
        settle(desk, of, [batch], [News(ref_id=one.ref_id, state=ItemState.CANCELLED) for one in asked])
        return
    try:
        client = desk.client(of.connection_id)
    except YutangError as wrong:
        postponed(desk, of, batch, desk.now + SOON, wrong.code)
        return
    gone = [one for one in asked if not one.ref or one.ref.startswith(NOBODY)]
    news = [News(ref_id=one.ref_id, state=ItemState.EXCLUDED, reason=Reason.ERASED) for one in gone]
    left = [one for one in asked if one not in gone]
    if not left:
        settle(desk, of, [batch], news, state=BatchState.HELD, due_at=desk.now)
    elif batch.thing is Thing.GROUP:
        _hand_over(desk, client, (of, batch), [(one, NOTHING) for one in left], news)
    else:
        _customers(desk, client, (of, batch), left, news)


def told(client: Client, of: Handover, batch: Batch) -> dict[str, Told] | Failure:
    """What the platform says of hand-overs between these two, by customer."""
    found: dict[str, Told] = {}
    pages = transfer.results(client, of.giver_ref, batch.to_ref, left=of.giver_left)
    for page in pages:
        if isinstance(page, Failure):
            return page
        found |= {one.external_userid: Told(one.status, one.takeover_time) for one in page.items}
    return found


def _customers(
    desk: Desk, client: Client, work: tuple[Handover, Batch], left: list[Item], news: list[News]
) -> None:
    """Those that are on their way to this very member already, begun elsewhere, are followed and not asked for."""
    before = told(client, *work)
    if isinstance(before, Failure):
        if before.trouble not in (Trouble.DATA, Trouble.BUG):
            _refused(desk, client, work, before, left, news)
            return
        before = {}
    beside = [(one, before.get(one.ref, NOTHING)) for one in left]
    here = [(one, was) for one, was in beside if was.status == _UNDER_WAY]
    news += [News(ref_id=one.ref_id, state=ItemState.WAITING, takes_at=was.at * SECOND) for one, was in here]
    rest = [(one, was) for one, was in beside if was.status != _UNDER_WAY]
    if rest:
        _hand_over(desk, client, work, rest, news)
    else:
        settle(
            desk,
            work[0],
            [work[1]],
            news,
            state=BatchState.HELD,
            submitted_at=desk.now,
            due_at=desk.now + LOOK,
        )


def _hand_over(
    desk: Desk,
    client: Client,
    work: tuple[Handover, Batch],
    asked: Sequence[tuple[Item, Told]],
    news: list[News],
) -> None:
    of, batch = work
    now = desk.now
    intent = {
        "state": BatchState.SUBMITTED, "attempt": batch.attempt + 1, "submitted_at": now, "due_at": now + LOOK,
        "fault": "", "looks": 0,
    }  # fmt: skip
    claimed = msgspec.structs.replace(
        batch, state=BatchState.SUBMITTED, attempt=batch.attempt + 1, submitted_at=now
    )

    def write(conn: sa.Connection) -> bool:
        if not store.change_batch(conn, batch, **intent):
            return False
        items.intend(conn, batch.id, [(one.ref_id, was) for one, was in asked])
        items.tell(conn, of.id, batch.thing, news, now=now)
        return True

    if desk.state.write(write):
        rows = [one for one, _ in asked]
        call = _call_groups if batch.thing is Thing.GROUP else _call_customers
        call(desk, client, (of, claimed), rows)


def _call_customers(desk: Desk, client: Client, work: tuple[Handover, Batch], asked: list[Item]) -> None:
    of, batch = work
    message = of.message if of.message and not of.giver_left else UNSET
    ask = CustomersAsk(
        handover_userid=of.giver_ref, takeover_userid=batch.to_ref, transfer_success_msg=message,
        external_userid=[one.ref for one in asked[:CALL]],
    )  # fmt: skip
    found = transfer.customers(client, ask, left=of.giver_left)
    if isinstance(found, Failure):
        _refused(desk, client, work, found, asked)
        return
    codes = {one.external_userid: one.errcode for one in found.customer}
    now = desk.now
    news = [
        News(ref_id=one.ref_id, state=ItemState.WAITING, takes_at=now + DAY) if codes[one.ref] == 0
        else _failed(one, codes[one.ref], Thing.CUSTOMER)
        for one in asked if one.ref in codes
    ]  # fmt: skip
    settle(desk, of, [batch], fairly(client, of, news), state=BatchState.HELD, due_at=now + LOOK, fault="")


def _call_groups(desk: Desk, client: Client, work: tuple[Handover, Batch], asked: list[Item]) -> None:
    """It is theirs at once; the look that follows makes sure, and learns it."""
    of, batch = work
    ask = GroupsAsk(chat_id_list=[one.ref for one in asked[:CALL]], new_owner=batch.to_ref)
    found = transfer.groups(client, ask, left=of.giver_left)
    if isinstance(found, Failure):
        _refused(desk, client, work, found, asked)
        return
    codes = {one.chat_id: one.errcode for one in found.failed_chat_list}
    later = [one for one in asked if codes.get(one.ref) == LATER]
    news = [
        _failed(one, codes[one.ref], Thing.GROUP) if one.ref in codes
        else News(ref_id=one.ref_id, state=ItemState.WAITING)
        for one in asked if one not in later
    ] + [News(ref_id=one.ref_id, state=ItemState.PLANNED) for one in later]  # fmt: skip
    settle(desk, of, [batch], news, state=BatchState.HELD, due_at=desk.now, fault=str(LATER) if later else "")


def _failed(one: Item, code: int, thing: Thing) -> News:
    return News(ref_id=one.ref_id, state=ItemState.FAILED, reason=reason_of(code, thing), code=str(code))


def _refused(
    desk: Desk, client: Client, work: tuple[Handover, Batch], found: Failure, asked: Sequence[Item],
    news: Sequence[News] = (),
) -> None:  # fmt: skip
    """The whole call: its answer was lost, or it makes sense later, or it never will."""
    of, batch = work
    now, code = desk.now, found.code
    number = int(code) if code.lstrip("-").isdigit() else 0
    if found.unsure:
        settle(desk, of, [batch], news, state=BatchState.HELD, due_at=now + LOOK, fault=code)
        return
    if found.trouble in _PASSES and number not in OUT_OF_SIGHT:
        desk.tools.clients.heard(of.connection_id, found)
        again = [News(ref_id=one.ref_id, state=ItemState.PLANNED) for one in asked]
        until = max(found.until or 0, now + (SOON if found.trouble is Trouble.CONFIG else SECOND))
        settle(desk, of, [batch], [*news, *again], state=BatchState.PLANNED, due_at=until, fault=code)
        return
    never = [_failed(one, number, batch.thing) for one in asked]
    never = [msgspec.structs.replace(one, code=code) for one in never]
    if batch.thing is Thing.CUSTOMER:  # of groups the call names the new owner alone
        never = fairly(client, of, never)
    settle(desk, of, [batch], [*news, *never], fault=code)
