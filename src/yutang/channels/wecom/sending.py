"""A task as WeCom's calls: a mass message, or a Moment. Nothing leaves before staff tap.

WeCom knows no idempotency keys. When the answer to a creation was lost, the ref that is returned says what to look
for (`Sought`): `polling` finds the message among those that were made since, or finds that there is none.

Refs are texts: `mass:<msgid>`, `job:<jobid> <JSON>`, `moment:<moment_id>`, `sought:<JSON>`; the JSON is a `Sought`: a
job is forgotten after a day.
"""

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec import UNSET

from yutang.channels.contract import message as said
from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.message import Message, Task
from yutang.channels.contract.outcomes import (
    UPLOADS_GONE,
    AwaitingStaff,
    Failure,
    Refused,
    Result,
    Unknown,
    result,
)
from yutang.channels.contract.planning import misplaced
from yutang.channels.wecom.calls import mass, moments
from yutang.channels.wecom.calls.messages import Attachment, Image, Link, Media, MiniProgram, Text
from yutang.channels.wecom.client import Client
from yutang.kit.clock import SECOND

SOME = 20
_NO_MEDIA = "40007"  # an upload that the platform doesn't know, or not any more (wecom-api.md §3)
MASS, JOB, MOMENT, SOUGHT = "mass", "job", "moment", "sought"


class Sought(msgspec.Struct, frozen=True, array_like=True):
    """What a lost creation looks like from outside. `since`: seconds; `some` of its recipients, of whom
    the platform may have left out those who are gone; `known`: ids of what looks alike and is another's: the same text
    to the same people may be said twice in a minute."""

    target: Target
    sender: str
    since: int
    looks: str
    some: tuple[str, ...]
    known: tuple[str, ...] = ()


def ref_of(kind: str, rest: str) -> str:
    return f"{kind}:{rest}"


def submit(client: Client, task: Task) -> Result:
    wrong = misplaced(task)
    if wrong is not None:
        return wrong
    at = client.clock.now()
    made = _moment(client, task, at) if task.target is Target.FEED else _mass(client, task)
    if not isinstance(made, Failure):
        return made
    if made.unsure:
        return Unknown(trace(task, at), made.code)
    if made.code == _NO_MEDIA:
        return Refused(UPLOADS_GONE, permanent=False)
    return result(made, at)


def trace(task: Task, at: int, known: Sequence[str] = ()) -> str:
    """The ref of a task whose answer was lost. `known`: refs of messages that are not it."""
    named = (ref.partition(":") for ref in known)
    ids = tuple(id_ for kind, _, id_ in named if kind in (MASS, MOMENT))
    return ref_of(SOUGHT, _sought(task, at, ids))


def _sought(task: Task, at: int, known: tuple[str, ...] = ()) -> str:
    sought = Sought(
        task.target, task.sender, at // SECOND, looks(task.message), _some(task.recipients), known
    )
    return msgspec.json.encode(sought).decode()


def _some(recipients: tuple[str, ...]) -> tuple[str, ...]:
    """At most SOME, from all over."""
    step = -(-len(recipients) // SOME)
    return recipients[:: max(1, step)]


def _mass(client: Client, task: Task) -> AwaitingStaff | Failure:
    person = task.target is Target.PERSON
    ids = list(task.recipients)
    ask = mass.AddAsk(
        chat_type=mass.SINGLE if person else mass.GROUP,
        external_userid=ids if person else UNSET,
        chat_id_list=UNSET if person else ids,
        sender=task.sender or UNSET,
        text=Text(task.message.text) if task.message.text else UNSET,
        attachments=[attachment(one) for one in task.message.attachments] or UNSET,
    )
    found = mass.add(client, ask)
    if isinstance(found, Failure):
        return found
    return AwaitingStaff(ref_of(MASS, found.msgid), dict.fromkeys(found.fail_list, "invalid"))


def _moment(client: Client, task: Task, at: int) -> AwaitingStaff | Failure:
    visible = moments.VisibleRange(
        sender_list=moments.SenderList(user_list=list(task.recipients)),
        external_contact_list=moments.ContactTags(tag_list=list(task.tags)) if task.tags else UNSET,
    )
    ask = moments.AddAsk(
        text=Text(task.message.text) if task.message.text else UNSET,
        attachments=[attachment(one, feed=True) for one in task.message.attachments] or UNSET,
        visible_range=visible,
    )
    found = moments.add(client, ask)
    if isinstance(found, Failure):
        return found
    return AwaitingStaff(ref_of(JOB, f"{found.jobid} {_sought(task, at)}"))


def attachment(one: said.Attachment, *, feed: bool = False) -> Attachment:
    """A link's picture is a URL in messages, and an uploaded cover in Moments."""
    if isinstance(one, said.Image):
        return Attachment("image", image=Image(media_id=one.handle))
    if isinstance(one, said.Video):
        return Attachment("video", video=Media(one.handle))
    if isinstance(one, said.File):
        return Attachment("file", file=Media(one.handle))
    if isinstance(one, said.MiniProgram):
        return Attachment("miniprogram", miniprogram=MiniProgram(one.title, one.picture, one.app, one.page))
    picture = one.picture or UNSET
    cover = Link(title=one.title, url=one.url, media_id=picture)
    linked = Link(title=one.title, url=one.url, desc=one.about or UNSET, picurl=picture)
    return Attachment("link", link=cover if feed else linked)


def looks(message: Message) -> str:
    """What of a message the platform tells again: its text and the kinds of its attachments, in order."""
    kinds = [attachment(one).msgtype for one in message.attachments]
    return fingerprint(message.text, kinds)


def fingerprint(text: str, kinds: list[str]) -> str:
    """White space counts for nothing: a platform that tells a line's end otherwise, or cuts what stands at the end,
    would be taken for one that never made it, and asked twice."""
    return hashlib.sha256(
        "\0".join([" ".join(text.split()), *kinds]).encode("utf-8", "surrogatepass")
    ).hexdigest()[:16]
