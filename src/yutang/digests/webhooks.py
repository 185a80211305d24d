"""Webhooks: who gets summaries, what they get, and when it is tried again. Pure, no I/O."""

import enum
from typing import Any

import msgspec

from yutang.digests.model import Digest, Period
from yutang.digests.text import text
from yutang.kit.posting import Answer, may_pass, next_try
from yutang.locales import Lang, t

LISTED = 50  # groups and blasts of each list in a body; the rest is behind the link
SECRET_BYTES = 32
PREFIX = "yws_"


class DeliveryState(enum.StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    REFUSED = "refused"  # the receiver, or our rules on addresses, said no: trying again would change nothing
    DEAD = "dead"  # given up after len(WAITS) + 1 attempts


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """A receiver. Its secret is not here: it is shown once, when the webhook is made. `url`: `addresses.shown`."""

    id: int
    name: str
    url: str
    periods: list[Period]
    lang: Lang
    created_at: int


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one receiver. Instants: microseconds. `error`: a code, locales "webhook.error.<code>"."""

    id: int
    key: str
    event: str
    digest_id: int | None
    state: DeliveryState
    attempts: int
    status: int | None
    error: str | None
    created_at: int
    next_at: int | None
    ended_at: int | None


class Next(msgspec.Struct, frozen=True):
    """What follows an attempt. `next_at`: None when the message has ended."""

    state: DeliveryState
    next_at: int | None
    error: str | None


def judge(answer: Answer, attempts: int, now: int) -> Next:
    """`attempts`: with this one. Tried again: network errors, 408, 425, 429 and 5xx; anything else is final."""
    status = answer.status
    if status is not None and 200 <= status < 300:
        return Next(DeliveryState.DELIVERED, None, None)
    error = answer.error or ("redirect" if status is not None and 300 <= status < 400 else "status")
    if not may_pass(answer):
        return Next(DeliveryState.REFUSED, None, error)
    then = next_try(attempts, now)
    return Next(DeliveryState.DEAD if then is None else DeliveryState.WAITING, then, error)


def digest_body(digest: Digest, lang: Lang, *, key: str, made_at: int, link: str) -> bytes:
    """What receivers of a summary get; made once, so that every attempt sends the same bytes. `made_at`: µs."""
    short = msgspec.structs.replace(
        digest, moved=digest.moved[:LISTED], advised=digest.advised[:LISTED], blasts=digest.blasts[:LISTED]
    )
    left_out = {
        "moved": len(digest.moved) - len(short.moved),
        "advised": len(digest.advised) - len(short.advised),
        "blasts": len(digest.blasts) - len(short.blasts),
    }
    told: dict[str, Any] = {
        "id": key, "event": f"digest.{digest.period}", "made_at": made_at // 1000, "digest": short,
        "left_out": left_out, "text": text(digest, lang, link), "link": link,
    }  # fmt: skip
    return msgspec.json.encode(told)


def trial_body(lang: Lang, *, key: str, made_at: int, link: str) -> bytes:
    """A message that only proves the way."""
    told = {"id": key, "event": "test", "made_at": made_at // 1000, "digest": None, "left_out": None,
            "text": t(lang, "digest.test"), "link": link}  # fmt: skip
    return msgspec.json.encode(told)
