# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What costs more than one pass: changepoints of groups, and near-same texts in many groups."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import duckdb
import numpy as np

from yutang.checkup.advice import Judgement
from yutang.checkup.changepoints import DAYS, changepoints
from yutang.checkup.measures.base import BRAND
from yutang.checkup.measures.noise import WISH
from yutang.checkup.model import Blast, Change, State
from yutang.checkup.near import MIN_LETTERS, Near, near_same
from yutang.checkup.situation import Situation
from yutang.checkup.survey import Part, Sent
from yutang.ledger.catalogue import Role
from yutang.ledger.traits import Trait

MOST_GROUPS = 40  # looked at when nobody asked for depth: the busiest whose state changed
MOST_TEXTS = 20_000  # compared when nobody asked for depth: a second's work

LIKELY = f"""select count(*) from cu_recent
    where traits & {Trait.FILLER | Trait.MEDIA:d} = 0 and role <> {Role.BOT:d}"""
# A link that is a blast already is told by its address: its decoration says nothing more.
TEXTS = f"""select r.group_id, r.identity_id, r.day, r.role in {BRAND} as brand,
        r.traits & {Trait.LINK:d} > 0 as is_link, coalesce(r.object_id, 0) as object_id, p.text
    from cu_recent r join payload p on p.fact_id = r.id
    anti join (from cu_blast where is_link) known on known.object_id = r.object_id
    where r.traits & {Trait.FILLER | Trait.MEDIA:d} = 0 and r.role <> {Role.BOT:d}
        and length(p.text) >= {MIN_LETTERS} and not ({WISH})
    order by r.id"""


def moved(s: Situation, state: State) -> bool:
    """Has the state changed within 28 days, as far as activity tells? A cheap sign, not a second check-up."""
    if state is State.FADING:
        return True
    if s.active_before >= 3 and s.active_28 == 0:
        return True
    return s.active_28 >= 3 and s.active_28 >= 2 * s.active_before + 3 and s.watched_days > 56


def worth_a_look(
    situations: Sequence[Situation], judged: Mapping[int, Judgement], *, deep: bool
) -> list[int]:
    """Which groups' changepoints to look for."""
    if deep:
        return [s.group_id for s in situations if s.active_days]
    changed = [s for s in situations if moved(s, judged[s.group_id].state)]
    changed.sort(key=lambda s: (-s.messages_28 - s.messages_before, s.group_id))
    return [s.group_id for s in changed[:MOST_GROUPS]]


def changes(
    cursor: duckdb.DuckDBPyConnection, groups: Iterable[int], as_of: dt.date
) -> dict[int, list[Change]]:
    """Lasting changes of level by group, from people's messages a day of the last 180 days."""
    wanted = list(groups)
    rows = cursor.execute(
        f"""select group_id, ($as_of - day)::integer, messages from cu_group_day
        semi join (select unnest($ids::bigint[]) as group_id) using (group_id)
        where day > $as_of - {DAYS} and messages > 0""",
        {"as_of": as_of, "ids": wanted},
    ).fetchall()
    series: dict[int, np.ndarray] = {g: np.zeros(DAYS) for g in {r[0] for r in rows}}
    for group, ago, messages in rows:
        series[group][DAYS - 1 - ago] = messages
    first = as_of - dt.timedelta(DAYS - 1)
    found = {g: changepoints(*_trimmed(values, first)) for g, values in series.items()}
    return {
        g: [Change(day=c.day, before=round(c.before, 2), after=round(c.after, 2)) for c in list_]
        for g, list_ in found.items()
        if list_
    }


def _trimmed(series: np.ndarray, first: dt.date) -> tuple[np.ndarray, dt.date]:
    """Without the days before the first message: a group's opening is no change of its level."""
    start = int(np.flatnonzero(series)[0])
    return series[start:], first + dt.timedelta(start)


class Reworded(NamedTuple):
    """Blasts in several wordings, and the fingerprints of those wordings: they are no blasts of their own."""

    blasts: list[Sent]
    absorbed: list[int]


def near_blasts(
    cursor: duckdb.DuckDBPyConnection, *, deep: bool, groups: int, most: int = MOST_TEXTS
) -> Reworded:
    """Reworded blasts of the last 28 days; none when there are too many texts and nobody asked for depth."""
    if not deep and cursor.execute(LIKELY).fetchall()[0][0] > most:
        return Reworded([], [])
    table = cursor.sql(TEXTS).to_arrow_table()
    columns = ("group_id", "identity_id", "brand", "is_link", "day", "object_id")
    named = {n: table[n].to_numpy() for n in columns}
    found = [
        near
        for near in near_same(named["group_id"], table["text"], groups)
        if near.wordings >= 2 and _sent_on_purpose(near, named, groups)
    ]
    rows = [near.rows for near in found]
    absorbed = np.unique(named["object_id"][np.concatenate(rows)]).tolist() if rows else []
    return Reworded([_blast(near, named) for near in found], absorbed)


def _blast(near: Near, named: Mapping[str, np.ndarray]) -> Sent:
    groups, days = named["group_id"][near.rows], named["day"][near.rows].astype("datetime64[D]")
    blast = Blast(
        sample=near.sample[:80],
        is_link=bool(named["is_link"][near.rows].any()),
        groups=near.groups,
        messages=len(near.rows),
        first_day=days.min().item(),
        near=True,
    )
    parts = [
        Part(int(group), int((groups == group).sum()), days[groups == group].min().item())
        for group in np.unique(groups)
    ]
    return Sent(blast, parts)


def _sent_on_purpose(near: Near, named: Mapping[str, np.ndarray], groups: int) -> bool:
    """By the brand, with a link, or by one hand in so many groups: the same rule as for the very same text."""
    rows = near.rows
    if _within_three_days(named["day"][rows], named["group_id"][rows]) < groups:
        return False
    if named["brand"][rows].any() or named["is_link"][rows].any():
        return True
    pairs = np.unique(np.stack((named["identity_id"][rows], named["group_id"][rows]), axis=1), axis=0)
    return bool((np.unique(pairs[:, 0], return_counts=True)[1] >= groups).any())


def _within_three_days(days: np.ndarray, groups: np.ndarray) -> int:
    """Most distinct groups on three days in a row."""
    day = days.astype("datetime64[D]").astype(np.int64)
    spread = np.concatenate([np.stack((day - back, groups), axis=1) for back in range(3)])
    starts = np.unique(spread, axis=0)[:, 0]
    return int(np.unique(starts, return_counts=True)[1].max())
