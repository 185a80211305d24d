"""The corp's tags and rule groups' tags. Tags hang on the (member, customer) pair. What we change makes no event."""

import msgspec
from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Maybe, Wire

LIST = Call("POST", "externalcontact/get_corp_tag_list", repeats=True)
ADD = Call("POST", "externalcontact/add_corp_tag", repeats=True)  # by name: what is there already stays one
EDIT = Call("POST", "externalcontact/edit_corp_tag", repeats=True)
DELETE = Call("POST", "externalcontact/del_corp_tag", repeats=True)
MARK = Call("POST", "externalcontact/mark_tag", repeats=True)
STRATEGY_LIST = Call("POST", "externalcontact/get_strategy_tag_list", repeats=True)


class Tag(Wire):
    """`deleted` only comes when asked for by id. The larger `order` stands first."""

    id: str
    name: str = ""
    create_time: int = 0
    order: int = 0
    deleted: bool = False


class TagGroup(Wire):
    group_id: str
    group_name: str = ""
    create_time: int = 0
    order: int = 0
    deleted: bool = False
    strategy_id: int = 0
    tag: list[Tag] = []


class TagGroups(Wire):
    tag_group: list[TagGroup] = []


class AddedTags(Wire):
    tag_group: TagGroup


class NewTag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    order: Maybe[int] = UNSET


class ListAsk(Ask):
    """Nothing given: all. Both given: the groups count alone."""

    tag_id: Maybe[list[str]] = UNSET
    group_id: Maybe[list[str]] = UNSET


class AddAsk(Ask):
    """`group_id` before `group_name`; a name that exists means that group. A group is never empty."""

    tag: list[NewTag]
    group_id: Maybe[str] = UNSET
    group_name: Maybe[str] = UNSET
    order: Maybe[int] = UNSET
    agentid: Maybe[int] = UNSET


class EditAsk(Ask):
    """Of a tag or of a group."""

    id: str
    name: Maybe[str] = UNSET
    order: Maybe[int] = UNSET
    agentid: Maybe[int] = UNSET


class DeleteAsk(Ask):
    """A group goes with its last tag."""

    tag_id: Maybe[list[str]] = UNSET
    group_id: Maybe[list[str]] = UNSET
    agentid: Maybe[int] = UNSET


class MarkAsk(Ask):
    """One of the two lists at least; the customer's `external_userid` with this member."""

    userid: str
    external_userid: str
    add_tag: Maybe[list[str]] = UNSET
    remove_tag: Maybe[list[str]] = UNSET


class StrategyListAsk(Ask):
    strategy_id: Maybe[int] = UNSET
    tag_id: Maybe[list[str]] = UNSET
    group_id: Maybe[list[str]] = UNSET


def groups(client: Client, ask: ListAsk | None = None) -> TagGroups | Failure:
    return client.ask(LIST, TagGroups, ask or ListAsk())


def strategy_groups(client: Client, ask: StrategyListAsk | None = None) -> TagGroups | Failure:
    return client.ask(STRATEGY_LIST, TagGroups, ask or StrategyListAsk())


def add(client: Client, ask: AddAsk) -> AddedTags | Failure:
    """3,000 a corp, with rule groups' tags (40126)."""
    return client.ask(ADD, AddedTags, ask)


def edit(client: Client, ask: EditAsk) -> Wire | Failure:
    """Only what this app made (81011)."""
    return client.ask(EDIT, Wire, ask)


def delete(client: Client, ask: DeleteAsk) -> Wire | Failure:
    return client.ask(DELETE, Wire, ask)


def mark(client: Client, ask: MarkAsk) -> Wire | Failure:
    return client.ask(MARK, Wire, ask)
