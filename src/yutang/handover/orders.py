"""The job that works on hand-overs, as an order."""

from yutang.kit.jobs import Order

JOB = "handover"


def order() -> Order:
    """Only one at a time: two would ask for the same."""
    return Order(kind=JOB, lane="short", only_one=JOB)
