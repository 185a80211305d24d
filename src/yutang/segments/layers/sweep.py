# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bring layers up to now: first tiers are recorded, changes proposed, and tables follow.

Killed in between, the next run finds nothing more to record and lets the tables follow.
"""

import enum

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.engine import World, check
from yutang.ledger.ledger import Ledger
from yutang.segments.layers import store
from yutang.segments.layers.actions import keep_plan
from yutang.segments.layers.ladder import Plan, finder, hold, plan
from yutang.segments.layers.model import Layer
from yutang.segments.saved.world import world


class Outcome(enum.StrEnum):
    SWEPT = "swept"
    SUPERSEDED = "superseded"  # changed or retired meanwhile: the run that this ordered does it
    FAILED = "failed"  # something in its rules is wrong by now: everybody stays where they are


class Climbed(msgspec.Struct, frozen=True, kw_only=True):
    outcome: Outcome
    placed: int = 0
    proposed: int = 0
    lapsed: int = 0


class _Superseded(Exception):
    """Raised in the transaction that would keep a plan, to keep nothing of it."""


def sweep(ledger: Ledger, layer_id: int, *, now: int) -> Climbed:
    """One layer, as of `now` (µs)."""
    with ledger.state.read() as conn:
        found = store.layers(conn, [layer_id])
        if not found:
            return Climbed(outcome=Outcome.SUPERSEDED)
        layer, standing = found[0], store.standing(conn, layer_id)
        with ledger.analytics.transaction() as cursor:  # all of it of one moment
            known = world(conn, cursor, ledger.zone)
            if _wrong(layer, known):
                return Climbed(outcome=Outcome.FAILED)
            asked = plan(cursor, layer, finder(known, now), now, standing)
    try:
        proposed = _keep(ledger, layer, asked, now)
    except _Superseded:
        return Climbed(outcome=Outcome.SUPERSEDED)
    ledger.derive(lambda cursor: hold(cursor, layer))
    return Climbed(
        outcome=Outcome.SWEPT, placed=asked.placed.num_rows, proposed=proposed, lapsed=asked.lapsed.num_rows
    )


def release(ledger: Ledger) -> None:
    """Nobody is in a tier of a layer that is out of use."""
    with ledger.state.read() as conn:
        live = [one.id for one in store.layers(conn)]

    def write(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.execute("delete from tier_member where layer_id not in (select unnest(?::bigint[]))", [live])

    ledger.derive(write)


def _wrong(layer: Layer, known: World) -> bool:
    rules = [rule for tier in layer.tiers for rule in (tier.rule, tier.stay) if rule is not None]
    return any(check(rule, known) for rule in rules)


def _keep(ledger: Ledger, layer: Layer, asked: Plan, now: int) -> int:
    """How many proposals are new."""
    made = [0]

    def also(conn: sa.Connection) -> None:
        if store.layers(conn, [layer.id]) != [layer]:
            raise _Superseded
        made[0] = keep_plan(conn, layer.id, asked, now=now)

    if asked.placed.num_rows:
        ledger.record(asked.placed, origin=f"layer {layer.id}", now=now, also=also)
    elif asked.proposed.num_rows or asked.lapsed.num_rows:
        ledger.state.write(also)
    return made[0]
