"""`yutang wecom doctor`: what of a connection works, line by line. Read-only, here and over there.

Beside the live checks of `checks`: whether our callback's address answers as the platform would find it, whether
anything ever came in and why it was turned away, and how full the platform's quotas are.
"""

import os
from typing import Any

import httpx
import msgspec
import sqlalchemy as sa

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import tags as tag_calls
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.limits import Limits
from yutang.connections import inbox_store
from yutang.connections.model import Connection
from yutang.connections.wecom.archive import store as archives
from yutang.connections.wecom.archive.model import Where
from yutang.connections.wecom.checks import CheckOutcome, check
from yutang.kit.clock import SECOND

PATIENCE = 5.0  # seconds; the platform itself waits for one
FULL = 0.9  # of a quota: from there on it is said


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One check. Its sentence: locales `key`, with `params`; its name: locales `name`."""

    name: str
    key: str
    outcome: CheckOutcome
    params: dict[str, Any] = {}


def examine(conn: sa.Connection, one: Connection, client: Client, callback: str, now: int) -> list[Line]:
    """All lines, in the order in which they depend on one another. `callback`: its whole address, "" where no public
    address is set."""
    lines = [_line(found.name.value, found.outcome, found.params) for found in check(client)]
    lines += [_callback(client, callback, now), _events(conn, one), _archive(conn, one, now)]
    if lines[0].outcome is CheckOutcome.OK and lines[2].outcome is CheckOutcome.OK:
        lines.append(_tags(client))
    return lines


def _line(name: str, outcome: CheckOutcome, params: dict[str, Any]) -> Line:
    key = f"connection.check.{name}.{outcome}"
    if outcome is CheckOutcome.UNKNOWN:
        key = "connection.check.unknown"
    elif params.get("away"):
        key = "connection.check.away"
    return Line(name=f"connection.check.{name}", key=key, outcome=outcome, params=params)


def _doctor(name: str, outcome: CheckOutcome, what: str, **params: Any) -> Line:
    return Line(
        name=f"connection.doctor.{name}",
        key=f"connection.doctor.{name}.{what}",
        outcome=outcome,
        params=params,
    )


def _callback(client: Client, address: str, now: int) -> Line:
    """Asked as the platform does when the address is saved: our own answer must be the bare text."""
    if not address:
        return _doctor("callback", CheckOutcome.FAILED, "nowhere")
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
        answer = httpx.get(address, params=query, timeout=PATIENCE, follow_redirects=False)
    except httpx.HTTPError:
        return _doctor("callback", CheckOutcome.FAILED, "away", address=address)
    if answer.status_code != 200 or answer.text != text:
        return _doctor("callback", CheckOutcome.FAILED, "refused", address=address, status=answer.status_code)
    return _doctor("callback", CheckOutcome.OK, "ok", address=address)


def _events(conn: sa.Connection, one: Connection) -> Line:
    health = inbox_store.health(conn, one.id)
    refused = sum(each.count for each in health.refusals)
    worst = max(health.refusals, key=lambda each: each.count).reason if health.refusals else ""
    if health.events:
        told = {"events": health.events, "waiting": health.waiting, "dead": health.dead, "refused": refused}
        return _doctor("events", CheckOutcome.OK, "ok", **told)
    if refused:
        return _doctor("events", CheckOutcome.FAILED, "refused", refused=refused, reason=worst)
    return _doctor("events", CheckOutcome.UNKNOWN, "none")


def _archive(conn: sa.Connection, one: Connection, now: int) -> Line:
    """As the server left it: nothing is pulled here."""
    kept = archives.one(conn, one.id)
    if kept.trouble is not None:
        return _doctor(
            "archive", CheckOutcome.FAILED, "failed", code=kept.trouble.params.get("code", kept.trouble.code)
        )
    if not kept.source:
        return _doctor("archive", CheckOutcome.UNKNOWN, "off")
    told = {"records": kept.records, "covered": kept.covered, "groups": kept.groups}
    if kept.source == Where.FILES and kept.late(now):
        return _doctor("archive", CheckOutcome.FAILED, "late", **told)
    return _doctor("archive", CheckOutcome.OK, "ok", **told)


def _tags(client: Client) -> Line:
    found = tag_calls.groups(client)
    if isinstance(found, Failure):
        return _doctor("tags", CheckOutcome.FAILED, "failed", code=found.code)
    used, most = sum(len(group.tag) for group in found.tag_group), Limits().tags
    full = used >= FULL * most
    return _doctor(
        "tags",
        CheckOutcome.FAILED if full else CheckOutcome.OK,
        "full" if full else "ok",
        used=used,
        most=most,
    )
