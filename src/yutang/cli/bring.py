"""Import from the command line: options, a progress bar, and what came of every file."""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from yutang.cli import remote, told, zones
from yutang.cli.columns import mapping
from yutang.cli.stores import Stores
from yutang.customers.acts.importing import defined, may_be_read
from yutang.importers.actions import bring_in
from yutang.importers.marking import entries, guess_bots, mark
from yutang.importers.model import FileOutcome, Options, Summary
from yutang.importers.model import Progress as Where
from yutang.kit import clock
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Role
from yutang.ledger.ledger import Ledger
from yutang.locales import Lang, t

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=False))


class Lists:
    """The user's lists of accounts."""

    def __init__(self, staff: Path | None, house: Path | None) -> None:
        self.paths = frozenset(path for path in (staff, house) if path)
        self.given = [
            (path, entries(path), role) for path, role in ((staff, Role.STAFF), (house, Role.HOUSE)) if path
        ]


def read(
    ledger: Ledger, paths: list[Path], options: Options, lists: Lists, lang: Lang, rejects: Path
) -> Summary:
    """Import with a bar on stderr (where that is a terminal), then mark the accounts of the lists."""
    now = clock.now()
    with _bar(lang) as show:
        summary = bring_in(ledger, paths, options, now=now, rejects=rejects, progress=show)
    for path, names, role in lists.given:
        summary.unmatched += [f"{path.name}: {entry}" for entry in mark(ledger, names, role, now=now)]
    summary.guessed = guess_bots(ledger, now=now)
    return summary


@contextmanager
def _bar(lang: Lang) -> Generator[Callable[[Where], None]]:
    """A bar on stderr, where that is a terminal; what to tell it."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
               TextColumn("{task.fields[rate]}"), TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        row = bar.add_task(t(lang, "cli.reading"), total=None, rate="")
        begun = time.monotonic()

        def show(where: Where) -> None:
            rate = where.rows / max(time.monotonic() - begun, 0.001)
            bar.update(row, completed=where.done, total=where.total, rate=t(lang, "cli.rate", n=round(rate)))

        yield show


def _there(server: remote.Server, paths: list[Path], options: Options, lists: Lists, lang: Lang) -> int:
    """The same by the server that holds the folder: it shows in its history, and can be undone there."""
    if options.mapping:
        raise YutangError("serving_columns", url=f"{server.where.url}/app/import")
    given = {role.name.lower(): "\n".join(names) for _, names, role in lists.given}
    with closing(server), _bar(lang) as show:
        summary, where = remote.bring(server, paths, options, given, show)
    tell(summary, lang)
    print(t(lang, "cli.imported_there", n=summary.facts, url=where), file=sys.stderr)
    return 1 if nothing_read(summary) else 0


def tell(summary: Summary, lang: Lang) -> None:
    """What was read and what was not, on stderr: short where all went well."""
    out = Console(stderr=True, highlight=False, soft_wrap=True)
    good = [f for f in summary.files if f.code is None or _partly(f)]
    kinds: dict[str, list[FileOutcome]] = {}
    for file in good:
        kinds.setdefault(file.kind or "?", []).append(file)
    for kind, files in sorted(kinds.items()):
        out.print(t(lang, "cli.kind", kind=told.kind(lang, kind), n=len(files),
                    chats=summary.chats_of(kind), messages=sum(f.messages for f in files),
                    joins=sum(f.joins for f in files), leaves=sum(f.leaves for f in files)), markup=False)  # fmt: skip
    passed = (None, "attachment") if good else (None,)  # pictures beside chats are no news
    bad = [f for f in summary.files if f.code not in passed]
    for file in bad[:20]:
        out.print(
            t(
                lang,
                "cli.partly" if _partly(file) else "cli.unread",
                name=file.name,
                why=told.unreadable(lang, file.code or "", file.params),
            ),
            style="yellow" if out.is_terminal else "",
            markup=False,
        )
    if len(bad) > 20:
        out.print(t(lang, "cli.unread_more", n=len(bad) - 20))
    for note in sorted({n for f in good for n in f.notes}):
        out.print("  " + told.note(lang, note), markup=False, style="dim" if out.is_terminal else "")
    if summary.rejects:
        out.print(t(lang, "cli.rejects", n=summary.rejects, path=str(summary.reject_file)), markup=False)
    if summary.private_chats:
        out.print(t(lang, "cli.private", n=summary.private_chats))
    for entry in summary.unmatched[:10]:
        out.print(t(lang, "cli.unmatched", entry=entry), markup=False)
    if summary.guessed:
        out.print(
            t(lang, "cli.guessed", n=len(summary.guessed), names="、".join(summary.guessed[:5])), markup=False
        )


def nothing_read(summary: Summary) -> bool:
    return not any(f.code is None or _partly(f) for f in summary.files)


def _partly(file: FileOutcome) -> bool:
    """Whether it was read up to where it breaks off."""
    return file.code is not None and bool(file.chats or file.rows)


@click.command("import")
@PATHS
@click.option("--tz", "zone", metavar="ZONE")
@click.option("--staff", type=click.Path(path_type=Path))
@click.option("--house", type=click.Path(path_type=Path))
@click.option("--private", is_flag=True)
@click.option("--column", "columns", multiple=True, metavar="HEADING=FIELD")
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.pass_obj
def import_(  # noqa: PLR0913 - one parameter an option
    stores: Stores, paths: tuple[Path, ...], zone: str | None, staff: Path | None,
    house: Path | None, columns: tuple[str, ...], *, private: bool, lang: Lang | None,
) -> int:  # fmt: skip
    """Import exports into the data folder, for good."""
    speech = lang or stores.lang
    settings = stores.settings
    lists = Lists(staff, house)
    zone = zones.settled(stores, zone, list(paths), speech)
    options = Options(zone=zone, private=private, zip_limit=settings.zip_limit_gb << 30,
                      mapping=mapping(columns), passing=lists.paths)  # fmt: skip
    if server := remote.serving(settings.home):
        return _there(server, list(paths), options, lists, speech)

    def bring(ledger: Ledger) -> Summary:
        with ledger.state.read() as conn:
            may_be_read(conn, [options.mapping or {}])
            told = msgspec.structs.replace(options, attributes=defined(conn))
        rejects = settings.home / "rejects" / f"{clock.now()}.csv"
        summary = read(ledger, list(paths), told, lists, speech, rejects)
        ledger.seal(now=clock.now())
        return summary

    summary = stores.work(speech, bring)
    tell(summary, speech)
    print(t(speech, "cli.imported", n=summary.facts, home=str(settings.home)), file=sys.stderr)
    return 1 if nothing_read(summary) else 0
