"""The console channel: a message is shown to the member of staff who is to say it, and they say how it went.

Nothing leaves this machine. What is shown where is the desk's (the product's tasks): an adapter knows no table.
"""

from collections.abc import Sequence
from typing import Protocol

from yutang.channels.contract.capabilities import Capabilities, Limits, Receipt, SendMode, Target, Unit
from yutang.channels.contract.capabilities import Inbound as Completeness
from yutang.channels.contract.doors import Door
from yutang.channels.contract.inbound import Rejected, Request
from yutang.channels.contract.message import Audience, Message, Plan, Task
from yutang.channels.contract.outcomes import (
    NOT_OFFERED,
    AwaitingStaff,
    Done,
    HumanTask,
    Polled,
    Refused,
    Result,
)
from yutang.channels.contract.planning import faults, misplaced, plan

_LIMITS = Limits(text=20_000, unit=Unit.CHARS, attachments=9, recipients=500)
ABLE = Capabilities(
    name="console",
    send_mode=SendMode.STAFF_CONFIRMED,
    limits=dict.fromkeys(Target, _LIMITS),
    needs_sender=frozenset({Target.PERSON, Target.GROUP}),
    receipts=Receipt.SENT,
    inbound=Completeness.NONE,
    keyed=True,
    cancels=True,
    reminds=True,
)


class Desk(Protocol):
    """Where staff see what they must do. Refs are the keys."""

    def lay(self, key: str, task: Task) -> None:
        """Once a key: what lies there already stays as it is."""
        ...

    def look(self, key: str) -> Polled | None:
        """What came of it; None: it never lay there."""
        ...

    def take_away(self, key: str) -> bool:
        """Whether it was still there to be taken."""
        ...

    def nudge(self, key: str) -> bool:
        """Whether there is anybody left to remind."""
        ...


class ConsoleChannel:
    capabilities = ABLE

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def plan(self, message: Message, audience: Audience) -> Plan:
        return plan(message, audience, ABLE)

    def submit(self, task: Task, idempotency_key: str) -> Result:
        tagged = misplaced(task)
        if tagged is not None:
            return tagged
        wrong = faults(task.message, _LIMITS)
        if wrong:
            return Refused(wrong[0], permanent=True)
        self._desk.lay(idempotency_key, task)
        return AwaitingStaff(idempotency_key)

    def trace(self, task: Task, idempotency_key: str, at: int, known: Sequence[str]) -> str:
        return idempotency_key

    def poll(self, ref: str) -> Polled:
        return self._desk.look(ref) or Polled(ref="", final=True)

    def reached(self, ref: str, sender: str) -> Refused:
        return NOT_OFFERED

    def reactions(self, ref: str, sender: str) -> Refused:
        return NOT_OFFERED

    def cancel(self, ref: str) -> Done | Refused:
        return Done(ref) if self._desk.take_away(ref) else Refused("too_late", permanent=True)

    def remind(self, ref: str) -> Done | Refused:
        return Done(ref) if self._desk.nudge(ref) else Refused("nobody_left", permanent=True)

    def verify_inbound(self, request: Request) -> Rejected:
        return Rejected("not_offered", 404)

    def sync(self, kind: str, cursor: str) -> Refused:
        return NOT_OFFERED

    def moderate(self, action: str, target: str) -> HumanTask:
        """Whatever it is, a person does it."""
        return HumanTask(action=action, target=target, how="by_hand")

    def entry_point(self, door: Door) -> Refused:
        return NOT_OFFERED

    def put(self, content: bytes, name: str, purpose: str) -> Refused:
        return NOT_OFFERED
