"""The server put together: stores, workers, what applies posted facts, the web. One process, one folder."""

import datetime as dt
import json
import os
import secrets
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack

import msgspec

from yutang.accounts.first_run import first_run
from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import Board, take
from yutang.demo import write
from yutang.importers.actions import bring_in
from yutang.importers.marking import entries, guess_bots, mark
from yutang.importers.model import Options
from yutang.kit import clock
from yutang.kit.folder import write_whole
from yutang.kit.settings import Settings
from yutang.ledger.catalogue import Role
from yutang.ledger.ledger import Ledger
from yutang.ledger.waiting import Drain
from yutang.locales import Lang, t
from yutang.web import pages
from yutang.web.app import make_app
from yutang.web.context import Context
from yutang.web.events import Hub
from yutang.web.openapi import digest, document
from yutang.web.server import check_port
from yutang.web.server import serve as listen
from yutang.worker.handlers import Work, start

Open = Callable[[Settings], AbstractContextManager[Ledger]]
WHERE = "serve.json"  # how the command line reaches the server that holds the folder


def serve(settings: Settings, lang: Lang, *, demo: bool, keep: Open, private: Open) -> int:
    """Run until a signal; what was acknowledged is kept whenever it ends. Prints where, and the first password."""
    check_port(settings.host, settings.port)
    stop = threading.Event()
    with ExitStack() as stack:
        ledger = stack.enter_context(keep(settings))
        if ledger.recovered:
            _say(t(lang, "cli.recovered"))
        first = ledger.state.write(lambda conn: first_run(conn, clock.now()))
        if demo and ledger.last_day() is None:
            _say(t(lang, "serve.loading"))
            load_demo(ledger, settings)
        context = _context(ledger, settings, stop, demo=demo)
        workers = start(Work(context=context, private=private))
        stack.callback(workers.stop)
        drain = Drain(ledger, on_applied=workers.facts_came)
        stack.callback(drain.stop)
        app = make_app(msgspec.structs.replace(context, wake=workers.wake, posted=drain.wake))
        _stale(lang, document(app.litestar))
        where = settings.home / WHERE
        stack.callback(where.unlink, missing_ok=True)
        told = {"url": address(settings), "pid": os.getpid(), "token": context.own_token}
        write_whole(where, json.dumps(told).encode())
        where.chmod(0o600)
        listen(app, settings.host, settings.port, stop=stop, ready=lambda: _greet(settings, lang, first))
    _say(t(lang, "serve.stop"))
    return 0


def _context(ledger: Ledger, settings: Settings, stop: threading.Event, *, demo: bool) -> Context:
    assumed = Assumptions(seconds_per_unread=settings.seconds_per_unread,
                          minutes_per_group_week=settings.minutes_per_group_week)  # fmt: skip
    return Context(
        settings=settings, ledger=ledger, board=Board(ledger, assumed), hub=Hub(stop), now=clock.now, stop=stop,
        wake=lambda: None, own_token=secrets.token_urlsafe(32), demo=demo,
    )  # fmt: skip


def load_demo(ledger: Ledger, settings: Settings) -> None:
    """The simulated tenant as of today, through the importers as any other data."""
    now = clock.now()
    day = clock.moment(now, clock.zone(ledger.zone)).date() - dt.timedelta(days=1)
    folder = settings.home / "demo"
    write(folder, 7, day)
    house = folder / "data" / "自有号.txt"
    options = Options(zone=ledger.zone, passing=frozenset({house}))
    bring_in(ledger, [folder / "data"], options, now=now, rejects=settings.home / "rejects" / "demo.csv")
    mark(ledger, entries(house), Role.HOUSE, now=now)
    guess_bots(ledger, now=now)
    ledger.seal(now=now)
    take(ledger, Assumptions(), now=now)


def address(settings: Settings) -> str:
    """Where a browser on this machine finds the console."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, not bound
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _greet(settings: Settings, lang: Lang, first: tuple[str, str] | None) -> None:
    _say(t(lang, "serve.listening", url=(settings.public_url or address(settings)).rstrip("/") + "/app/"))
    if first:
        _say(t(lang, "serve.password", login=first[0], password=first[1]))
    else:
        _say(t(lang, "serve.forgotten", login="admin"))
    if settings.host not in ("127.0.0.1", "::1", "localhost") and not settings.public_url.startswith(
        "https://"
    ):
        _say(t(lang, "serve.open_world", host=settings.host))
    _say(t(lang, "serve.stop_hint"))


def _stale(lang: Lang, api_document: bytes) -> None:
    found = pages.built(pages.static())
    if found is None:
        _say(t(lang, "serve.no_console"))
    elif found.api != digest(api_document):
        _say(t(lang, "serve.stale"))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
