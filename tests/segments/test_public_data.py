"""Two public archives brought in like any export: scores, stages, retention and segments of every single customer are
those of a plain count over the raw files (public_shops.py). The figures stand in docs/methods/public-data.md; this
test reads them there.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.segments import public_shops as raw
from tests.segments.public_shops import Plain
from tests.segments.saved.shops import Shop

from states import ready
from yutang.accounts.model import Scope
from yutang.customers import Customers
from yutang.customers.acts import defining
from yutang.customers.attributes import AttributeType, Definition
from yutang.engine import Fault, check, compile_rule, ids, parse
from yutang.groups import Groups
from yutang.importers.actions import bring_in
from yutang.importers.model import Options
from yutang.insight.retention.book import make
from yutang.insight.retention.flows import retention
from yutang.insight.retention.model import Asked, FollowBasis, Grain, RetentionDefinition
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger
from yutang.segments.lifecycle.model import Stage, at_end_of
from yutang.segments.lifecycle.sweep import restand
from yutang.staff import Staff

pytestmark = [pytest.mark.samples, pytest.mark.laws]
PAGE = (Path(__file__).parents[2] / "docs" / "methods" / "public-data.md").read_text("utf-8")
IMPORTED = 1_795_000_000_000_000  # long after all of it
FIRST = {"Online Retail II": dt.date(2009, 12, 1), "Complete Journey": dt.date(2017, 1, 1)}
INCOMES = ("Under 15K", "15-24K", "25-34K")
STAGES = ("stranger", "buying", "repeat", "at_risk", "lost")
Rule = dict[str, Any]


@dataclass
class Loaded:
    """A shop in a ledger, brought up to the end of its last day."""

    title: str
    ledger: Ledger
    plain: Plain
    segments: Shop
    names: dict[int, str] = field(default_factory=dict)  # customer → who they are in the file

    @property
    def now(self) -> int:
        end = at_end_of(self.plain.last, self.plain.zone).end
        return int(end.replace(tzinfo=dt.UTC).timestamp()) * 1_000_000 - 1

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.ledger.analytics.rows(sql)


def load(folder: Path, title: str, files: list[tuple[Path, Options]], plain: Plain) -> Loaded:
    state = ready(f"sqlite:///{folder / 'state.sqlite'}")
    analytics = Analytics(folder / "analytics.duckdb", memory_mb=512, threads=1)
    ledger = Ledger(state, analytics, [Customers(), Groups(), Staff()], folder=folder, zone_=plain.zone.key)
    shop = Shop(ledger)
    income = Definition(
        code="income", name_zh="收入", name_en="Income", type=AttributeType.CHOICE, choices=INCOMES
    )
    defining.create(ledger, shop.boss, income, now=IMPORTED)
    for path, options in files:
        bring_in(ledger, [path], options, now=IMPORTED, rejects=folder / "rejects.csv")
    made = Loaded(title, ledger, plain, shop)
    restand(ledger, now=made.now)
    made.names = dict(made.rows("select customer_id, external_id from identity where platform = 'table'"))
    return made


@pytest.fixture(scope="module", params=["retail", "journey"])
def shop(
    request: pytest.FixtureRequest, samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "retail":
        files = [(samples / raw.RETAIL, Options(zone="Europe/London"))]
        made = load(folder, "Online Retail II", files, Plain(raw.retail(samples), "Europe/London"))
    else:
        told = {"income": "attribute:income:choice"}
        files = [
            (samples / raw.JOURNEY, Options(zone="UTC")),
            (samples / raw.HOMES, Options(zone="UTC", mapping=told)),
        ]
        plain = Plain(raw.journey(samples), "America/New_York", set(raw.homes(samples)))
        made = load(folder, "Complete Journey", files, plain)
    yield made
    made.ledger.close()


def shown(title: str, label: str) -> list[str]:
    """The cells of the row that begins with `label`, in the page's part about a shop."""
    part = PAGE.split(f"\n## {title}", 1)[1].split("\n## ", 1)[0]
    row = next(line for line in part.splitlines() if line.startswith(f"| {label} |"))
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


def numbers(title: str, label: str) -> list[int]:
    return [int(cell.replace(",", "")) for cell in shown(title, label)]


def test_everybody_and_every_sum_came_in(shop: Loaded) -> None:
    plain = shop.plain
    assert sorted(shop.names.values()) == sorted(plain.who)
    found = {
        shop.names[c]: tuple(rest)
        for c, *rest in shop.rows("select customer_id, orders, cents, refunded from spending")
    }
    buyers = {who for who in plain.who if who in plain.orders or plain.back[who]}
    assert found == {
        who: (len(plain.orders.get(who, [])), plain.spent[who], plain.back[who]) for who in buyers
    }
    orders = sum(map(len, plain.orders.values()))
    assert numbers(shop.title, "customers") == [len(plain.who)]
    assert numbers(shop.title, "orders") == [orders]
    assert shown(shop.title, "spent") == [f"{plain.spent.total() / 100:,.2f}"]
    assert shown(shop.title, "refunded") == [f"{plain.back.total() / 100:,.2f}"]


def test_scores_of_everybody(shop: Loaded) -> None:
    found = shop.rows("select customer_id, recency, frequency, money from standing where recency is not null")
    scores = shop.plain.scores()
    assert {shop.names[c]: (r, f, m) for c, r, f, m in found} == scores
    grid = Counter((r, f) for r, f, _ in scores.values())
    for r in range(1, 6):
        assert numbers(shop.title, f"R = {r}") == [grid[r, f] for f in range(1, 6)]
    assert numbers(shop.title, "R, F, M ≥ 4") == [sum(min(three) >= 4 for three in scores.values())]


def test_stages_of_everybody(shop: Loaded) -> None:
    found = {
        shop.names[c]: Stage(s).name.lower() for c, s in shop.rows("select customer_id, stage from standing")
    }
    stages = {who: shop.plain.stage(who) for who in shop.plain.who}
    assert found == stages
    counts = Counter(stages.values())
    assert numbers(shop.title, "in that stage") == [counts[one] for one in STAGES]


def test_retention_by_month(shop: Loaded) -> None:
    definition = RetentionDefinition(
        as_of=shop.plain.last, zone=shop.plain.zone.key, basis=FollowBasis.ANY, dormant_days=raw.DORMANT
    )
    asked = Asked(first=FIRST[shop.title], last=shop.plain.last, period=Grain.MONTH)
    with shop.ledger.analytics.cursor() as cursor:
        line = retention(cursor, make(cursor, definition), asked, Scope(everything=True)).whole
    counted, stock = shop.plain.moves(), line.opening
    assert stock == 0
    assert {f"{one.first:%Y-%m}" for one in line.flows} == set(counted)
    for one in line.flows:
        month = f"{one.first:%Y-%m}"
        moved = [counted[month][name] for name in ("new", "returned", "dormant")]
        stock += moved[0] + moved[1] - moved[2]
        assert [one.new, one.returned, one.dormant, one.retained] == [*moved, stock], month
        assert (one.inflow, one.evaporation) == (moved[0] + moved[1], moved[2])
        assert numbers(shop.title, month) == [*moved, stock]
    silent = {who for who, o in shop.plain.orders.items() if (shop.plain.last - o[-1].day).days > raw.DORMANT}
    assert stock == len(shop.plain.orders) - len(silent)


def test_what_the_page_warns_of(samples: Path) -> None:
    lines = raw.retail(samples)
    plain, told = Plain(lines, "Europe/London"), " ".join(PAGE.split())
    stamps: dict[str, set[dt.datetime]] = {}
    for one in lines:
        if one.cents >= 0:
            stamps.setdefault(one.order, set()).add(one.when)
    assert f"({len(lines) - len(plain.lines):,} rows of Online Retail)" in told
    assert (
        f"The rows of {sum(len(found) > 1 for found in stamps.values())} orders lie a minute or more" in told
    )
    assert f"{len(plain.who - plain.orders.keys())} customers only sent back" in told


def last(days: int) -> Rule:
    return {"span": "last", "days": days}


def rules(month: str, spent: int, refunded: int) -> dict[str, Rule]:
    """By the label of the page. `month` has thirty days: of its first order and one within thirty days of any order in
    it, the second is within thirty days too."""
    bought: Rule = {"kind": "order.placed"}
    of_month = {"span": "between", "since": {"day": f"{month}-01"}, "until": {"day": f"{month}-30"}}
    return {
        "bought lately": {"op": "did", "fact": bought, "window": last(90)},
        "five orders": {"op": "did", "fact": bought, "at_least": 5},
        "spent and silent": {"op": "all", "rules": [
            {"op": "spending", "measure": "spent", "at_least": spent},
            {"op": "not", "rule": {"op": "did", "fact": bought, "window": last(60)}},
        ]},
        "came back soon": {"op": "all", "rules": [
            {"op": "time", "fact": bought, "which": "first", "window": of_month},
            {"op": "sequence", "first": bought, "then": bought, "within_hours": 720, "window": of_month},
        ]},
        "much refunded": {"op": "spending", "measure": "refunded", "at_least": refunded + 1},
    }  # fmt: skip


def counted(plain: Plain, month: str, spent: int, refunded: int) -> dict[str, set[str]]:
    """The same, from the raw files."""
    return {
        "bought lately": plain.bought_since(90),
        "five orders": {who for who, o in plain.orders.items() if len(o) >= 5},
        "spent and silent": {who for who in plain.orders if plain.spent[who] >= spent}
        - plain.bought_since(60),
        "came back soon": plain.back_within(month, 30),
        "much refunded": {who for who, cents in plain.back.items() if cents > refunded},
    }


ASKED = {"Online Retail II": ("2010-06", 100_000, 10_000), "Complete Journey": ("2017-04", 5_000, 10_000)}


@pytest.mark.parametrize("label", list(rules("2010-06", 0, 0)))
def test_segments_id_for_id(shop: Loaded, label: str) -> None:
    """As the engine answers, and as a saved segment that was swept holds them."""
    truth = counted(shop.plain, *ASKED[shop.title])[label]
    rule = parse(json.dumps(rules(*ASKED[shop.title])[label]))
    assert not isinstance(rule, Fault)
    world = shop.segments.world()
    assert check(rule, world) == []
    with shop.ledger.analytics.cursor() as cursor:
        found = ids(cursor, compile_rule(rule, world, now=shop.now))["customer_id"].to_pylist()
    assert {shop.names[one] for one in found} == truth
    saved = shop.segments.make(rule, label)
    shop.segments.sweep(saved, now=shop.now)
    assert sorted(shop.segments.kept(saved)) == sorted(found)
    assert shown(shop.title, label)[0] == f"{len(truth):,}"


def test_an_attribute_from_a_second_file_meets_the_orders_of_the_first(shop: Loaded, samples: Path) -> None:
    if shop.title != "Complete Journey":
        pytest.skip("only there do we know more of people than what they bought")
    rule = parse(json.dumps({"op": "all", "rules": [
        {"op": "choice", "attribute": "income", "values": ["Under 15K"]},
        {"op": "did", "fact": {"kind": "order.placed"}, "at_least": 5},
    ]}))  # fmt: skip
    assert not isinstance(rule, Fault)
    world = shop.segments.world()
    assert check(rule, world) == []
    with shop.ledger.analytics.cursor() as cursor:
        found = ids(cursor, compile_rule(rule, world, now=shop.now))["customer_id"].to_pylist()
    poor = {who for who, income in raw.homes(samples).items() if income == "Under 15K"}
    truth = {who for who in poor if len(shop.plain.orders.get(who, [])) >= 5}
    assert {shop.names[one] for one in found} == truth
    assert shown(shop.title, "five orders, income under 15K")[0] == str(len(truth))


def test_pounds_are_orders_and_no_money(samples: Path, tmp_path: Path) -> None:
    """Told that the shop is paid in pounds, the same rows bring stages and frequency, and are in no sum."""
    file = tmp_path / "pounds.parquet"
    source = f"select *, 'GBP' as Currency from '{samples / raw.RETAIL}' where InvoiceDate < '2010-01-01'"
    duckdb.execute(f"copy ({source}) to '{file}'")
    plain = Plain([one for one in raw.retail(samples) if one.when.year == 2009], "Europe/London")
    made = load(tmp_path, "pounds", [(file, Options(zone="Europe/London"))], plain)
    found = {
        made.names[c]: rest
        for c, *rest in made.rows("select customer_id, stage, frequency, money from standing")
    }
    scores = plain.scores()
    assert set(found) == plain.who
    for who, (stage, frequency, money) in found.items():
        assert Stage(stage).name.lower() == plain.stage(who)
        assert (frequency, money) == ((scores[who][1], 5) if who in scores else (None, None))
    assert made.rows("select * from spending") == []
    made.ledger.close()
