"""Webhooks: who gets summaries, and what became of what was sent."""

from typing import Annotated, Any

import msgspec
from litestar import delete, get, post
from litestar.params import JSONBody, PathParameter

from yutang.accounts.model import Permission
from yutang.digests import actions, deliveries
from yutang.digests.model import Period
from yutang.digests.orders import deliver_order
from yutang.digests.webhooks import Delivery, DeliveryState, Webhook
from yutang.kit import jobs
from yutang.kit.secrets import Secrets
from yutang.locales import Lang
from yutang.web.needs import NeedsContext, NeedsViewer
from yutang.web.problem import not_found

WebhookId = Annotated[int, PathParameter(ge=1, le=(1 << 53) - 1)]
_MANAGE: dict[str, Any] = {
    "tags": ["webhooks"], "opt": {"permission": Permission.REPORTS_MANAGE}, "sync_to_thread": True,
}  # fmt: skip


class NewWebhook(msgspec.Struct, frozen=True, kw_only=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    url: Annotated[str, msgspec.Meta(min_length=8, max_length=2000)]
    periods: Annotated[list[Period], msgspec.Meta(min_length=1, max_length=2)]
    lang: Lang = "zh"


class DeliveryView(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one receiver. `key`: its X-Yutang-Delivery; `error`: locales "webhook.error.<code>" with
    `status`. Instants are milliseconds since 1970, UTC."""

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


class WebhookView(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    name: str
    url: str  # where it leads, without the keys in it
    periods: list[Period]
    lang: Lang
    created_at: int
    last: DeliveryView | None


class WebhookList(msgspec.Struct, frozen=True, kw_only=True):
    items: list[WebhookView]


class WebhookMade(msgspec.Struct, frozen=True, kw_only=True):
    """`secret` signs what is sent. It is shown this once."""

    webhook: WebhookView
    secret: str


class DeliveryList(msgspec.Struct, frozen=True, kw_only=True):
    items: list[DeliveryView]


def _view(hook: Webhook, last: list[Delivery]) -> WebhookView:
    return WebhookView(
        id=hook.id, name=hook.name, url=hook.url, periods=hook.periods, lang=hook.lang,
        created_at=hook.created_at // 1000, last=_delivery(last[0]) if last else None,
    )  # fmt: skip


def _delivery(one: Delivery) -> DeliveryView:
    return DeliveryView(
        id=one.id, key=one.key, event=one.event, digest_id=one.digest_id, state=one.state, attempts=one.attempts,
        status=one.status, error=one.error, created_at=one.created_at // 1000, next_at=_ms(one.next_at),
        ended_at=_ms(one.ended_at),
    )  # fmt: skip


def _ms(micros: int | None) -> int | None:
    return None if micros is None else micros // 1000


@get("/webhooks", operation_id="list_webhooks", **_MANAGE)
def list_webhooks(context: NeedsContext) -> WebhookList:
    with context.state.read() as conn:
        hooks = deliveries.all_webhooks(conn)
        return WebhookList(items=[_view(hook, deliveries.listed(conn, hook.id, 1)) for hook in hooks])


@post("/webhooks", operation_id="add_webhook", **_MANAGE, status_code=201)
def add_webhook(context: NeedsContext, viewer: NeedsViewer, data: JSONBody[NewWebhook]) -> WebhookMade:
    """409 webhook_url, webhook_address, webhook_limit."""
    secrets, now = Secrets(context.home), context.now()
    asked = actions.NewWebhook(name=data.name, url=data.url, periods=data.periods, lang=data.lang)
    reach = context.settings.webhook_reach
    hook, secret = context.state.write(
        lambda conn: actions.add_webhook(conn, asked, secrets=secrets, reach=reach, viewer=viewer, now=now)
    )
    return WebhookMade(webhook=_view(hook, []), secret=secret)


@delete("/webhooks/{webhook_id:int}", operation_id="remove_webhook", **_MANAGE)
def remove_webhook(context: NeedsContext, viewer: NeedsViewer, webhook_id: WebhookId) -> None:
    """With all that waits for it."""
    now = context.now()
    if not context.state.write(lambda conn: actions.remove_webhook(conn, webhook_id, viewer=viewer, now=now)):
        raise not_found("webhook")


@post("/webhooks/{webhook_id:int}/test", operation_id="test_webhook", **_MANAGE, status_code=202)
def try_webhook(context: NeedsContext, viewer: NeedsViewer, webhook_id: WebhookId) -> DeliveryView:
    """Put a test message in line; what becomes of it stands in the deliveries a moment later."""
    now = context.now()
    base = context.settings.public_url

    def ask(conn: Any) -> bool:
        found = actions.try_webhook(conn, webhook_id, viewer=viewer, now=now, link_base=base)
        if found:
            jobs.enqueue(conn, deliver_order(), now=now)
        return found

    if not context.state.write(ask):
        raise not_found("webhook")
    context.wake()
    with context.state.read() as conn:
        return _delivery(deliveries.listed(conn, webhook_id, 1)[0])


@get("/webhooks/{webhook_id:int}/deliveries", operation_id="list_deliveries", **_MANAGE)
def list_deliveries(context: NeedsContext, webhook_id: WebhookId) -> DeliveryList:
    """The newest two hundred."""
    with context.state.read() as conn:
        if deliveries.one(conn, webhook_id) is None:
            raise not_found("webhook")
        return DeliveryList(items=[_delivery(one) for one in deliveries.listed(conn, webhook_id)])


routes = [list_webhooks, add_webhook, remove_webhook, try_webhook, list_deliveries]
