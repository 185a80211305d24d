"""What is asked for in a group that no message does: mute, remove, post, rename. A person's task, or the channel's."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import delete, get, post
from litestar.params import JSONBody, QueryParameter

from yutang.accounts.model import Permission
from yutang.channels.contract.capabilities import Moderation
from yutang.channels.contract.channel import Channel
from yutang.channels.wecom.channel import WeComChannel
from yutang.connections import store as connections
from yutang.connections.model import ConnectionState
from yutang.groups import moderation
from yutang.kit.errors import YutangError
from yutang.tasks import moderation as tasks
from yutang.web.api.refusals import refusals
from yutang.web.api.tasks import LARGEST_ID, Instant, TaskId, TaskView
from yutang.web.api.tasks import view as task_view
from yutang.web.context import Context
from yutang.web.needs import NeedsContext, NeedsViewer

Ref = Annotated[str, msgspec.Meta(min_length=1, max_length=600)]
Id = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
Group = Annotated[str, QueryParameter(min_length=1, max_length=600)]
_ACT: dict[str, Any] = {
    "tags": ["moderation"], "opt": {"permission": Permission.ADVICE_ACT}, "sync_to_thread": True,
}  # fmt: skip


class ModerationMember(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is in the group. `last_at`: when they last spoke there within 28 days, ms."""

    id: int
    name: str
    last_at: int | None


class ModerationMembers(msgspec.Struct, frozen=True):
    items: list[ModerationMember]


class ModerationMessage(msgspec.Struct, frozen=True, kw_only=True):
    """`at`: ms. `text`: at most 300 characters, and "…"."""

    id: int
    at: int
    text: str


class ModerationMessages(msgspec.Struct, frozen=True):
    items: list[ModerationMessage]


class ModerationAsk(msgspec.Struct, frozen=True, kw_only=True):
    """`member` of mute and kick, `text` of the others: what to post, or the new name. Evidence: `reason`, or `message`,
    one of the member's in the group. `due_at` None: the end of tomorrow, of a name in three days; 90 days at most."""

    group: Ref
    action: Literal["mute", "kick", "post_in_group", "rename_group"]
    member: Id | None = None
    message: Id | None = None
    reason: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    text: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    due_at: Instant | None = None


class ModerationAsked(msgspec.Struct, frozen=True, kw_only=True):
    """`task`: of the person who does it; None: the channel has done it."""

    task: TaskView | None


@get("/moderation/members", operation_id="list_moderation_members", **_ACT)
def list_moderation_members(
    context: NeedsContext, viewer: NeedsViewer, group: Group,
    q: Annotated[str, QueryParameter(max_length=100)] = "",
) -> ModerationMembers:  # fmt: skip
    """Who is in the group, twenty at most, those who spoke last first. `q`: a part of the name, or the whole id."""
    with refusals(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = moderation.members(conn, cursor, group, q=q, scope=viewer.scope, now=context.now())
    return ModerationMembers(
        [ModerationMember(id=one.id, name=one.name, last_at=None if one.last_at is None else one.last_at // 1000)
         for one in found]
    )  # fmt: skip


@get("/moderation/messages", operation_id="list_moderation_messages", **_ACT)
def list_moderation_messages(
    context: NeedsContext, viewer: NeedsViewer, group: Group,
    member: Annotated[int, QueryParameter(ge=1, le=LARGEST_ID)],
) -> ModerationMessages:  # fmt: skip
    """The last five that this member said in the group, where words are kept: what may be shown as evidence."""
    with refusals(), context.state.read() as conn, context.ledger.analytics.cursor() as cursor:
        found = moderation.messages(conn, cursor, group, member, viewer.scope)
    return ModerationMessages(
        [ModerationMessage(id=one.id, at=one.at // 1000, text=one.text) for one in found]
    )


@post("/moderation", operation_id="ask_moderation", status_code=200, **_ACT)
def ask_moderation(
    context: NeedsContext, viewer: NeedsViewer, data: JSONBody[ModerationAsk]
) -> ModerationAsked:
    """A task for the group's owner, unless its channel does it itself. 409 moderation_open: the same is asked already;
    group_dismissed; moderation_refused {why}. 400: moderation_member, moderation_message, moderation_evidence,
    moderation_text, moderation_due {days}."""
    due = None if data.due_at is None else data.due_at * 1000
    asked = moderation.Asked(
        group=data.group, action=Moderation(data.action), member=data.member, message=data.message,
        reason=data.reason, text=data.text, due_at=due,
    )  # fmt: skip
    with refusals():
        made = moderation.ask(
            context.ledger, asked, channel_of=lambda platform: channel_to(context, platform), viewer=viewer,
            now=context.now(),
        )  # fmt: skip
    return ModerationAsked(task=None if made is None else task_view(made, viewer))


@delete("/moderation/{task_id:int}", operation_id="withdraw_moderation", **_ACT)
def withdraw_moderation(context: NeedsContext, viewer: NeedsViewer, task_id: TaskId) -> None:
    """It need not be done after all. 409 moderation_over: it was done, or taken back."""
    now = context.now()
    with refusals():
        context.state.write(lambda conn: tasks.withdraw(conn, task_id, viewer=viewer, now=now))


def channel_to(context: Context, platform: str) -> Channel | None:
    """That leads to groups and staff of the platform. None: there is no connection, or its settings can't be
    read."""
    with context.state.read() as conn:
        found = [
            one
            for one in connections.listed(conn)
            if one.channel == platform and one.state is not ConnectionState.OFF
        ]
    if not found or context.clients is None:
        return None
    try:
        return WeComChannel(context.clients.of(found[0].id))
    except YutangError:
        return None


routes: list[Any] = [list_moderation_members, list_moderation_messages, ask_moderation, withdraw_moderation]
