"""Jobs that concern connections, as orders."""

from yutang.kit.jobs import Order


def sync_order(connection_id: int, name: str, created_by: int | None = None) -> Order:
    """Read a connection's far side whole and compare. One at a time: what is under way goes on."""
    return Order(
        kind="sync", params={"connection": connection_id}, subject=name, only_one=f"sync:{connection_id}",
        created_by=created_by,
    )  # fmt: skip
