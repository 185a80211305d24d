"""A customer beside the chat with them: what the page says, in words. Decides nothing."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from yutang.customers.answers import Timeline
from yutang.customers.views import CustomerView
from yutang.insight.wording import NONE, Words, clean
from yutang.kit.clock import SECOND, moment
from yutang.locales import catalogue
from yutang.outbox.meter import Meter
from yutang.sidebar import facts
from yutang.sidebar.steps import ANSWERS, Step, date_of
from yutang.sidebar.suggesting import Suggested
from yutang.tasks.model import TaskState

TABS = ("timeline", "orders", "groups")
TAGS, ROWS = 8, 12  # shown
NAME, TEXT = 60, 160  # characters


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What was found out for the page. `number`: which wording of the script, from 1. `moved`: a button was pressed of
    a step that is no longer the next."""

    view: CustomerView
    step: Step | None
    meter: Meter
    suggested: Suggested | None
    timeline: Timeline | None
    tab: str
    number: int
    source: str  # what it is called where they came from first; "": nobody told
    may_edit: bool
    may_do: bool
    now: int
    zone: ZoneInfo
    moved: bool = False


class Line(msgspec.Struct, frozen=True):
    """A row of a list: what, more of it, when."""

    what: str
    more: str = ""
    at: str = ""
    quote: str = ""


class Todo(msgspec.Struct, frozen=True, kw_only=True):
    """The next step in words. `code`: its own; `script`: what may be said, "" where nothing is; `held`: why it is not
    offered now."""

    code: str
    what: str
    due: str
    late: bool
    state: TaskState
    settled: str
    script: str
    wordings: int
    next_number: int
    held: str


class Card(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    stage: str
    tie: str
    about: list[str]
    tags: list[str]
    more_tags: int
    suggested: Suggested | None
    suggested_name: str
    suggested_why: str
    todo: Todo | None
    meter: str
    meter_share: tuple[int, int]
    meter_full: bool
    tabs: list[tuple[str, str, int]]  # code, name, how many
    tab: str
    lines: list[Line]
    may_edit: bool
    may_do: bool
    moved: bool


def card(known: Known, words: Words) -> Card:
    view, hint = known.view, known.suggested
    tags = [clean(one.name or f"#{one.id}") for one in view.tags]
    shown = list(dict.fromkeys(tags))
    return Card(
        id=view.id, name=short(view.name, words), stage=words(f"stage.{view.stage}") if view.stage else "",
        tie=words(f"tie.{view.tie}") if view.tie else "", about=_about(known, words),
        tags=[_tag(name) for name in shown[:TAGS]], more_tags=max(len(shown) - TAGS, 0),
        suggested=hint if known.may_edit else None, suggested_name=_tag(clean(hint.name)) if hint else "",
        suggested_why=words("sidebar.tag.why", n=hint.n, of=hint.of, because=_tag(clean(hint.because))) if hint else "",
        todo=None if known.step is None else _todo(known, known.step, words),
        meter=_meter(known.meter, words), meter_share=(min(known.meter.used, known.meter.most), known.meter.most),
        meter_full=known.meter.full, tabs=_tabs(known, words), tab=known.tab, lines=_lines(known, words),
        may_edit=known.may_edit, may_do=known.may_do, moved=known.moved,
    )  # fmt: skip


def short(name: str | None, words: Words) -> str:
    """A name on one line, never without end."""
    whole = clean(name or "") or words("sidebar.nameless")
    return whole if len(whole) <= NAME else whole[: NAME - 1] + "…"


def _tag(whole: str) -> str:
    """Without its group."""
    name = whole.partition("/")[2] or whole
    return name if len(name) <= 24 else name[:23] + "…"


def _about(known: Known, words: Words) -> list[str]:
    view = known.view
    owner = view.owner.staff if view.owner else None
    spent, said = view.spending, list[str]()
    if known.source:
        said.append(words("sidebar.source", source=short(known.source, words)))
    if owner is not None:
        said.append(words("sidebar.owner", name=short(owner.name or owner.id, words)))
    if spent.orders:
        said.append(
            words(
                "sidebar.spent", n=spent.orders, money=words.money(spent.spend_cents - spent.refunded_cents)
            )
        )
    else:
        said.append(words("ui.customers.spending.none"))
    if view.tiers:
        said.append(" · ".join(clean(one.tier.name or "") for one in view.tiers[:2] if one.tier.name))
    return [one for one in said if one]


def _todo(known: Known, step: Step, words: Words) -> Todo:
    due, late = date_of(step.due_at - 1, known.zone), step.overdue(known.now)
    keys = [key for n in (1, 2, 3) if (key := f"sidebar.script.{step.code}.{n}") in catalogue(words.lang)]
    number = (known.number - 1) % len(keys) + 1 if keys else 0
    held = known.meter.full and step.code not in ANSWERS
    settled = ""
    if step.state is TaskState.SNOOZED and step.until is not None:
        settled = words("sidebar.put_off", at=stamp(step.until, known.zone))
    elif step.state is TaskState.DONE and step.done_at is not None:
        settled = words("sidebar.done_at", at=stamp(step.done_at, known.zone))
    return Todo(
        code=step.code,
        what=_what(step, words),
        due=_due(due, date_of(known.now, known.zone), words), late=late, state=step.state, settled=settled,
        script=words(keys[number - 1]) if keys and not held else "", wordings=len(keys),
        next_number=number % len(keys) + 1 if keys else 0,
        held=words("sidebar.held") if held and keys else "",
    )  # fmt: skip


def _what(step: Step, words: Words) -> str:
    """Some are said otherwise while they are new: nobody has been a contact for 0 days."""
    key, days = f"next_step.{step.code}", step.params.get("days")
    if days is None:
        return words(key)
    if days == 0 and f"{key}.new" in catalogue(words.lang):
        return words(f"{key}.new")
    return words(key, **step.params, n=days)


def _due(due: dt.date, today: dt.date, words: Words) -> str:
    if due < today:
        return words("sidebar.overdue", n=(today - due).days)
    return words("sidebar.due_today") if due == today else words("sidebar.due", day=due.isoformat())


def _meter(meter: Meter, words: Words) -> str:
    return words(
        f"sidebar.meter.{'wished' if meter.wished else meter.span}", used=meter.used, most=meter.most
    )


def _tabs(known: Known, words: Words) -> list[tuple[str, str, int]]:
    counts = {"timeline": 0, "orders": len(known.view.orders), "groups": len(known.view.groups)}
    there = [code for code in TABS if code == "timeline" or counts[code]]
    return [(code, words(f"sidebar.tab.{code}"), counts[code]) for code in there]


def _lines(known: Known, words: Words) -> list[Line]:
    if known.tab == "orders":
        return _orders(known, words)
    if known.tab == "groups":
        return _groups(known, words)
    found = known.timeline.items if known.timeline else []
    return [
        Line(facts.sentence(one, words), at=stamp(one.at * 1000, known.zone), quote=cut(one.text or ""))
        for one in found[:ROWS]
    ]  # fmt: skip


def _orders(known: Known, words: Words) -> list[Line]:
    found: list[Line] = []
    for one in known.view.orders[:ROWS]:
        money = (
            f"{one.currency} {one.cents / 100:,.2f}"
            if one.foreign and one.currency
            else words.money(one.cents)
        )
        items = " · ".join(clean(line.items) for line in one.lines if line.items)
        status = words("sidebar.order.cancelled") if one.cancelled else clean(one.status or "")
        at = NONE if one.placed_at is None else stamp(one.placed_at * 1000, known.zone)
        found.append(Line(money, " · ".join(part for part in (status, cut(items)) if part), at))
    return found


def _groups(known: Known, words: Words) -> list[Line]:
    """Where they are now, then where they were. Of a group that is not the viewer's only its name."""
    there: Sequence[tuple[str, int | None, bool]] = sorted(
        ((short(one.name or one.id, words), one.left_at or one.joined_at, one.left_at is not None)
         for one in known.view.groups),
        key=lambda row: (row[2], -(row[1] or 0)),
    )  # fmt: skip
    return [
        Line(name, words("sidebar.group.left" if left else "sidebar.group.in"),
             NONE if at is None else stamp(at * 1000, known.zone)[:10])
        for name, at, left in there[:ROWS]
    ]  # fmt: skip


def stamp(micros: int, zone: ZoneInfo) -> str:
    """ "2026-11-30 14:05" in the tenant's zone."""
    return moment(micros // SECOND * SECOND, zone).strftime("%Y-%m-%d %H:%M")


def cut(text: str) -> str:
    whole = clean(text)
    return whole if len(whole) <= TEXT else whole[: TEXT - 1] + "…"
