"""Statements on webhooks and what is sent to them. No decisions."""

from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.digests import addresses
from yutang.digests.model import Period
from yutang.digests.tables import webhook, webhook_delivery
from yutang.digests.webhooks import Delivery, DeliveryState, Next, Webhook
from yutang.kit.db import upsert
from yutang.kit.secrets import Secrets

KEPT = 200  # deliveries of a webhook that are shown and kept


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be sent to one receiver. `key`: the same over all attempts, and never used again."""

    webhook_id: int
    key: str
    event: str
    body: bytes
    digest_id: int | None = None


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery that waits for an attempt, with all that the attempt needs. `secret` is closed, with the address whole
    (`addresses.parted`); `url` is what may be shown of it."""

    id: int
    key: str
    event: str
    body: bytes
    attempts: int
    url: str
    secret: str


def add(conn: sa.Connection, values: dict[str, Any]) -> int:
    return int(conn.execute(sa.insert(webhook).values(**values).returning(webhook.c.id)).scalar_one())


def remove(conn: sa.Connection, id_: int) -> bool:
    """With its deliveries."""
    conn.execute(sa.delete(webhook_delivery).where(webhook_delivery.c.webhook_id == id_))
    return bool(conn.execute(sa.delete(webhook).where(webhook.c.id == id_)).rowcount)


def all_webhooks(conn: sa.Connection) -> list[Webhook]:
    return [_webhook(row) for row in conn.execute(sa.select(webhook).order_by(webhook.c.id)).mappings()]


def one(conn: sa.Connection, id_: int) -> Webhook | None:
    row = conn.execute(sa.select(webhook).where(webhook.c.id == id_)).mappings().one_or_none()
    return None if row is None else _webhook(row)


def reclose(conn: sa.Connection, secrets: Secrets) -> None:
    """Close signing secrets with the newest secret key, and addresses with them. Those that no key opens stay: their
    webhooks are silent."""
    for id_, closed, url in conn.execute(sa.select(webhook.c.id, webhook.c.secret, webhook.c.url)).all():
        plain = secrets.open(closed)
        if plain is not None:
            sealed = secrets.close(addresses.joined(*addresses.parted(plain, url)))
            moved = sa.update(webhook).where(webhook.c.id == id_)
            conn.execute(moved.values(secret=sealed, url=addresses.shown(url)))


def wait(conn: sa.Connection, message: Message, *, now: int) -> bool:
    """Put a message in line. False: one of that key is there."""
    row = upsert(conn, webhook_delivery).values(
        **msgspec.structs.asdict(message),
        state=DeliveryState.WAITING,
        attempts=0,
        created_at=now,
        next_at=now,
    )
    return conn.execute(row.on_conflict_do_nothing().returning(webhook_delivery.c.id)).scalar() is not None


def due(conn: sa.Connection, now: int, limit: int) -> list[Due]:
    """Those whose time has come, the longest waiting first."""
    sent = webhook_delivery.c
    wanted = (
        sa.select(sent.id, sent.key, sent.event, sent.body, sent.attempts, webhook.c.url, webhook.c.secret)
        .join(webhook, webhook.c.id == sent.webhook_id)
        .where(sent.state == DeliveryState.WAITING, sent.next_at <= now)
        .order_by(sent.next_at, sent.id)
        .limit(limit)
    )
    return [Due(**row) for row in conn.execute(wanted).mappings()]


def next_due(conn: sa.Connection) -> int | None:
    """When the next attempt is due."""
    wanted = sa.select(sa.func.min(webhook_delivery.c.next_at))
    return conn.execute(wanted.where(webhook_delivery.c.state == DeliveryState.WAITING)).scalar()


def tried(conn: sa.Connection, id_: int, attempts: int, status: int | None, then: Next, *, now: int) -> None:
    """Write what came of an attempt, unless another process wrote it first."""
    conn.execute(
        sa.update(webhook_delivery)
        .where(
            webhook_delivery.c.id == id_,
            webhook_delivery.c.attempts == attempts - 1,
            webhook_delivery.c.state == DeliveryState.WAITING,
        )
        .values(
            attempts=attempts, status=status, state=then.state, error=then.error, next_at=then.next_at,
            ended_at=None if then.next_at is not None else now,
        )
    )  # fmt: skip


def listed(conn: sa.Connection, webhook_id: int, limit: int = KEPT) -> list[Delivery]:
    """Newest first."""
    columns = [c for c in webhook_delivery.c if c.name not in {"body", "webhook_id"}]
    wanted = (
        sa.select(*columns)
        .where(webhook_delivery.c.webhook_id == webhook_id)
        .order_by(webhook_delivery.c.id.desc())
        .limit(limit)
    )
    return [_delivery(row) for row in conn.execute(wanted).mappings()]


def thin(conn: sa.Connection, webhook_id: int) -> None:
    """Let go of ended deliveries beyond the newest `KEPT`."""
    sent = webhook_delivery.c
    newest = (
        sa.select(sent.id)
        .where(sent.webhook_id == webhook_id)
        .order_by(sent.id.desc())
        .offset(KEPT - 1)
        .limit(1)
    )
    oldest = conn.execute(newest).scalar()
    if oldest is not None:
        conn.execute(
            sa.delete(webhook_delivery).where(
                sent.webhook_id == webhook_id, sent.id < oldest, sent.state != DeliveryState.WAITING
            )
        )


def _webhook(row: sa.RowMapping) -> Webhook:
    return Webhook(
        id=row["id"], name=row["name"], url=addresses.shown(row["url"]), lang=row["lang"], created_at=row["created_at"],
        periods=msgspec.json.decode(row["periods"], type=list[Period]),
    )  # fmt: skip


def _delivery(row: sa.RowMapping) -> Delivery:
    values: dict[str, Any] = {**row}
    values["state"] = DeliveryState(row["state"])
    return Delivery(**values)
