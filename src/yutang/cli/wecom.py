"""`yutang wecom`: read a connected WeCom now, see what it pushed, find out what is wrong with the connection."""

import datetime as dt
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from typing import Any, TypeVar

import click
import msgspec
import sqlalchemy as sa

from yutang.channels.wecom.archive.loopback import on_this_machine
from yutang.channels.wecom.client import Client
from yutang.cli import remote
from yutang.cli.pushed import line
from yutang.cli.stores import Stores
from yutang.connections import inbox_store, store
from yutang.connections.model import Connection, ConnectionState, EventState, SyncKind
from yutang.connections.wecom.asking import Patience
from yutang.connections.wecom.checks import CheckOutcome
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.doctor import Known, examine, known
from yutang.connections.wecom.learning import Learner
from yutang.connections.wecom.probing import Line
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
from yutang.locales.errors import error
from yutang.segments.tags import wecom as tag_groups
from yutang.sources import store as sources
from yutang.sources.model import HELD, CodeKind

T = TypeVar("T")
LANG = click.option("--lang", type=click.Choice(["zh", "en"]))
WHICH = click.option("--connection", "which", type=click.IntRange(1, (1 << 53) - 1))
MARKS = {CheckOutcome.OK: "✓", CheckOutcome.FAILED: "✗", CheckOutcome.UNKNOWN: "·"}
CALLBACK = "/callback/"  # of yutang.web.callback
# The count that says how much there is of a kind.
SEEN = {
    SyncKind.STAFF: "staff", SyncKind.TAGS: "tags", SyncKind.CUSTOMERS: "pairs", SyncKind.GROUPS: "groups",
    SyncKind.STATISTICS: "owner_days", SyncKind.UNASSIGNED: "unassigned",
}  # fmt: skip


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
    found, now, here, wrong = _looked(settings, lambda conn: _known(conn, which)), clock.now(), "", 0
    if server := remote.serving(settings.home):
        with closing(server), suppress(YutangError):  # in the demo its clock is another than ours
            now, here = server.ask("GET", "/status")["now_at"] * 1000, server.where.url
    with (
        closing(_state(settings)) as state,
        closing(Clients(state, Secrets(settings.home), now=clock.now)) as clients,
    ):
        for of in found:
            print(f"{of.one.name} ({of.one.account}, {of.one.agent})")
            client = _client(clients, of.one.id)
            for line in examine(of, client, _address(settings.public_url, here, of.one, client), now):
                wrong += line.outcome is CheckOutcome.FAILED
                print(
                    f"  {MARKS[line.outcome]} {_said(speech, t(speech, line.name), _sentence(speech, line))}"
                )
    return 1 if wrong else 0


def _known(conn: sa.Connection, which: int | None) -> list[Known]:
    joins = Counter(
        code.connection_id
        for code in sources.codes(conn)
        if code.kind is CodeKind.GROUP and code.state in HELD
    )
    return [known(conn, one, joins=joins[one.id]) for one in _meant(conn, which)]


def _client(clients: Clients, connection_id: int) -> Client | None:
    """None: its secrets were locked with another key. The others are looked at all the same."""
    try:
        return clients.of(connection_id)
    except YutangError:
        return None


def _address(public: str, here: str, one: Connection, client: Client | None) -> str:
    """Of the callback; "" where none is known. A WeCom on this machine is told the server's own address."""
    base = public or (here if client is not None and on_this_machine(client.connection.base) else "")
    return f"{base.rstrip('/')}{CALLBACK}{one.path}" if base else ""


def _sentence(lang: Lang, line: Line) -> str:
    told = {name: "-" if value in (None, "") else value for name, value in line.params.items()}
    if reason := told.get("reason"):
        told["reason"] = t(lang, f"connection.refused.{reason}")
    if parts := told.get("parts"):
        told["parts"] = t(lang, "connection.comma").join(t(lang, f"connection.api.{part}") for part in parts)
    return t(lang, line.key, **told)


def _said(lang: Lang, what: str, how: str) -> str:
    return t(lang, "connection.said", what=what, how=how)


@wecom.command()
@WHICH
@click.option("--state", type=click.Choice([str(state) for state in EventState]))
@click.option("--limit", type=click.IntRange(1, 1000), default=50)
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table")
@LANG
@click.pass_obj
def events(
    stores: Stores, which: int | None, state: str | None, limit: int, format_: str, lang: Lang | None
) -> int:
    """What was pushed, newest first: when, what, about whom, what became of it. As JSON: a line each, in codes."""
    speech = lang or stores.lang

    def look(conn: sa.Connection) -> int:
        wanted = None if state is None else EventState(state)
        for one in _meant(conn, which):
            for event in inbox_store.listed(conn, one.id, state=wanted, limit=limit):
                print(msgspec.json.encode(event).decode() if format_ == "json" else line(speech, event))
        return 0

    return _looked(stores.settings, look)


@wecom.command()
@WHICH
@LANG
@click.pass_obj
def sync(stores: Stores, which: int | None, lang: Lang | None) -> int:
    """Read everything anew, compare, and tell what was seen and repaired.

    Exit code 2 where a connection could not be read whole; the others are read all the same.
    """
    speech = lang or stores.lang
    if server := remote.serving(stores.settings.home):
        with closing(server):
            return _there(server, which, speech)
    return stores.work(speech, lambda ledger: _here(ledger, stores.settings, which, speech))


def _there(server: remote.Server, which: int | None, lang: Lang) -> int:
    """By the server that holds the folder. A sync that is under way there already is waited for."""
    items = server.ask("GET", "/connections")["items"]
    found = [one for one in items if one["channel"] == "wecom" and which in (None, one["id"])]
    if not found:
        raise YutangError("no_connection")
    kept = {group["connection_id"] for group in server.ask("GET", "/tags/wecom")["groups"]}

    names = {one["id"]: one["name"] for one in found}

    def work(id_: int) -> None:
        for kind, counts in _ended(server, _ordered(server, id_, names[id_])).items():
            _counted(lang, kind, counts)
        if id_ in kept:
            job = server.ask("POST", "/tags/wecom/push", json={"connection_id": id_})
            _pushed(lang, _ended(server, job["id"]))

    return _each(lang, [(one["id"], one["name"], one["state"]) for one in found], work)


def _ordered(server: remote.Server, id_: int, name: str) -> int:
    """The job of a connection's sync. Jobs tell connections by name: of two that are called the same, none is waited
    for."""
    try:
        return server.ask("POST", f"/connections/{id_}/sync")["id"]
    except YutangError as wrong:
        jobs = server.ask("GET", "/jobs", params={"open": "true"})["items"]
        found = [job["id"] for job in jobs if job["kind"] == "sync" and job["subject"] == name]
        if wrong.code != "sync_under_way" or len(found) != 1:
            raise
        return found[0]


def _here(ledger: Ledger, settings: Settings, which: int | None, lang: Lang) -> int:
    secrets = Secrets(settings.home)
    with ledger.state.read() as conn:
        found = _meant(conn, which)
    with closing(Clients(ledger.state, secrets, now=clock.now)) as clients:
        patience = Patience(lambda: None, clock.now, time.sleep)
        tools = Tools(clients=clients, learner=Learner(ledger, secrets), patience=patience)

        def work(id_: int) -> None:
            for kind in SyncKind:
                _counted(lang, kind, _kind(tools, id_, kind))
            _pushed(lang, _push(tools, id_))

        return _each(lang, [(one.id, one.name, one.state) for one in found], work)


def _each(lang: Lang, found: list[tuple[int, str, str]], work: Callable[[int], None]) -> int:
    """One that fails says so, and the next comes all the same. The exit code."""
    code = 0
    for id_, name, state in found:
        print(name)
        if state == ConnectionState.OFF:
            print(f"  {t(lang, 'connection.doctor.state.off')}")
            continue
        try:
            work(id_)
        except YutangError as wrong:
            sys.stdout.flush()
            print(error(lang, wrong.code, wrong.params), file=sys.stderr)
            code = 2
    return code


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
        wrong = YutangError(str(job["error"]["code"]))
        wrong.params = job["error"]["params"]  # `code` may be among them, which no call could hand over
        raise wrong
    return job["result"] or {}


def _counted(lang: Lang, kind: str, counts: Mapping[str, int]) -> None:
    """What was seen of a kind, and what was repaired, if anything."""
    seen = SEEN[SyncKind(kind)]
    repaired = {name: n for name, n in counts.items() if n and name != seen}
    _listed(lang, f"connection.sync.{kind}", "connection.count", {seen: counts.get(seen, 0)} | repaired)


def _listed(lang: Lang, what: str, words: str, counts: Mapping[str, Any]) -> None:
    told = t(lang, "connection.comma").join(f"{t(lang, f'{words}.{name}')} {n}" for name, n in counts.items())
    print(f"  {_said(lang, t(lang, what), told)}")


def _pushed(lang: Lang, counts: Mapping[str, Any]) -> None:
    """What was written of the tags that are kept there; nothing is kept: nothing is said."""
    told = {name: n for name, n in counts.items() if name != "again_at"}
    if told:
        _listed(lang, "tag_push.done", "tag_push.count", told)
    if again := counts.get("again_at"):
        when = dt.datetime.fromtimestamp(again / 1e3, dt.UTC).isoformat(timespec="seconds")
        print(f"  {t(lang, 'tag_push.again', when=when)}")


def _meant(conn: sa.Connection, which: int | None) -> list[Connection]:
    """The connections to WeCom that are asked about. Raises YutangError "no_connection"."""
    found = [one for one in store.listed(conn) if one.channel == "wecom" and which in (None, one.id)]
    if not found:
        raise YutangError("no_connection")
    return found


def _looked(settings: Settings, look: Callable[[sa.Connection], T]) -> T:
    """Read State beside whatever process holds the folder. Raises YutangError "no_connection" where nothing is kept."""
    if not settings.database and not (settings.home / "state.sqlite").exists():
        raise YutangError("no_connection")
    with closing(_state(settings)) as state, state.read() as conn:
        return look(conn)


def _state(settings: Settings) -> Database:
    return Database(settings.database or f"sqlite:///{settings.home / 'state.sqlite'}")
