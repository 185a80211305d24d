"""`yutang serve`: the server, until it is told to stop. `yutang password`: a way back in for who forgot theirs."""

import logging
import os
import sys
from pathlib import Path
from typing import NoReturn

import click
import msgspec

from yutang.cli.stores import Stores
from yutang.locales import Lang, t


@click.command()
@click.option("--host", help="Address to listen on; default 127.0.0.1, which only this machine reaches.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; default 8700.")
@click.option("--demo", is_flag=True, help="Load the simulated tenant where nothing was imported yet.")
@click.option("--live", is_flag=True, help="Let it live: run its WeCom beside the server, connected to it.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Write the newest check-up's report there too."
)
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.pass_obj
def serve(  # one parameter an option
    stores: Stores,
    host: str | None,
    port: int | None,
    report: Path | None,
    lang: Lang | None,
    *,
    demo: bool,
    live: bool,
) -> NoReturn:
    """Run the console, the API and the work behind them, on the data folder (YUTANG_HOME)."""
    given = {k: v for k, v in (("host", host), ("port", port)) if v is not None}
    _leave(
        stores.serve(
            msgspec.structs.replace(stores.settings, **given), lang or stores.lang, demo or live, live, report
        )
    )


def _leave(code: int) -> NoReturn:
    """End without Python's tidying up. All is closed and said; what a request that was cut off still holds of DuckDB,
    its binding would complain of, below the line that says that nothing is lost.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


@click.command()
@click.argument("login", default="admin")
@click.option("--lang", type=click.Choice(["zh", "en"]))
@click.pass_obj
def password(stores: Stores, login: str, lang: Lang | None) -> int:
    """Give LOGIN a new one-time password. Whoever may read the data folder may do this."""
    made = stores.new_password(stores.settings, login)
    print(t(lang or stores.lang, "serve.new_password", login=login), file=sys.stderr)
    print(made)
    return 0
