"""The jobs of this package, as others ask for them."""

from yutang.digests.model import Period
from yutang.kit.jobs import Order


def digest_order(period: Period, *, asked: bool = False, by: int | None = None) -> Order:
    """Make the summary of a period. `asked`: by a person, who gets one even if that day has one already."""
    return Order(
        kind="digest", params={"period": period.value, "asked": asked}, subject=period.value, lane="short",
        only_one=f"digest:{period.value}", created_by=by,
    )  # fmt: skip


def deliver_order() -> Order:
    """Send all that is due, one at a time; what comes while it runs, the clock asks for a little later."""
    return Order(kind="deliver", lane="short", only_one="deliver")
