"""Conditions on where people stand: stage, tie, scores, tier, spending, since when, by which accounts; fixed draws."""

import hashlib

from yutang.engine.conditions.facts import zero_will_do
from yutang.engine.emit import Emit, Rows
from yutang.engine.rule import (
    HasIdentity,
    InStage,
    InTier,
    KnownSince,
    Sample,
    Score,
    Spending,
    Spreading,
    Tie,
)

PRIME = 2_147_483_647  # squares of what is smaller fit 64 bits


def _standing(emit: Emit, column: str, *held: str) -> Rows:
    told = ((column, f"max(cast(s.{column} as integer))"),)
    return Rows("standing s", "s.customer_id", emit.one("s.customer_id"), test=held, numbers=told)


def stage(leaf: InStage, emit: Emit) -> Rows:
    return _standing(emit, "stage", *emit.among("s.stage", [emit.world.stages[one] for one in leaf.stages]))


def spreading(leaf: Spreading, emit: Emit) -> Rows:
    return _standing(emit, "spreading", "s.spreading")


def tie(leaf: Tie, emit: Emit) -> Rows:
    return _standing(emit, "tie", *emit.among("s.tie", [emit.world.ties[one] for one in leaf.ties]))


def score(leaf: Score, emit: Emit) -> Rows:
    column = f"s.{leaf.of}"
    held = emit.within(column, leaf.at_least, leaf.at_most) or (f"{column} is not null",)
    return _standing(emit, leaf.of, *held)


def tier(leaf: InTier, emit: Emit) -> Rows:
    which = (f"e.layer_id = {emit.bind(leaf.layer)}", *emit.one("e.customer_id"))
    told = (("tier", "max(e.tier_id)"), ("since", "max(e.since)"))
    return Rows(
        "tier_member e", "e.customer_id", which, test=emit.among("e.tier_id", leaf.tiers), numbers=told
    )


_SPENDING = {"orders": "b.orders", "spent": "b.cents", "refunded": "b.refunded"}


def spending(leaf: Spending, emit: Emit) -> Rows:
    """Who has no row bought nothing: where 0 will do, the set is of those for whom it will not."""
    one = emit.one("b.customer_id")
    told = tuple((name, f"coalesce(sum({column}), 0)") for name, column in _SPENDING.items())
    if leaf.measure == "average":
        low = (
            ()
            if leaf.at_least is None
            else (f"b.cents >= {emit.bind(leaf.at_least)} * cast(b.orders as bigint)",)
        )
        high = (
            ()
            if leaf.at_most is None
            else (f"b.cents <= {emit.bind(leaf.at_most)} * cast(b.orders as bigint)",)
        )
        return Rows("spending b", "b.customer_id", one, test=("b.orders > 0", *low, *high), numbers=told)
    column = _SPENDING[leaf.measure]
    if zero_will_do(leaf.at_least, leaf.at_most):
        held = (f"({emit.outside(column, leaf.at_least, leaf.at_most)})",)
        return Rows("spending b", "b.customer_id", one, test=held, absent=True, numbers=told)
    held = emit.within(column, leaf.at_least, leaf.at_most)
    return Rows("spending b", "b.customer_id", one, test=held, numbers=told)


def known_since(leaf: KnownSince, emit: Emit) -> Rows:
    held = emit.window("k.since", leaf.window)
    return Rows("customer k", "k.id", emit.one("k.id"), test=held, numbers=(("since", "max(k.since)"),))


def identity(leaf: HasIdentity, emit: Emit) -> Rows:
    held = (*emit.among("i.platform", leaf.platforms), *emit.only("i.customer_id"))
    return Rows("identity i", "i.customer_id", held, numbers=(("accounts", "count(*)"),))


def multipliers(salt: str) -> tuple[int, int, int, int]:
    """Four numbers below PRIME of a salt; the two that multiply are not 0."""
    told = hashlib.sha256(salt.encode()).digest()
    a, b, c, d = (int.from_bytes(told[n : n + 8], "big") for n in (0, 8, 16, 24))
    return 1 + a % (PRIME - 1), b % PRIME, 1 + c % (PRIME - 1), d % PRIME


def sample(leaf: Sample, emit: Emit) -> Rows:
    """x → (a x + b)^5 c + d modulo a prime, then 10,000: the fifth power is one to one there and no line any more."""
    a, b, c, d = (emit.bind(value) for value in multipliers(leaf.salt))
    one = "".join(f" where {held}" for held in emit.one("k.id"))
    x = f"select k.id, mod(mod(k.id, {PRIME}) * {a} + {b}, {PRIME}) as x from customer k{one}"
    y = f"select h.id, h.x, mod(h.x * h.x, {PRIME}) as y from ({x}) h"
    z = f"select h.id, mod(mod(h.y * h.y, {PRIME}) * h.x, {PRIME}) as z from ({y}) h"
    w = f"(select h.id, mod(mod(h.z * {c} + {d}, {PRIME}), 10000) as w from ({z}) h) q"
    held = emit.within("q.w", leaf.start, leaf.end - 1)
    return Rows(w, "q.id", (), test=held, numbers=(("number", "max(q.w)"),))
