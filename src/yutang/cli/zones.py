"""The time zone of stamps without one: told by option or setting, asked for once, or assumed and said."""

import sys
from pathlib import Path

import click

from yutang.cli.stores import Stores
from yutang.importers.zoneless import asks_for_zone
from yutang.kit import clock
from yutang.kit.errors import YutangError
from yutang.locales import Lang, t


def settled(stores: Stores, told: str | None, paths: list[Path], lang: Lang) -> str:
    """The zone to read with. Asks only a person, only where a file may need it, and only when nobody has said it."""
    settings = stores.settings
    if told or stores.origin["zone"] != "default" or not (sys.stdin.isatty() and sys.stderr.isatty()):
        clock.zone(told or settings.zone)
        return told or settings.zone
    if not asks_for_zone(paths, settings.zip_limit_gb << 30):
        return settings.zone

    def known(name: str) -> str:
        try:
            clock.zone(name.strip())
        except YutangError as wrong:
            raise click.UsageError(t(lang, f"error.{wrong.code}", **wrong.params)) from None
        return name.strip()

    return click.prompt(t(lang, "cli.ask_zone"), default=settings.zone, value_proc=known, err=True)
