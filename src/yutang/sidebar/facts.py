"""One fact of a customer's timeline in words: the sentences that the console has, chosen as it does."""

from yutang.customers.answers import TimelineItem
from yutang.insight.wording import NONE, Words, clean
from yutang.locales import catalogue

# What somebody in a chat wants to know; the rest stands in the console.
KINDS = (
    "message.sent", "chat.started", "order.placed", "order.refunded", "order.changed", "group.joined", "group.left",
    "relation.begun", "relation.ended", "tag.added", "tag.removed", "note.written", "consent.given",
    "consent.withdrawn", "touch.sent", "touch.refused", "touch.liked", "touch.commented",
)  # fmt: skip


def sentence(item: TimelineItem, words: Words) -> str:
    key = f"ui.customers.fact.{_key(item)}"
    if key not in catalogue(words.lang):
        key = f"ui.customers.fact.{item.kind}"
    details = item.details
    staff = NONE if item.staff is None else clean(item.staff.name or "") or NONE
    said = words(
        key, of=_of(item, words), staff=staff, money=_money(item, words),
        group=NONE if item.group is None else clean(item.group.name or item.group.id),
        channel=words(f"ui.customers.channel.{item.channel or 'all'}"), by=clean(str(details.get("by") or staff)),
        status=clean(str(details.get("status") or NONE)), value=NONE, before=NONE,
    )  # fmt: skip
    return clean(said)


def _key(item: TimelineItem) -> str:
    kind, details = item.kind, item.details
    if kind == "message.sent":
        return f"{kind}.group" if item.group else f"{kind}.staff" if item.staff else kind
    if kind in ("tag.added", "tag.removed"):
        return f"{kind}.staff" if item.staff else kind
    if kind == "relation.begun":
        return f"{kind}.transferred" if details.get("how") == "transferred" else kind
    if kind == "relation.ended" and details.get("cause"):
        return f"{kind}.{details['cause']}"
    if kind == "note.written":
        return (
            "note.gone"
            if details.get("withdrawn")
            else f"{kind}.by"
            if details.get("by") or item.staff
            else kind
        )
    return kind


def _of(item: TimelineItem, words: Words) -> str:
    if item.of is None:
        return NONE
    purpose = f"ui.customers.purpose.{item.of.name}"
    if item.kind.startswith("consent.") and purpose in catalogue(words.lang):
        return words(purpose)
    return clean(item.of.name or f"#{item.of.id}")


def _money(item: TimelineItem, words: Words) -> str:
    """In a foreign currency with its name, as it was said."""
    if item.amount is None:
        return NONE
    currency = item.details.get("currency")
    return f"{clean(str(currency))} {item.amount / 100:,.2f}" if currency else words.money(item.amount)
