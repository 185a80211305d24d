"""Two public archives of purchases, read as any other table; what comes is recounted by a plain script."""

from collections import Counter, defaultdict
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest
from tests.segments.public_shops import counted

from yutang.importers.actions import bring_in
from yutang.importers.contract import Reading
from yutang.importers.kinds.table import READER
from yutang.importers.model import Options
from yutang.importers.trees import LocalFile
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger

pytestmark = pytest.mark.samples
NOW = 1_795_000_000_000_000
RETAIL, JOURNEY = (
    "online_retail/online_retail_II_2009_2010.parquet",
    "completejourney/transactions_sample.parquet",
)
Row = tuple[str, str, str, int, int]


def _read(path: Path, **how: object) -> tuple[list[dict[str, object]], Counter[str]]:
    """The order sightings of a file, those of one reference once as the ledger keeps them, and rejects by reason."""
    kept: dict[object, dict[str, object]] = {}
    rejects: Counter[str] = Counter()
    columns = ["kind", "actor_ref", "object_ref", "related_ref", "amount"]
    for chunk in READER.read(LocalFile(path, path.name), Reading(ZoneInfo("UTC"), NOW, **how)):  # type: ignore[arg-type]
        rejects.update(reject.reason for reject in chunk.rejects)
        for row in chunk.rows.select(columns).to_pylist():
            kept.setdefault((row["kind"], row["object_ref"]), row)
    return list(kept.values()), rejects


def _sums(rows: list[dict[str, object]], kind: Kind) -> tuple[int, int, int, int]:
    """(rows, orders, customers, cents) of a kind."""
    mine = [row for row in rows if row["kind"] == kind]
    orders, people = ({row[name] for row in mine} for name in ("related_ref", "actor_ref"))
    return len(mine), len(orders), len(people), sum(int(str(row["amount"])) for row in mine)


def _recounted(lines: list[Row]) -> tuple[int, int, int, int]:
    """The same from (order, item, customer, cents, which of its like): a line of an order that is said again is one."""
    once = {(order, item, cents, nth): who for order, item, who, cents, nth in lines}
    people = set(once.values())
    return len(once), len({key[0] for key in once}), len(people), sum(key[2] for key in once)


def _retail(samples: Path) -> list[Row]:
    found = duckdb.execute(
        f"select Invoice, StockCode, \"Customer ID\", Quantity, Price from '{samples / RETAIL}'"
    ).fetchall()
    nth = counted((o, item, round(n * price * 100)) for o, item, _, n, price in found)
    return [
        (o, item, str(int(who)), round(n * price * 100), place)
        for (o, item, who, n, price), place in zip(found, nth, strict=True)
        if who is not None
    ]


def test_online_retail_is_read_line_by_line(samples: Path) -> None:
    rows, rejects = _read(samples / RETAIL)
    lines = _retail(samples)
    bought, back = [one for one in lines if one[3] >= 0], [one for one in lines if one[3] < 0]
    assert _sums(rows, Kind.ORDER_PLACED) == _recounted(bought)
    placed, orders, people, _ = _sums(rows, Kind.ORDER_REFUNDED)
    again = _recounted([(*one[:3], -one[3], one[4]) for one in back])
    assert (placed, orders, people, _sums(rows, Kind.ORDER_REFUNDED)[3]) == again
    assert rejects == {"person_missing": 107_927}


def test_complete_journey_is_read_line_by_line(samples: Path) -> None:
    rows, rejects = _read(samples / JOURNEY)
    found = duckdb.execute(
        f"select basket_id, product_id, household_id, sales_value from '{samples / JOURNEY}'"
    ).fetchall()
    lines = [(basket, product, house, round(value * 100), 1) for basket, product, house, value in found]
    assert _sums(rows, Kind.ORDER_PLACED) == _recounted(lines)
    assert _sums(rows, Kind.ORDER_PLACED)[0] == 75_000
    assert not rejects


def test_households_get_their_attributes(samples: Path) -> None:
    path = samples / "completejourney/demographics.parquet"
    mapping = {name: f"attribute:{name}:choice" for name in ("age", "income", "marital_status")}
    told = READER.read(LocalFile(path, path.name), Reading(ZoneInfo("UTC"), NOW, mapping=mapping))
    rows = [row for chunk in told for row in chunk.rows.to_pylist()]
    seen = [row for row in rows if row["kind"] == Kind.ATTRIBUTE_SET]
    counted = duckdb.execute(
        f"select count(age), count(income), count(marital_status) from '{path}'"
    ).fetchall()[0]
    assert tuple(sum(r["object_ref"] == name for r in seen) for name in mapping) == counted
    assert len({row["actor_ref"] for row in rows if row["kind"] == Kind.IDENTITY_SEEN}) == 801


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_online_retail_comes_into_the_ledger_as_it_was_spent(
    samples: Path, ledger: Ledger, tmp_path: Path
) -> None:
    bring_in(ledger, [samples / RETAIL], Options(zone="UTC"), now=NOW, rejects=tmp_path / "rejects.csv")
    spent: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    once = {(order, item, cents, nth): who for order, item, who, cents, nth in _retail(samples)}
    orders: dict[str, set[str]] = defaultdict(set)
    for (order, _, cents, _), who in once.items():
        spent[who][cents < 0] += abs(cents)
        if cents >= 0:
            orders[who].add(order)
    found = ledger.analytics.rows(
        "select i.external_id, s.orders, s.cents, s.refunded from spending s"
        " join identity i using (customer_id) where i.platform = 'table'"
    )
    expected = {
        (who, len(orders[who]), bought, back) for who, (bought, back) in spent.items() if orders[who] or back
    }
    assert set(found) == expected
