"""The check-up on a terminal: the verdict, what to do, then the rows. Readable at 80 columns, plain when it must."""

import msgspec
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from yutang.checkup.model import Advice, Checkup, Confidence, GroupReport, State
from yutang.insight.fitting import fit, fit_name, packed, wrap
from yutang.insight.scale import cells, shared_top
from yutang.insight.wording import Words, clean
from yutang.locales import Lang

ALL_UP_TO = 40  # groups; above, each list shows its most important rows
SHOWN = {Advice.STOP: 8, Advice.MERGE: 6, Advice.REVIVE: 6, Advice.KEEP: 5, Advice.UNKNOWN: 0}
COLOURS = {
    "stop": "red",
    "merge": "blue",
    "revive": "yellow",
    "keep": "green",
    "alive": "green",
    "fading": "yellow",
    "dormant": "blue",
    "dead": "bright_black",
    "forming": "cyan",
    "unknown": "bright_black",
}
# Shades, so that the bar can be read where there is no colour.
FILL = {"alive": "█", "forming": "+", "fading": "▓", "dormant": "▒", "dead": "░", "unknown": "."}
ASCII_FILL = {"alive": "#", "forming": "+", "fading": "=", "dormant": "-", "dead": ":", "unknown": "."}
HEIGHTS, ASCII_HEIGHTS = ".▁▂▃▄▅▆▇█", ".__--==##"


class Sheet(msgspec.Struct, frozen=True):
    """One printing: where to, in which words, how wide, on which scale."""

    console: Console
    words: Words
    width: int
    top: int  # messages a day that fill a sparkline
    marks: bool  # the terminal's encoding has block characters

    @property
    def days(self) -> int:
        return 28 if self.width >= 110 else 14

    def say(self, *parts: str | tuple[str, str]) -> None:
        """One line of plain text and (text, style) pairs; never markup, so no name can style or link."""
        line = Text.assemble(*parts)
        line.truncate(self.width, overflow="ellipsis" if self.marks else "crop")
        line.rstrip()
        self.console.print(line, soft_wrap=True, highlight=False)

    def tell(self, text: str, style: str = "") -> None:
        """A paragraph, wrapped."""
        for line in wrap(text, self.width):
            self.say((line, style))


def print_table(checkup: Checkup, lang: Lang, console: Console, *, everything: bool = False) -> None:
    """Print the check-up. Above 40 groups only the most important of each advice, unless `everything`."""
    sheet = Sheet(
        console, Words(lang), max(60, min(console.width, 140)), shared_top(checkup), _has_marks(console)
    )
    _head(sheet, checkup)
    everything = everything or len(checkup.groups) <= ALL_UP_TO
    hidden = sum(_advice(sheet, checkup, advice, everything=everything) for advice in SHOWN)
    _operators(sheet, checkup, everything=everything)
    _blasts(sheet, checkup, everything=everything)
    _foot(sheet, checkup, hidden)


def _has_marks(console: Console) -> bool:
    try:
        "▁█░…".encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _head(sheet: Sheet, checkup: Checkup) -> None:
    words, totals = sheet.words, checkup.totals
    sheet.tell(words.verdict(checkup), "bold")
    if then := words.then(checkup):
        sheet.tell(then)
    if totals.groups:
        _bar(sheet, totals.states, totals.groups)
    numbers = {
        "people": words.number(totals.people),
        "messages": words.number(totals.messages_28d),
        "inflow": words.number(totals.inflow_28d),
        "gone": words.number(totals.evaporation_28d),
        "net": words.signed(totals.inflow_28d - totals.evaporation_28d),
    }
    extra = [words("table.staff_only", n=totals.staff_only)] if totals.staff_only else []
    extra += [words("table.private", n=totals.private_chats)] if totals.private_chats else []
    sheet.tell(words("table.totals", **numbers) + "".join(words("table.sep") + part for part in extra), "dim")


def _bar(sheet: Sheet, states: dict[str, int], groups: int) -> None:
    """The states as shares of one line (each state that occurs gets a cell), then their counts in words."""
    found = [(state, states[state]) for state in State if states.get(state)]
    fill, room = (FILL if sheet.marks else ASCII_FILL), sheet.width - len(found)
    sheet.say(*((fill[state] * (1 + n * room // groups), COLOURS[state]) for state, n in found))
    parts: list[str | tuple[str, str]] = []
    for state, n in found:
        word = f" {sheet.words('state.' + state)} {n:,}   "
        if (
            sum(cell_len(part if isinstance(part, str) else part[0]) for part in parts) + len(word)
            > sheet.width
        ):
            sheet.say(*parts)
            parts = []
        parts += [(fill[state], COLOURS[state]), word]
    sheet.say(*parts)


def _advice(sheet: Sheet, checkup: Checkup, advice: Advice, *, everything: bool) -> int:
    """One list with its heading. Returns how many groups it left out."""
    groups = [group for group in checkup.groups if group.advice is advice]
    if not groups:
        return 0
    words, hours = sheet.words, sum(group.hours_freed_per_week for group in groups)
    head = words("table.advice", advice=words(f"advice.{advice}"), n=len(groups))
    freed = words("table.sep") + words("table.freed", hours=words.hours(hours)) if hours >= 0.05 else ""
    shown = groups if everything else groups[: SHOWN[advice]]
    sheet.console.print()
    sheet.say((head, f"bold {COLOURS.get(advice, '')}"), freed)
    shared = words.shared_todo(groups)
    if shared:
        sheet.say((words("table.do", do=shared), "dim"))
    if shown:
        sheet.say((_columns(sheet), "dim"))
    for group in shown:
        _row(sheet, group, shared)
    if left := len(groups) - len(shown):
        sheet.say((" " + words("table.more", n=left), "dim"))
    return left


def _columns(sheet: Sheet) -> str:
    words = sheet.words
    heads = [fit(words(f"table.{key}"), width, right=True) for key, width in _WIDTHS]
    state = fit(words("table.state"), _STATE)
    return (
        f" {fit(words('table.name'), _name_width(sheet))} {fit(words('table.spark'), sheet.days)} {state}"
        + "".join(heads)
    )


_WIDTHS = (("active7", 6), ("messages", 9), ("silent", 8), ("p", 6))
_STATE = 9


def _name_width(sheet: Sheet) -> int:
    return sheet.width - 3 - sheet.days - _STATE - sum(width for _, width in _WIDTHS)


def _row(sheet: Sheet, group: GroupReport, shared: str) -> None:
    words, colour = sheet.words, COLOURS[group.state]
    heights = HEIGHTS if sheet.marks else ASCII_HEIGHTS
    values = (
        f"{group.active_days_7d}/7",
        words.number(group.messages_28d),
        words.silence(group.days_silent),
        words.percent(group.p_active_28d),
    )
    numbers = "".join(fit(v, width, right=True) for v, (_, width) in zip(values, _WIDTHS, strict=True))
    sheet.say(
        " ",
        (fit_name(clean(group.name), _name_width(sheet)), "bold"),
        " ",
        ("".join(heights[cell] for cell in cells(group.spark, sheet.top, sheet.days)), colour),
        " ",
        (fit(words(f"state.{group.state}"), _STATE), colour),
        numbers,
    )
    for line in packed(_parts(words, group, shared), sheet.width - 3):
        sheet.say(("   " + line, "dim"))


def _parts(words: Words, group: GroupReport, shared: str) -> list[str]:
    """Where to, then why, then whom to speak to first, then the move unless the heading says it."""
    into = [words("table.into", name=words.target(group))] if words.needs_target(group) else []
    parts = [*into, words.why(group)]
    if group.people and group.advice in (Advice.STOP, Advice.MERGE):
        parts.append(words("table.carry", names=_names(words, group)))
    if act := words.own_todo(group, shared):
        parts.append(words("table.do", do=act))
    return [part for part in parts if part]


def _names(words: Words, group: GroupReport) -> str:
    names = words("table.comma").join(
        fit(clean(person.name), min(16, cell_len(clean(person.name)))) for person in group.people[:2]
    )
    more = len(group.people) - 2
    return names + (
        words("table.also", n=more if words.lang == "en" else len(group.people)) if more > 0 else ""
    )


def _operators(sheet: Sheet, checkup: Checkup, *, everything: bool) -> None:
    busiest = sorted(checkup.operators, key=lambda one: -one.hours_per_week)
    if not busiest:
        return
    words = sheet.words
    keys = ("groups", "owned", "alive", "unread", "hours", "freed_h")
    sheet.console.print()
    sheet.say((words("table.operators"), "bold"))
    name = min(28, sheet.width - 1 - 9 * len(keys))
    sheet.say(
        (
            " "
            + fit(words("table.operator"), name)
            + "".join(fit(words(f"table.{k}"), 9, right=True) for k in keys),
            "dim",
        )
    )
    for one in busiest if everything else busiest[:8]:
        counts = (one.groups, one.owned, one.alive, round(one.unread_per_day))
        hours = (one.hours_per_week, one.hours_freed_per_week)
        values = [words.number(count) for count in counts] + [f"{value:,.1f}" for value in hours]
        sheet.say(" " + fit(clean(one.name), name) + "".join(fit(value, 9, right=True) for value in values))
    if not everything and len(busiest) > 8:
        sheet.say((" " + words("table.more", n=len(busiest) - 8), "dim"))
    sheet.tell(words.load(checkup, "table.hours_note"), "dim")


def _blasts(sheet: Sheet, checkup: Checkup, *, everything: bool) -> None:
    widest = sorted(checkup.blasts, key=lambda blast: -blast.groups)
    if not widest:
        return
    words = sheet.words
    sheet.console.print()
    sheet.say((words("table.blasts"), "bold"))
    for blast in widest if everything else widest[:5]:
        counts = words("table.blast", n=blast.groups, messages=blast.messages)
        sheet.say(" ", (fit(counts, 28), "dim"), clean(blast.sample))


def _foot(sheet: Sheet, checkup: Checkup, hidden: int) -> None:
    words, evidence = sheet.words, checkup.evidence
    sources = words("table.comma").join(words(f"evidence.{source}") for source in evidence.sources) or "–"
    sure = words("table.comma").join(
        f"{words(f'confidence.{level}')} {sum(group.confidence is level for group in checkup.groups):,}"
        for level in Confidence
    )
    sheet.console.print()
    lines = [
        words("table.evidence", sources=sources, span=words.span(evidence)),
        words("table.confidence", levels=sure),
    ]
    if checkup.totals.by_statistics:
        of = {"n": checkup.totals.by_statistics, "groups": checkup.totals.groups}
        lines += [words("table.by_statistics", **of)]
    lines += [words("table.as_of", day=words.day(checkup.as_of), zone=checkup.zone)]
    lines += [words("table.scale", n=sheet.top)] if checkup.groups else []
    lines += [words("table.all")] if hidden else []
    for line in lines:
        sheet.tell(line, "dim")
