"""The channel contract: what the product may ask of any channel, and the values that come back.

A channel is where we speak (WeCom, a webhook, the console, later SMS and e-mail). Its adapter knows this contract and
`kit`, never a customer row. Deciding who may be spoken to is the outbox's; an adapter says how it can be done
(`capabilities`), splits it into what the far side takes (`plan`, pure), does it (`submit`) and tells what came of it
(`poll`). What happened is a value; only a mistake of ours raises. Instants: microseconds since 1970, UTC.
"""

from collections.abc import Sequence
from typing import Protocol

from yutang.channels.contract.capabilities import Capabilities
from yutang.channels.contract.doors import Door, EntryPoint, Handle
from yutang.channels.contract.inbound import Accepted, Rejected, Request, Synced
from yutang.channels.contract.message import Audience, Message, Plan, Task
from yutang.channels.contract.outcomes import (
    Done,
    Failure,
    HumanTask,
    Polled,
    Reached,
    Reactions,
    Refused,
    Result,
)


class Channel(Protocol):
    """What every adapter is. A verb that the capabilities don't offer answers Refused or Rejected; it never raises."""

    @property
    def capabilities(self) -> Capabilities: ...
    def plan(self, message: Message, audience: Audience) -> Plan: ...
    def submit(self, task: Task, idempotency_key: str) -> Result: ...
    def trace(self, task: Task, idempotency_key: str, at: int, known: Sequence[str]) -> str:
        """The ref to poll with when the answer to a `submit` at `at` never came: keep it before submitting, and whoever
        kills the process leaves nothing that can't be found. `known`: refs that are other messages' for sure."""
        ...

    def poll(self, ref: str) -> Polled | Failure: ...
    def reached(self, ref: str, sender: str) -> Reached | Refused | Failure:
        """Of a feed: who can see what this member published. Before they did: a Failure that passes."""
        ...

    def reactions(self, ref: str, sender: str) -> Reactions | Refused | Failure:
        """Of a feed: who likes and comments on what this member published."""
        ...

    def cancel(self, ref: str) -> Done | Refused | Failure: ...
    def remind(self, ref: str) -> Done | Refused | Failure: ...
    def verify_inbound(self, request: Request) -> Accepted | Rejected: ...
    def sync(self, kind: str, cursor: str) -> Synced | Refused | Failure: ...
    def moderate(self, action: str, target: str) -> Done | HumanTask | Refused | Failure: ...
    def entry_point(self, door: Door) -> EntryPoint | Refused | Failure: ...
    def put(self, content: bytes, name: str, purpose: str) -> Handle | Refused | Failure: ...
