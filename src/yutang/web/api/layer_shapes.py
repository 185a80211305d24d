"""Layers and proposals as the API tells and takes them. Instants are milliseconds since 1970, UTC."""

from typing import Annotated

import msgspec

from yutang.segments.layers.model import LONGEST_HOLD, LONGEST_NAME, MOST_PEOPLE, MOST_TIERS, ProposalState
from yutang.web.api.segment_shapes import LARGEST_ID, RuleGiven, RuleTold
from yutang.web.problem import Place

Id = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_NAME)]


class TierView(msgspec.Struct, frozen=True, kw_only=True):
    """`stay`: who was in and fails `rule` stays while this holds. `hold_days`: nobody falls sooner. `capacity`: people
    in one group of this tier. `members`: whom the viewer sees, as of the last run."""

    id: int
    name: str
    rule: RuleTold
    stay: RuleTold | None
    hold_days: int
    capacity: int | None
    members: int


class ProposedChange(msgspec.Struct, frozen=True, kw_only=True):
    """Open proposals of customers whom the viewer sees. `to_tier` null: out of the layer."""

    from_tier: int
    to_tier: int | None
    count: int


class LayerView(msgspec.Struct, frozen=True, kw_only=True):
    """`tiers`: the lowest first. `outside`: whom the viewer sees and who is in none. `faults`: what is wrong with the
    rules by now (a tag was deleted since); such a layer is not swept."""

    id: int
    name: str
    tiers: list[TierView]
    outside: int
    waiting: list[ProposedChange]
    faults: list[Place]
    created_at: int
    changed_at: int


class LayerViews(msgspec.Struct, frozen=True):
    items: list[LayerView]


class TierWanted(msgspec.Struct, frozen=True, kw_only=True):
    """`id`: of the tier that it changes; null: a new one."""

    name: Name
    rule: RuleGiven
    stay: RuleGiven | None = None
    hold_days: Annotated[int, msgspec.Meta(ge=0, le=LONGEST_HOLD)] = 0
    capacity: Annotated[int, msgspec.Meta(ge=1, le=MOST_PEOPLE)] | None = None
    id: Id | None = None


class LayerWanted(msgspec.Struct, frozen=True, kw_only=True):
    """`tiers`: the lowest first."""

    name: Name
    tiers: Annotated[list[TierWanted], msgspec.Meta(min_length=1, max_length=MOST_TIERS)]


class LayerMade(msgspec.Struct, frozen=True):
    """`job_id`: the run that places everybody; null: one is under way, and the next one does."""

    id: int
    job_id: int | None


class TierProposal(msgspec.Struct, frozen=True, kw_only=True):
    """`since_at`: when the rules first asked for it. `to_tier` null: out of the layer."""

    id: int
    customer_id: str
    name: str | None
    from_tier: int
    to_tier: int | None
    since_at: int
    state: ProposalState
    decided_at: int | None
    decided_by_name: str | None
    reason: str


class TierProposals(msgspec.Struct, frozen=True):
    """`next`: hand it in as `after` for more; null: that was all."""

    items: list[TierProposal]
    next: int | None


class WantedChange(msgspec.Struct, frozen=True, kw_only=True):
    from_tier: Id
    to_tier: Id | None


class ProposalsChosen(msgspec.Struct, frozen=True, kw_only=True):
    """`ids`; or, without any, all open proposals of `change` that the viewer sees."""

    ids: Annotated[list[Id], msgspec.Meta(max_length=10_000)] = []
    change: WantedChange | None = None


class ProposalsRefused(ProposalsChosen, frozen=True, kw_only=True):
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class ProposalsDecided(msgspec.Struct, frozen=True):
    count: int
