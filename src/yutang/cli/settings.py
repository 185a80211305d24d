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
        if name == "database" and value:
            value = _open_part(value)
        table.add_row(name, value or "–", _origin(speech, stores.origin[name]), t(speech, f"setting.{name}"))
    Console().print(table)
    return 0


def _open_part(url: str) -> str:
    """Of a database's address what may stand on a screen: no user, no password, no option, for one of those may be a
    password too. What can't be told apart is left out."""
    scheme, _, rest = url.partition("://")
    user, at, place = rest.rpartition("@")
    if "?" in user:
        return f"{scheme}://…"
    place, more, _ = place.partition("?")
    return f"{scheme}://{'…@' if at else ''}{place}{'?…' if more else ''}"


def _origin(lang: Lang, origin: str) -> str:
    return t(lang, f"settings.{origin}") if f"settings.{origin}" in catalogue(lang) else origin
