"""Made-up rules for hypothesis, every condition of the language."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from tests.engine import shapes as s
from tests.engine.oracle import EPOCH

from yutang.engine import rule as r


def some(values: Any, least: int = 0) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(sorted(values)), min_size=least, max_size=2)


def bounds(values: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[int | None, int | None]]:
    """(at least, at most), at least one of them, in order."""
    both = st.tuples(values, values).map(lambda pair: (min(pair), max(pair)))
    return both | values.map(lambda n: (n, None)) | values.map(lambda n: (None, n))


def instants() -> st.SearchStrategy[int]:
    return s.days().map(lambda time: (time - EPOCH) // dt.timedelta(milliseconds=1))


def moments(*, ahead: bool = False) -> st.SearchStrategy[r.Moment]:
    back = st.integers(-40 if ahead else 0, 90)
    return (
        back.map(lambda n: r.Moment(days_ago=n))
        | back.map(lambda n: r.Moment(day=str(s.NOW.date() - dt.timedelta(days=n))))
        | instants().map(lambda n: r.Moment(instant=n))
    )


def spans() -> st.SearchStrategy[Any]:
    between = st.builds(r.Between, moments(), s.maybe(moments())) | moments().map(
        lambda m: r.Between(None, m)
    )
    return st.integers(1, 90).map(r.Last) | between


ORDERS = ("order.placed", "order.refunded")


@st.composite
def facts(draw: st.DrawFn, kinds: tuple[str, ...] = s.ASKED) -> r.Fact:
    kind = draw(st.sampled_from(kinds))
    fields: dict[str, Any] = {}
    if draw(st.integers(0, 2)) == 2:
        options = {
            "message.sent": {"groups": some(s.GROUPS), "objects": some(s.OBJECTS), "traits": some(["question"]),
                             "without": some(["complaint"])},
            "order.placed": {"groups": some(s.GROUPS), "objects": some(s.OBJECTS), "traits": some(["cancelled"])},
            "order.refunded": {"objects": some(s.OBJECTS), "without": some(["cancelled"])},
            "tag.added": {"staff": some(s.STAFF), "groups": some(s.GROUPS), "tags": some(s.TAGS)},
            "relation.begun": {"staff": some(s.STAFF), "sources": some(s.SOURCE)},
            "consent.given": {"channels": some(["wecom", "sms"])},
        }[kind]  # fmt: skip
        fields = draw(st.fixed_dictionaries({}, optional=options))
    if kind in ORDERS and draw(st.integers(0, 3)) == 3:
        fields["amount_at_least"], fields["amount_at_most"] = draw(bounds(s.amounts))
    return r.Fact(kind, **fields)


def windows() -> st.SearchStrategy[Any]:
    return (
        st.none() | st.none() | spans() | st.builds(r.SinceFact, facts(), st.sampled_from(["first", "last"]))
    )


@st.composite
def dids(draw: st.DrawFn) -> r.Did:
    fact = draw(facts() | facts(("order.placed",)))
    counted = [None, "fact", "day"]
    counted += ["object"] if fact.kind in ("message.sent", "order.placed") else []
    counted += ["group"] if fact.kind in ("message.sent", "order.placed", "tag.added") else []
    low, high = draw(st.just((None, None)) | bounds(st.integers(0, 4)))
    return r.Did(fact, low, high, draw(windows()), draw(st.sampled_from(counted)))


@st.composite
def sequences(draw: st.DrawFn) -> r.Sequence:
    """Of few facts, so that one is often told twice: A then B without A."""
    told = st.sampled_from(
        draw(st.lists(st.sampled_from(s.ASKED).map(r.Fact) | facts(), min_size=1, max_size=3))
    )
    hours = st.sampled_from([1, 24, 600, 3_000]) | st.integers(1, 600)
    return r.Sequence(draw(told), draw(told), draw(hours), draw(s.maybe(told)), draw(s.maybe(spans())))


@st.composite
def bounded(
    draw: st.DrawFn, make: Any, values: st.SearchStrategy[int], *parts: st.SearchStrategy[Any]
) -> Any:
    low, high = draw(bounds(values))
    return make(*(draw(part) for part in parts), at_least=low, at_most=high)


def _attributes() -> list[st.SearchStrategy[Any]]:
    words = ["广", "深圳", "广东", "%", "b"]
    dates = st.tuples(s.maybe(moments(ahead=True)), s.maybe(moments(ahead=True))).filter(any)
    return [
        st.sampled_from(sorted(s.TYPES)).map(r.Known),
        st.builds(r.TextIs, st.sampled_from(["word", "place"]), some(words, 1),
                  st.sampled_from(["is", "is_not", "contains", "contains_not", "begins"])),
        bounded(r.NumberIs, s.amounts, st.sampled_from(["n", "cents"])),
        dates.map(lambda pair: r.DateIs("born", *pair)),
        st.builds(r.Anniversary, st.just("born"), st.integers(0, 40) | st.integers(0, 366)),
        st.builds(r.ChoiceIs, st.sampled_from(["one", "many"]), some(s.CHOICES, 1), st.sampled_from(["one_of", "none_of"])),
        st.builds(r.ChoiceIs, st.just("many"), some(s.CHOICES, 1), st.just("all_of")),
    ]  # fmt: skip


def _facts() -> list[st.SearchStrategy[Any]]:
    money = facts(("order.placed", *ORDERS))
    measures = st.sampled_from(["sum", "max", "min", "average", "first", "last"])
    return [
        dids(),
        dids(),
        st.tuples(money, measures, windows(), bounds(s.amounts)).map(
            lambda t: r.Amount(t[0], t[1], at_least=t[3][0], at_most=t[3][1], window=t[2])
        ),
        st.builds(r.Time, facts(), st.sampled_from(["first", "last"]), spans()),
        sequences(),
        sequences(),
    ]


def _people() -> list[st.SearchStrategy[Any]]:
    when = st.sampled_from(["now", "ever"])
    salts = st.tuples(st.text(min_size=1, max_size=3), st.integers(0, 9_999), st.integers(1, 10_000))
    return [
        st.builds(r.HasTag, st.sampled_from(s.TAGS), some(["rule", "staff"]), s.maybe(st.integers(0, 100)),
                  s.maybe(spans()), some(s.STAFF)),
        st.builds(r.Consent, st.sampled_from(s.PURPOSES), s.maybe(st.sampled_from(["wecom", "group"])), st.booleans()),
        st.builds(r.InSegment, st.integers(1, 3)),
        st.builds(r.InGroup, some(s.GROUPS), when, s.maybe(spans()), some(s.STATES), some(s.ADVICE), some(s.TAGS)),
        st.builds(r.Owner, some(s.STAFF), when),
        st.builds(r.FromSource, some(s.SOURCE), when),
        st.builds(r.InStage, some(s.STAGES, 1)),
        st.just(r.Spreading()),
        st.builds(r.Tie, some(s.TIES, 1)),
        bounded(r.Score, st.integers(1, 5), st.sampled_from(["recency", "frequency", "money"])),
        st.builds(r.InTier, st.just(1), some([1, 2, 3])),
        bounded(r.Spending, st.integers(0, 30), st.sampled_from(["orders", "spent", "refunded", "average"])),
        st.builds(r.KnownSince, spans()),
        st.builds(r.HasIdentity, some(s.PLATFORMS, 1)),
        salts.filter(lambda t: max(t[0]) < "\ud800" or max(t[0]) > "\udfff").filter(lambda t: t[1] < t[2]).map(lambda t: r.Sample(*t)),
    ]  # fmt: skip


LEAVES = st.one_of([*_attributes(), *_facts(), *_people()])
RULES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3).map(r.All)
        | st.lists(inner, min_size=1, max_size=3).map(r.AnyOf)
        | inner.map(r.Not)
    ),
    max_leaves=6,
)
OF_FACTS = st.one_of(_facts())
OF_PEOPLE = st.one_of([*_attributes(), *_people()])
PLAIN = LEAVES.filter(lambda leaf: not isinstance(leaf, r.InSegment))
