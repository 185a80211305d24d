"""What a layer is, what may be wrong with one, and what becomes of a proposal. Frozen values; no I/O, no clock."""

import enum
from collections.abc import Sequence

import msgspec

from yutang.engine import Fault, Rule, World, check
from yutang.engine.rule import InTier
from yutang.engine.walk import nodes
from yutang.kit.errors import YutangError

MOST_TIERS = 20
LONGEST_NAME = 60
LONGEST_HOLD = 3_650
MOST_PEOPLE = 100_000


class TierDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A tier as somebody wants it. `id`: of the one that it changes; None: a new one."""

    name: str
    rule: Rule  # who comes in
    stay: Rule | None = None  # who was in and fails `rule` stays while this holds
    hold_days: int = 0  # 24 hours each: nobody falls sooner after coming in
    capacity: int | None = None  # people in one group of this tier
    id: int | None = None


class LayerDraft(msgspec.Struct, frozen=True, kw_only=True):
    """`tiers`: the lowest first."""

    name: str
    tiers: list[TierDraft]


class Tier(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    name: str
    rule: Rule
    stay: Rule | None
    hold_days: int
    capacity: int | None


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """`tiers`: the lowest first. Instants: µs."""

    id: int
    name: str
    tiers: list[Tier]
    created_at: int
    changed_at: int


class ProposalState(enum.StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"  # stands until the rules say something else
    LAPSED = "lapsed"  # the rules said something else before anybody decided


class Change(msgspec.Struct, frozen=True):
    """From one tier to another, or out of the layer."""

    from_tier: int
    to_tier: int | None


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A change of tier that the rules ask for. `to_tier` None: out of the layer. Instants: µs."""

    id: int
    layer_id: int
    customer_id: int
    from_tier: int
    to_tier: int | None
    since: int
    state: ProposalState
    decided_at: int | None = None
    decided_by: int | None = None
    decided_by_name: str | None = None
    reason: str = ""
    ended_at: int | None = None


def faults(draft: LayerDraft, world: World, layer_id: int | None = None) -> list[Fault]:
    """What is wrong with the rules, each with its place: "tiers[1].rule.…", "tiers[1].stay.…"."""
    found: list[Fault] = []
    for n, tier in enumerate(draft.tiers):
        found += check(tier.rule, world, at=f"tiers[{n}].rule")
        found += [] if tier.stay is None else check(tier.stay, world, at=f"tiers[{n}].stay")
    if not found and layer_id is not None:
        refuse_own_name(draft, layer_id)
    return found


def refuse_own_name(draft: LayerDraft, layer_id: int) -> None:
    """A rule that asks for this layer's own tiers would move with every answer that it gives."""
    for tier in draft.tiers:
        for rule in [tier.rule, *([] if tier.stay is None else [tier.stay])]:
            if any(isinstance(node, InTier) and node.layer == layer_id for _, node, _ in nodes(rule, "")):
                raise YutangError("layer_names_itself", name=tier.name)


def refuse_unsound(draft: LayerDraft) -> None:
    """Raises YutangError for names and numbers that make no ladder."""
    for name in [draft.name, *(tier.name for tier in draft.tiers)]:
        if not name.strip() or len(name) > LONGEST_NAME:
            raise YutangError("layer_name", limit=LONGEST_NAME)
    if not 1 <= len(draft.tiers) <= MOST_TIERS:
        raise YutangError("layer_tiers", limit=MOST_TIERS)
    twice = _twice([tier.name.strip().casefold() for tier in draft.tiers])
    if twice is not None:
        raise YutangError("layer_tier_twice", name=draft.tiers[twice].name)
    if _twice([tier.id for tier in draft.tiers if tier.id is not None]) is not None:
        raise YutangError("layer_tier_unknown")
    for tier in draft.tiers:
        if not 0 <= tier.hold_days <= LONGEST_HOLD:
            raise YutangError("layer_hold", name=tier.name, limit=LONGEST_HOLD)
        if tier.capacity is not None and not 1 <= tier.capacity <= MOST_PEOPLE:
            raise YutangError("layer_capacity", name=tier.name, limit=MOST_PEOPLE)


def _twice(values: Sequence[object]) -> int | None:
    """The place of the first value that stood before."""
    return next((n for n, value in enumerate(values) if value in values[:n]), None)
