"""What can be said of a group, one column each: name, kind and how to get it. Tables and definitions read this."""

import datetime as dt
from collections.abc import Callable

import msgspec

from yutang.checkup.model import Advice, GroupReport, Person
from yutang.insight.wording import Words, clean

Cell = str | int | float | dt.date | None
TEXT, COUNT, NUMBER, SHARE, MONEY, DAY = "text", "count", "number", "share", "money", "day"


class Column(msgspec.Struct, frozen=True):
    """One column: its words are "column.<code>" and "define.<code>"; shares are 0 … 1, money is in yuan."""

    code: str
    kind: str
    get: Callable[[GroupReport, Words], Cell]
    width: int = 10


def matters(words: Words, one: Person) -> str:
    """What makes a person matter, in brackets: what they are, and what they spent or else how much they said."""
    why = words(f"person.{one.why}")
    if one.spend_cents:
        return words("report.person.spent", why=why, money=words.money(one.spend_cents))
    return (
        words("report.person.said", why=why, n=one.messages)
        if one.messages
        else words("report.person", why=why)
    )


def people(words: Words, group: GroupReport) -> str:
    return words("table.comma").join(clean(one.name) + matters(words, one) for one in group.people)


def _plain(code: str, kind: str, width: int = 10) -> Column:
    """A column that is a field of the group."""
    return Column(code, kind, lambda group, _: getattr(group, code), width)


def _structure(code: str, kind: str) -> Column:
    return Column(code, kind, lambda group, _: getattr(group.structure, code, None))


def _sources(group: GroupReport, words: Words) -> str:
    return words("table.comma").join(words(f"evidence.{source}") for source in group.evidence.sources)


def changes(words: Words, group: GroupReport) -> str:
    """Lasting changes of the level: day, messages a day before and after."""
    return words("table.sep").join(
        words("report.change", day=one.day.isoformat(), before=one.before, after=one.after)
        for one in group.changes
    )


def _merge(group: GroupReport, words: Words) -> str:
    return words.target(group) if group.advice is Advice.MERGE else ""


GROUP_COLUMNS = (
    _plain("name", TEXT, 30),
    Column("line", TEXT, lambda group, _: group.line, 14),
    Column("owner", TEXT, lambda group, _: group.owner, 12),
    Column("advice", TEXT, lambda group, words: words(f"advice.{group.advice}"), 12),
    Column("why", TEXT, lambda group, words: words.why(group), 46),
    Column("todo", TEXT, lambda group, words: words.todo(group), 36),
    Column("people", TEXT, lambda group, words: people(words, group), 30),
    Column("merge_with", TEXT, _merge, 24),
    _plain("hours_freed_per_week", NUMBER),
    Column("state", TEXT, lambda group, words: words(f"state.{group.state}")),
    _plain("p_active_28d", SHARE),
    Column("confidence", TEXT, lambda group, words: words(f"confidence.{group.confidence}")),
    _plain("last_active_day", DAY, 12),
    _plain("days_silent", COUNT),
    _plain("cadence_days", NUMBER),
    _plain("silence_ratio", NUMBER),
    _plain("active_days_7d", COUNT),
    _plain("active_days_28d", COUNT),
    _plain("speakers_28d", COUNT),
    _plain("messages_28d", COUNT),
    _plain("trend", NUMBER),
    _structure("creators", COUNT),
    _structure("active", COUNT),
    _structure("watchers", COUNT),
    _structure("top_share", SHARE),
    _plain("gini", NUMBER),
    _plain("key_people", COUNT),
    _plain("response_minutes", NUMBER),
    _plain("unanswered_28d", COUNT),
    _plain("inflow_28d", COUNT),
    _plain("evaporation_28d", COUNT),
    _plain("net_28d", COUNT),
    _plain("retained", COUNT),
    _plain("rejoin_rate", SHARE),
    _plain("staff_share_28d", SHARE),
    _plain("filler_share_28d", SHARE),
    _plain("blast_share_28d", SHARE),
    Column(
        "spend_90d",
        MONEY,
        lambda group, _: None if group.spend_cents_90d is None else group.spend_cents_90d / 100,
    ),
    Column("changes", TEXT, lambda group, words: changes(words, group), 30),
    Column("evidence", TEXT, _sources, 18),
    Column("first_day", DAY, lambda group, _: group.evidence.first_day, 12),
    Column("last_day", DAY, lambda group, _: group.evidence.last_day, 12),
    Column("platform", TEXT, lambda group, _: group.platform),
    _plain("id", TEXT, 26),
)
OPERATOR_COLUMNS = (
    ("operator", TEXT, 20),
    ("groups", COUNT, 10),
    ("owned", COUNT, 10),
    ("alive", COUNT, 10),
    ("unread_per_day", NUMBER, 12),
    ("hours_per_week", NUMBER, 12),
    ("hours_freed_per_week", NUMBER, 12),
    ("id", TEXT, 26),
)
BLAST_COLUMNS = (
    ("sample", TEXT, 60),
    ("blast_kind", TEXT, 14),
    ("blast_groups", COUNT, 10),
    ("blast_messages", COUNT, 10),
    ("blast_first_day", DAY, 12),
)


def defined() -> list[str]:
    """Codes of everything that has a definition, each once, in the order of the tables."""
    codes = [column.code for column in GROUP_COLUMNS]
    codes += [code for code, *_ in (*OPERATOR_COLUMNS, *BLAST_COLUMNS)]
    return list(dict.fromkeys(["active_day", *codes]))
