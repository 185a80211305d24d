"""The parts of a statement: parameters bound once, filters of facts, windows, sets of customers."""

from collections.abc import Iterable

import msgspec

from yutang.engine.catalogue import MONEY, TRAITS, World
from yutang.engine.dialects import Dialect
from yutang.engine.rule import AnySpan, Between, Fact, Last, SinceFact
from yutang.engine.times import NOW, Edge, Late, edges
from yutang.ledger.marks import mark

_NO_MONEY = TRAITS["cancelled"] | TRAITS["foreign_money"]


class Rows(msgspec.Struct, frozen=True):
    """A set of customers: those of the rows of `source` that satisfy `where` and `test`, grouped if `having` says so.

    `absent`: the condition holds for all the others. `numbers`: what `explain` tells, by name: aggregates over the rows
    of `where`, so that it can tell 7 where `test` asks for 8.
    """

    source: str
    customer: str
    where: tuple[str, ...]
    having: str = ""
    test: tuple[str, ...] = ()
    absent: bool = False
    numbers: tuple[tuple[str, str], ...] = ()

    def select(self) -> str:
        grouped = f" group by {self.customer} having {self.having}" if self.having else ""
        return f"select {self.customer} from {self.source}{_filter(self.where + self.test)}{grouped}"

    def tell(self) -> str:
        """One row with the numbers."""
        told = ", ".join(f"{sql} as {name}" for name, sql in self.numbers)
        return f"select {told} from {self.source}{_filter(self.where)}"


def _filter(held: tuple[str, ...]) -> str:
    return f" where {' and '.join(held)}" if held else ""


class Emit:
    """Collects the parameters of one statement. `narrow`: every set is of one customer, parameter `only`."""

    def __init__(self, world: World, dialect: Dialect, *, narrow: bool = False) -> None:
        self.world, self.dialect, self.narrow = world, dialect, narrow
        self.values: dict[str, object] = {}
        self.lates: dict[str, Late] = {}
        self._places: dict[tuple[type, object], str] = {}

    def bind(self, value: object) -> str:
        """The place of a value that stays; equal values share one."""
        if isinstance(value, Late):
            return self._bound(value, "t", self.lates)
        return self._bound(value, "p", self.values)

    def _bound(self, value: object, letter: str, into: dict[str, object] | dict[str, Late]) -> str:
        key = (type(value), value)
        if key not in self._places:
            name = f"{letter}{len(into) + 1}"
            into[name] = value  # pyright: ignore[reportArgumentType]
            self._places[key] = self.dialect.place(name)
        return self._places[key]

    def moment(self, edge: Edge) -> str:
        return self.bind(Late("instant", edge))

    def only(self, column: str) -> tuple[str, ...]:
        """That a column is a customer: one, or in a column that may be null, somebody."""
        return (f"{column} = {self.dialect.place('only')}",) if self.narrow else (f"{column} is not null",)

    def one(self, column: str) -> tuple[str, ...]:
        """The same for a column that is never null."""
        return self.only(column) if self.narrow else ()

    def among(self, column: str, values: Iterable[object]) -> tuple[str, ...]:
        """That a column is one of the values; of none: no filter."""
        places = [self.bind(value) for value in values]
        if len(places) == 1:
            return (f"{column} = {places[0]}",)
        return (f"{column} in ({', '.join(places)})",) if places else ()

    def within(self, column: str, least: int | None, most: int | None) -> tuple[str, ...]:
        """That an expression lies within bounds, both included."""
        low = () if least is None else (f"{column} >= {self.bind(least)}",)
        high = () if most is None else (f"{column} <= {self.bind(most)}",)
        return low + high

    def outside(self, column: str, least: int | None, most: int | None) -> str:
        low = [] if least is None else [f"{column} < {self.bind(least)}"]
        high = [] if most is None else [f"{column} > {self.bind(most)}"]
        return " or ".join(low + high) or "1 = 0"

    def window(self, column: str, span: Last | Between | None) -> tuple[str, ...]:
        """That a time lies in a window; nothing that comes after now does."""
        begin, end = edges(span)
        low = (f"{column} >= {self.moment(begin)}",) if begin else ()
        high = (f"{column} < {self.moment(end)}",) if end else ()
        return (*low, *high, f"{column} < {self.moment(NOW)}")

    def in_force(self, column: str) -> str:
        """That what ends at a time has not ended."""
        return f"({column} is null or {column} >= {self.moment(NOW)})"

    def fact(self, fact: Fact, alias: str) -> tuple[str, ...]:
        """What the columns of such facts hold."""
        kind = self.world.kinds[fact.kind].code
        found: list[str] = [f"{alias}.kind = {kind}"]
        found += self.among(f"{alias}.channel", [self.world.channels[name] for name in fact.channels])
        found += self.among(f"{alias}.group_id", fact.groups)
        found += self.among(f"{alias}.staff_id", fact.staff)
        found += self.among(f"{alias}.source_id", [mark("source", name) for name in fact.sources])
        objects = [*fact.objects, *(mark("tag", name) for name in fact.tags)]
        found += self.among(f"{alias}.object_id", objects)
        found += self._traits(fact, alias, kind)
        return (*found, *self.within(f"{alias}.amount", fact.amount_at_least, fact.amount_at_most))

    def _traits(self, fact: Fact, alias: str, kind: int) -> list[str]:
        asked = sum({TRAITS[name] for name in fact.traits})
        barred = sum({TRAITS[name] for name in fact.without})
        barred |= (_NO_MONEY & ~asked) if kind in MONEY else 0
        column, found = f"{alias}.traits", list[str]()
        if asked:
            found.append(f"{self.dialect.bits(column, asked)} = {asked}")
        if barred:
            found.append(f"{self.dialect.bits(column, barred)} = 0")
        return found

    def facts(self, fact: Fact, span: AnySpan | None) -> tuple[str, tuple[str, ...]]:
        """(source, where) of a customer's facts in a window, as `f`."""
        source, more = "fact f", ()
        if isinstance(span, SinceFact):
            anchor = "min" if span.which == "first" else "max"
            where = " and ".join(
                (*self.fact(span.fact, "g"), *self.window("g.happened", None), *self.only("g.customer_id"))
            )
            source += f" join (select g.customer_id, {anchor}(g.happened) as since from fact g where {where}"
            source += " group by g.customer_id) a on a.customer_id = f.customer_id"
            more, span = ("f.happened > a.since",), None
        where = (*self.fact(fact, "f"), *more, *self.window("f.happened", span), *self.only("f.customer_id"))
        return source, where
