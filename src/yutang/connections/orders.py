"""Jobs that concern connections, as orders."""

from yutang.kit.jobs import Order


def sync_order(connection_id: int, name: str, created_by: int | None = None) -> Order:
    """Read a connection's far side whole and compare. One at a time: what is under way goes on."""
    return Order(
        kind="sync", params={"connection": connection_id}, subject=name, only_one=f"sync:{connection_id}",
        created_by=created_by,
    )  # fmt: skip


def push_order(
    connection_id: int, name: str, created_by: int | None = None, run_at: int | None = None
) -> Order:
    """Bring tags that are kept on a connection's far side level with ours. One at a time."""
    return Order(
        kind="push_tags", params={"connection": connection_id}, subject=name, only_one=f"push_tags:{connection_id}",
        created_by=created_by, run_at=run_at,
    )  # fmt: skip
