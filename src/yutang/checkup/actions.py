"""The check-up: measure every group with set-based SQL, then judge each by pure rules. Reads, writes nothing."""

import contextlib
import datetime as dt
import gc
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import NotRequired, TypedDict, Unpack

import duckdb
import msgspec

from yutang.checkup import report, store
from yutang.checkup.advice import Judgement, guide, judge
from yutang.checkup.deep import changes, near_blasts, worth_a_look
from yutang.checkup.measures import BEFORE_JUDGING
from yutang.checkup.measures import people as people_measure
from yutang.checkup.merging import targets
from yutang.checkup.model import Change, Checkup
from yutang.checkup.outlook import Outlook, outlooks
from yutang.checkup.settings import Assumptions
from yutang.checkup.situation import Situation
from yutang.checkup.survey import Room, Survey
from yutang.engine.steps import run


def never() -> bool:
    return False


class Asked(TypedDict):
    """What a survey is asked for.

    `as_of`: the end of which day (None: the data's last). `zone`: an IANA name, the one that `fact.day` was made
    with. `private`: private chats count as groups. `deep`: also changepoints of every group and near-same texts.
    """

    as_of: dt.date | None
    zone: str
    settings: Assumptions
    private: NotRequired[bool]
    deep: NotRequired[bool]
    cancelled: NotRequired[Callable[[], bool]]


def examine(con: duckdb.DuckDBPyConnection, **asked: Unpack[Asked]) -> Checkup:
    """The check-up alone, of a `survey`."""
    return survey(con, **asked).checkup


def survey(
    con: duckdb.DuckDBPyConnection,
    *,
    as_of: dt.date | None,
    zone: str,
    settings: Assumptions,
    private: bool = False,
    deep: bool = False,
    cancelled: Callable[[], bool] = never,
) -> Survey:
    """Check every group of the analytics store (see `Asked`), and keep what a part of it can be cut from.

    `con` holds the tables of `ledger.analytics`; only temporary tables are made, on a cursor of its own. Raises
    `engine.steps.Cancelled`.
    """
    with con.cursor() as cursor, _without_collector():
        day = as_of or store.last_day(cursor)
        values = store.values_of(cursor, day, zone, settings, private=private)
        seconds = run(cursor, BEFORE_JUDGING, values, cancelled)
        clock = _Clock(seconds)
        situations = store.situations(cursor, values)
        clock.mark("rows")
        expected = outlooks(cursor, day)
        clock.mark("forecast")
        judged = {s.group_id: judge(s, expected.get(s.group_id), settings) for s in situations}
        clock.mark("judge")
        guided, merging = targets(cursor, situations, judged, expected, values, settings)
        for source, (target, why) in guided.items():
            judged[source] = guide(judged[source], target, why)
        seconds |= merging
        clock.mark("merge")
        seconds |= run(cursor, people_measure.STEPS, values, cancelled)
        clock.mark("people")
        changed = changes(cursor, worth_a_look(situations, judged, deep=deep), day)
        clock.mark("changepoints")
        near = near_blasts(cursor, deep=deep, groups=int(settings.blast_groups))
        clock.mark("near_same")
        sent = sorted([*store.blasts(cursor, near.absorbed), *near.blasts], key=lambda s: -s.blast.groups)
        extras = _extras(cursor, situations, expected, changed, values)
        found = _report(cursor, situations, judged, extras, settings)
        clock.mark("report")
        blasts = [s.blast for s in sent]
        whole = msgspec.structs.replace(found.checkup, as_of=day, zone=zone, timings=seconds, blasts=blasts)
        return msgspec.structs.replace(found, checkup=whole, sent=[s.parts for s in sent])


def _extras(
    cursor: duckdb.DuckDBPyConnection,
    situations: Sequence[Situation],
    expected: Mapping[int, Outlook],
    changed: Mapping[int, list[Change]],
    values: store.Values,
) -> report.Extras:
    return report.Extras(
        outlooks=expected,
        sparks=store.sparks(cursor, values),
        people=store.carried(cursor),
        waits=store.waits(cursor),
        changes=changed,
        names={s.group_id: (report.group_ref(s), s.name) for s in situations},
    )


def _report(
    cursor: duckdb.DuckDBPyConnection,
    situations: Sequence[Situation],
    judged: Mapping[int, Judgement],
    extras: report.Extras,
    a: Assumptions,
) -> Survey:
    by_id = {
        s.group_id: report.group_report(
            s, judged[s.group_id], extras, report.hours_freed(s, judged[s.group_id].advice, a)
        )
        for s in situations
    }
    groups = report.in_order(list(by_id.values()))
    seats = store.seats(cursor)
    checkup = Checkup(
        as_of=store.NO_DAY,
        zone="",
        evidence=report.overall([g.evidence for g in groups]),
        totals=report.totals(groups, store.private_chats(cursor), store.people_count(cursor)),
        groups=groups,
        operators=report.operators(seats, by_id, a),
        blasts=[],
        assumptions={k: float(v) for k, v in msgspec.structs.asdict(a).items()},
    )
    rooms = {report.group_ref(s): Room(s.group_id, s.size_limit) for s in situations}
    return Survey(checkup=checkup, rooms=[rooms[g.id] for g in groups], seats=seats, sent=[])


@contextlib.contextmanager
def _without_collector() -> Generator[None]:
    """100,000 reports are a few million fresh values without a cycle; the collector would walk them all, often."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


class _Clock:
    """Adds the seconds since the last mark under a name."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self._seconds, self._since = seconds, time.perf_counter()

    def mark(self, name: str) -> None:
        now = time.perf_counter()
        self._seconds[name] = now - self._since
        self._since = now
