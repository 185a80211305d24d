"""What is wrong with parts of a condition: names, bounds, moments, windows, facts. Places are relative: ".at_least"."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from yutang.engine.catalogue import TRAITS, Asked, World
from yutang.engine.faults import Fault
from yutang.engine.rule import AnySpan, Between, Fact, Last, Moment, SinceFact
from yutang.engine.times import MAX_DAYS, MAX_INSTANT

MAX_NUMBER = 1_000_000_000_000  # ten thousand million yuan in cents; products of it stay within 64 bits
MAX_TEXT = 1_000
Faults = Iterator[Fault]


def names(at: str, code: str, told: Iterable[str | int], known: Collection[str | int] | None) -> Faults:
    """Names that nothing bears. `known` None: they are not looked up."""
    for n, name in enumerate(told):
        if known is not None and name not in known:
            yield Fault(f"{at}[{n}]", code, {"name": name})


def one(at: str, code: str, name: str | int, known: Collection[str | int]) -> Faults:
    if name not in known:
        yield Fault(at, code, {"name": name})


def tag(at: str, name: str, world: World) -> Faults:
    if name in world.deleted_tags:
        yield Fault(at, "deleted_tag", {"name": name})
    elif name not in world.tags:
        yield Fault(at, "unknown_tag", {"name": name})


def tags(at: str, told: Iterable[str], world: World) -> Faults:
    for n, name in enumerate(told):
        yield from tag(f"{at}[{n}]", name, world)


def texts(at: str, told: list[str]) -> Faults:
    """At least one, none empty, without characters that no database keeps."""
    if not told:
        yield Fault(at, "empty")
    for n, text in enumerate(told):
        if not text or len(text) > MAX_TEXT or "\0" in text or (not text.isascii() and not _sound(text)):
            yield Fault(f"{at}[{n}]", "bad_text", {"limit": MAX_TEXT})


def _sound(text: str) -> bool:
    """Half of a surrogate pair is no text."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def ids(at: str, told: Iterable[int]) -> Faults:
    for n, number in enumerate(told):
        if not 0 <= number < 1 << 63:
            yield Fault(f"{at}[{n}]", "number_too_big", {"limit": MAX_NUMBER})


def bounds(least: int | None, most: int | None, *, needed: bool = True, floor: int | None = None,
           prefix: str = "") -> Faults:  # fmt: skip
    """`floor`: nothing can be less. `prefix`: of the fields' names."""
    low, high = f".{prefix}at_least", f".{prefix}at_most"
    if least is None and most is None:
        if needed:
            yield Fault(low, "no_bounds")
        return
    for at, bound in ((low, least), (high, most)):
        if bound is not None and abs(bound) > MAX_NUMBER:
            yield Fault(at, "number_too_big", {"limit": MAX_NUMBER})
        elif bound is not None and floor is not None and bound < floor:
            yield Fault(at, "too_small", {"least": floor, "n": bound})
    if least is not None and most is not None and least > most:
        yield Fault(low, "nothing_between", {"least": least, "most": most})


def moment(at: str, told: Moment, *, ahead: bool = False) -> Faults:
    """`ahead`: days to come are meant too."""
    if sum(part is not None for part in (told.day, told.days_ago, told.instant)) != 1:
        yield Fault(at, "moment_unclear")
    elif told.day is not None:
        if _date(told.day) is None:
            yield Fault(f"{at}.day", "bad_day", {"day": told.day[:40]})
    elif told.days_ago is not None:
        least = -MAX_DAYS if ahead else 0
        if not least <= told.days_ago <= MAX_DAYS:
            yield Fault(f"{at}.days_ago", "days_out_of_range", {"least": least, "most": MAX_DAYS})
    elif not 0 <= (told.instant or 0) <= MAX_INSTANT:
        yield Fault(f"{at}.instant", "bad_instant")


def _date(text: str) -> dt.date | None:
    """A day as 2026-05-01, of the years in which a day has a beginning in every zone."""
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return found if len(text) == 10 and 1900 <= found.year <= 2199 else None


def between(at: str, since: Moment | None, until: Moment | None, *, ahead: bool = False) -> Faults:
    if since is None and until is None:
        yield Fault(f"{at}.since", "no_bounds")
    wrong = [*moment(f"{at}.since", since, ahead=ahead)] if since else []
    wrong += [*moment(f"{at}.until", until, ahead=ahead)] if until else []
    yield from wrong
    if since and until and not wrong and _backwards(since, until):
        yield Fault(f"{at}.until", "window_backwards")


def _backwards(since: Moment, until: Moment) -> bool:
    """Of two moments told in the same way; else only the day itself will tell."""
    if since.day and until.day:
        return since.day > until.day
    if since.instant is not None and until.instant is not None:
        return since.instant >= until.instant
    return since.days_ago is not None and until.days_ago is not None and since.days_ago < until.days_ago


def window(at: str, span: AnySpan | None, world: World) -> Faults:
    if isinstance(span, Last):
        if span.days < 1:
            yield Fault(f"{at}.days", "window_empty", {"days": span.days})
        elif span.days > MAX_DAYS:
            yield Fault(f"{at}.days", "window_too_long", {"days": span.days, "limit": MAX_DAYS})
    elif isinstance(span, Between):
        yield from between(at, span.since, span.until)
    elif isinstance(span, SinceFact):
        yield from fact(f"{at}.fact", span.fact, world)


def fact(at: str, told: Fact, world: World) -> Faults:
    asked = world.kinds.get(told.kind)
    if asked is None:
        yield Fault(f"{at}.kind", "unknown_kind", {"name": told.kind[:80]})
        return
    yield from _filters(at, told, asked)
    yield from names(f"{at}.channels", "unknown_channel", told.channels, world.channels)
    yield from names(f"{at}.groups", "unknown_group", told.groups, world.groups)
    yield from names(f"{at}.staff", "unknown_staff", told.staff, world.staff)
    yield from names(f"{at}.sources", "unknown_source", told.sources, world.sources)
    yield from names(f"{at}.traits", "unknown_trait", told.traits, TRAITS)
    yield from names(f"{at}.without", "unknown_trait", told.without, TRAITS)
    yield from tags(f"{at}.tags", told.tags, world)
    for field in ("groups", "staff", "objects"):
        yield from ids(f"{at}.{field}", getattr(told, field))
    for n, name in enumerate(told.traits):
        if name in told.without:
            yield Fault(f"{at}.traits[{n}]", "contradiction")
    for wrong in bounds(told.amount_at_least, told.amount_at_most, needed=False, prefix="amount_"):
        yield Fault(at + wrong.at, wrong.code, wrong.params)


def _filters(at: str, told: Fact, asked: Asked) -> Faults:
    """Filters that this kind's columns can't answer."""
    for field in ("channels", "groups", "staff", "sources", "tags", "objects", "traits", "without"):
        if getattr(told, field) and field not in asked.columns:
            yield Fault(f"{at}.{field}", "no_such_filter", {"kind": told.kind, "filter": field})
    for field in ("amount_at_least", "amount_at_most"):
        if getattr(told, field) is not None and "amount" not in asked.columns:
            yield Fault(f"{at}.{field}", "no_such_filter", {"kind": told.kind, "filter": "amount"})
