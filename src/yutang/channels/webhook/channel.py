"""The webhook channel: a task becomes one signed POST; the receiver answers 2xx or does not have it.

A task that may pass is RetryAfter; how often it is tried, and when it is given up (`kit.posting.next_try`), is decided
by whoever submits. Each attempt carries the same bytes and the same X-Yutang-Delivery, the idempotency key: receivers
drop what they have seen, so an attempt whose answer was lost is simply tried again.
"""

import asyncio
from collections.abc import Callable, Sequence

import msgspec

from yutang.channels.contract.capabilities import Capabilities, Limits, Receipt, SendMode, Target, Unit
from yutang.channels.contract.capabilities import Inbound as Completeness
from yutang.channels.contract.doors import Door
from yutang.channels.contract.inbound import Rejected, Request
from yutang.channels.contract.message import Audience, Message, Plan, Task
from yutang.channels.contract.outcomes import NOT_OFFERED, Polled, Refused, Result, RetryAfter, Sent, Trouble
from yutang.channels.contract.planning import misplaced, plan
from yutang.kit.clock import SECOND, now
from yutang.kit.posting import WAITS, WHOLE, Answer, headers, may_pass, post

EVENT = "message"
_LIMITS = Limits(text=64 * 1024, unit=Unit.BYTES, attachments=9, recipients=1_000)
ABLE = Capabilities(
    name="webhook",
    send_mode=SendMode.DIRECT,
    limits=dict.fromkeys(Target, _LIMITS),
    receipts=Receipt.DELIVERED,
    inbound=Completeness.NONE,
    keyed=True,
)


class Receiver(msgspec.Struct, frozen=True, kw_only=True):
    """`reach`: which addresses may be called (kit.reach)."""

    url: str
    secret: str
    reach: str = "lan"

    def __repr__(self) -> str:
        """Never with the secret."""
        return "Receiver()"


class WebhookChannel:
    """Of one receiver."""

    capabilities = ABLE

    def __init__(self, receiver: Receiver, *, now: Callable[[], int] = now, whole: float = WHOLE) -> None:
        self._receiver, self._now, self._whole = receiver, now, whole

    def plan(self, message: Message, audience: Audience) -> Plan:
        return plan(message, audience, ABLE)

    def submit(self, task: Task, idempotency_key: str) -> Result:
        wrong = misplaced(task)
        if wrong is not None:
            return wrong
        body = told(task, idempotency_key)
        at = self._now()
        signed = headers(self._receiver.secret, idempotency_key, EVENT, body, at // SECOND)
        sending = post(self._receiver.url, body, signed, reach=self._receiver.reach, whole=self._whole)
        return judged(asyncio.run(sending), idempotency_key, at)

    def trace(self, task: Task, idempotency_key: str, at: int, known: Sequence[str]) -> str:
        """Nobody can be asked: it is submitted again, with the same key."""
        return idempotency_key

    def poll(self, ref: str) -> Polled:
        """Whether it arrived was known at once."""
        return Polled(ref=ref, final=True)

    def reached(self, ref: str, sender: str) -> Refused:
        return NOT_OFFERED

    def reactions(self, ref: str, sender: str) -> Refused:
        return NOT_OFFERED

    def cancel(self, ref: str) -> Refused:
        return NOT_OFFERED

    def remind(self, ref: str) -> Refused:
        return NOT_OFFERED

    def verify_inbound(self, request: Request) -> Rejected:
        return Rejected("not_offered", 404)

    def sync(self, kind: str, cursor: str) -> Refused:
        return NOT_OFFERED

    def moderate(self, action: str, target: str) -> Refused:
        return NOT_OFFERED

    def entry_point(self, door: Door) -> Refused:
        return NOT_OFFERED

    def put(self, content: bytes, name: str, purpose: str) -> Refused:
        return NOT_OFFERED


def told(task: Task, key: str) -> bytes:
    """The body; the same bytes each time."""
    message = task.message
    seen_by = {"tags": task.tags} if task.tags else {}
    return msgspec.json.encode(
        {
            "id": key, "event": EVENT, "target": task.target, "to": task.recipients, "from": task.sender or None,
            "text": message.text, "attachments": message.attachments, "data": message.data, **seen_by,
        }
    )  # fmt: skip


def judged(answer: Answer, key: str, at: int) -> Result:
    """An address that our rules refuse is an operator's to mend; what the receiver refuses stays refused."""
    if answer.status is not None and 200 <= answer.status < 300:
        return Sent(key)
    reason = answer.error or f"status_{answer.status}"
    if may_pass(answer):
        return RetryAfter(at + WAITS[0], reason)
    if answer.status is None:
        return Refused(reason, permanent=False, trouble=Trouble.CONFIG)
    return Refused(reason, permanent=True)
