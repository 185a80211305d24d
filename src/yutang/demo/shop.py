"""Orders: what was sold to whom. Silent buyers buy three to nine times in the last 90 days and never speak; other
customers buy seldom."""

import msgspec

from yutang.demo.days import LAST
from yutang.demo.dice import Dice
from yutang.demo.people import Customer
from yutang.demo.words import line

PRICES = {299: (1900, 39900), 800: (9900, 99900), 3000: (39900, 359900)}  # cents
_STATES = ("已完成", "已完成", "已完成", "已完成", "已完成", "已完成", "待发货", "已退款", "已取消")
_BUYS = 0.3  # of the other customers ever order, a third of them twice


class Order(msgspec.Struct):
    number: str
    customer: str
    cents: int
    day: int
    second: int
    item: str
    state: str


def orders(dice: Dice, customers: list[Customer], first_seen: dict[str, int]) -> list[Order]:
    """All orders, by time. `first_seen` = day on which a customer first joined a group: nobody buys before."""
    made: list[Order] = []
    for who in (c for c in customers if c.id in first_seen):
        seen = max(0, first_seen[who.id])
        if who.buyer:
            since = max(seen, LAST - 89)
            made += [
                _order(dice, who, dice.between(since, LAST), "已完成") for _ in range(dice.between(3, 9))
            ]
        elif dice.chance(_BUYS):
            times = 1 + dice.chance(0.33)
            made += [_order(dice, who, dice.between(seen, LAST), dice.pick(_STATES)) for _ in range(times)]
    made.sort(key=lambda o: (o.day, o.second, o.customer))
    for i, order in enumerate(made):
        order.number = f"YG{20_260_000 + i * 7:010d}"
    return made


def _order(dice: Dice, who: Customer, day: int, state: str) -> Order:
    low, high = PRICES[who.tier]
    cents = dice.between(low // 100, high // 100) * 100 - dice.pick((0, 10, 50, 100))
    return Order(
        "", who.id, cents, day, dice.between(28_800, 86_000), dice.pick(line(who.line)["offer"]), state
    )
