"""Customer groups: which there are, who is in them, what the platform counts of them."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls.pages import Page, Paged, pages
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Maybe, Wire

LIST = Call("POST", "externalcontact/groupchat/list", repeats=True)
GET = Call("POST", "externalcontact/groupchat/get", repeats=True)
OPENGID = Call("POST", "externalcontact/opengid_to_chatid", repeats=True)
BY_OWNER = Call("POST", "externalcontact/groupchat/statistic", repeats=True)
BY_DAY = Call("POST", "externalcontact/groupchat/statistic_group_by_day", repeats=True)

ALL, OWNER_LEFT, INHERITING, INHERITED = 0, 1, 2, 3  # status_filter, and GroupInList.status
MEMBER, EXTERNAL = 1, 2  # GroupMember.type


class OwnerFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """At most 100; without it more than 1,000 visible owners are refused (81017)."""

    userid_list: Maybe[list[str]] = UNSET


class ListAsk(Ask):
    status_filter: Maybe[int] = UNSET
    owner_filter: Maybe[OwnerFilter] = UNSET
    cursor: Maybe[str] = UNSET
    limit: int = 1000


class GetAsk(Ask):
    chat_id: str
    need_name: int = 1


class OpengidAsk(Ask):
    opengid: str


class ByOwnerAsk(Ask):
    """Days in seconds, cut to midnight; 180 days back, 30 at once, up to yesterday."""

    day_begin_time: int
    owner_filter: OwnerFilter
    day_end_time: Maybe[int] = UNSET
    order_by: Maybe[int] = UNSET
    order_asc: Maybe[int] = UNSET
    offset: Maybe[int] = UNSET
    limit: Maybe[int] = UNSET


class ByDayAsk(Ask):
    day_begin_time: int
    owner_filter: OwnerFilter
    day_end_time: Maybe[int] = UNSET


class GroupInList(Wire):
    chat_id: str
    status: int = 0


class GroupList(Paged):
    group_chat_list: list[GroupInList] = []


class Invitor(Wire):
    userid: str = ""


class GroupMember(Wire):
    """`join_scene`: 1 invited, 2 by an invite link, 3 by the group's code. `state`: of the join way."""

    userid: str
    type: int = 0
    unionid: str = ""
    join_time: int = 0
    join_scene: int = 0
    state: str = ""
    invitor: Invitor | None = None
    group_nickname: str = ""
    name: str = ""


class Admin(Wire):
    userid: str


class Group(Wire):
    """What is told may lag behind the event: compare `member_version` with the event's. A group may have no name."""

    chat_id: str
    name: str = ""
    owner: str = ""
    create_time: int = 0
    notice: str = ""
    member_list: list[GroupMember] = []
    admin_list: list[Admin] = []
    member_version: str = ""


class GotGroup(Wire):
    group_chat: Group


class ChatId(Wire):
    chat_id: str


class Counts(Wire):
    """Of an owner, or of a day; never of a group, never of a member."""

    new_chat_cnt: int = 0
    chat_total: int = 0
    chat_has_msg: int = 0
    new_member_cnt: int = 0
    member_total: int = 0
    member_has_msg: int = 0
    msg_total: int = 0
    migrate_trainee_chat_cnt: int = 0


class OwnerCounts(Wire):
    owner: str
    data: Counts


class ByOwner(Wire):
    total: int = 0
    next_offset: int = 0
    items: list[OwnerCounts] = []


class DayCounts(Wire):
    stat_time: int
    data: Counts


class ByDay(Wire):
    items: list[DayCounts] = []


def list_groups(
    client: Client, *, owners: list[str] | None = None, status: int = ALL, cursor: str = ""
) -> Iterator[Page[GroupInList] | Failure]:
    filtered: Any = OwnerFilter(userid_list=owners) if owners else UNSET

    def fetch(at: str) -> GroupList | Failure:
        ask = ListAsk(status_filter=status, owner_filter=filtered, cursor=at or UNSET)
        return client.ask(LIST, GroupList, ask)

    return pages(fetch, lambda found: found.group_chat_list, cursor)


def get(client: Client, chat_id: str) -> GotGroup | Failure:
    """90501: not a customer group."""
    return client.ask(GET, GotGroup, GetAsk(chat_id=chat_id))


def by_opengid(client: Client, opengid: str) -> ChatId | Failure:
    return client.ask(OPENGID, ChatId, OpengidAsk(opengid=opengid))


def counts_by_owner(client: Client, ask: ByOwnerAsk) -> ByOwner | Failure:
    return client.ask(BY_OWNER, ByOwner, ask)


def counts_by_day(client: Client, ask: ByDayAsk) -> ByDay | Failure:
    return client.ask(BY_DAY, ByDay, ask)
