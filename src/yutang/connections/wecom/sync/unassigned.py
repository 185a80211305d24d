"""Customers of members who left, waiting for another member."""

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import transfer
from yutang.connections import mirror
from yutang.connections.model import SyncKind
from yutang.connections.wecom.people import Told
from yutang.connections.wecom.sync.run import Run, Tools
from yutang.kit.clock import SECOND


def sync(tools: Tools, connection_id: int) -> dict[str, int]:
    """Raises Stopped."""
    run = Run(tools, connection_id, SyncKind.UNASSIGNED)
    found: list[tuple[str, str, int]] = []
    cursor, seen = "", {""}
    while True:
        page = tools.patience.ask(lambda at=cursor: next(transfer.unassigned(run.client, at)))
        if isinstance(page, Failure):
            return run.end(page)
        found += [
            (one.handover_userid, one.external_userid, one.dimission_time * SECOND) for one in page.items
        ]
        cursor = page.next_cursor
        if cursor in seen:
            break
        seen.add(cursor)
    spared = tools.learner.spared(person for _, person, _ in found)
    found = [one for one in found if one[1] in spared]
    givers = {userid: Told() for userid, _, _ in found}
    if found:
        # Members who left before we were connected, and customers whom no list of a member shows any more.
        tools.learner.members(connection_id, givers, now=run.now)
        tools.learner.met(connection_id, [person for _, person, _ in found], now=run.now)
    tools.state.write(lambda conn: mirror.set_unassigned(conn, connection_id, found))
    run.count({"unassigned": len(found)})
    return run.end()
