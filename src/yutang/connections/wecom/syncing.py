"""Everything of a connection, kind by kind."""

from collections.abc import Callable

from yutang.connections.model import SyncKind
from yutang.connections.wecom.sync import customers, groups, staff, statistics, tags, unassigned
from yutang.connections.wecom.sync.run import Tools

SYNCS: dict[SyncKind, Callable[[Tools, int], dict[str, int]]] = {
    SyncKind.STAFF: staff.sync,
    SyncKind.TAGS: tags.sync,
    SyncKind.CUSTOMERS: customers.sync,
    SyncKind.GROUPS: groups.sync,
    SyncKind.STATISTICS: statistics.sync,
    SyncKind.UNASSIGNED: unassigned.sync,
}


def sync_kind(tools: Tools, connection_id: int, kind: SyncKind) -> dict[str, int]:
    """What was seen and what was repaired. Raises Stopped, and what `tools.progress` raises."""
    return SYNCS[kind](tools, connection_id)
