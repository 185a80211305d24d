"""A check-up's numbers, days and codes in the words of one language. No layout here."""

import datetime as dt
import re
from collections import Counter

import msgspec

from yutang.checkup.model import Advice, Blast, Checkup, Evidence, GroupReport, Reason, State
from yutang.locales import Lang, catalogue, t

NONE = "–"
SHARED = 0.9  # of a list must have the same act for it to stand above them all
LOW = 10  # per cent: above it no chance is called small
# Controls (ESC would drive a terminal), line and paragraph separators, and the marks that turn text round.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_LONE = re.compile("[\ud800-\udfff]")  # half a surrogate pair cannot be written as UTF-8
_UNIT = re.compile("(?<=[0-9] )([万亿]) (?=[\u4e00-\u9fff])")  # 3.1 万人, never 3.1 万 人


class _Int(int):
    """A whole number that a string shows with thousands separators. `{n:day|days}` says "1 day", "1,200 days"."""

    def __format__(self, spec: str, /) -> str:
        return _counted(f"{int(self):,}", spec) if "|" in spec else int.__format__(self, spec or ",")


class _Float(float):
    """A number that a string shows with at most one decimal, with `{n:day|days}` as a whole one."""

    def __format__(self, spec: str, /) -> str:
        shown = _trim(float(self))
        return _counted(shown, spec) if "|" in spec else float.__format__(self, spec) if spec else shown


def _counted(shown: str, spec: str) -> str:
    one, many = spec.split("|")
    return f"{shown} {one if shown == '1' else many}"


def _trim(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def clean(text: str) -> str:
    """Text on one line that can neither drive a terminal nor turn its neighbours round."""
    return _LONE.sub("\ufffd", _UNSAFE.sub(" ", text)).strip()


class Words(msgspec.Struct, frozen=True):
    """The catalogue of one language with the formats that go with it."""

    lang: Lang

    def __call__(self, key: str, **params: object) -> str:
        """The string of `key`; numbers among the parameters get this language's format."""
        text = t(self.lang, key, **{name: _soft(value) for name, value in params.items()})
        return _UNIT.sub(r"\1", text) if self.lang == "zh" else text

    def number(self, value: float | None) -> str:
        """1,234 up to 9,999, decimals only below 100; then three digits: 1.23 万, 3.4 亿 or, in English, 12.3k."""
        if value is None:
            return NONE
        if abs(value) < 10_000:
            return _trim(value) if abs(value) < 100 else f"{value:,.0f}"
        units = ((1e8, " 亿"), (1e4, " 万")) if self.lang == "zh" else ((1e9, "B"), (1e6, "M"), (1e3, "k"))
        size, unit = next(pair for pair in units if abs(value) >= pair[0])
        scaled = value / size
        places = 2 if abs(scaled) < 9.995 else 1 if abs(scaled) < 99.95 else 0
        shown = f"{scaled:,.{places}f}"
        return (shown.rstrip("0").rstrip(".") if places else shown) + unit

    def signed(self, value: int) -> str:
        return f"+{self.number(value)}" if value > 0 else self.number(value).replace("-", "−")

    def percent(self, share: float | None) -> str:
        """A share 0 … 1 as a whole percentage; the ends are never rounded to certainty."""
        if share is None:
            return NONE
        if 0 < share < 0.01:
            return "<1%"
        if 0.99 < share < 1:
            return ">99%"
        return f"{share:.0%}"

    def hours(self, value: float) -> str:
        return self("unit.hours", n=round(value, 1) if value < 100 else round(value))

    def days(self, value: float | None) -> str:
        return NONE if value is None else self("unit.days", n=round(value, 1))

    def silence(self, days: int | None) -> str:
        if days is None:
            return NONE
        return self("unit.today") if days <= 0 else self.days(days)

    def money(self, cents: int | None) -> str:
        return NONE if cents is None else f"¥{self.number(round(cents / 100))}"

    def day(self, day: dt.date | None) -> str:
        return NONE if day is None else day.isoformat()

    def needs_target(self, group: GroupReport) -> bool:
        """Whether the sentence why leaves open which group to guide people into."""
        return group.advice is Advice.MERGE and "target" not in (
            group.reasons[0].params if group.reasons else {}
        )

    def span(self, evidence: Evidence) -> str:
        if evidence.first_day is None and evidence.last_day is None:
            return NONE
        return f"{self.day(evidence.first_day)} … {self.day(evidence.last_day)}"

    def reason(self, reason: Reason) -> str:
        """The sentence of a reason; some have a sterner twin (".low") for a chance that is small indeed."""
        key, chance = f"reason.{reason.code}", reason.params.get("percent")
        low = isinstance(chance, int) and chance <= LOW and f"{key}.low" in catalogue(self.lang)
        return self(f"{key}.low" if low else key, **reason.params)

    def why(self, group: GroupReport) -> str:
        """The one sentence why."""
        return self.reason(group.reasons[0]) if group.reasons else ""

    def todo(self, group: GroupReport) -> str:
        """What to do first, as an act: the move that the check-up names, else what its advice means."""
        return self(f"move.{group.first_move}" if group.first_move else f"report.do.{group.advice}")

    def shared_todo(self, groups: list[GroupReport]) -> str:
        """The act of nearly all groups of a list, to be said once above it; empty where they differ."""
        acts = Counter(self.todo(group) for group in groups if group.advice is not Advice.KEEP)
        act, times = next(iter(acts.most_common(1)), ("", 0))
        return act if times >= SHARED * len(groups) else ""

    def own_todo(self, group: GroupReport, shared: str) -> str:
        """The act of this group, where neither its list nor the people named beside it say so. To keep is no act."""
        told = group.first_move == "carry_people" and group.people
        act = self.todo(group) if group.first_move or group.advice is not Advice.KEEP else ""
        return "" if act == shared or told else act

    def target(self, group: GroupReport) -> str:
        """The group to guide people into."""
        return clean(group.merge_name or group.merge_with or NONE)

    def named(self, area: str, code: str) -> str:
        """The word for a code that may be newer than this catalogue: then the code itself."""
        return self(f"{area}.{code}") if f"{area}.{code}" in catalogue(self.lang) else code.replace("_", " ")

    def blast(self, blast: Blast) -> str:
        return self(
            "report.blast.link"
            if blast.is_link
            else "report.blast.near"
            if blast.near
            else "report.blast.text"
        )

    def load(self, checkup: Checkup, key: str) -> str:
        """What the operators' hours are made of, by the string of `key`."""
        hours = sum(one.hours_per_week for one in checkup.operators)
        share = sum(one.reading_hours_per_week for one in checkup.operators) / hours if hours else 0.0
        assumed = checkup.assumptions
        minutes, seconds = assumed.get("minutes_per_group_week", 0.0), assumed.get("seconds_per_unread", 0.0)
        more = ".read" if share > 0.5 and f"{key}.read" in catalogue(self.lang) else ""
        return self(key + more, minutes=minutes, seconds=seconds, share=self.percent(share))

    def verdict(self, checkup: Checkup) -> str:
        """The whole check-up in one sentence."""
        totals = checkup.totals
        if not totals.groups:
            return self("report.verdict.none")
        if totals.states.get(State.UNKNOWN, 0) == totals.groups:
            return self("report.verdict.unknown", n=totals.groups)
        alive = totals.active_each_of_7_days
        if not alive or alive == totals.groups:
            share = "all" if alive else "zero"
        else:
            share = "few" if 2 * alive < totals.groups else "some"
        return self(f"report.verdict.{share}", n=totals.groups, alive=alive)

    def then(self, checkup: Checkup) -> str:
        """The sentence after it: what can be let go and what it frees. Empty when nothing can."""
        advice, hours = checkup.totals.advice, round(checkup.totals.hours_freed_per_week, 1)
        stop, merge = advice.get("stop", 0), advice.get("merge", 0)
        if not stop and not merge:
            return ""
        act = "both" if stop and merge else "stop" if stop else "merge"
        freed = self("report.then.freed", n=hours) if hours > 0 else ""
        return self(f"report.then.{act}", stop=stop, merge=merge, freed=freed)


def _soft(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _Int(value)
    if isinstance(value, float):
        return _Float(value)
    return clean(value) if isinstance(value, str) else value
