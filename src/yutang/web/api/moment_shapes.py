"""Moments and uploads as the API tells them. Instants are milliseconds since 1970, UTC; ids of people are strings."""

from collections.abc import Sequence

import msgspec

from yutang.connections.mirror import Tag
from yutang.outbox.moments.listing import Choice, Feed, Reacted
from yutang.outbox.moments.model import What
from yutang.outbox.pictures import Kept


class MomentStaff(msgspec.Struct, frozen=True, kw_only=True):
    """`people`: customers who follow them now."""

    staff_id: str
    name: str
    people: int


class MomentTag(msgspec.Struct, frozen=True, kw_only=True):
    """Of the platform. `id`: as it calls it."""

    id: str
    group: str
    name: str


class MomentChoices(msgspec.Struct, frozen=True):
    staff: list[MomentStaff]
    tags: list[MomentTag]


class MomentSpan(msgspec.Struct, frozen=True):
    """What was said in one hour, or on one day, that begins `at`."""

    at: int
    likes: int
    comments: int


class MomentFeed(msgspec.Struct, frozen=True, kw_only=True):
    """`people`: who liked or commented, each once. `read_at` null: nobody has published, or it was not read yet;
    `until`: when reading ends."""

    likes: int
    comments: int
    people: int
    by_hour: bool
    series: list[MomentSpan]
    read_at: int | None
    until: int | None
    fault: str


class MomentReaction(msgspec.Struct, frozen=True, kw_only=True):
    """`staff`: on whose post. `gone`: taken back since. `customer_id` null: nobody's customer any more."""

    customer_id: str | None
    name: str | None
    staff: str | None
    what: What
    at: int
    gone: bool


class MomentReactions(msgspec.Struct, frozen=True):
    """`next`: hand it in as `skip`; null: that was all."""

    items: list[MomentReaction]
    next: int | None


class SendUpload(msgspec.Struct, frozen=True, kw_only=True):
    """`ref`: how attachments name it. `kind`: picture, video, file. `size`: bytes."""

    ref: str
    kind: str
    name: str
    size: int


def choices(staff: Sequence[Choice], tags: Sequence[Tag]) -> MomentChoices:
    return MomentChoices(
        [MomentStaff(staff_id=str(one.staff_id), name=one.name, people=one.people) for one in staff],
        [MomentTag(id=one.tag_id, group=one.group_name, name=one.name) for one in tags],
    )


def feed(one: Feed) -> MomentFeed:
    return MomentFeed(
        likes=one.likes, comments=one.comments, people=one.people, by_hour=one.by_hour,
        series=[MomentSpan(at // 1000, likes, comments) for at, likes, comments in one.series],
        read_at=_millis(one.read_at), until=_millis(one.until), fault=one.fault,
    )  # fmt: skip


def reaction(one: Reacted) -> MomentReaction:
    return MomentReaction(
        customer_id=None if one.customer_id is None else str(one.customer_id), name=one.name, staff=one.staff,
        what=one.what, at=one.at // 1000, gone=one.gone,
    )  # fmt: skip


def upload(one: Kept) -> SendUpload:
    return SendUpload(ref=one.ref, kind=one.kind, name=one.name, size=one.size)


def _millis(at: int | None) -> int | None:
    return None if at is None else at // 1000
