"""`yutang settings`: every setting, its value, where it came from, what it means."""

import click
from rich.console import Console
from rich.table import Table

from yutang.cli.stores import Stores
from yutang.kit.settings import DOCS, Settings


@click.command()
@click.pass_obj
def settings(stores: Stores) -> int:
    """Show every setting in force. Change one in settings.toml of the data folder, or by YUTANG_<NAME>."""
    table = Table(box=None, pad_edge=False)
    for head in ("setting", "value", "from", "meaning"):
        table.add_column(head, overflow="fold")
    for name in Settings.__struct_fields__:
        value = str(getattr(stores.settings, name))
        if name == "database" and "@" in value:
            value = (
                value.split("://", maxsplit=1)[0] + "://…@" + value.rsplit("@", 1)[1]
            )  # never a password on a screen
        table.add_row(name, value or "–", stores.origin[name], DOCS[name])
    Console().print(table)
    return 0
