"""The WeCom channel: the contract's verbs over the client's calls.

What the platform lets no software do (post into a group, mute, kick, rename, create a group) is a task for a person.
"""

from collections.abc import Sequence

from msgspec import UNSET

from yutang.channels.contract.capabilities import Capabilities, Limits, Rate, Receipt, SendMode, Target, Unit
from yutang.channels.contract.capabilities import Inbound as Completeness
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
from yutang.channels.contract.planning import plan
from yutang.channels.wecom import feeds, polling, sending, syncing, uploads
from yutang.channels.wecom import limits as numbers
from yutang.channels.wecom.calls import ways
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.crypto import Refusal
from yutang.channels.wecom.inbound import verify
from yutang.kit.clock import SECOND


def able(limits: numbers.Limits) -> Capabilities:
    """From the numbers in force. No platform moderation: the API has none for customer groups."""
    rates = (
        Rate(limits.rates.corp_minute, numbers.MINUTE),
        Rate(limits.rates.corp_hour, numbers.HOUR),
    )
    mass = Limits(
        text=limits.mass_text, unit=Unit.BYTES, attachments=limits.attachments, recipients=limits.mass_people,
        caps=(numbers.MASS_CAPS[limits.mass_rule],), rates=rates,
    )  # fmt: skip
    groups = Limits(
        text=limits.mass_text, unit=Unit.BYTES, attachments=limits.attachments, recipients=limits.mass_groups,
        caps=(numbers.MASS_CAPS[limits.mass_rule],), rates=rates,
    )  # fmt: skip
    feed = Limits(
        text=limits.moment_chars, unit=Unit.CHARS, bytes=limits.moment_bytes, attachments=limits.moment_images,
        recipients=limits.moment_senders, kinds={"image": limits.moment_images, "video": 1, "link": 1}, mixes=False,
        rates=(Rate(limits.moment_creates_minute, numbers.MINUTE),),
    )  # fmt: skip
    return Capabilities(
        name="wecom",
        send_mode=SendMode.STAFF_CONFIRMED,
        limits={Target.PERSON: mass, Target.GROUP: groups, Target.FEED: feed},
        needs_sender=frozenset({Target.GROUP}),
        receipts=Receipt.SENT,
        inbound=Completeness.HINTS,
        cancels=True,
        reminds=True,
        reacts=True,
        entry_points=True,
        syncs=frozenset(syncing.KINDS),
        media_ttl=limits.media_days * numbers.DAY * SECOND,
    )


class WeComChannel:
    """Of one connection."""

    def __init__(self, client: Client, limits: numbers.Limits | None = None) -> None:
        self._client, self._limits = client, limits or numbers.Limits()
        self._able = able(self._limits)

    @property
    def capabilities(self) -> Capabilities:
        return self._able

    def plan(self, message: Message, audience: Audience) -> Plan:
        return plan(message, audience, self._able)

    def submit(self, task: Task, idempotency_key: str) -> Result:
        """The key is not WeCom's to know: it must not be submitted twice. Unknown: poll its ref."""
        return sending.submit(self._client, task)

    def trace(self, task: Task, idempotency_key: str, at: int, known: Sequence[str]) -> str:
        return sending.trace(task, at, known)

    def poll(self, ref: str) -> Polled | Failure:
        return polling.poll(self._client, ref)

    def reached(self, ref: str, sender: str) -> Reached | Refused | Failure:
        return feeds.reached(self._client, ref, sender)

    def reactions(self, ref: str, sender: str) -> Reactions | Refused | Failure:
        return feeds.reactions(self._client, ref, sender)

    def cancel(self, ref: str) -> Done | Refused | Failure:
        return polling.cancel(self._client, ref)

    def remind(self, ref: str) -> Done | Refused | Failure:
        return polling.remind(self._client, ref)

    def verify_inbound(self, request: Request) -> Accepted | Rejected:
        try:
            envelope = self._client.connection.envelope()
        except Refusal as refused:
            return Rejected(refused.fault.value)
        return verify(envelope, request, self._client.clock.now())

    def sync(self, kind: str, cursor: str) -> Synced | Refused | Failure:
        return syncing.sync(self._client, kind, cursor)

    def moderate(self, action: str, target: str) -> HumanTask:
        return HumanTask(action=action, target=target, how="wecom_client")

    def entry_point(self, door: Door) -> EntryPoint | Refused | Failure:
        """A code to members, or into groups. An unsure failure may have made one that nobody knows: it uses a place
        of the quota, and `sync("ways")` finds it."""
        if len(door.state) > self._limits.state_chars:
            return Refused("state_too_long", permanent=True)
        remark = door.remark[: self._limits.way_remark_chars] or UNSET
        if door.target is Target.PERSON:
            return self._contact_way(door, remark)
        if door.target is Target.GROUP:
            return self._join_way(door, remark)
        return Refused("target", permanent=True)

    def put(self, content: bytes, name: str, purpose: str) -> Handle | Refused | Failure:
        return uploads.put(self._client, self._limits, content, name, purpose)

    def _contact_way(self, door: Door, remark: ways.Maybe[str]) -> EntryPoint | Refused | Failure:
        if not 1 <= len(door.staff) <= self._limits.way_staff:
            return Refused("staff", permanent=True)
        ask = ways.AddAsk(
            type=ways.SINGLE if len(door.staff) == 1 else ways.MULTI, scene=ways.QR, state=door.state, remark=remark,
            user=list(door.staff), skip_verify=not door.verify,
        )  # fmt: skip
        found = ways.add(self._client, ask)
        if isinstance(found, Failure):
            return found
        return EntryPoint(id=found.config_id, url=found.qr_code, state=door.state)

    def _join_way(self, door: Door, remark: ways.Maybe[str]) -> EntryPoint | Refused | Failure:
        if not 1 <= len(door.groups) <= self._limits.join_groups:
            return Refused("groups", permanent=True)
        ask = ways.JoinAddAsk(scene=ways.QR, chat_id_list=list(door.groups), state=door.state, remark=remark)
        made = ways.add_join(self._client, ask)
        if isinstance(made, Failure):
            return made
        found = ways.get_join(self._client, made.config_id)
        # It was made: without its picture it is still known by its id, and the picture can be had later.
        url = "" if isinstance(found, Failure) else found.join_way.qr_code
        return EntryPoint(id=made.config_id, url=url, state=door.state)
