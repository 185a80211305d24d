"""Verbs on summaries and webhooks. Each runs inside the caller's transaction."""

import secrets as random

import msgspec
import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import Viewer
from yutang.digests import deliveries, store
from yutang.digests.addresses import joined, shown
from yutang.digests.deliveries import Message
from yutang.digests.model import Digest, Period
from yutang.digests.webhooks import PREFIX, SECRET_BYTES, Webhook, digest_body, trial_body
from yutang.kit.errors import YutangError
from yutang.kit.reach import host_of, may_be_named
from yutang.kit.secrets import Secrets
from yutang.locales import Lang

MOST = 50  # webhooks


class NewWebhook(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for. `periods`: at least one."""

    name: str
    url: str
    periods: list[Period]
    lang: Lang


def keep(conn: sa.Connection, made: Digest, *, now: int, link_base: str) -> int:
    """Keep a summary and put it in line for the webhooks of its period, in one transaction; its id."""
    id_ = store.save(conn, made, now=now)
    link = link_to(link_base, id_)
    for hook in deliveries.all_webhooks(conn):
        if made.period in hook.periods:
            key = f"dg_{id_}_{now}_{hook.id}"
            body = digest_body(made, hook.lang, key=key, made_at=now, link=link)
            event = f"digest.{made.period}"
            message = Message(webhook_id=hook.id, key=key, event=event, body=body, digest_id=id_)
            deliveries.wait(conn, message, now=now)
            deliveries.thin(conn, hook.id)
    return id_


def link_to(base: str, id_: int) -> str:
    """Where the console shows it; without a public address only the path is known."""
    return f"{base.rstrip('/')}/app/digests/{id_}"


def add_webhook(
    conn: sa.Connection, asked: NewWebhook, *, secrets: Secrets, reach: str, viewer: Viewer, now: int
) -> tuple[Webhook, str]:
    """A webhook, and its secret, which is never shown again.

    Raises YutangError "webhook_url", "webhook_address" (what a name stands for is judged at each attempt, an address
    already here) or "webhook_limit".
    """
    host = host_of(asked.url)
    if host is None:
        raise YutangError("webhook_url")
    if not may_be_named(host, reach):
        raise YutangError("webhook_address", host=host)
    if len(deliveries.all_webhooks(conn)) >= MOST:
        raise YutangError("webhook_limit", limit=MOST)
    secret = PREFIX + random.token_urlsafe(SECRET_BYTES)
    url = shown(asked.url)
    periods = list(dict.fromkeys(asked.periods))
    id_ = deliveries.add(
        conn,
        {"name": asked.name, "url": url, "periods": msgspec.json.encode(periods).decode(), "lang": asked.lang,
         "secret": secrets.close(joined(secret, asked.url)), "created_at": now, "created_by": viewer.user_id},
    )  # fmt: skip
    # The host only: keys of chat robots are part of their addresses, and the log is read by others.
    after = {"name": asked.name, "host": host, "periods": periods, "lang": asked.lang}
    record(conn, viewer, "webhook_added", now=now, subject_kind="webhook", subject_id=str(id_), after=after)
    hook = Webhook(id=id_, name=asked.name, url=url, periods=periods, lang=asked.lang, created_at=now)
    return hook, secret


def remove_webhook(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int) -> bool:
    """With all that waits for it. False: there is none."""
    hook = deliveries.one(conn, id_)
    if hook is None:
        return False
    deliveries.remove(conn, id_)
    before = {"name": hook.name, "host": host_of(hook.url)}
    record(
        conn, viewer, "webhook_removed", now=now, subject_kind="webhook", subject_id=str(id_), before=before
    )
    return True


def try_webhook(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int, link_base: str) -> bool:
    """Put a test message in line. False: there is no such webhook."""
    hook = deliveries.one(conn, id_)
    if hook is None:
        return False
    key = f"test_{id_}_{now}"
    body = trial_body(hook.lang, key=key, made_at=now, link=f"{link_base.rstrip('/')}/app/digests")
    deliveries.wait(conn, Message(webhook_id=id_, key=key, event="test", body=body), now=now)
    deliveries.thin(conn, id_)
    record(conn, viewer, "webhook_tested", now=now, subject_kind="webhook", subject_id=str(id_))
    return True
