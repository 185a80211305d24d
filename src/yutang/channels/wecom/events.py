"""WeCom's events as typed values (official page 96361 and the samples of SDKs). Fields that are missing are empty,
fields that are new stand in `extra`; the app's own doings cause none of them (the platform does not echo).
"""

import msgspec

from yutang.channels.wecom.wire import Wire

_HEAD = {
    "corp": "ToUserName", "sender": "FromUserName", "created": "CreateTime", "type": "MsgType", "event": "Event",
    "change": "ChangeType", "agent": "AgentID",
    # the form that third-party apps get
    "suite": "SuiteId", "auth_corp": "AuthCorpId", "info": "InfoType", "stamped": "TimeStamp",
}  # fmt: skip


class Head(Wire, rename=_HEAD):
    """What every event begins with. Instants in seconds."""

    corp: str = ""
    sender: str = ""
    created: int = 0
    type: str = ""
    event: str = ""
    change: str = ""
    agent: str = ""
    suite: str = ""
    auth_corp: str = ""
    info: str = ""
    stamped: int = 0


class ContactEvent(
    Head,
    rename=_HEAD | {"staff": "UserID", "person": "ExternalUserID", "state": "State", "welcome_code": "WelcomeCode",
                    "source": "Source", "fail_reason": "FailReason"},
):  # fmt: skip
    """A member and an external contact. `source` DELETE_BY_TRANSFER: lost by an on-job transfer. `fail_reason`:
    customer_refused or customer_limit_exceed."""

    staff: str = ""
    person: str = ""
    state: str = ""
    welcome_code: str = ""
    source: str = ""
    fail_reason: str = ""


class GroupEvent(
    Head,
    rename=_HEAD | {"group": "ChatId", "detail": "UpdateDetail", "join_scene": "JoinScene", "quit_scene": "QuitScene",
                    "count": "MemChangeCnt", "members": "MemChangeList", "last_version": "LastMemVer",
                    "version": "CurMemVer"},
):  # fmt: skip
    """A customer group. `members`, `last_version` and `version` came in 2025 and may be missing: then the member list
    is compared. `quit_scene`: 0 left by themselves, 1 was removed."""

    group: str = ""
    detail: str = ""
    join_scene: int | None = None
    quit_scene: int | None = None
    count: int = 0
    members: list[str] = []
    last_version: str = ""
    version: str = ""


class TagEvent(Head, rename=_HEAD | {"id": "Id", "kind": "TagType", "strategy": "StrategyId"}):
    """`kind`: tag or tag_group."""

    id: str = ""
    kind: str = ""
    strategy: str = ""


class LinkEvent(
    Head, rename=_HEAD | {"link": "LinkId", "state": "State", "staff": "UserID", "person": "ExternalUserID"}
):
    """获客助手."""

    link: str = ""
    state: str = ""
    staff: str = ""
    person: str = ""


class ServiceEvent(
    Head,
    rename=_HEAD | {"token": "Token", "account": "OpenKfId", "added": "AuthAddOpenKfId", "removed": "AuthDelOpenKfId"},
):  # fmt: skip
    """微信客服: there are messages; they are pulled with the token, which lives 10 minutes."""

    token: str = ""
    account: str = ""
    added: str = ""
    removed: str = ""


class DirectoryEvent(
    Head,
    rename=_HEAD | {"staff": "UserID", "new_staff": "NewUserID", "name": "Name", "party": "Id", "tag": "TagId",
                    "status": "Status"},
):  # fmt: skip
    """Members, departments, tags of members. `new_staff`: the member's id was changed to it."""

    staff: str = ""
    new_staff: str = ""
    name: str = ""
    party: str = ""
    tag: str = ""
    status: str = ""


class AppEvent(
    Head,
    rename=_HEAD | {"key": "EventKey", "task": "TaskId", "card": "CardType", "response_code": "ResponseCode",
                    "text": "Content", "message": "MsgId"},
):  # fmt: skip
    """A member using our app; `sender` is that member."""

    key: str = ""
    task: str = ""
    card: str = ""
    response_code: str = ""
    text: str = ""
    message: str = ""


class _Token(Wire):
    token: str = ""


class ZoneEvent(Wire):
    """The data zone's, in JSON: there are new conversations; the token lives 10 minutes."""

    event_type: str
    timestamp: int = 0
    conversation_new_message: _Token | None = None


class Meaning(msgspec.Struct, frozen=True):
    """The contract's kind of an event, and its typed form."""

    kind: str
    form: type[Head]


# (Event, ChangeType) → meaning
MEANINGS: dict[tuple[str, str], Meaning] = {
    (event, change): Meaning(kind, form)
    for event, form, kinds in (
        ("change_external_contact", ContactEvent, {
            "add_external_contact": "contact.added",
            "add_half_external_contact": "contact.half_added",
            "edit_external_contact": "contact.updated",
            "del_external_contact": "contact.removed_by_us",
            "del_follow_user": "contact.removed_by_them",
            "transfer_fail": "contact.transfer_failed",
            "msg_audit_approved": "consent.changed",
        }),
        ("change_external_chat", GroupEvent, {"create": "group.created", "dismiss": "group.dissolved",
                                              "update": "group.changed"}),
        ("change_external_tag", TagEvent, {"create": "tag.created", "update": "tag.updated",
                                           "delete": "tag.deleted", "shuffle": "tag.reordered"}),
        ("customer_acquisition", LinkEvent, {
            "friend_request": "link.friend_request", "customer_start_chat": "link.chat_started",
            "balance_low": "quota.low", "balance_exhausted": "quota.exhausted",
            "link_unavailable": "link.unavailable", "delete_link": "link.deleted",
        }),
        ("change_contact", DirectoryEvent, {
            "create_user": "staff.created", "update_user": "staff.updated", "delete_user": "staff.deleted",
            "create_party": "party.created", "update_party": "party.updated", "delete_party": "party.deleted",
            "update_tag": "staff_tag.updated",
        }),
        ("msgaudit_notify", Head, {"": "archive.ready"}),
        ("kf_msg_or_event", ServiceEvent, {"": "service.ready"}),
        ("kf_account_auth_change", ServiceEvent, {"": "service.accounts_changed"}),
        ("template_card_event", AppEvent, {"": "card.tapped"}),
        ("taskcard_click", AppEvent, {"": "card.tapped"}),
        ("enter_agent", AppEvent, {"": "app.entered"}),
        ("click", AppEvent, {"": "app.clicked"}),
        ("view", AppEvent, {"": "app.viewed"}),
    )
    for change, kind in kinds.items()
}  # fmt: skip

# UpdateDetail of a group. What is none of these stays group.changed: the group is fetched either way.
GROUP_DETAILS = {
    "add_member": "group.member_joined",
    "del_member": "group.member_left",
    "change_owner": "group.owner_changed",
    "change_name": "group.renamed",
    "change_notice": "group.notice_changed",
}
