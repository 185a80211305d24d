"""The job that brings stages, layers and the groups' states up to now, as whoever adds one orders it."""

from yutang.kit.jobs import Order

STANDING = "standing"


def standing_order(*, by: int | None = None) -> Order:
    """`by`: the account that asked; None: the clock, or an import."""
    return Order(kind=STANDING, lane="short", only_one=STANDING, created_by=by)
