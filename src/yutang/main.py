"""The composition root: the only place that knows which parts there are, and how they are put together."""

import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

import msgspec

import yutang.state  # noqa: F401  # pyright: ignore[reportUnusedImport] - registers every table for backups
from yutang.cli.app import run
from yutang.cli.stores import Stores
from yutang.customers import Customers
from yutang.groups import Groups
from yutang.importers.store import mappings, remember
from yutang.kit.clock import now
from yutang.kit.db import Database, check_sqlite
from yutang.kit.errors import YutangError
from yutang.kit.folder import Folder, disk_errors
from yutang.kit.migrate import head, migrate
from yutang.kit.settings import Settings, load
from yutang.ledger.analytics import Analytics, worn_mb
from yutang.ledger.backup import backup, restore
from yutang.ledger.ledger import Ledger
from yutang.locales import Lang, t
from yutang.segments.saved.mirror import Segments, level_all
from yutang.staff import Staff


def _state(settings: Settings, folder: Path, *, durable: bool = True) -> Database:
    """State of a data folder: refused when damaged, brought to this version's schema."""
    path = folder / "state.sqlite"
    url = settings.database or f"sqlite:///{path}"
    if url.startswith("sqlite"):
        check_sqlite(path)
    state = Database(url, durable=durable)
    try:
        migrate(state)
    except BaseException:
        state.close()
        raise
    return state


@contextmanager
def open_ledger(settings: Settings, *, durable: bool = True, drain: bool = True) -> Generator[Ledger]:
    """The stores of the data folder, held by this process until the block ends. `drain`: apply first what waits."""
    with ExitStack() as stack:
        folder = Folder(settings.home)
        stack.callback(folder.close)
        with disk_errors(folder.path):
            state = _state(settings, folder.path, durable=durable)
        stack.callback(state.close)
        if (size := worn_mb(folder.path / "analytics.duckdb")) is not None:
            print(t(_lang(settings.lang), "cli.worn", size=size), file=sys.stderr, flush=True)
        analytics = Analytics(
            folder.path / "analytics.duckdb", memory_mb=settings.memory_mb, threads=settings.threads
        )
        stack.callback(analytics.close)
        with disk_errors(folder.path):
            domains = [Customers(), Groups(), Staff(), Segments()]
            ledger = Ledger(state, analytics, domains, folder=folder.path, zone_=settings.zone, drain=drain)
        stack.callback(ledger.close)
        level_all(ledger)
        yield ledger


@contextmanager
def private_ledger(settings: Settings, below: Path | None = None) -> Generator[Ledger]:
    """A ledger of this call's own, gone when the block ends; not made to survive a crash.

    `below`: the folder it is made in, instead of the system's one for what is temporary (often memory).
    """
    with disk_errors(below or Path(tempfile.gettempdir())):
        if below is not None:
            below.mkdir(mode=0o700, parents=True, exist_ok=True)
        home = Path(tempfile.mkdtemp(prefix="yutang-", dir=below))
    try:
        alone = msgspec.structs.replace(settings, home=home, database="")
        with open_ledger(alone, durable=False) as ledger:
            yield ledger
    finally:
        try:
            shutil.rmtree(home, ignore_errors=True)
        finally:
            shutil.rmtree(home, ignore_errors=True)  # a signal may have cut the first one short


def _backup(settings: Settings, target: Path) -> int:
    if not _kept(settings):
        raise YutangError("nothing_kept", path=str(settings.home))
    state = _state(settings, settings.home)
    try:
        return backup(state, settings.home / "sealed", target, revision=head())
    finally:
        state.close()


def _restore(settings: Settings, source: Path) -> None:
    with ExitStack() as stack:
        folder = Folder(settings.home)
        stack.callback(folder.close)
        state = _state(settings, folder.path)
        stack.callback(state.close)
        restore(state, folder.path / "sealed", source, revision=head())
        Analytics.discard(folder.path / "analytics.duckdb")


def _kept(settings: Settings) -> bool:
    return bool(settings.database) or (settings.home / "state.sqlite").exists()


def _mappings(settings: Settings) -> dict[str, dict[str, str]]:
    """Reads beside another process; nothing is made where nothing is kept."""
    if not _kept(settings):
        return {}
    with closing(_state(settings, settings.home)) as state, state.read() as conn:
        return mappings(conn)


def _remember(settings: Settings, found: dict[str, dict[str, str]]) -> None:
    with disk_errors(settings.home):
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(_state(settings, settings.home)) as state:
            state.write(lambda conn: remember(conn, found, now()))


def _discard(settings: Settings) -> None:
    with closing(Folder(settings.home)) as folder:
        Analytics.discard(folder.path / "analytics.duckdb")


def _serve(settings: Settings, lang: Lang, demo: bool, live: bool, report: Path | None) -> int:  # noqa: FBT001 - flags
    from yutang.serving import serve  # the web is imported for this command only

    return serve(
        settings,
        lang,
        demo=demo,
        live=live,
        report=report,
        keep=partial(open_ledger, drain=False),
        private=private_ledger,
    )


def _new_password(settings: Settings, login: str) -> str:
    from yutang.accounts.first_run import new_password

    with disk_errors(settings.home), closing(_state(settings, settings.home)) as state:
        return state.write(lambda conn: new_password(conn, login, now()))


def _rekey(settings: Settings) -> tuple[int, int]:
    """What is sealed at rest, sealed anew. Nobody else may hold the folder: they would seal with old keys."""
    from yutang.connections.actions import reclose as reclose_connections
    from yutang.contacts import rotate
    from yutang.digests.deliveries import reclose
    from yutang.kit.secrets import Secrets

    if not _kept(settings):
        raise YutangError("nothing_kept", path=str(settings.home))
    with ExitStack() as stack:
        folder = Folder(settings.home)
        stack.callback(folder.close)
        stack.enter_context(disk_errors(folder.path))
        state = stack.enter_context(closing(_state(settings, folder.path)))
        secrets = Secrets(folder.path)
        turned = rotate(state, secrets)
        state.write(lambda conn: reclose(conn, secrets))
        state.write(lambda conn: reclose_connections(conn, secrets))
    return turned.resealed, turned.damaged


def _lang(setting: str) -> Lang:
    wanted = setting or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "zh" if wanted.lower().startswith("zh") else "en"


def _load() -> Stores:
    settings, origin = load()
    return Stores(
        settings, origin, _lang(settings.lang), open_ledger, private_ledger, _backup, _restore, _discard,
        _mappings, _remember, _serve, _new_password, _rekey,
    )  # fmt: skip


def main() -> None:
    """The command line."""
    sys.exit(run(_load, _lang(os.environ.get("YUTANG_LANG", ""))))
