"""`yutang columns`: what the columns of tables are taken for; correct one and it is remembered."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from yutang.cli import told
from yutang.cli.stores import Stores
from yutang.importers.contract import Unreadable
from yutang.importers.kinds.table import READER
from yutang.importers.sheets import free
from yutang.importers.sheets.guess import TABLE, Guess, Sample, signature
from yutang.importers.sheets.shapes import BY_TABLE, FIELDS
from yutang.importers.trees import walk
from yutang.kit.errors import YutangError
from yutang.locales import Lang, catalogue, t


def mapping(words: tuple[str, ...]) -> dict[str, str] | None:
    """`HEADING=FIELD` words as a mapping; FIELD "ignore" drops a column, "attribute:CODE" keeps it as one of people.

    `@table=KIND` says what a table is. Raises YutangError "bad_column".
    """
    found: dict[str, str] = {}
    for word in words:
        heading, sign, field = (part.strip() for part in word.rpartition("="))
        right = field in BY_TABLE if heading == TABLE else free.known(field)
        if not sign or not heading or not right:
            known = ", ".join(sorted(BY_TABLE) if heading == TABLE else [*sorted(FIELDS), "attribute:CODE"])
            raise YutangError("bad_column", word=word, fields=known)
        found[heading] = field
    return found or None


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--set", "words", multiple=True, metavar="HEADING=FIELD", help="Correct a column; it is remembered."
)
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.pass_obj
def columns(stores: Stores, paths: tuple[Path, ...], words: tuple[str, ...], lang: Lang | None) -> int:
    """Show what the columns of tables (CSV, XLSX, …) are taken for, and correct it with --set."""
    speech = lang or stores.lang
    corrected, known = mapping(words), stores.mappings(stores.settings)
    learnt: dict[str, dict[str, str]] = {}
    for name, sample, guess in _tables(list(paths), corrected, known, speech):
        _show(name, sample, guess, speech)
        if corrected:
            mine = {k: v for k, v in corrected.items() if k == TABLE or k in sample.columns}
            mark = signature(sample.columns)
            learnt[mark] = known.get(mark, {}) | mine
    if corrected:
        stores.remember(stores.settings, {k: v for k, v in learnt.items() if v})
        print(t(speech, "cli.columns_kept", home=str(stores.settings.home)), file=sys.stderr)
    return 0


def _tables(
    paths: list[Path], corrected: dict[str, str] | None, known: dict[str, dict[str, str]], lang: Lang
) -> list[tuple[str, Sample, Guess | None]]:
    found: list[tuple[str, Sample, Guess | None]] = []
    for tree in walk(paths):
        for name, file in tree.files().items():
            try:
                for sample, _ in READER.look(file):
                    words = known.get(signature(sample.columns), {}) | (corrected or {})
                    guesses = [g for s, g in READER.look(file, words) if s.name == sample.name]
                    found.append((name, sample, guesses[0] if guesses else None))
            except Unreadable as wrong:
                why = told.unreadable(lang, wrong.code, wrong.params)
                print(t(lang, "cli.unread", name=name, why=why), file=sys.stderr)
    return found


def _show(name: str, sample: Sample, guess: Guess | None, lang: Lang) -> None:
    out = Console(highlight=False)
    sort = t(lang, f"table_kind.{guess.table}") if guess else t(lang, "cli.table_unknown")
    out.print(t(lang, "cli.table_is", name=name, kind=sort), markup=False)
    table = Table(box=None, pad_edge=False)
    for head in ("heading", "field", "means", "example"):
        table.add_column(t(lang, f"cli.columns_{head}"), overflow="fold")
    fields = guess.mapping if guess else {}
    for column in sample.columns:
        field, example = fields.get(column, ""), next(iter(sample.under(sample.columns.index(column))), "")
        code = "field.attribute" if free.told(field) else f"field.{field}"
        means = t(lang, code) if code in catalogue(lang) else ""
        table.add_row(*(_plain(cell) for cell in (column, field or "–", means, example[:40])))
    out.print(table)


def _plain(cell: str) -> str:
    return cell.replace("[", "\\[")
