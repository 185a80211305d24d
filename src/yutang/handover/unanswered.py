"""Of what the platform doesn't tell what came of it: whose each is now tells it, so that nothing waits for ever.

What the platform shows of a customer comes first, then what we know ourselves. Whom the receiver doesn't have by either
somebody must look after: how it ended nobody says.
"""

from collections.abc import Sequence

import msgspec

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.client import Client
from yutang.connections.wecom.asked import AT_ONCE, person_pairs
from yutang.connections.wecom.asking import side_by_side
from yutang.connections.wecom.told import ToldPair
from yutang.handover import items
from yutang.handover.desk import Desk
from yutang.handover.items import Item, News
from yutang.handover.learning import Moved
from yutang.handover.model import ItemState, Reason, Thing
from yutang.handover.store import Batch, Handover
from yutang.kit.clock import SECOND

_FOLLOWED = """
select r.identity_id from relation r join identity s on s.id = r.staff_id
where r.ended is null and r.identity_id in (select unnest($ids::bigint[])) group by 1
having bool_or(s.external_id = $receiver) and not bool_or(s.external_id = $giver)
"""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """Customers whom the receiver has; those whom they don't have; those of whom the platform told nothing."""

    moved: list[Moved]
    kept: list[Item]
    unknown: list[Item]


def shown(client: Client, of: Handover, batch: Batch, asked: Sequence[Item]) -> Shown:
    """Who follows each of them now. While the giver does, nothing has changed hands: the receiver may have had them
    before."""
    moved: list[Moved] = []
    kept: list[Item] = []
    unknown: list[Item] = []
    for one, found in side_by_side(lambda each: person_pairs(client, each.ref), asked, AT_ONCE):
        if isinstance(found, Failure):
            unknown.append(one)
            continue
        since = _since(of, batch, found)
        if since is None:
            kept.append(one)
        else:
            moved.append(Moved(one.ref_id, one.ref, since // SECOND))
    return Shown(moved=moved, kept=kept, unknown=unknown)


def _since(of: Handover, batch: Batch, found: Sequence[ToldPair]) -> int | None:
    """Since when the receiver has them, and the giver no more; None: they have not."""
    by = {pair.staff: pair.since for pair in found}
    return None if of.giver_ref in by else by.get(batch.to_ref)


def known(desk: Desk, of: Handover, batch: Batch, asked: Sequence[Item]) -> set[int]:
    """Which of them the receiver has, as we know it ourselves."""
    ids = [one.ref_id for one in asked]
    if not ids:
        return set()
    if batch.thing is Thing.GROUP:
        with desk.state.read() as conn:
            return items.owned(conn, ids, batch.to_ref)
    told = {"ids": ids, "receiver": batch.to_ref, "giver": of.giver_ref}
    with desk.tools.learner.ledger.analytics.cursor() as cursor:
        return {row[0] for row in cursor.execute(_FOLLOWED, told).fetchall()}


def ended(asked: Sequence[Item], done: set[int], code: str) -> list[News]:
    """Nobody waits for these any more. `code`: what the platform said instead."""
    return [
        News(ref_id=one.ref_id, state=ItemState.DONE)
        if one.ref_id in done
        else News(ref_id=one.ref_id, state=ItemState.FAILED, reason=Reason.NO_ANSWER, code=code)
        for one in asked
    ]
