"""The check-up: measure every group with set-based SQL, then judge each by pure rules. Reads, writes nothing."""

import contextlib
import datetime as dt
import gc
import time
from collections.abc import Callable, Generator, Mapping, Sequence

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
from yutang.engine.steps import run


def never() -> bool:
    return False


def examine(
    con: duckdb.DuckDBPyConnection,
    *,
    as_of: dt.date | None,
    zone: str,
    settings: Assumptions,
    private: bool = False,
    deep: bool = False,
    cancelled: Callable[[], bool] = never,
) -> Checkup:
    """Check every group of the analytics store as of the end of a day (None: the data's last day).

    `con` holds the tables of `ledger.tables_analytics`; only temporary tables are made, on a cursor of its
    own. `zone` is an IANA name, the one that `fact.day` was made with. `private`: private chats count as
    groups. `deep`: also changepoints of every group and near-same texts. Raises `engine.steps.Cancelled`.
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
        extras = _extras(cursor, situations, expected, changed, values)
        found = _report(cursor, situations, judged, extras, settings)
        sent = sorted([*store.blasts(cursor, near.absorbed), *near.blasts], key=lambda b: -b.groups)
        found = msgspec.structs.replace(found, blasts=sent)
        clock.mark("report")
        return msgspec.structs.replace(found, as_of=day, zone=zone, timings=seconds)


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
) -> Checkup:
    by_id = {
        s.group_id: report.group_report(
            s, judged[s.group_id], extras, report.hours_freed(s, judged[s.group_id].advice, a)
        )
        for s in situations
    }
    groups = report.in_order(list(by_id.values()))
    return Checkup(
        as_of=store.NO_DAY,
        zone="",
        evidence=report.overall(situations),
        totals=report.totals(groups, situations, store.private_chats(cursor), store.people_count(cursor)),
        groups=groups,
        operators=report.operators(store.seats(cursor), by_id, a),
        blasts=[],
        assumptions={k: float(v) for k, v in msgspec.structs.asdict(a).items()},
    )


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
