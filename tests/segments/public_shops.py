"""Two public archives of purchases and what they say, counted in plain Python over the raw files: no statement of the
product and no rule of it is used here, only the sentences of docs/methods/lifecycle.md and retention.md."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

RETAIL = "online_retail/online_retail_II_2009_2010.parquet"
JOURNEY = "completejourney/transactions_sample.parquet"
HOMES = "completejourney/demographics.parquet"
DORMANT = 90


@dataclass(frozen=True)
class Line:
    """A row of a file: `cents` below 0 went back. `nth`: of the rows of its order that lie together and say the same."""

    order: str
    item: str
    who: str
    cents: int
    when: dt.datetime
    nth: int = 1


@dataclass(frozen=True)
class Order:
    when: dt.datetime
    day: dt.date


class Plain:
    """Everybody of a shop as of the end of `last`, the local day of its last row."""

    def __init__(self, lines: list[Line], zone: str, others: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        once = {
            (one.order, one.item, one.cents, one.nth): one for one in reversed(lines)
        }  # twice is once, the first counts
        self.lines, self.zone = list(once.values()), ZoneInfo(zone)
        self.who = {one.who for one in self.lines} | others
        self.last = max(self.local(one.when) for one in self.lines)
        self.spent, self.back = Counter[str](), Counter[str]()
        begun: dict[str, dict[str, dt.datetime]] = defaultdict(dict)
        for one in self.lines:
            (self.back if one.cents < 0 else self.spent)[one.who] += abs(one.cents)
            if one.cents >= 0:
                mine = begun[one.who]
                mine[one.order] = min(mine.get(one.order, one.when), one.when)
        self.orders = {
            who: sorted((Order(when, self.local(when)) for when in mine.values()), key=lambda o: o.when)
            for who, mine in begun.items()
        }

    def local(self, when: dt.datetime) -> dt.date:
        return when.astimezone(self.zone).date()

    def scores(self) -> dict[str, tuple[int, int, int]]:
        """(recency, frequency, money) of everybody who bought: which of the sorted values' four cuts are reached."""
        columns: list[dict[str, int]] = [
            {who: o[-1].day.toordinal() for who, o in self.orders.items()},
            {who: len(o) for who, o in self.orders.items()},
            {who: self.spent[who] - self.back[who] for who in self.orders},
        ]
        cuts = []
        for column in columns:
            ordered = sorted(column.values())
            cuts.append([ordered[len(ordered) * k // 5] for k in (1, 2, 3, 4)])
        return {
            who: tuple(
                1 + sum(cut <= column[who] for cut in four)
                for column, four in zip(columns, cuts, strict=True)
            )
            for who in self.orders
        }  # type: ignore[return-value]

    def stage(self, who: str) -> str:
        """Nobody had a stage before."""
        orders = self.orders.get(who, [])
        if not orders:
            return "stranger"
        recent = sorted({o.day for o in orders if (self.last - o.day).days < 365})
        risk = 60
        if len(recent) >= 3:
            risk = min(max(ceil(3 * (recent[-1] - recent[0]).days / (len(recent) - 1)), 30), 120)
        silence = (self.last - orders[-1].day).days
        if silence > min(3 * risk, 365):
            return "lost"
        return "at_risk" if silence > risk else "repeat" if len(orders) > 1 else "buying"

    def moves(self) -> dict[str, Counter[str]]:
        """By month, "2010-01": who came, came back, fell silent. An order keeps somebody for its day and 90 more."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for orders in self.orders.values():
            days = sorted({o.day for o in orders})
            found[f"{days[0]:%Y-%m}"]["new"] += 1
            for day, after in zip(days, [*days[1:], None], strict=True):
                silent = day + dt.timedelta(DORMANT + 1)
                if silent > self.last or (after is not None and after <= silent):
                    continue
                found[f"{silent:%Y-%m}"]["dormant"] += 1
                if after is not None:
                    found[f"{after:%Y-%m}"]["returned"] += 1
        return found

    def bought_since(self, days: int) -> set[str]:
        """An order on the last day, or one of the `days` before it."""
        return {who for who, o in self.orders.items() if (self.last - o[-1].day).days <= days}

    def back_within(self, month: str, days: int) -> set[str]:
        """The first order in a month, and the second at most so many days of 24 hours later."""
        return {
            who for who, o in self.orders.items()
            if f"{o[0].day:%Y-%m}" == month and len(o) > 1 and o[1].when - o[0].when <= dt.timedelta(days)
        }  # fmt: skip


def counted(rows: Iterable[tuple[str, str, int]]) -> Iterator[int]:
    """Of (order, item, cents): which of its like each row is, among the rows of its order that lie together."""
    for _, together in groupby(rows, key=lambda row: row[0]):
        met: Counter[tuple[str, str, int]] = Counter()
        for row in together:
            met[row] += 1
            yield met[row]


def retail(samples: Path) -> list[Line]:
    """Local stamps of a shop in London; who has no number is nobody's customer."""
    rows = duckdb.execute(
        f"select Invoice, StockCode, \"Customer ID\", Quantity, Price, InvoiceDate from '{samples / RETAIL}'"
    ).fetchall()
    london = ZoneInfo("Europe/London")
    nth = counted((o, item, round(n * price * 100)) for o, item, _, n, price, _ in rows)
    return [
        Line(o, item, str(int(who)), round(n * price * 100),
             dt.datetime.fromisoformat(when).replace(tzinfo=london), place)
        for (o, item, who, n, price, when), place in zip(rows, nth, strict=True) if who is not None
    ]  # fmt: skip


def journey(samples: Path) -> list[Line]:
    """Stamps in UTC of a shop in the east of the United States: its year ends on 1 January, 05:00."""
    rows = duckdb.execute(
        "select basket_id, product_id, household_id, sales_value, transaction_timestamp"
        f" from '{samples / JOURNEY}'"
    ).fetchall()
    nth = counted((o, item, round(value * 100)) for o, item, _, value, _ in rows)
    return [
        Line(o, item, who, round(value * 100), when.replace(tzinfo=dt.UTC), place)
        for (o, item, who, value, when), place in zip(rows, nth, strict=True)
    ]


def homes(samples: Path) -> dict[str, str | None]:
    """Income by household."""
    return dict(duckdb.execute(f"select household_id, income from '{samples / HOMES}'").fetchall())
