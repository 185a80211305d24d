"""`yutang wecom`: read a connected WeCom now, see what it pushed, find out what is wrong with the connection."""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any, TypeVar

import click
import sqlalchemy as sa

from yutang.cli import remote
from yutang.cli.stores import Stores
from yutang.connections import inbox_store, store
from yutang.connections.model import Connection, ConnectionState, EventState, SyncKind
from yutang.connections.wecom.asking import Patience
from yutang.connections.wecom.checks import CheckOutcome
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.doctor import Line, examine
from yutang.connections.wecom.learning import Learner
from yutang.connections.wecom.sync.run import Stopped, Tools
from yutang.connections.wecom.syncing import sync_kind
from yutang.connections.wecom.tagging.pushing import told
from yutang.kit import clock
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.kit.secrets import Secrets
from yutang.kit.settings import Settings
from yutang.ledger.ledger import Ledger
from yutang.locales import Lang, t
from yutang.segments.tags import wecom as tag_groups

T = TypeVar("T")
LANG = click.option("--lang", type=click.Choice(["zh", "en"]))
WHICH = click.option("--connection", "which", type=click.IntRange(1, (1 << 53) - 1))
MARKS = {CheckOutcome.OK: "✓", CheckOutcome.FAILED: "✗", CheckOutcome.UNKNOWN: "·"}
CALLBACK = "/callback/"  # of yutang.web.callback


@click.group()
def wecom() -> None:
    """WeCom: sync now, events that were pushed, doctor."""


@wecom.command()
@WHICH
@LANG
@click.pass_obj
def doctor(stores: Stores, which: int | None, lang: Lang | None) -> int:
    """What works and what is wrong, a line each; changes nothing. Exit code 1 where something is wrong."""
    speech, settings = lang or stores.lang, stores.settings
    base = settings.public_url.rstrip("/")

    def look(conn: sa.Connection, state: Database) -> int:
        wrong = 0
        clients = Clients(state, Secrets(settings.home), now=clock.now)
        with closing(clients):
            for one in _meant(conn, which):
                print(f"{one.name} ({one.account}, {one.agent})")
                where = f"{base}{CALLBACK}{one.path}" if base else ""
                for line in examine(conn, one, clients.of(one.id), where, clock.now()):
                    wrong += line.outcome is CheckOutcome.FAILED
                    print(f"  {MARKS[line.outcome]} {t(speech, line.name)}: {_sentence(speech, line)}")
        return wrong

    return 1 if _looked(settings, look) else 0


def _sentence(lang: Lang, line: Line) -> str:
    told = {name: "-" if value is None else value for name, value in line.params.items()}
    if reason := told.get("reason"):
        told["reason"] = t(lang, f"connection.refused.{reason}")
    return t(lang, line.key, **told)


@wecom.command()
@WHICH
@click.option("--state", type=click.Choice([str(state) for state in EventState]))
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@LANG
@click.pass_obj
def events(stores: Stores, which: int | None, state: str | None, limit: int, lang: Lang | None) -> int:
    """What was pushed, newest first: when, what, about whom, what became of it."""
    del lang  # nothing here is a sentence

    def look(conn: sa.Connection, _: Database) -> int:
        wanted = None if state is None else EventState(state)
        for one in _meant(conn, which):
            for event in inbox_store.listed(conn, one.id, state=wanted, limit=limit):
                at = dt.datetime.fromtimestamp(event.received_at / 1e6, dt.UTC).isoformat(timespec="seconds")
                about = (event.subject or "-", event.staff or "-")
                print("\t".join((at, event.kind, *about, event.state, event.fault or "-")))
        return 0

    return _looked(stores.settings, look)


@wecom.command()
@WHICH
@LANG
@click.pass_obj
def sync(stores: Stores, which: int | None, lang: Lang | None) -> int:
    """Read everything anew, compare, and tell what was seen and repaired."""
    speech = lang or stores.lang
    if server := remote.serving(stores.settings.home):
        with closing(server):
            found = [one for one in server.ask("GET", "/connections")["items"] if which in (None, one["id"])]
            for one in found:
                _say(
                    speech,
                    one["name"],
                    _ended(server, server.ask("POST", f"/connections/{one['id']}/sync")["id"]),
                )
                if any(
                    kept["connection_id"] == one["id"] for kept in server.ask("GET", "/tags/wecom")["groups"]
                ):
                    which_one = {"connection_id": one["id"]}
                    _pushed(
                        speech, _ended(server, server.ask("POST", "/tags/wecom/push", json=which_one)["id"])
                    )
        return 0
    return stores.work(speech, lambda ledger: _here(ledger, stores.settings, which, speech))


def _here(ledger: Ledger, settings: Settings, which: int | None, lang: Lang) -> int:
    secrets = Secrets(settings.home)
    with ledger.state.read() as conn:
        found = _meant(conn, which)
    with closing(Clients(ledger.state, secrets, now=clock.now)) as clients:
        patience = Patience(lambda: None, clock.now, time.sleep)
        tools = Tools(clients=clients, learner=Learner(ledger, secrets), patience=patience)
        for one in found:
            if one.state is not ConnectionState.OFF:
                _say(lang, one.name, {kind: _kind(tools, one.id, kind) for kind in SyncKind})
                _pushed(lang, _push(tools, one.id))
    return 0


def _push(tools: Tools, connection_id: int) -> dict[str, int]:
    try:
        return tag_groups.push(tools, connection_id)
    except Stopped as stopped:
        raise told(stopped) from None


def _kind(tools: Tools, connection_id: int, kind: SyncKind) -> dict[str, int]:
    try:
        return sync_kind(tools, connection_id, kind)
    except Stopped as stopped:
        raise stopped.told(kind) from None


def _ended(server: remote.Server, job_id: int) -> dict[str, dict[str, int]]:
    while (job := server.ask("GET", f"/jobs/{job_id}"))["state"] not in ("done", "failed", "cancelled"):
        time.sleep(remote.POLL)
    if job["error"]:
        params: dict[str, Any] = job["error"]["params"]
        raise YutangError(str(job["error"]["code"]), **params)
    return job["result"] or {}


def _say(lang: Lang, name: str, counts: dict[Any, dict[str, int]]) -> None:
    print(name)
    for kind, of in counts.items():
        print(
            f"  {t(lang, f'connection.sync.{kind}')}: " + ", ".join(f"{what} {n}" for what, n in of.items())
        )


def _pushed(lang: Lang, counts: Mapping[str, Any]) -> None:
    """What was written of the tags that are kept there; nothing is kept: nothing is said."""
    what = [f"{t(lang, f'tag_push.count.{name}')} {n}" for name, n in counts.items() if name != "again_at"]
    if what:
        print(f"  {t(lang, 'tag_push.done')}: " + ", ".join(what))
    if again := counts.get("again_at"):
        when = dt.datetime.fromtimestamp(again / 1e3, dt.UTC).isoformat(timespec="seconds")
        print(f"  {t(lang, 'tag_push.again', when=when)}")


def _meant(conn: sa.Connection, which: int | None) -> list[Connection]:
    """The connections to WeCom that are asked about. Raises YutangError "no_connection"."""
    found = [one for one in store.listed(conn) if one.channel == "wecom" and which in (None, one.id)]
    if not found:
        raise YutangError("no_connection")
    return found


def _looked(settings: Settings, look: Callable[[sa.Connection, Database], T]) -> T:
    """Read State beside whatever process holds the folder. Raises YutangError "no_connection" where nothing is kept."""
    path = settings.home / "state.sqlite"
    if not settings.database and not path.exists():
        raise YutangError("no_connection")
    with closing(Database(settings.database or f"sqlite:///{path}")) as state, state.read() as conn:
        return look(conn, state)
