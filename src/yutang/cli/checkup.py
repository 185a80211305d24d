"""`yutang checkup`: exports in, advice on every group out. No server, no configuration."""

import datetime as dt
import io
import sys
from pathlib import Path

import click
import msgspec
from rich.console import Console

from yutang.checkup.actions import examine
from yutang.checkup.model import Checkup
from yutang.checkup.settings import Assumptions
from yutang.cli import bring, remote, zones
from yutang.cli.columns import mapping
from yutang.cli.stores import Stores
from yutang.importers.model import Options
from yutang.insight.report import render
from yutang.insight.schema import schema, to_json
from yutang.insight.tables import write_csv, write_xlsx
from yutang.insight.terminal import print_table
from yutang.kit import clock
from yutang.kit.errors import YutangError
from yutang.kit.folder import write_whole
from yutang.ledger.ledger import Ledger
from yutang.locales import Lang, t


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What the user asked for."""

    paths: tuple[Path, ...]
    as_of: dt.date | None
    zone: str
    private: bool
    keep: bool
    deep: bool
    format: str
    out: Path | None
    report: Path | None
    everything: bool
    lang: Lang
    mapping: dict[str, str] | None


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Judge as of this day; default: the data's last."
)
@click.option("--tz", "zone", metavar="ZONE", help="Time zone of stamps without one, and of days.")
@click.option(
    "--staff", type=click.Path(path_type=Path), help="List of staff accounts, one id or name a line."
)
@click.option("--house", type=click.Path(path_type=Path), help="List of house accounts (自有号).")
@click.option("--private", is_flag=True, help="List private chats too.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADING=FIELD",
    help="Say what a column of a table means (yutang columns shows and remembers).",
)
@click.option("--keep", is_flag=True, help="Keep the data in the data folder (YUTANG_HOME).")
@click.option("--deep", is_flag=True, help="Also changepoints of every group and near-same texts.")
@click.option("--format", "format_", type=click.Choice(["table", "json", "csv", "xlsx"]), default="table")
@click.option("--out", type=click.Path(path_type=Path), help="Write there instead of to the terminal.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the report, one HTML file.")
@click.option("--all", "everything", is_flag=True, help="Show every group in the table.")
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.option("--schema", "only_schema", is_flag=True, help="Print the JSON schema of --format json.")
@click.pass_obj
def checkup(  # noqa: PLR0913, PLR0917 - one parameter an option
    stores: Stores, paths: tuple[Path, ...], as_of: dt.datetime | None, zone: str | None, staff: Path | None,
    house: Path | None, format_: str, out: Path | None, report: Path | None, lang: Lang | None,
    columns: tuple[str, ...], *, private: bool, keep: bool, deep: bool, everything: bool, only_schema: bool,
) -> int:  # fmt: skip
    """Judge every group of the exports at PATHS (files, folders, zips; none with --keep: what is kept)."""
    if only_schema:
        print(msgspec.json.format(msgspec.json.encode(schema())).decode())
        return 0
    if not paths and not keep:
        raise YutangError("no_paths")
    if format_ == "xlsx" and out is None:
        raise YutangError("xlsx_needs_out")
    settings, speech = stores.settings, lang or stores.lang
    wish = Wish(paths=paths, as_of=as_of.date() if as_of else None, private=private, keep=keep, deep=deep,
                zone=zones.settled(stores, zone, list(paths), speech), format=format_, out=out, report=report,
                everything=everything, lang=speech, mapping=mapping(columns))  # fmt: skip
    lists = bring.Lists(staff, house)
    if keep:
        if server := remote.serving(settings.home):
            raise YutangError("serving_checkup", url=f"{server.where.url}/app/checkup")
        return stores.work(wish.lang, lambda ledger: _checkup(stores, wish, ledger, lists))
    with stores.private(msgspec.structs.replace(settings, zone=wish.zone)) as ledger:
        return _checkup(stores, wish, ledger, lists)


def _checkup(stores: Stores, wish: Wish, ledger: Ledger, lists: bring.Lists) -> int:
    settings = stores.settings
    private = 0
    if wish.paths:
        name = f"{clock.now()}.csv"
        rejects = settings.home / "rejects" / name if wish.keep else Path("yutang-rejects.csv")
        kept = {} if wish.keep else stores.mappings(settings)  # a kept ledger knows its own
        options = Options(zone=wish.zone, private=wish.private, zip_limit=settings.zip_limit_gb << 30,
                          mapping=wish.mapping, mappings=kept, passing=lists.paths)  # fmt: skip
        summary = bring.read(ledger, list(wish.paths), options, lists, wish.lang, rejects)
        bring.tell(summary, wish.lang)
        if bring.nothing_read(summary):
            print(t(wish.lang, "cli.nothing"), file=sys.stderr)
            return 1
        private = 0 if wish.private else summary.private_chats
        if wish.keep:
            ledger.seal(now=clock.now())
    assumed = Assumptions(seconds_per_unread=settings.seconds_per_unread,
                          minutes_per_group_week=settings.minutes_per_group_week)  # fmt: skip
    first, _ = ledger.span()
    if wish.as_of and first and wish.as_of < first:
        raise YutangError("later_than_data", day=wish.as_of, first=first)
    with ledger.analytics.cursor() as cursor:
        found = examine(
            cursor, as_of=wish.as_of, zone=ledger.zone, settings=assumed, private=wish.private, deep=wish.deep
        )
    totals = msgspec.structs.replace(found.totals, private_chats=found.totals.private_chats + private)
    found = msgspec.structs.replace(found, totals=totals)
    if not found.groups:
        print(t(wish.lang, "error.no_data"), file=sys.stderr)
        return 1
    _write(wish, found)
    return 0


def _write(wish: Wish, found: Checkup) -> None:
    if wish.report:
        _file(wish.report, render(found, wish.lang).encode())
    if wish.format == "table":
        _table(wish, found)
    elif wish.format == "json":
        _bytes(wish, to_json(found))
    else:
        out = io.BytesIO()
        (write_csv if wish.format == "csv" else write_xlsx)(found, wish.lang, out)
        _bytes(wish, out.getvalue())
    if wish.report:
        print(t(wish.lang, "cli.report", path=str(wish.report)), file=sys.stderr)


def _table(wish: Wish, found: Checkup) -> None:
    if wish.out is None:
        print_table(found, wish.lang, Console(), everything=wish.everything)
        return
    out = io.StringIO()
    print_table(found, wish.lang, Console(file=out, width=100), everything=wish.everything)
    _file(wish.out, out.getvalue().encode())


def _bytes(wish: Wish, data: bytes) -> None:
    if wish.out:
        _file(wish.out, data)
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _file(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as wrong:
        raise YutangError("cannot_write", path=str(path), detail=wrong.strerror or str(wrong)) from None
