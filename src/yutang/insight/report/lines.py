"""Lines of business compared: who talks in them, who comes and who goes."""

from collections import defaultdict
from collections.abc import Callable

import msgspec

from yutang.checkup.model import Checkup, GroupReport
from yutang.insight.wording import Words, clean

LINES = 30  # rows; the rest is in the workbook


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """Seats of one line: a person in three groups counts three times."""

    name: str
    creators: int
    active: int
    watchers: int

    @property
    def people(self) -> int:
        return self.creators + self.active + self.watchers


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    inflow: int
    evaporation: int
    retained: int | None

    @property
    def net(self) -> int:
        return self.inflow - self.evaporation


def structures(checkup: Checkup, words: Words) -> list[Parts]:
    """Creators, active people and watchers by line; only groups whose silent members are known."""
    known = _by_line(
        checkup, words, lambda group: group.structure is not None and group.structure.watchers is not None
    )
    return [
        Parts(
            name=name,
            creators=sum(group.structure.creators for group in groups if group.structure),
            active=sum(group.structure.active for group in groups if group.structure),
            watchers=sum(group.structure.watchers or 0 for group in groups if group.structure),
        )
        for name, groups in known[:LINES]
    ]


def flows(checkup: Checkup, words: Words) -> list[Flow]:
    """Inflow and evaporation of 28 days by line; empty when nobody is known to have come or gone."""
    totals = checkup.totals
    if not (totals.inflow_28d or totals.evaporation_28d):
        return []
    return [
        Flow(
            name=name,
            inflow=sum(group.inflow_28d for group in groups),
            evaporation=sum(group.evaporation_28d for group in groups),
            retained=sum(counts)
            if (counts := [g.retained for g in groups if g.retained is not None])
            else None,
        )
        for name, groups in _by_line(checkup, words, lambda _: True)[:LINES]
    ]


def _by_line(
    checkup: Checkup, words: Words, keep: Callable[[GroupReport], bool]
) -> list[tuple[str, list[GroupReport]]]:
    """Groups that qualify by line of business, the largest first, those without a line last."""
    found: dict[str, list[GroupReport]] = defaultdict(list)
    for group in checkup.groups:
        if keep(group):
            found[clean(group.line or "")].append(group)
    ordered = sorted(found.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))
    return [(name or words("report.no_line"), groups) for name, groups in ordered]
