"""CDNOW (2,357 customers of 1997): the published cell of scores, and stages beside a plain count over the same rows.

The figures stand in docs/methods/lifecycle.md; this test reads them there.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from tests.segments.population import ZONE, Fact, Population

from yutang.ledger.catalogue import Kind
from yutang.segments.lifecycle.model import Stage, at_end_of
from yutang.segments.lifecycle.standing import stand

PAGE = (Path(__file__).parents[3] / "docs" / "methods" / "lifecycle.md").read_text("utf-8")
CUT, LAST = dt.date(1997, 9, 30), dt.date(1998, 6, 30)
Rows = list[tuple[int, dt.date, int]]


@pytest.fixture(scope="module")
def rows(samples: Path) -> Rows:
    """(customer, day, cents) of every order."""
    lines = (samples / "cdnow" / "CDNOW_sample.txt").read_text("utf-8").splitlines()
    cells = [line.split() for line in lines if line.strip()]
    return [(int(c[1]), dt.datetime.strptime(c[2], "%Y%m%d").date(), round(float(c[4]) * 100)) for c in cells]


@pytest.fixture(scope="module")
def con(rows: Rows) -> Iterator[duckdb.DuckDBPyConnection]:
    world = Population()
    world.person(*sorted({who for who, _, _ in rows}))
    for mark, (who, day, cents) in enumerate(rows):
        noon = dt.datetime.combine(day, dt.time(12), ZONE).astimezone(dt.UTC).replace(tzinfo=None)
        world.facts.append(Fact(Kind.ORDER_PLACED, noon, who, None, mark, cents))
    with world.store() as store:
        yield store


def shown(label: str) -> list[str]:
    """The cells of the row of the page that begins with `label`."""
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {label} |"))
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


@pytest.mark.samples
def test_the_published_cell(con: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    stand(con, at_end_of(CUT, ZONE))
    best = {
        c
        for (c,) in con.execute(
            "select customer_id from standing_next where least(recency, frequency, money) >= 4"
        ).fetchall()
    }
    later = Counter(who for who, day in {(who, day) for who, day, _ in rows} if day > CUT)
    everybody = {who for who, _, _ in rows}
    within, all_ = sum(later[c] for c in best), sum(later.values())
    others = (all_ - within) / (len(everybody) - len(best))
    assert (len(best), len(everybody)) == (624, 2357)
    assert [f"{within / len(best):.2f}", f"{others:.2f}"] == ["2.13", "0.32"]
    assert shown("R, F, M ≥ 4") == ["624", f"{within:,}", f"{within / all_:.1%}", "2.13"]
    assert shown("everybody else") == ["1,733", f"{all_ - within:,}", f"{(all_ - within) / all_:.1%}", "0.32"]


def plainly(rows: Rows, as_of: dt.date) -> Counter[str]:
    """Stages by the rules of the page, over orders alone, for people without a stage before."""
    days, orders = defaultdict(set), Counter[int]()
    for who, day, _ in rows:
        if day <= as_of:
            days[who].add(day)
            orders[who] += 1
    found: Counter[str] = Counter()
    for who in {who for who, _, _ in rows}:
        acted = days[who]
        if not acted:
            found["stranger"] += 1
            continue
        recent = [d for d in acted if (as_of - d).days < 365]
        risk = 60
        if len(recent) >= 3:
            gaps = len(recent) - 1
            risk = min(max(-(-3 * (max(recent) - min(recent)).days // gaps), 30), 120)
        silence = (as_of - max(acted)).days
        bought = "repeat" if orders[who] > 1 else "buying"
        found["lost" if silence > min(3 * risk, 365) else "at_risk" if silence > risk else bought] += 1
    return found


@pytest.mark.samples
@pytest.mark.parametrize("day", [CUT, LAST])
def test_stages_are_those_of_a_plain_count(con: duckdb.DuckDBPyConnection, rows: Rows, day: dt.date) -> None:
    stand(con, at_end_of(day, ZONE))
    found = dict(con.execute("select stage, count(*) from standing_next group by 1").fetchall())
    named = {Stage(stage).name.lower(): count for stage, count in found.items()}
    assert named == plainly(rows, day)
    on_page = [int(cell.replace(",", "")) for cell in shown(day.isoformat())]
    assert on_page == [named.get(name, 0) for name in ("buying", "repeat", "at_risk", "lost")]


def test_every_number_of_the_rules_is_on_the_page() -> None:
    from yutang.segments.lifecycle.model import StageRules, TieRules

    told = dict(re.findall(r"\| `(\w+)` \| (\d+) \|", PAGE))
    rules = [StageRules(), TieRules()]
    assert told == {name: str(getattr(r, name)) for r in rules for name in r.__struct_fields__}
