"""The parts of a statement: parameters bound once, filters of facts, windows, sets of customers."""

from collections.abc import Iterable

import msgspec

from yutang.engine.catalogue import MONEY, TRAITS, World
from yutang.engine.dialects import Dialect
from yutang.engine.rule import AnySpan, Between, Fact, Last, SinceFact
from yutang.engine.times import NOW, Edge, Late, edges
from yutang.ledger.catalogue import Kind
from yutang.ledger.marks import mark

_CANCELLED = TRAITS["cancelled"]
_NO_MONEY = _CANCELLED | TRAITS["foreign_money"]


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

    def fact(self, fact: Fact, alias: str, begin: Edge | None = None) -> tuple[str, ...]:
        """What the columns of such facts hold. `begin`: nothing earlier is looked at."""
        kind = self.world.kinds[fact.kind].code
        found: list[str] = [f"{alias}.kind = {kind}"]
        found += self.among(f"{alias}.channel", [self.world.channels[name] for name in fact.channels])
        found += self.among(f"{alias}.group_id", fact.groups)
        found += self.among(f"{alias}.staff_id", fact.staff)
        found += self.among(f"{alias}.source_id", [mark("source", name) for name in fact.sources])
        objects = [*fact.objects, *(mark("tag", name) for name in fact.tags)]
        found += self.among(f"{alias}.object_id", objects)
        found += self._traits(fact, alias, kind, begin)
        return (*found, *self.within(f"{alias}.amount", fact.amount_at_least, fact.amount_at_most))

    def _traits(self, fact: Fact, alias: str, kind: int, begin: Edge | None) -> list[str]:
        asked = sum({TRAITS[name] for name in fact.traits})
        barred = sum({TRAITS[name] for name in fact.without})
        barred |= (_NO_MONEY & ~asked) if kind in MONEY else 0
        column, found = f"{alias}.traits", list[str]()
        if kind == Kind.ORDER_PLACED:
            found += [self._cancelled(alias, _CANCELLED, begin)] if asked & _CANCELLED else []
            found += [self._cancelled(alias, 0, begin)] if barred & _CANCELLED else []
            asked, barred = asked & ~_CANCELLED, barred & ~_CANCELLED
        if asked:
            found.append(f"{self.dialect.bits(column, asked)} = {asked}")
        if barred:
            found.append(f"{self.dialect.bits(column, barred)} = 0")
        return found

    def _cancelled(self, alias: str, bit: int, begin: Edge | None) -> str:
        """Whether a row's order is cancelled (`bit`) or not (0): as the row itself says, or where the order was changed
        and its last word is another (as the fold of `spending` has it), just the other way.

        A last word is no earlier than the row, so `begin` goes for it too. Where no row is cancelled, all ends at
        `least`: whole blocks are passed over by it, and what it leaves empty is not joined.
        """
        last = "first_value(g.traits) over (partition by g.customer_id, g.object_id"
        last += " order by g.happened desc, g.kind desc, g.key_hi desc, g.key_lo desc)"
        both = f"in ({Kind.ORDER_PLACED:d}, {Kind.ORDER_CHANGED:d})"
        least = f"h.traits >= {_CANCELLED} and {self.dialect.bits('h.traits', _CANCELLED)} = {_CANCELLED}"
        off = f"select h.object_id from fact h where h.kind {both} and {least} and {self._told('h', begin)}"
        changed = (
            f"select e.customer_id, e.object_id from fact e where e.kind = {Kind.ORDER_CHANGED:d}"
            f" and {self._told('e', begin)} and e.object_id in ({off})"
        )
        turned = (
            f"select s.id from (select g.id, g.traits, {last} as last from fact g where g.kind {both}"
            f" and {self._told('g', begin)} and (g.customer_id, g.object_id) in ({changed})) s"
            f" where {self.dialect.bits('s.traits', _CANCELLED)} <> {self.dialect.bits('s.last', _CANCELLED)}"
        )
        own = f"{self.dialect.bits(f'{alias}.traits', _CANCELLED)} = {bit}"
        return f"({own}) <> ({alias}.id in ({turned}))"

    def _told(self, alias: str, begin: Edge | None) -> str:
        low = (f"{alias}.happened >= {self.moment(begin)}",) if begin else ()
        held = (*low, *self.window(f"{alias}.happened", None), *self.only(f"{alias}.customer_id"))
        return " and ".join(held)

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
        begin, _ = edges(span)
        where = (
            *self.fact(fact, "f", begin),
            *more,
            *self.window("f.happened", span),
            *self.only("f.customer_id"),
        )
        return source, where
