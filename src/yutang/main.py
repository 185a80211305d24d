"""The composition root: the only place that knows which parts there are, and how they are put together."""

import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from yutang.cli.app import run
from yutang.cli.stores import Stores
from yutang.customers import Customers
from yutang.groups import Groups
from yutang.kit.db import Database, check_sqlite
from yutang.kit.folder import Folder
from yutang.kit.migrate import migrate
from yutang.kit.settings import Settings, load
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger
from yutang.locales import Lang
from yutang.staff import Staff


@contextmanager
def open_ledger(settings: Settings, *, home: Path | None = None, durable: bool = True) -> Generator[Ledger]:
    """The stores in the data folder (or in `home`), held by this process until the block ends."""
    folder = Folder(home or settings.home)
    try:
        path = folder.path / "state.sqlite"
        url = settings.database if settings.database and home is None else f"sqlite:///{path}"
        if url.startswith("sqlite"):
            check_sqlite(path)
        state = Database(url, durable=durable)
        try:
            migrate(state)
            analytics = Analytics(
                folder.path / "analytics.duckdb", memory_mb=settings.memory_mb, threads=settings.threads
            )
            ledger = Ledger(
                state, analytics, [Customers(), Groups(), Staff()], folder=folder.path, zone_=settings.zone
            )
            try:
                yield ledger
            finally:
                analytics.close()
        finally:
            state.close()
    finally:
        folder.close()


@contextmanager
def private_ledger(settings: Settings) -> Generator[Ledger]:
    """A ledger of this call's own, gone when the block ends; not made to survive a crash."""
    home = Path(tempfile.mkdtemp(prefix="yutang-"))
    try:
        with open_ledger(settings, home=home, durable=False) as ledger:
            yield ledger
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _lang(settings: Settings) -> Lang:
    wanted = settings.lang or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "zh" if wanted.lower().startswith("zh") else "en"


def _load() -> Stores:
    settings, origin = load()
    return Stores(settings, origin, _lang(settings), open_ledger, private_ledger)


def main() -> None:
    """The command line."""
    sys.exit(run(_load, lambda: "zh" if os.environ.get("LANG", "").startswith("zh") else "en"))
