"""`yutang segment`: a rule in a file, asked of the data folder: how many, who, and why one customer is in or not."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import duckdb
import msgspec

from yutang.accounts.model import Scope
from yutang.checkup.model import Advice, State
from yutang.cli import remote
from yutang.cli.stores import Stores
from yutang.engine import Fault, Rule, World, check, explain, parse
from yutang.engine.codec import encode
from yutang.kit import clock
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger
from yutang.locales import Lang, catalogue, t
from yutang.segments.saved.listing import qualifying
from yutang.segments.saved.world import world

T = TypeVar("T")
FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
LANG = click.option("--lang", type=click.Choice(["zh", "en"]))
ALL = Scope(everything=True)
DATES = ("_at", "since")  # how names of instants end


@click.group()
def segment() -> None:
    """Ask a rule (JSON of the rule language): count, ids, explain."""


@segment.command()
@FILE
@LANG
@click.pass_obj
def count(stores: Stores, file: Path, lang: Lang | None) -> int:
    """How many customers qualify."""
    ids = _ids(stores, file, lang or stores.lang)
    return 2 if ids is None else _say(str(len(ids)))


@segment.command()
@FILE
@LANG
@click.pass_obj
def ids(stores: Stores, file: Path, lang: Lang | None) -> int:
    """Who qualifies: one id a line."""
    found = _ids(stores, file, lang or stores.lang)
    return 2 if found is None else _say(*map(str, found))


@segment.command("explain")
@FILE
@click.option("--customer", type=click.IntRange(1, (1 << 53) - 1), required=True)
@LANG
@click.pass_obj
def explain_(stores: Stores, file: Path, customer: int, lang: Lang | None) -> int:
    """Why one customer qualifies or doesn't, condition by condition."""
    speech = lang or stores.lang

    def here(cursor: duckdb.DuckDBPyConnection, rule: Rule, known: World) -> list[dict[str, Any]]:
        if not cursor.execute("select 1 from customer where id = ?", [customer]).fetchall():
            raise YutangError("not_found", what="customer")
        return [msgspec.to_builtins(one) for one in explain(cursor, rule, known, customer, now=clock.now())]

    def there(server: remote.Server, rule: Any) -> list[dict[str, Any]]:
        body = {"rule": rule, "customer_id": customer}
        return server.ask("POST", "/segments/explain", json=body)["items"]

    told = _asked(stores, file, speech, here, there)
    return 2 if told is None else _say(*(_line(speech, one) for one in told))


def _ids(stores: Stores, file: Path, lang: Lang) -> list[int] | None:
    def here(cursor: duckdb.DuckDBPyConnection, rule: Rule, known: World) -> list[int]:
        return qualifying(cursor, rule, known, ALL, now=clock.now())

    def there(server: remote.Server, rule: Any) -> list[int]:
        return server.ask("POST", "/segments/ids", json={"rule": rule})["ids"]

    return _asked(stores, file, lang, here, there)


def _asked(
    stores: Stores, file: Path, lang: Lang, here: Callable[[duckdb.DuckDBPyConnection, Rule, World], T],
    there: Callable[[remote.Server, Any], T],
) -> T | None:  # fmt: skip
    """The answer of the data folder, or of the server that holds it. None: the rule has faults, and they were said."""
    rule = parse(file.read_bytes())
    if isinstance(rule, Fault):
        return _refuse(lang, [rule])
    if server := remote.serving(stores.settings.home):
        given = msgspec.json.decode(encode(rule))
        faults = server.ask("POST", "/segments/check", json={"rule": given})["items"]
        wrong = [Fault(one["at"], one["code"].removeprefix("fault."), one["params"]) for one in faults]
        return _refuse(lang, wrong) if wrong else there(server, given)

    def task(ledger: Ledger) -> T | list[Fault]:
        with ledger.state.read() as conn, ledger.analytics.cursor() as cursor:
            states, advice = frozenset(map(str, State)), frozenset(map(str, Advice))
            known = world(conn, cursor, ledger.zone, states=states, advice=advice)
            return check(rule, known) or here(cursor, rule, known)

    answer = stores.work(lang, task)
    if isinstance(answer, list) and answer and isinstance(answer[0], Fault):
        return _refuse(lang, answer)  # pyright: ignore[reportUnknownArgumentType]
    return answer  # pyright: ignore[reportReturnType, reportUnknownVariableType]


def _refuse(lang: Lang, faults: list[Fault]) -> None:
    for fault in faults:
        print(f"{fault.at}: {t(lang, f'fault.{fault.code}', **fault.params)}", file=sys.stderr)


def _line(lang: Lang, verdict: dict[str, Any]) -> str:
    """One node: whether it holds, where it stands, what it asks, and what was found."""
    numbers = [f"{_name(lang, 'rule_number', name)} {_number(name, value)}"
               for name, value in verdict["numbers"].items()]  # fmt: skip
    found = f" ({', '.join(numbers)})" if numbers else ""
    mark = "✓" if verdict["holds"] else "✗"
    return f"{mark} {verdict['at']}  {_name(lang, 'rule_op', verdict['op'])}{found}"


def _name(lang: Lang, of: str, code: str) -> str:
    return catalogue(lang).get(f"{of}.{code}", code)


def _number(name: str, value: Any) -> str:
    if value is None:
        return "-"
    if name.endswith(DATES) and isinstance(value, int):
        return clock.moment(value * 1000).strftime("%Y-%m-%dT%H:%MZ")
    return str(value)


def _say(*lines: str) -> int:
    for line in lines:
        print(line)
    return 0
