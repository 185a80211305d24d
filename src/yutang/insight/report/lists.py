"""The lists to act on: one row a group, its sentence, its numbers and what opens under it."""

from collections.abc import Callable

import msgspec

from yutang.checkup.model import Advice, Checkup, GroupReport
from yutang.insight.columns import changes, matters
from yutang.insight.scale import height
from yutang.insight.wording import NONE, Words, clean

ROWS = 200  # a list on the page; the workbook has every group
ORDER = (Advice.STOP, Advice.MERGE, Advice.REVIVE, Advice.KEEP, Advice.UNKNOWN)
HORIZONS = (1, 7, 14, 28, 56)  # days of GroupReport.decay
HIGH = 24  # a sparkline is 112 by 24, a day 4 wide
Figure = tuple[str, Callable[[GroupReport], str]]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A group as the page shows it; every text still to be escaped."""

    number: int  # of the row on the page, from 1
    name: str
    where: str  # line of business and who runs it
    state: str
    why: str
    into: str  # the group to guide people into
    todo: str  # what to do first, where the list does not share it
    carry: list[tuple[str, str]]  # name, and what makes them matter
    carry_label: str
    spark: str  # SVG path
    cut: str  # SVG path of the days that are cut off at the top
    spark_label: str
    figures: list[tuple[str, str]]  # label and value, the six columns
    numbers: list[tuple[str, str]]  # label and value, what opens
    long: list[tuple[str, str]]  # the same, wide ones
    also: list[str]
    judged: str
    sort: dict[str, float]  # key of the sort menu (but "r", the rows' order) and its value, largest first


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    advice: str
    todo: str  # what to do, when it is the same for all
    groups: int
    hours: float
    heads: list[str]
    rows: list[Row]


def listed(checkup: Checkup) -> dict[str, int]:
    """Number of the row of each group that has one, by the group's id."""
    shown = (g for a in ORDER for g in [group for group in checkup.groups if group.advice is a][:ROWS])
    return {group.id: number for number, group in enumerate(shown, 1)}


def lists(checkup: Checkup, words: Words, top: int) -> list[Listing]:
    """The lists that have a group, in the order to act; at most 200 rows each."""
    found: list[Listing] = []
    numbers = listed(checkup)
    for advice in ORDER:
        groups = [group for group in checkup.groups if group.advice is advice]
        if not groups:
            continue
        shown = groups[:ROWS]
        columns = _columns(words, shown)
        todo = words.shared_todo(groups)
        rows = [_row(words, group, (top, columns, todo), numbers[group.id]) for group in shown]
        heads = [label for label, _ in columns]
        hours = round(sum(group.hours_freed_per_week for group in groups), 1)
        found.append(
            Listing(
                advice=advice,
                todo=todo,
                groups=len(groups),
                hours=hours,
                heads=heads,
                rows=rows,
            )
        )
    return found


def bars(spark: list[int], top: int) -> tuple[str, str]:
    """SVG paths of the days with messages, drawn from the base: those on the scale, and a notch on those above."""
    heights = [(4 * day + 2, HIGH * height(n, top)) for day, n in enumerate(spark[-28:]) if n > 0]
    over = [4 * day + 2 for day, n in enumerate(spark[-28:]) if n > top]
    return "".join(f"M{x} {HIGH}v-{high:.2g}" for x, high in heights), "".join(f"M{x} 3v2" for x in over)


def _row(words: Words, group: GroupReport, listing: tuple[int, list[Figure], str], number: int) -> Row:
    top, columns, shared = listing
    spark, cut = bars(group.spark, top)
    leave, unknown = group.advice in (Advice.STOP, Advice.MERGE), group.advice is Advice.UNKNOWN
    return Row(
        number=number,
        name=clean(group.name) or group.id,
        where=words("table.sep").join(clean(part) for part in (group.line, group.owner) if part),
        state=group.state,
        why=words.why(group),
        into=words.target(group) if words.needs_target(group) else "",
        todo=words.own_todo(group, shared),
        carry=[] if unknown else [(clean(one.name), matters(words, one)) for one in group.people[:5]],
        carry_label=words("report.carry" if leave else "report.watch"),
        spark=spark,
        cut=cut,
        spark_label=words("report.spark", n=group.messages_28d, peak=max(group.spark, default=0)),
        figures=[(label, value(group)) for label, value in columns],
        numbers=_numbers(words, group),
        long=_long(words, group),
        also=[words.reason(reason) for reason in group.reasons[1:]],
        judged=_judged(words, group),
        sort={
            "m": group.messages_28d,
            "d": -1 if group.days_silent is None else group.days_silent,
            "h": round(group.hours_freed_per_week, 2),
            "p": -1 if group.p_active_28d is None else round(group.p_active_28d, 2),
            "z": group.retained or 0,
        },
    )


def _columns(words: Words, groups: list[GroupReport]) -> list[Figure]:
    """Label and value of the columns that say something of at least one of the groups."""
    every: list[Figure] = [
        (words("report.col.active7"), lambda group: f"{group.active_days_7d}/7"),
        (words("report.col.messages"), lambda group: words.number(group.messages_28d)),
        (words("report.col.silent"), lambda group: words.silence(group.days_silent)),
        (words("report.col.p"), lambda group: words.percent(group.p_active_28d)),
        (words("report.col.members"), lambda group: words.number(group.retained)),
        (words("report.col.hours"), lambda group: _hours(words, group)),
    ]
    return [(label, value) for label, value in every if any(value(group) != NONE for group in groups)]


def _hours(words: Words, group: GroupReport) -> str:
    return words.hours(group.hours_freed_per_week) if group.hours_freed_per_week >= 0.05 else NONE


def _numbers(words: Words, group: GroupReport) -> list[tuple[str, str]]:
    """What opens under a row. Numbers that the evidence does not carry are left out, not shown as blanks."""
    values = {
        "last_active_day": words.day(group.last_active_day),
        "cadence_days": words.number(group.cadence_days),
        "silence_ratio": NONE
        if group.silence_ratio is None
        else f"{words.number(round(group.silence_ratio, 1))}×",
        "active_days_28d": words("report.per28", n=group.active_days_28d),
        "speakers_28d": words.number(group.speakers_28d),
        "trend": NONE if group.trend is None else f"{group.trend:.2f}×",
        "key_people": words.number(group.key_people or None),
        "gini": NONE if group.gini is None else f"{group.gini:.2f}",
        "response_minutes": words.number(group.response_minutes),
        "unanswered_28d": words.number(group.unanswered_28d or None),
        "inflow_28d": words.number(group.inflow_28d),
        "evaporation_28d": words.number(group.evaporation_28d),
        "net_28d": words.signed(group.net_28d),
        "rejoin_rate": words.percent(group.rejoin_rate),
        "staff_share_28d": words.percent(group.staff_share_28d),
        "filler_share_28d": words.percent(group.filler_share_28d),
        "blast_share_28d": words.percent(group.blast_share_28d),
        "spend_90d": words.number(None if group.spend_cents_90d is None else group.spend_cents_90d / 100),
    }
    return [(words(f"column.{code}"), value) for code, value in values.items() if value != NONE]


def _long(words: Words, group: GroupReport) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if (parts := group.structure) and parts.watchers is not None:
        counts = {"creators": parts.creators, "active": parts.active, "watchers": parts.watchers}
        found.append((words("report.structure"), words("report.structure.line", **counts)))
    if group.decay:
        pairs = zip(HORIZONS, group.decay, strict=False)
        chances = (words("report.chance", n=days, p=words.percent(p)) for days, p in pairs)
        found.append((words("report.again_days"), words("table.sep").join(chances)))
    if group.changes:
        found.append((words("column.changes"), changes(words, group)))
    return found


def _judged(words: Words, group: GroupReport) -> str:
    evidence = group.evidence
    sources = words("table.comma").join(words(f"evidence.{source}") for source in evidence.sources) or NONE
    return words(
        "report.judged",
        sources=sources,
        span=words.span(evidence),
        level=words(f"confidence.{group.confidence}"),
    )
