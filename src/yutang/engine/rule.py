"""The rule language: a typed tree that says which customers qualify. JSON in and out in engine.codec.

A node is told by its `op`. Lists stand for "one of these" and, where they are empty, for "any". Numbers are integers
(money in cents), bounds are inclusive. A condition holds or it doesn't, there is no third answer: `not` is everybody
else, also those of whom nothing is known.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

MAX_LEVELS = 20
Names = Annotated[list[str], Meta(max_length=1_000)]
Ids = Annotated[list[int], Meta(max_length=1_000)]


class Node(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="op"):
    """What every node of a rule is."""


class Moment(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One of three: a tenant's day, a day counted back from today (0: today), an instant in ms since 1970."""

    day: str | None = None
    days_ago: int | None = None
    instant: int | None = None


class Fact(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which facts of a customer are meant: a kind, and what its columns must hold (`catalogue.Asked.columns`).

    `traits` all, `without` none of them. Of order.placed and order.refunded, rows that no total counts (cancelled, in
    other money) are left out unless `traits` asks for them.
    """

    kind: str
    channels: Names = []
    groups: Ids = []
    staff: Ids = []
    sources: Names = []
    tags: Names = []
    objects: Ids = []
    traits: Names = []
    without: Names = []
    amount_at_least: int | None = None
    amount_at_most: int | None = None


class Window(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="span"):
    """What every window is. None of them reaches past now."""


class Last(Window, frozen=True, tag="last"):
    """From the beginning of the tenant's day `days` days ago until now."""

    days: int


class Between(Window, frozen=True, tag="between"):
    """From `since` (a day: its beginning) until `until` (a day: its end; an instant: just before it)."""

    since: Moment | None = None
    until: Moment | None = None


class SinceFact(Window, frozen=True, tag="since_fact"):
    """After a customer's own first or last such fact; for somebody without one the window is empty."""

    fact: Fact
    which: Literal["first", "last"] = "last"


Span = Last | Between
AnySpan = Last | Between | SinceFact


class All(Node, frozen=True, tag="all"):
    """Each of them holds. Of nothing: everybody."""

    rules: "list[Rule]"


class AnyOf(Node, frozen=True, tag="any"):
    """At least one of them holds."""

    rules: "list[Rule]"


class Not(Node, frozen=True, tag="not"):
    rule: "Rule"


class Known(Node, frozen=True, tag="known"):
    """An attribute has a value, whatever it is."""

    attribute: str


class TextIs(Node, frozen=True, tag="text"):
    """A text or place is one of `values`, or contains or begins with one. Capitals count."""

    attribute: str
    values: Names
    how: Literal["is", "is_not", "contains", "contains_not", "begins"] = "is"


class NumberIs(Node, frozen=True, tag="number"):
    """A number or money within bounds."""

    attribute: str
    at_least: int | None = None
    at_most: int | None = None


class DateIs(Node, frozen=True, tag="date"):
    """A date within days, both included. An instant stands for its day."""

    attribute: str
    since: Moment | None = None
    until: Moment | None = None


class Anniversary(Node, frozen=True, tag="anniversary"):
    """A date comes round within so many days from today (0: today). 29 February is kept on the 28th in other years."""

    attribute: str
    within: int


class ChoiceIs(Node, frozen=True, tag="choice"):
    """A choice, or one of the choices, is among `values`; `all_of`: each of the values was chosen."""

    attribute: str
    values: Names
    how: Literal["one_of", "none_of", "all_of"] = "one_of"


class HasTag(Node, frozen=True, tag="tag"):
    """The person, or a relation of theirs (`staff`: with one of these), bears a tag that has not run out."""

    tag: str
    sources: Names = []
    confidence: int | None = None
    added: Span | None = None
    staff: Ids = []


class Consent(Node, frozen=True, tag="consent"):
    """The last word on a purpose and channel: given and not run out, or (`given` false) withdrawn.

    A word on all channels is one on each of them. Without `channel`: it is so for at least one.
    """

    purpose: str
    channel: str | None = None
    given: bool = True


class Did(Node, frozen=True, tag="did"):
    """Such facts happened so many times (no bounds: at least once). `of`: what is counted.

    Left out, `of` is "fact"; of order.placed, whose rows are items of an order, it is "object".
    """

    fact: Fact
    at_least: int | None = None
    at_most: int | None = None
    window: AnySpan | None = None
    of: Literal["fact", "object", "day", "group"] | None = None


class Amount(Node, frozen=True, tag="amount"):
    """The amounts of such facts, summed up within bounds. The sum of nothing is 0; other measures of nothing fail."""

    fact: Fact
    measure: Literal["sum", "max", "min", "average", "first", "last"]
    at_least: int | None = None
    at_most: int | None = None
    window: AnySpan | None = None


class Time(Node, frozen=True, tag="time"):
    """A customer's first or last such fact of all falls into a window."""

    fact: Fact
    which: Literal["first", "last"]
    window: Span


class Sequence(Node, frozen=True, tag="sequence"):
    """`first`, then later `then` within so many hours, and nothing of `without` between the two.

    `window`: when `first` happened. Facts of the same microsecond are not one after the other. Where both are
    order.placed, the rows of an order (in the window or after it) are one fact, at the first of them.
    """

    first: Fact
    then: Fact
    within_hours: int
    without: Fact | None = None
    window: Span | None = None


class InSegment(Node, frozen=True, tag="segment"):
    segment: int


class InGroup(Node, frozen=True, tag="group"):
    """In such a group now, ever, or (`joined`) come in within a window. No filter: in any group."""

    groups: Ids = []
    when: Literal["now", "ever"] = "now"
    joined: Span | None = None
    states: Names = []
    advice: Names = []
    tags: Names = []


class Owner(Node, frozen=True, tag="owner"):
    """A member of staff of these follows them; none named: somebody does."""

    staff: Ids = []
    when: Literal["now", "ever"] = "now"


class FromSource(Node, frozen=True, tag="source"):
    """A relation of theirs came from one of these sources."""

    sources: Names
    when: Literal["now", "ever"] = "ever"


class InStage(Node, frozen=True, tag="stage"):
    stages: Names


class Spreading(Node, frozen=True, tag="spreading"):
    """They bring others."""


class Tie(Node, frozen=True, tag="tie"):
    """How strong the tie is."""

    ties: Names


class Score(Node, frozen=True, tag="score"):
    """One of the three scores of RFM within bounds."""

    of: Literal["recency", "frequency", "money"]
    at_least: int | None = None
    at_most: int | None = None


class InTier(Node, frozen=True, tag="tier"):
    """In one of the tiers of a layer; none named: in any of it."""

    layer: int
    tiers: Ids = []


class Spending(Node, frozen=True, tag="spending"):
    """Orders in number, what they cost, what went back, cost per order; who never bought has 0, and no average."""

    measure: Literal["orders", "spent", "refunded", "average"]
    at_least: int | None = None
    at_most: int | None = None


class KnownSince(Node, frozen=True, tag="known_since"):
    """First heard of within a window."""

    window: Span


class HasIdentity(Node, frozen=True, tag="identity"):
    """Has an account on one of these platforms; "phone" and "email" are platforms too."""

    platforms: Names


class Sample(Node, frozen=True, tag="sample"):
    """A fixed draw: everybody has a number of 0 to 9,999 under `salt`; those from `start` to before `end` are in."""

    salt: str
    start: int
    end: int


Leaf = (
    Known | TextIs | NumberIs | DateIs | Anniversary | ChoiceIs | HasTag | Consent | Did | Amount | Time
    | Sequence | InSegment | InGroup | Owner | FromSource | InStage | Spreading | Tie | Score | InTier | Spending
    | KnownSince | HasIdentity | Sample
)  # fmt: skip
Rule = All | AnyOf | Not | Leaf
EVERYBODY, NOBODY = All([]), AnyOf([])
