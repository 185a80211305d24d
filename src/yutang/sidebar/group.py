# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""A group beside its chat: how it stands, who is silent, new, complaining, and what is to be done today."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.checkup.model import GroupReport, Structure
from yutang.checkup.sight import Sight
from yutang.checkup.survey import veiled
from yutang.insight.wording import Words, clean
from yutang.kit.clock import DAY
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.traits import Trait
from yutang.sidebar.customer import Line, cut, short, stamp
from yutang.sidebar.steps import date_of
from yutang.tasks import actions, moderation
from yutang.tasks.model import Task, TaskState

NEW, COMPLAINED, SILENT = 7, 7, 28  # days that each looks back
SHOWN = 5
_PEOPLE = f"({Role.UNKNOWN:d}, {Role.PERSON:d})"
_NEW = f"""
select coalesce(i.name, i.external_id), epoch_us(m.joined), count(*) over ()
from membership m join identity i on i.id = m.identity_id
where m.group_id = $group and m."left" is null and m.joined >= make_timestamp($since) and i.role in {_PEOPLE}
order by m.joined desc, i.id limit {SHOWN}
"""
_COMPLAINED = f"""
select coalesce(i.name, i.external_id), epoch_us(f.happened), p.text, count(*) over ()
from fact f join identity i on i.id = f.identity_id left join payload p on p.fact_id = f.id
where f.group_id = $group and f.kind = {Kind.MESSAGE_SENT:d} and f.happened >= make_timestamp($since)
  and (f.traits & {Trait.COMPLAINT:d}) <> 0 and i.role in {_PEOPLE}
order by f.happened desc, f.id desc limit {SHOWN}
"""
_SILENT = f"""
with spoke as (
  select distinct identity_id from fact
  where group_id = $group and kind = {Kind.MESSAGE_SENT:d} and happened >= make_timestamp($since)
)
select coalesce(i.name, i.external_id), coalesce(s.cents - s.refunded, 0) as spent, count(*) over ()
from membership m join identity i on i.id = m.identity_id left join spending s on s.customer_id = i.customer_id
where m.group_id = $group and m."left" is null and i.role in {_PEOPLE}
  and m.identity_id not in (select identity_id from spoke where identity_id is not null)
order by spent desc, m.joined nulls first, i.id limit {SHOWN}
"""


class Part(msgspec.Struct, frozen=True):
    """Some of the people: how many, and the first of them."""

    code: str
    title: str
    n: int
    lines: list[Line]


class Share(msgspec.Struct, frozen=True):
    name: str
    n: int
    percent: int


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """`said`: who asked for it and why, the message that shows it, the words to be taken over."""

    id: int
    what: str
    how: str
    due: str
    late: bool
    said: list[str]


class Card(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    state: str
    state_name: str
    advice: str
    why: str
    todo: str
    figures: list[tuple[str, str]]
    shares: list[Share]
    parts: list[Part]
    duties: list[Duty]
    as_of: str
    may_do: bool


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    ref: str
    now: int
    zone: ZoneInfo
    may_do: bool


def card(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, sight: Sight, asked: Asked, words: Words
) -> Card | None:  # fmt: skip
    """None: it isn't in the check-up, or not for this viewer."""
    ref = asked.ref
    if not sight.sees(ref):
        return None
    survey, place = sight.snapshot.survey, sight.shown.place[ref]
    whole = survey.checkup.groups[place]
    report = whole if sight.refs is None else veiled(whole, sight.refs)
    about = actions.of_subject(conn, sight.viewer, "group", ref, now=asked.now)
    return Card(
        id=ref, name=short(report.name, words), state=report.state, state_name=words(f"state.{report.state}"),
        advice=words(f"advice.{report.advice}"), why=words.why(report), todo=words.todo(report),
        figures=_figures(report, words), shares=_shares(report.structure, words),
        parts=_parts(cursor, survey.rooms[place].group_id, asked, words),
        duties=[_duty(one, asked, words) for one in about if one.state is TaskState.OPEN],
        as_of=sight.snapshot.as_of.isoformat(), may_do=asked.may_do,
    )  # fmt: skip


def _figures(report: GroupReport, words: Words) -> list[tuple[str, str]]:
    return [
        (words("sidebar.figure.members"), words.number(report.retained)),
        (words("sidebar.figure.net"), words.signed(report.net_28d)),
        (words("sidebar.figure.silence"), words.silence(report.days_silent)),
        (words("sidebar.figure.unanswered"), words.number(report.unanswered_28d)),
    ]


def _shares(structure: Structure | None, words: Words) -> list[Share]:
    """1 / 9 / 90: who makes the talk, who joins in, who reads. Nobody spoke, or no roster: what is known of it."""
    if structure is None:
        return []
    counted = {
        "creators": structure.creators,
        "active": structure.active,
        "watchers": structure.watchers or 0,
    }
    whole = sum(counted.values())
    if not whole:
        return []
    known = {code: n for code, n in counted.items() if code != "watchers" or structure.watchers is not None}
    return [Share(words(f"sidebar.share.{code}"), n, round(100 * n / whole)) for code, n in known.items()]


def _parts(cursor: duckdb.DuckDBPyConnection, group_id: int, asked: Asked, words: Words) -> list[Part]:
    def rows(sql: str, days: int) -> list[tuple[object, ...]]:
        return cursor.execute(sql, {"group": group_id, "since": asked.now - days * DAY}).fetchall()

    complained = rows(_COMPLAINED, COMPLAINED)
    new, silent = rows(_NEW, NEW), rows(_SILENT, SILENT)
    return [
        _part("complaining", complained, words, [
            Line(_name(row, words), at=_at(row[1], asked), quote=cut(str(row[2] or ""))) for row in complained]),
        _part("new", new, words, [Line(_name(row, words), at=_at(row[1], asked)) for row in new]),
        _part("silent", silent, words, [Line(_name(row, words), _spent(row[1], words)) for row in silent]),
    ]  # fmt: skip


def _part(code: str, rows: Sequence[tuple[object, ...]], words: Words, lines: list[Line]) -> Part:
    n = rows[0][-1] if rows else 0
    return Part(code, words(f"sidebar.part.{code}"), n if isinstance(n, int) else 0, lines)


def _name(row: tuple[object, ...], words: Words) -> str:
    return short(str(row[0] or ""), words)


def _at(value: object, asked: Asked) -> str:
    return stamp(value, asked.zone) if isinstance(value, int) else ""


def _spent(cents: object, words: Words) -> str:
    return (
        words("sidebar.part.spent", money=words.money(cents)) if isinstance(cents, int) and cents > 0 else ""
    )


def _duty(task: Task, asked: Asked, words: Words) -> Duty:
    what = words(
        _kind(task),
        name=short(task.subject_name, words),
        **{k: v for k, v in task.params.items() if k != "name"},
    )
    day = date_of(task.due_at, asked.zone)
    today = date_of(asked.now, asked.zone)
    due = (
        words("sidebar.overdue", n=max((today - day).days, 1))
        if task.overdue
        else words("sidebar.due", day=day.isoformat())
    )
    how = words(f"task.does.{task.kind}")
    return Duty(
        id=task.id, what=clean(what), how=how, due=due, late=task.overdue, said=_evidence(task, words)
    )


def _evidence(task: Task, words: Words) -> list[str]:
    """Of what somebody asked for in the group; of all else the page itself says why."""
    if task.source != moderation.SOURCE:
        return []
    told = [words(f"task.why.{task.why.code}", **task.why.params)]
    told += [
        words(f"sidebar.said.{name}", text=task.params[name])
        for name in ("quote", "text")
        if name in task.params
    ]
    return [clean(one) for one in told]


def _kind(task: Task) -> str:
    """Some kinds say more where they know more: locales "task.<kind>.into"."""
    return (
        f"task.{task.kind}.into"
        if task.kind == "merge_group" and "into" in task.params
        else f"task.{task.kind}"
    )
