"""How well the forecast of the check-up foretells a group's next 28 days, on a real archive of standing groups.

    python bench/accuracy.py [--data FOLDER]     the table and the limits; exit 1 when one is missed
    python bench/accuracy.py --robust            also on thinned and cut-down copies of the archive
    python bench/accuracy.py --cross             cross-validation before 2023: left-out groups, left-out years
    python bench/accuracy.py --train             fit anew on cuts before 2023 and write coefficients.json

The archive isn't part of the project: without it the command says so and exits with 2.
Definitions: an active day has ≥ 2 distinct senders; cuts every 28 days from the first day + 120 to the last
day − 28, in UTC; groups 13 days after their first active day; what is foretold is "no active day in the next
28 days"; the newest cuts, from 2023 on, are the test.
"""

import argparse
import datetime as dt
import itertools
import sys
from pathlib import Path

import duckdb
import msgspec
import numpy as np
from accuracy_baseline import windows

from yutang.checkup.forecast import features, train
from yutang.checkup.forecast.lessons import Cuts, Lesson, lessons
from yutang.checkup.forecast.model import HORIZONS, Model, forecast, shipped
from yutang.stats import logistic, scores

ROOT = Path(__file__).resolve().parents[1]
ARCHIVE = "group_activity/public_forum_messages.parquet"
COEFFICIENTS = ROOT / "src/yutang/checkup/forecast/coefficients.json"
TEST_FROM = np.datetime64("2023-01-01").astype(int)
SNAPSHOTS, AUC, BRIER, CALIBRATION = 2404, 0.963, 0.076, 0.03
GUESS = 5  # messages on a day that stand for two speakers where only counts are known (the check-up's own)
Row = tuple[str, int, float, float | None, float | None, float]


def tables(con: duckdb.DuckDBPyConnection, path: Path, share: float = 1.0, only: str = "true") -> None:
    """The check-up's two tables. `share`: keep that part of the messages; `only`: a condition on the group."""
    con.execute(
        f"""create or replace temp table cu_sender_day as
        select stream_id as group_id, make_timestamp("timestamp" * 1000000)::date as day,
            dense_rank() over (order by sender) as identity_id, count(*)::integer as messages
        from read_parquet($path)
        where hash(message_id) % 1000 < $share * 1000 and {only} group by stream_id, day, sender""",
        {"path": str(path), "share": share},
    )
    con.execute("""create or replace temp table cu_group_day as
        select group_id, day, sum(messages)::integer as messages, count(*)::integer as speakers,
            0 as staff_messages, false as guessed from cu_sender_day group by group_id, day""")


def count_only(con: duckdb.DuckDBPyConnection) -> None:
    """Forget who spoke: the tables as a list of daily counts would have filled them."""
    con.execute(f"""create or replace temp table cu_group_day as
        select * replace (if(messages >= {GUESS}, 2, 1) as speakers, true as guessed) from cu_group_day""")
    con.execute("delete from cu_sender_day")


def span(con: duckdb.DuckDBPyConnection) -> tuple[dt.date, dt.date]:
    return con.execute("select min(day), max(day) from cu_group_day").fetchall()[0]


def standard(con: duckdb.DuckDBPyConnection) -> Lesson:
    """The issue's snapshots."""
    first, last = span(con)
    return lessons(con, Cuts(first + dt.timedelta(120), last - dt.timedelta(28)))


def tested(lesson: Lesson) -> np.ndarray:
    return lesson.past.cut >= TEST_FROM


def row(name: str, y: np.ndarray, p: np.ndarray) -> Row:
    """One line of the table; y and p of "dead", as the issue foretells it."""
    return (
        name,
        len(y),
        scores.auc(y, p),
        scores.brier(y, p),
        scores.calibration_error(y, p),
        scores.best_f1(y, p)[0],
    )


def silence(lesson: Lesson) -> Row:
    keep = tested(lesson)
    y, days = 1 - lesson.outcome()[keep], lesson.past.silent[keep].astype(float)
    return ("days of silence", len(y), scores.auc(y, days), None, None, scores.best_f1(y, days)[0])


def regression(con: duckdb.DuckDBPyConnection, lesson: Lesson) -> Row:
    """The plain logistic regression on 22 features, ridge 10 per standard deviation; `snapshot` still stands."""
    x, y, keep = windows(con, lesson.past), 1 - lesson.outcome(), tested(lesson)
    line = logistic.fit(x[~keep], y[~keep], penalty=logistic.Penalty(10.0))
    return row("logistic regression, 22 features", y[keep], logistic.probabilities(x[keep], line))


def judged(name: str, lesson: Lesson, model: Model) -> Row:
    keep = tested(lesson)
    p = forecast(lesson.past.where(keep), model).p
    return row(name, 1 - lesson.outcome()[keep], 1 - p)


def robust(con: duckdb.DuckDBPyConnection, path: Path, model: Model) -> list[Row]:
    busiest = """stream_id not in (select stream_id from (select stream_id, row_number() over (order by count(*) desc)
        as place, count(*) over () as n from read_parquet($path) group by stream_id) where place <= n / 3)"""
    found: list[Row] = []
    for name, share, only in (
        ("30 % of the messages", 0.3, "true"),
        ("10 % of the messages", 0.1, "true"),
        ("without the busiest third", 1.0, busiest),
        ("the busiest third alone", 1.0, busiest.replace("not in", "in", 1)),
    ):
        tables(con, path, share, only)
        found.append(judged(name, standard(con), model))
    tables(con, path)
    whole = standard(con)
    count_only(con)
    counted = Lesson(features.read(con), whole.wait, whole.known)
    found.append(judged("daily counts only", counted, model))
    tables(con, path)
    first, last = span(con)
    young = lessons(con, Cuts(first + dt.timedelta(1), last - dt.timedelta(28), every=7, seen=0))
    found.append(judged("groups under 28 days old", young.where(young.past.age < 28), model))
    return found


def teach(con: duckdb.DuckDBPyConnection, path: Path) -> Model:
    """Fit on the cuts before 2023, one every 7 days, from a group's first active day on.

    What came of the last cuts reaches 28 days into 2023; nothing later is left in the tables.
    """
    tables(con, path)
    first, _ = span(con)
    last = dt.date(2022, 12, 31)
    for table in ("cu_sender_day", "cu_group_day"):
        con.execute(f"delete from {table} where day > $unseen", {"unseen": last + dt.timedelta(28)})
    cuts = Cuts(first + dt.timedelta(1), last, every=7, seen=0)
    taught = lessons(con, cuts)
    count_only(con)
    counted = Lesson(features.read(con), taught.wait, taught.known)
    weight = cuts.every / 28
    trained = {
        "on": "cuts before 2023 of a public chat archive of standing groups (who spoke when; no text)",
        "groups": len(np.unique(taught.past.group_id)),
        "snapshots": len(taught.wait),
        "cuts_every_days": cuts.every,
        "first_cut": str(cuts.first),
        "last_cut": str(cuts.last),
        "active_share": round(float(taught.outcome().mean()), 4),
        "ridge": train.RIDGE,
        "counted_active_messages": GUESS,
    }
    made = [train.learn(lesson, weight=weight) for lesson in (taught, counted)]
    return Model(features.NAMES, made[0], made[1], trained)


def cross(con: duckdb.DuckDBPyConnection, path: Path) -> list[Row]:
    """What is known without the test years: each snapshot foretold by a fit that hasn't seen its group, or its year.

    Taught every 7 days as what ships is; judged every 28 days. A year is foretold from the years before it.
    """
    tables(con, path)
    first, last = span(con)[0], dt.date(2022, 12, 31)
    for table in ("cu_sender_day", "cu_group_day"):
        con.execute(f"delete from {table} where day > $unseen", {"unseen": last + dt.timedelta(28)})
    taught = lessons(con, Cuts(first + dt.timedelta(1), last, every=7, seen=0))
    asked = lessons(con, Cuts(first + dt.timedelta(120), last))
    fold, mine = taught.past.group_id % 8, asked.past.group_id % 8
    left_out = [(fold != f, mine == f) for f in range(8)]
    starts = [np.datetime64(f"{year}-01-01").astype(int) for year in (2020, 2021, 2022, 2023)]
    years = [
        (taught.past.cut < a - 28, (asked.past.cut >= a) & (asked.past.cut < b))
        for a, b in itertools.pairwise(starts)
    ]
    return [
        _crossed(name, taught, asked, parts)
        for name, parts in (("left-out groups", left_out), ("left-out years", years))
    ]


def _crossed(name: str, taught: Lesson, asked: Lesson, parts: list[tuple[np.ndarray, np.ndarray]]) -> Row:
    p, y = [], []
    for learnt, judge in parts:
        own = train.learn(taught.where(learnt), weight=7 / 28)
        p.append(forecast(asked.past.where(judge), msgspec.structs.replace(shipped(), speakers=own)).p)
        y.append(asked.outcome()[judge])
    return row(name, 1 - np.concatenate(y), 1 - np.concatenate(p))


def curve(lesson: Lesson, model: Model) -> None:
    keep = tested(lesson) & (lesson.known >= max(HORIZONS))
    decay = forecast(lesson.past.where(keep), model).decay
    print(f"\nThe decay curve, {int(keep.sum())} snapshots whose 56 days are over:")
    for days, p in zip(HORIZONS, decay.T, strict=True):
        y = lesson.outcome(days)[keep]
        print(
            f"  within {days:2d} days   AUC {scores.auc(y, p):.4f}   Brier {scores.brier(y, p):.4f}"
            f"   calibration error {scores.calibration_error(y, p):.4f}   active {y.mean():.3f}, said {p.mean():.3f}"
        )


def show(rows: list[Row]) -> None:
    print(f"{'':34s} {'n':>5s} {'AUC':>7s} {'Brier':>7s} {'ECE':>7s} {'best F1':>8s}")
    for name, n, *values in rows:
        print(f"{name:34s} {n:5d} " + " ".join(f"{'' if v is None else f'{v:.4f}':>7s}" for v in values))


def missed(ours: Row) -> list[str]:
    _, n, auc, brier, calibration, _ = ours
    checks = {
        f"{n} snapshots, {SNAPSHOTS} expected": n == SNAPSHOTS,
        f"AUC {auc:.4f} < {AUC}": auc >= AUC,
        f"Brier {brier:.4f} > {BRIER}": brier is not None and brier <= BRIER,
        f"calibration error {calibration:.4f} > {CALIBRATION}": calibration is not None
        and calibration <= CALIBRATION,
    }
    return [said for said, fine in checks.items() if not fine]


def main() -> int:
    parser = argparse.ArgumentParser(description="Accuracy of the check-up's forecast")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--robust", action="store_true")
    parser.add_argument("--cross", action="store_true")
    parser.add_argument("--train", action="store_true")
    asked = parser.parse_args()
    path = asked.data / ARCHIVE
    if not path.exists():
        print(f"needs the archive {ARCHIVE} under --data (looked in {asked.data})", file=sys.stderr)
        return 2
    con = duckdb.connect(config={"threads": 2, "autoinstall_known_extensions": False})
    if asked.train:
        made = teach(con, path)
        COEFFICIENTS.write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")
        shipped.cache_clear()
    model = shipped()
    tables(con, path)
    lesson = standard(con)
    ours = judged("Yutang, shipped coefficients", lesson, model)
    show([silence(lesson), regression(con, lesson), ours])
    curve(lesson, model)
    if asked.robust:
        print("\nOn other shapes of the archive, same coefficients, cuts from 2023:")
        show(robust(con, path, model))
    if asked.cross:
        print("\nCross-validation on the cuts before 2023:")
        show(cross(con, path))
    faults = missed(ours)
    print("\n" + ("\n".join(f"missed: {f}" for f in faults) or "every limit is met"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
