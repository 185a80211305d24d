"""The server put together: stores, workers, what applies posted facts, the web. One process, one folder."""

import datetime as dt
import json
import multiprocessing
import os
import secrets
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
from rich.console import Console

from yutang.accounts.first_run import first_run
from yutang.accounts.sessions import carry
from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import Board, take
from yutang.connections.inbox import Inbox
from yutang.connections.orders import sync_order
from yutang.connections.wecom.archive.listening import Archives
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.inbound import Ear, Subscriber
from yutang.connections.wecom.learning import Learner
from yutang.demo import write
from yutang.handover import renumbered
from yutang.importers.actions import bring_in
from yutang.importers.marking import entries, guess_bots, mark
from yutang.importers.model import Options
from yutang.importers.uploads import Uploads
from yutang.insight.report import render
from yutang.insight.terminal import print_table
from yutang.kit import clock, jobs
from yutang.kit.errors import YutangError
from yutang.kit.folder import write_whole
from yutang.kit.jobs import ENDED, Job
from yutang.kit.secrets import Secrets
from yutang.kit.settings import Settings
from yutang.ledger.catalogue import Role
from yutang.ledger.ledger import Ledger
from yutang.ledger.waiting import Drain
from yutang.locales import Lang, t
from yutang.simulation.tenant import Around, Simulation
from yutang.sources.desk import Desk
from yutang.sources.living import Living
from yutang.web import pages
from yutang.web.api.jobs import concerns, view
from yutang.web.api.status import current
from yutang.web.app import make_app
from yutang.web.callback import PREFIX
from yutang.web.context import Context
from yutang.web.events import Hub
from yutang.web.openapi import digest, document
from yutang.web.server import check_port
from yutang.web.server import serve as listen
from yutang.worker.handlers import Clock, Parts, start
from yutang.worker.loop import Interrupted, Workers
from yutang.worker.sync import tools_of

Open = Callable[[Settings], AbstractContextManager[Ledger]]
Private = Callable[[Settings, Path], AbstractContextManager[Ledger]]
LONGEST_STEP = 20.0  # seconds that a job may take to its next step when the server stops
TEMPORARY = "tmp"  # below the data folder: the ledgers of dry runs, gone at each start
WORLD = "demo"  # below the data folder: the files of the simulated tenant
HALF = "demo.day"  # the day of it that is being loaded: there until all of it is
FARTHER = 90  # its WeCom's port is so much higher than ours, if it is free
WHERE = "serve.json"  # how the command line reaches the server that holds the folder


class Working(NamedTuple):
    workers: Workers
    clock: Clock
    ear: Ear
    codes: Living
    clients: Clients


def serve(
    settings: Settings, lang: Lang, *, demo: bool, live: bool, report: Path | None, keep: Open, private: Private
) -> int:  # fmt: skip
    """Run until a signal; what was acknowledged is kept whenever it ends. Prints where, and the first password.

    `keep` applies nothing that waits: there may be minutes of it, and the `Drain` takes it once the server listens.
    """
    check_port(settings.host, settings.port)
    stop = threading.Event()
    if demo:
        _demo(settings, lang, keep)
    with ExitStack() as stack:
        ledger = stack.enter_context(keep(settings))
        if ledger.recovered:
            _say(t(lang, "cli.recovered"))
        simulation = _simulation(settings) if live else None
        context = _context(ledger, settings, stop, demo=demo, simulation=simulation)
        first = ledger.state.write(lambda conn: first_run(conn, context.now()))
        _show(context.board, lang, report)
        working = stack.enter_context(_working(context, private))
        inbox = Inbox(ledger.state, working.ear.wake, now=context.now)
        stack.callback(inbox.close)
        working.codes.start(inbox)
        context = msgspec.structs.replace(context, wake=working.workers.wake, inbox=inbox,
                                          codes_changed=working.codes.wake, clients=working.clients)  # fmt: skip
        listening = threading.Event()
        if simulation is not None:
            stack.enter_context(simulation.living(_around(context, working, lang, listening)))
        app = make_app(context)
        where = settings.home / WHERE
        stack.callback(where.unlink, missing_ok=True)
        told = {"url": address(settings), "pid": os.getpid(), "token": context.own_token}
        write_whole(where, json.dumps(told).encode(), private=True)

        def ready() -> None:
            listening.set()
            _greet(settings, lang, first)
            # The document takes a quarter of a second: nobody waits for it.
            threading.Thread(target=lambda: _stale(lang, document(app.litestar)), daemon=True).start()

        listen(app, settings.host, settings.port, stop=stop, ready=ready)
    _say(t(lang, "serve.stop"))
    return 0


def _simulation(settings: Settings) -> Simulation | None:
    """Of the world that was loaded here; None where another one's data was imported."""
    world = settings.home / WORLD
    return Simulation(settings.home, world, settings.port + FARTHER) if world.is_dir() else None


def _around(context: Context, working: Working, lang: Lang, listening: threading.Event) -> Around:
    """What the simulated tenant's WeCom has to do with the server beside it."""
    state = context.state

    def learn(connection_id: int) -> None:
        order = sync_order(connection_id, t(lang, "demo.tenant"))
        state.write(lambda conn: jobs.enqueue(conn, order, now=context.now()))
        context.wake()

    return Around(
        state=state, secrets=Secrets(context.home), callbacks=context.own_address + PREFIX, lang=lang,
        listening=listening, carry=lambda by: state.write(lambda conn: carry(conn, by)),
        moved=working.clock.look, learn=learn,
        gone=lambda log, again: _say(t(lang, f"serve.simulation_{'again' if again else 'gone'}", log=str(log))),
    )  # fmt: skip


def _context(
    ledger: Ledger, settings: Settings, stop: threading.Event, *, demo: bool, simulation: Simulation | None = None
) -> Context:  # fmt: skip
    assumed = Assumptions(seconds_per_unread=settings.seconds_per_unread,
                          minutes_per_group_week=settings.minutes_per_group_week)  # fmt: skip
    return Context(
        settings=settings, ledger=ledger, board=Board(ledger, assumed), hub=Hub(stop), stop=stop,
        now=clock.now if simulation is None else simulation.now, simulation=simulation,
        uploads=Uploads(ledger.state, settings.home, settings.upload_limit_gb << 30),
        wake=lambda: None, own_address=address(settings), own_token=secrets.token_urlsafe(32), demo=demo,
    )  # fmt: skip


@contextmanager
def _working(context: Context, private: Private) -> Generator[Working]:
    """Jobs, the clock, and what applies posted facts, until the block ends."""
    settings, ledger, hub = context.settings, context.ledger, context.hub
    alone, below = msgspec.structs.replace(settings, database=""), settings.home / TEMPORARY
    shutil.rmtree(below, ignore_errors=True)  # of a dry run that was killed
    parts = Parts(
        ledger=ledger, board=context.board, uploads=context.uploads, home=settings.home,
        private=lambda: private(alone, below), zip_limit=settings.zip_limit_gb << 30, now=context.now,
        link_base=(settings.public_url or address(settings)).rstrip("/"), reach=settings.webhook_reach,
        learner=Learner(ledger, Secrets(settings.home)),
        clients=Clients(ledger.state, Secrets(settings.home), now=context.now),
    )  # fmt: skip

    def changed(job: Job) -> None:
        hub.tell("job", view(job, context.now()), concerns=lambda viewer: concerns(job, viewer))
        if job.kind in ("checkup", "import", "undo") and job.state in ENDED:
            hub.tell("fresh", current(context))

    workers, clock_ = start(parts, context.stop, changed)
    drain = Drain(ledger.drain, ledger.posted, lambda: hub.tell("fresh", current(context)))
    drain.start()
    fresh = lambda: hub.tell("fresh", current(context))  # noqa: E731
    archives = Archives(parts.learner, parts.clients, settings.home, fresh)
    archives.start()
    ear = _ear(context, parts, archives.hear)
    ear.start()
    codes = Living(
        Desk(state=ledger.state, analytics=ledger.analytics, clients=parts.clients, zone=clock.zone(ledger.zone),
             now=context.now)
    )  # fmt: skip
    try:
        yield Working(workers, clock_, ear, codes, parts.clients)
    finally:
        clock_.stop()
        codes.stop()
        ear.stop()
        archives.stop()
        drain.stop()
        workers.close(LONGEST_STEP)
        parts.clients.close()


def _ear(context: Context, parts: Parts, hear: Subscriber) -> Ear:
    """What handles callbacks."""

    def check() -> None:
        if context.stop.is_set():
            raise Interrupted

    tools = tools_of(parts.learner, parts.clients, check)
    ear = Ear(tools, threading.Event(), lambda: context.hub.tell("fresh", current(context)))
    ear.subscribe(hear)
    ear.subscribe(renumbered.hearing(context.state, context.now))
    return ear


def _demo(settings: Settings, lang: Lang, keep: Open) -> None:
    """Load the simulated tenant where there is nothing, or half of it, in a process whose memory goes with it."""
    with keep(settings) as ledger:
        if not (settings.home / HALF).exists() and (ledger.last_day() is not None or ledger.backlog):
            return
    _say(t(lang, "serve.loading"))
    child = multiprocessing.get_context("spawn").Process(target=load_demo, args=(settings, keep))
    child.start()
    try:
        child.join()
    finally:  # also when stopped: the next start goes on with it
        child.terminate()
        child.join()
    if child.exitcode:
        raise YutangError("demo_failed", status=child.exitcode)


def load_demo(settings: Settings, keep: Open) -> None:
    """The simulated tenant as of today, through the importers as any other data: what a process is made for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever waits for it
    with keep(settings) as ledger:
        _load_demo(ledger, settings, clock.now())


def _load_demo(ledger: Ledger, settings: Settings, now: int) -> None:
    folder, half = settings.home / WORLD, settings.home / HALF
    if not half.exists():
        yesterday = clock.moment(now, clock.zone(ledger.zone)).date() - dt.timedelta(days=1)
        write_whole(half, yesterday.isoformat().encode())
    day = dt.date.fromisoformat(half.read_text("utf-8"))  # of half a tenant: the same day again
    write(folder, 7, day)
    options = Options(zone=ledger.zone, passing=frozenset({house := folder / "data" / "自有号.txt"}))
    bring_in(ledger, [folder / "data"], options, now=now, rejects=settings.home / "rejects" / "demo.csv")
    mark(ledger, entries(house), Role.HOUSE, now=now)
    guess_bots(ledger, now=now)
    ledger.seal(now=now)
    take(ledger, Assumptions(), now=now)
    half.unlink()


def address(settings: Settings) -> str:
    """Where a browser on this machine finds the console."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, not bound
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _greet(settings: Settings, lang: Lang, first: tuple[str, str] | None) -> None:
    _say(t(lang, "serve.listening", url=(settings.public_url or address(settings)).rstrip("/") + "/app/"))
    forgotten = t(lang, "serve.forgotten", login="admin")
    _say(t(lang, "serve.password", login=first[0], password=first[1]) if first else forgotten)
    if settings.host not in ("127.0.0.1", "::1", "localhost") and not settings.public_url.startswith(
        "https://"
    ):
        _say(t(lang, "serve.open_world", host=settings.host))
    _say(t(lang, "serve.stop_hint"))


def _show(board: Board, lang: Lang, report: Path | None) -> None:
    """The newest check-up on the terminal, and as a file where one is asked for: before anybody signs in."""
    newest = board.newest()
    if newest is None:
        return
    found = newest.survey.checkup
    print_table(found, lang, Console())
    if report:
        write_whole(report, render(found, lang).encode())
        _say(t(lang, "cli.report", path=str(report)))


def _stale(lang: Lang, api_document: bytes) -> None:
    found = pages.built(pages.static())
    if found is None:
        _say(t(lang, "serve.no_console"))
    elif found.api != digest(api_document):
        _say(t(lang, "serve.stale"))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
