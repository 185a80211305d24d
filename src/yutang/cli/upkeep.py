"""Upkeep of the data folder: rebuild, backup, restore, rekey."""

import sys
from pathlib import Path

import click

from yutang.cli.stores import Stores
from yutang.locales import t


@click.command()
@click.pass_obj
def rebuild(stores: Stores) -> int:
    """Make analytics anew from the ledger's truth."""
    facts = stores.work(stores.lang, lambda ledger: ledger.rebuild())
    print(t(stores.lang, "cli.rebuilt", n=facts), file=sys.stderr)
    return 0


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(stores: Stores, target: Path) -> int:
    """Write a backup of the data folder to TARGET (.zip). Yutang may go on running meanwhile."""
    facts = stores.backup(stores.settings, target)
    print(t(stores.lang, "cli.backed_up", n=facts, path=str(target)), file=sys.stderr)
    return 0


@click.command()
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def restore(stores: Stores, source: Path) -> int:
    """Fill an empty data folder (and an empty State) from a backup."""
    stores.restore(stores.settings, source)
    print(t(stores.lang, "cli.restored", home=str(stores.settings.home)), file=sys.stderr)
    return 0


@click.command()
@click.pass_obj
def rekey(stores: Stores) -> int:
    """Seal phones, e-mails and secrets anew, with the first key of YUTANG_SECRET_KEY."""
    resealed, damaged = stores.rekey(stores.settings)
    print(t(stores.lang, "cli.rekeyed", n=resealed), file=sys.stderr)
    if damaged:
        print(t(stores.lang, "cli.rekey_damaged", n=damaged), file=sys.stderr)
    return 0
