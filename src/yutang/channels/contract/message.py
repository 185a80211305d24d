"""What is to be said, to whom, and the tasks it becomes. Instants: microseconds since 1970, UTC."""

from collections.abc import Mapping
from typing import Any

import msgspec

from yutang.channels.contract.capabilities import Target


class Image(msgspec.Struct, frozen=True, tag="image"):
    handle: str


class Video(msgspec.Struct, frozen=True, tag="video"):
    handle: str


class File(msgspec.Struct, frozen=True, tag="file"):
    handle: str


class Link(msgspec.Struct, frozen=True, tag="link"):
    title: str
    url: str
    about: str = ""
    picture: str = ""  # of a feed: a handle; else a URL


class MiniProgram(msgspec.Struct, frozen=True, tag="miniprogram"):
    title: str
    app: str
    page: str
    picture: str  # a handle


Attachment = Image | Video | File | Link | MiniProgram


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """`data`: for machines, in place of a text. `template`: the provider's id of an approved text."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    data: Mapping[str, Any] | None = None
    template: str = ""


class Recipient(msgspec.Struct, frozen=True, gc=False):
    """`sender`: the member of staff who speaks, where the channel needs one. `left`: messages that the caps still
    allow; None = nobody counts."""

    id: str
    sender: str = ""
    left: int | None = None
    consented: bool = True


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """`tags`: of a feed, who may see the post; empty = everybody the senders follow. Of no other: its recipients are
    those who shall get it (`planning.misplaced`)."""

    target: Target
    recipients: tuple[Recipient, ...]
    tags: tuple[str, ...] = ()


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One call of `submit`. For a feed the recipients are the senders, and `tags` say who may see it."""

    target: Target
    recipients: tuple[str, ...]
    message: Message
    sender: str = ""
    tags: tuple[str, ...] = ()


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """`dropped`: recipient → reason, one for each who is in no task. `wrong`: why the message itself can't go."""

    tasks: tuple[Task, ...] = ()
    dropped: Mapping[str, str] = {}
    wrong: tuple[str, ...] = ()
