"""Every group as one tile, a row a line of business: colour is the state, depth the messages of 28 days."""

from collections import defaultdict

import msgspec

from yutang.checkup.model import Checkup, GroupReport, State
from yutang.insight.report.lists import listed
from yutang.insight.wording import Words, clean

LINES = 40  # rows; the smallest lines of business are put together into one
DEPTHS = (
    0,
    0.02,
    0.1,
    0.3,
)  # share of a month at the top of the scale, above which a tile is one shade deeper
ORDER = {
    state: place for place, state in enumerate((State.ALIVE, State.FORMING, State.FADING, State.DORMANT))
}


class Tile(msgspec.Struct, frozen=True):
    look: str  # "<state> d<depth>": classes
    label: str  # name, state, messages, advice in words
    row: int = 0  # number of the group's row in the lists, from 1; 0: it has none


class Line(msgspec.Struct, frozen=True):
    name: str
    label: str  # the row in words, for who cannot see it
    groups: int
    alive: int
    tiles: list[Tile]


def tiles(checkup: Checkup, words: Words, top: int) -> list[Line]:
    """Rows, the longest line of business first, those without a line last; inside, the liveliest first."""
    found: dict[str, list[GroupReport]] = defaultdict(list)
    for group in checkup.groups:
        found[clean(group.line or "")].append(group)
    by_size = sorted((name for name in found if name), key=lambda name: (-len(found[name]), name))
    rows = [(name, found[name]) for name in by_size[:LINES]]
    if rest := [group for name in by_size[LINES:] for group in found[name]]:
        rows.append((words("report.other_lines"), rest))
    if unnamed := found.get(""):
        rows.append((words("report.no_line"), unnamed))
    numbers = listed(checkup)
    return [_line(words, (name, groups), top, numbers) for name, groups in rows]


def _line(words: Words, line: tuple[str, list[GroupReport]], top: int, numbers: dict[str, int]) -> Line:
    name, groups = line
    ordered = sorted(groups, key=lambda group: (ORDER.get(group.state, 9), group.state, -group.messages_28d))
    counts = {state: sum(group.state is state for group in groups) for state in State}
    states = words("table.comma").join(f"{words(f'state.{state}')} {n:,}" for state, n in counts.items() if n)
    label = words("report.map.line", line=name, n=len(groups), states=states)
    made = [_tile(words, group, top, numbers.get(group.id, 0)) for group in ordered]
    return Line(name, label, len(groups), counts[State.ALIVE], made)


def _tile(words: Words, group: GroupReport, top: int, row: int) -> Tile:
    share = group.messages_28d / (28 * top)
    label = words(
        "report.map.tile",
        name=group.name,
        state=words(f"state.{group.state}"),
        n=group.messages_28d,
        advice=words(f"advice.{group.advice}"),
    )
    return Tile(f"{group.state} d{sum(share > depth for depth in DEPTHS)}", label, row)
