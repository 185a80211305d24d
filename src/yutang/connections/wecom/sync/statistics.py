"""Daily counts of each owner's groups: at first some months of them, then what is new, and the last days again.

A day is asked for from ten in the morning after it: until then the platform counts zeros.
"""

import zlib

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import groups
from yutang.channels.wecom.calls.groups import ByOwnerAsk, OwnerFilter
from yutang.connections import mirror
from yutang.connections.mirror import Day
from yutang.connections.model import SyncKind
from yutang.connections.wecom.asking import side_by_side
from yutang.connections.wecom.counting import CHINA
from yutang.connections.wecom.sync.run import Run, Tools
from yutang.connections.wecom.told import pack, unpack
from yutang.kit.clock import DAY, SECOND

BACK = 90  # days: what the check-up looks at; the platform keeps 180
AGAIN = 3  # days that are read once more: late counts are put right
READY = 10 * 3600 * SECOND
OWNERS = 100


def sync(tools: Tools, connection_id: int) -> dict[str, int]:
    """Raises Stopped, and what `tools.progress` raises."""
    run = Run(tools, connection_id, SyncKind.STATISTICS)
    last = (run.now + CHINA - READY) // DAY - 1
    with tools.state.read() as conn:
        seen = set(mirror.staff(conn, connection_id))
        owners = sorted({one.owner for one in mirror.groups(conn, connection_id).values()} & seen)
        known = mirror.last_day(conn, connection_id)
    first = last - BACK + 1 if known is None else max(last - BACK + 1, known - AGAIN + 1)
    done: set[str] = set(run.state.cursor or [])
    some = [owners[n : n + OWNERS] for n in range(0, len(owners), OWNERS)]
    asks = [
        (part, day, whose)
        for day in range(first, last + 1)
        for whose in some
        if (part := f"{day}.{zlib.crc32(chr(0).join(whose).encode()):08x}") not in done
    ]
    failure = None
    for (part, _, _), told in side_by_side(lambda ask: _counts(run, *ask[1:]), asks):
        if isinstance(told, Failure):
            failure = told
            continue
        done.add(part)
        run.count({"owner_days": len(told)})
        run.keep(lambda: sorted(done), (part, pack(told)))
        tools.progress(run.counts["owner_days"], None)
    # Once each: a run that goes on with other owners than it began with asks some of them again.
    kept = [day for part in sorted(done) for body in run.kept(part) for day in unpack(body, Day)]
    found = list({(one.owner, one.day): one for one in kept}.values())
    run.count({"group_days": tools.learner.counts(connection_id, found, now=run.now)})
    if (
        failure is None
    ):  # else the days that were asked for wait for the others: a later last day would hide them
        tools.state.write(lambda conn: mirror.put_days(conn, connection_id, found))
    return run.end(failure)


def _counts(run: Run, day: int, owners: list[str]) -> list[Day] | Failure:
    midnight = (day * DAY - CHINA) // SECOND
    ask = ByOwnerAsk(day_begin_time=midnight, owner_filter=OwnerFilter(userid_list=owners), limit=1000)
    found = run.tools.patience.ask(lambda: groups.counts_by_owner(run.client, ask))
    if isinstance(found, Failure):
        return found
    return [
        Day(
            owner=one.owner, day=day, chats=one.data.chat_total, chats_with_messages=one.data.chat_has_msg,
            members=one.data.member_total, members_with_messages=one.data.member_has_msg, messages=one.data.msg_total,
        )
        for one in found.items
    ]  # fmt: skip
