"""Which function makes which condition's set."""

from collections.abc import Callable
from typing import Any

from yutang.engine import rule as r
from yutang.engine.conditions import attributes, bonds, facts, standing
from yutang.engine.emit import Emit, Rows

_MAKERS: dict[type, Callable[[Any, Emit], Rows]] = {
    r.Known: attributes.known,
    r.TextIs: attributes.text,
    r.NumberIs: attributes.number,
    r.DateIs: attributes.date,
    r.Anniversary: attributes.anniversary,
    r.ChoiceIs: attributes.choice,
    r.HasTag: bonds.tag,
    r.Consent: bonds.consent,
    r.Did: facts.did,
    r.Amount: facts.amount,
    r.Time: facts.time,
    r.Sequence: facts.sequence,
    r.InSegment: bonds.segment,
    r.InGroup: bonds.group,
    r.Owner: bonds.owner,
    r.FromSource: bonds.source,
    r.InStage: standing.stage,
    r.Spreading: standing.spreading,
    r.Tie: standing.tie,
    r.Score: standing.score,
    r.InTier: standing.tier,
    r.Spending: standing.spending,
    r.KnownSince: standing.known_since,
    r.HasIdentity: standing.identity,
    r.Sample: standing.sample,
}


def rows(leaf: r.Leaf, emit: Emit) -> Rows:
    """The set of a condition of a normalised rule."""
    return _MAKERS[type(leaf)](leaf, emit)
