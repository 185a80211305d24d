"""What is expected of one group: the forecast's answer, as the rules read it."""

import math

import duckdb
import msgspec

from yutang.checkup.model import Reason

DECAY_DAYS = (1, 7, 14, 28, 56)


class Outlook(msgspec.Struct, frozen=True):
    """`p` = probability of an active day in the next 28 days; `decay` = within the next 1, 7, 14, 28, 56 days."""

    p: float
    reasons: tuple[Reason, ...] = ()
    decay: tuple[float, ...] = ()


def outlooks(cursor: duckdb.DuckDBPyConnection, as_of: object) -> dict[int, Outlook]:
    """By group id, for every group that was ever heard."""
    rows = cursor.execute(
        """select a.group_id, ($as_of - last_active)::integer, coalesce(c.gaps, 0), coalesce(c.span, 0)
        from cu_activity a left join cu_cadence c using (group_id)""",
        {"as_of": as_of},
    ).fetchall()
    return {g: _rhythm(silent, gaps, span) for g, silent, gaps, span in rows}


def _rhythm(silent: int | None, gaps: int, span: int) -> Outlook:
    if silent is None:
        return Outlook(0.02)
    rate = (gaps + 0.2) / (span + silent + 28.0)
    alive = (1 + span) / (1 + span + silent) if gaps else 28 / (28 + silent)
    decay = tuple(round(alive * (1 - math.exp(-rate * d * 1.5)), 4) for d in DECAY_DAYS)
    return Outlook(decay[3], (), decay)
