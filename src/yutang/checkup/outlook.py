"""What is expected of each group: the forecast, as the rules and reports read it."""

import datetime as dt
from collections.abc import Sequence

import duckdb
import msgspec
import numpy as np
import numpy.typing as npt

from yutang.checkup.forecast import features, model
from yutang.checkup.forecast.train import choose
from yutang.checkup.model import Reason

SNAPSHOT = """create or replace temp table snapshot as
    select group_id, $as_of::date as cut from cu_activity"""


class Outlook(msgspec.Struct, frozen=True):
    """`p` = probability of an active day in the next 28 days; None: no people were ever heard.

    `decay` = within the next 1, 7, 14, 28, 56 days. `reasons` are those of the forecast, largest first.
    """

    p: float | None
    reasons: tuple[Reason, ...] = ()
    decay: tuple[float, ...] = ()


def outlooks(cursor: duckdb.DuckDBPyConnection, as_of: dt.date) -> dict[int, Outlook]:
    """By group id, for every group that has messages or counts: the tenant's own model where it proves better."""
    chosen = choose(cursor, as_of, model.shipped()).model
    cursor.execute(SNAPSHOT, {"as_of": as_of})
    past = features.read(cursor, features.HEARD_IN_CHECKUP)
    found = model.forecast(past, chosen)
    rows = zip(
        past.group_id.tolist(), found.p.tolist(), found.decay.tolist(), _why(found.shares), strict=True
    )
    return {g: Outlook(None) if p != p else Outlook(p, why, tuple(decay)) for g, p, decay, why in rows}  # noqa: PLR0124 - nan


def _why(shares: npt.NDArray[np.float64]) -> Sequence[tuple[Reason, ...]]:
    """The two largest shares that pull the way of the sum, for all groups at once."""
    if not len(shares):
        return []
    way = np.where(np.nansum(shares, axis=1) >= 0, 1.0, -1.0)
    pull = np.nan_to_num(shares * way[:, None])
    best = np.argsort(-pull, axis=1, kind="stable")[:, :2]
    strong = np.take_along_axis(pull, best, axis=1) >= 0.25
    named = [tuple(Reason(f"forecast_{c}") for c in model.CODES[n]) for n in features.NAMES]
    places: list[list[int]] = best.tolist()
    kept: list[list[bool]] = strong.tolist()
    ups: list[bool] = (way > 0).tolist()
    return [
        tuple(named[i][up] for i, is_strong in zip(two, use, strict=True) if is_strong)
        for two, use, up in zip(places, kept, ups, strict=True)
    ]
