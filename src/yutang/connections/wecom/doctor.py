"""`yutang wecom doctor`: what of a connection works, line by line. Read-only, here and over there.

Beside the live checks of `checks`: what else the application may call, whether our callback's address answers as the
platform would find it, whether anything ever came in and why it was turned away, and how full the platform's quotas
are. What State says is read before (`Known`): no transaction is open while the network is waited for.
"""

import ipaddress
import os
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
import sqlalchemy as sa

from yutang.channels.wecom.client import Client
from yutang.connections import inbox_store
from yutang.connections.doorman import PROBE
from yutang.connections.model import Connection, ConnectionState, Health, Refusals
from yutang.connections.wecom import probing
from yutang.connections.wecom.archive import store as archives
from yutang.connections.wecom.archive.model import Archive, Where
from yutang.connections.wecom.checks import CheckOutcome, check
from yutang.connections.wecom.probing import Line, line
from yutang.kit.clock import SECOND

PATIENCE = 5.0  # seconds; the platform itself waits for one
STUCK = 600 * SECOND  # an event that waits so long is not being handled
# What a callback is refused for whose token or key is another one than ours.
KEYS = frozenset({"signature", "padding", "key", "receiver", "base64", "length"})
CLOCK = frozenset({"timestamp"})
STEPS = 4  # of `checks.check`


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What State says of a connection. `joins`: codes of ours into groups, which the platform lists to nobody."""

    one: Connection
    health: Health
    archive: Archive
    joins: int


def known(conn: sa.Connection, one: Connection, *, joins: int) -> Known:
    health, archive = inbox_store.health(conn, one.id), archives.one(conn, one.id)
    return Known(one=one, health=health, archive=archive, joins=joins)


def examine(of: Known, client: Client | None, callback: str, now: int) -> list[Line]:
    """All lines, in the order in which they depend on one another. `client` None: the connection's secrets can't be
    opened. `callback`: its whole address, "" where no public address is set. Of one that is off, nothing is asked."""
    if of.one.state is ConnectionState.OFF:
        return [_doctor("state", CheckOutcome.UNKNOWN, "off")]
    here = [_events(of, now), _archive(of.archive, now)]
    if client is None:
        return [_doctor("secrets", CheckOutcome.FAILED, "unreadable"), *here]
    steps = [_checked(found.name.value, found.outcome, found.params) for found in check(client)]
    may = all(
        one.outcome is CheckOutcome.OK for one in steps[: STEPS - 1]
    )  # nobody in range is a matter of its own
    rest = probing.all_of(client, of.joins, now) if may else probing.none()
    return [*steps, rest[0], _callback(client, callback, now), *here, *rest[1:]]


def _checked(name: str, outcome: CheckOutcome, params: dict[str, Any]) -> Line:
    key = f"connection.check.{name}.{outcome}"
    if outcome is CheckOutcome.UNKNOWN:
        key = "connection.check.unknown"
    elif params.get("why"):
        key = f"connection.check.{params['why']}"
    return Line(name=f"connection.check.{name}", key=key, outcome=outcome, params=params)


def _doctor(name: str, outcome: CheckOutcome, what: str, **params: Any) -> Line:
    return line(name, outcome, f"connection.doctor.{name}.{what}", **params)


def _callback(client: Client, address: str, now: int) -> Line:
    """Asked as the platform does when the address is saved: our own answer must be the bare text."""
    if not address:
        return _doctor("callback", CheckOutcome.FAILED, "nowhere")
    if _inner(address) and not _inner(client.connection.base):  # a simulated WeCom stands on this side too
        return _doctor("callback", CheckOutcome.FAILED, "private", address=address)
    envelope, nonce, stamp = client.connection.envelope(), os.urandom(8).hex(), str(now // SECOND)
    text = os.urandom(8).hex()
    echo = envelope.close(text.encode(), os.urandom(16))
    query = {
        "msg_signature": envelope.sign(stamp, nonce, echo),
        "timestamp": stamp,
        "nonce": nonce,
        "echostr": echo,
    }
    try:
        answer = httpx.get(
            address, params=query, headers={PROBE: "1"}, timeout=PATIENCE, follow_redirects=False
        )
    except (httpx.HTTPError, httpx.InvalidURL):
        return _doctor("callback", CheckOutcome.FAILED, "away", address=address)
    if answer.status_code != 200 or answer.text != text:
        return _doctor("callback", CheckOutcome.FAILED, "refused", address=address, status=answer.status_code)
    return _doctor("callback", CheckOutcome.OK, "ok", address=address)


def _inner(address: str) -> bool:
    """Whether only this machine or this network reaches it."""
    host = urlsplit(address).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".lan", ".internal"))


def _events(of: Known, now: int) -> Line:
    health = of.health
    since = [each for each in health.refusals if each.last_at > (health.last_event_at or 0)]
    for what, reasons in (("refused", KEYS), ("clock", CLOCK)):
        if wrong := [each for each in since if each.reason in reasons]:
            told = {"refused": sum(each.count for each in wrong), "reason": max(wrong, key=_last).reason}
            return _doctor("events", CheckOutcome.FAILED, what, **told)
    if not health.events:
        proved = of.one.verified_at is not None
        return _doctor(
            "events", *((CheckOutcome.UNKNOWN, "quiet") if proved else (CheckOutcome.FAILED, "none"))
        )
    if health.waiting and health.last_event_at is not None and now - health.last_event_at > STUCK:
        return _doctor("events", CheckOutcome.FAILED, "stuck", waiting=health.waiting)
    told = {"events": health.events, "waiting": health.waiting, "dead": health.dead}
    return _doctor(
        "events", CheckOutcome.OK, "ok", **told, refused=sum(each.count for each in health.refusals)
    )


def _last(one: Refusals) -> int:
    return one.last_at


def _archive(kept: Archive, now: int) -> Line:
    """As the server left it: nothing is pulled here."""
    if kept.trouble is not None:
        if kept.trouble.code == "archive_folder":
            return line("archive", CheckOutcome.FAILED, "connection.trouble.archive_folder")
        code = kept.trouble.params.get("code", kept.trouble.code)
        return _doctor("archive", CheckOutcome.FAILED, "failed", code=code)
    if not kept.source:
        return _doctor("archive", CheckOutcome.UNKNOWN, "off")
    told = {"records": kept.records, "covered": kept.covered, "groups": kept.groups}
    if kept.source == Where.FILES and kept.late(now):
        return _doctor("archive", CheckOutcome.FAILED, "late", **told)
    return _doctor("archive", CheckOutcome.OK, "ok", **told)
