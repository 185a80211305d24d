"""Rules to begin with. Names and what they are for: locales "starter.<code>" and "starter.<code>.about"."""

from collections.abc import Mapping

from yutang.engine import Rule
from yutang.engine.rule import (
    All,
    Between,
    Did,
    Fact,
    InGroup,
    KnownSince,
    Last,
    Moment,
    Not,
    Score,
    Spending,
)

_WROTE, _BOUGHT = Fact("message.sent"), Fact("order.placed")
STARTERS: Mapping[str, Rule] = {
    "new": KnownSince(Last(7)),
    "silent": All([
        KnownSince(Between(until=Moment(days_ago=30))),
        Not(Did(_WROTE, window=Last(30))),
        Not(Did(_BOUGHT, window=Last(30))),
    ]),
    "bought_once": Spending("orders", 1, 1),
    "high_value": All([Score("money", 5), Score("frequency", 4)]),
    "watcher_who_buys": All([InGroup(), Not(Did(_WROTE, window=Last(90))), Spending("orders", 1)]),
}  # fmt: skip
