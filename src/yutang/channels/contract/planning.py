"""From a message and an audience to tasks. Pure: every recipient ends in exactly one task, or with a reason."""

from collections import Counter
from collections.abc import Iterator

from yutang.channels.contract.capabilities import Capabilities, Limits, Target, Unit
from yutang.channels.contract.message import Attachment, Audience, Message, Plan, Recipient, Task
from yutang.channels.contract.outcomes import Refused, Trouble

_TAGS = "tags"


def plan(message: Message, audience: Audience, able: Capabilities) -> Plan:
    """Reasons: locales "channel.dropped.<reason>" and "channel.wrong.<reason>". Who stands twice in the audience is
    one recipient, with the sender that comes first. The order of senders and of recipients is the audience's."""
    wrong = _faults(message, audience, able)
    if wrong:
        return Plan(dropped={each.id: "message" for each in audience.recipients}, wrong=wrong)
    seen: set[str] = set()
    dropped: dict[str, str] = {}
    by_sender: dict[str, list[str]] = {}
    alone = audience.target in able.needs_sender
    for each in audience.recipients:
        if each.id in seen:
            continue
        seen.add(each.id)
        reason = _dropped(each, needs_sender=alone)
        if reason:
            dropped[each.id] = reason
        else:
            by_sender.setdefault(each.sender, []).append(each.id)
    most = able.limits[audience.target].recipients
    tasks = tuple(
        Task(target=audience.target, recipients=some, message=message, sender=sender, tags=audience.tags)
        for sender, ids in by_sender.items()
        for some in _portions(ids, most)
    )
    return Plan(tasks=tasks, dropped=dropped)


def length(text: str, unit: Unit) -> int:
    """A character outside the first 65,536 (an emoji) counts once, or as its four bytes."""
    return len(text.encode("utf-8", "surrogatepass")) if unit is Unit.BYTES else len(text)


def faults(message: Message, limits: Limits) -> tuple[str, ...]:
    """Why this message can't go, as codes; () = it can."""
    found: list[str] = []
    if not message.text and not message.attachments and message.data is None:
        found.append("empty")
    too_long = length(message.text, limits.unit) > limits.text
    if too_long or (limits.bytes is not None and length(message.text, Unit.BYTES) > limits.bytes):
        found.append("text_too_long")
    counts = Counter(kind_of(one) for one in message.attachments)
    if limits.kinds and counts.keys() - limits.kinds.keys():
        found.append("attachment_kind")
    if len(counts) > 1 and not limits.mixes:
        found.append("attachments_mixed")
    many = any(n > limits.kinds.get(kind, n) for kind, n in counts.items())
    if many or len(message.attachments) > limits.attachments:
        found.append("too_many_attachments")
    return tuple(found)


def misplaced(task: Task) -> Refused | None:
    """For `submit`: tags name who may see a feed. Recipients that stand there by name are who shall get it: who of them
    bears a tag is known before, and counted. Over there it would leave some out whom nobody can tell, and a message
    whose answer was lost might not be found by those who were asked for."""
    if task.tags and task.target is not Target.FEED:
        return Refused(_TAGS, permanent=True, trouble=Trouble.BUG)
    return None


def kind_of(one: Attachment) -> str:
    """Its name in `Limits.kinds`: the tag that it has in JSON."""
    return str(type(one).__struct_config__.tag)


def _faults(message: Message, audience: Audience, able: Capabilities) -> tuple[str, ...]:
    limits = able.limits.get(audience.target)
    found = faults(message, limits) if limits else ("target",)
    return (*found, _TAGS) if audience.tags and audience.target is not Target.FEED else found


def _dropped(each: Recipient, *, needs_sender: bool) -> str:
    """Consent before caps: who refused is not told to have been written to too often."""
    if not each.consented:
        return "no_consent"
    if each.left is not None and each.left <= 0:
        return "capped"
    return "no_sender" if needs_sender and not each.sender else ""


def _portions(ids: list[str], most: int) -> Iterator[tuple[str, ...]]:
    return (tuple(ids[start : start + most]) for start in range(0, len(ids), most))
