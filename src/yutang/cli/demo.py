"""`yutang demo`: the simulated tenant as files, as an operator would have them."""

import datetime as dt
import sys
from pathlib import Path

import click

from yutang.cli.stores import Stores
from yutang.demo import write
from yutang.locales import Lang, t

DAY = dt.date(2026, 10, 31)


@click.command()
@click.option("--seed", default=7, show_default=True, type=click.IntRange(0))
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), default=DAY.isoformat(), show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("yutang-demo"), show_default=True)
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.pass_obj
def demo(stores: Stores, seed: int, day: dt.datetime, out: Path, lang: Lang | None) -> int:
    """Write the simulated tenant (30 staff, 300 groups) to a folder. Same seed and day, same files."""
    files = write(out, seed, day.date())
    print(t(lang or stores.lang, "cli.demo", n=len(files), path=str(out / "data")), file=sys.stderr)
    return 0
