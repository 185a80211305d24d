"""`yutang settings`: every setting, its value, where it came from, what it means."""

import click
from rich.console import Console
from rich.table import Table

from yutang.cli.stores import Stores
from yutang.kit.settings import Settings
from yutang.locales import Lang, catalogue, t


@click.command()
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.pass_obj
def settings(stores: Stores, lang: Lang | None) -> int:
    """Show every setting in force. Change one in settings.toml of the data folder, or by YUTANG_<NAME>."""
    speech = lang or stores.lang
    table = Table(box=None, pad_edge=False)
    for head in ("setting", "value", "from", "meaning"):
        table.add_column(t(speech, f"settings.{head}"), overflow="fold")
    for name in Settings.__struct_fields__:
        value = str(getattr(stores.settings, name))
        if name == "database" and "@" in value:
            value = (
                value.split("://", maxsplit=1)[0] + "://…@" + value.rsplit("@", 1)[1]
            )  # never a password on a screen
        table.add_row(name, value or "–", _origin(speech, stores.origin[name]), t(speech, f"setting.{name}"))
    Console().print(table)
    return 0


def _origin(lang: Lang, origin: str) -> str:
    return t(lang, f"settings.{origin}") if f"settings.{origin}" in catalogue(lang) else origin
