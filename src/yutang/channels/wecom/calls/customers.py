"""Members who serve customers, and the customers: lists, details in both shapes, remarks.

`get` gives one contact with many followers (`follow_user`), the batch gives pairs of a contact and one follower
(`follow_info`, with bare tag ids). Both lead to `Pair`.
"""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls.pages import Page, Paged, pages
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.errors import NO_CONTACTS
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Maybe, Wire, given

FOLLOW_USERS = Call("GET", "externalcontact/get_follow_user_list", repeats=True)
LIST = Call("GET", "externalcontact/list", repeats=True)
GET = Call("GET", "externalcontact/get", repeats=True)
BATCH = Call("POST", "externalcontact/batch/get_by_user", repeats=True)
CONTACTS = Call("POST", "externalcontact/contact_list", repeats=True)
REMARK = Call("POST", "externalcontact/remark", repeats=True)  # sets, does not add: twice is once
UNIONID = Call("POST", "externalcontact/unionid_to_external_userid", repeats=True)
OPENID = Call("POST", "externalcontact/convert_to_openid", repeats=True)

WECHAT, WECOM = 1, 2  # ExternalContact.type
CORP_TAG, OWN_TAG, RULE_TAG = 1, 2, 3  # FollowTag.type
BATCH_MOST = 100


class FollowUsers(Wire):
    follow_user: list[str] = []


class ExternalIds(Wire):
    external_userid: list[str] = []


class ExternalContact(Wire):
    """`unionid` only for WeChat users of a corp that bound a developer account. `gender`: 1 male, 2 female."""

    external_userid: str
    name: str = ""
    avatar: str = ""
    type: int = 0
    gender: int = 0
    unionid: str = ""
    position: str = ""
    corp_name: str = ""
    corp_full_name: str = ""
    external_profile: dict[str, Any] | None = None


class FollowTag(Wire):
    """A member's own tag (type 2) has no id."""

    group_name: str = ""
    tag_name: str = ""
    tag_id: str = ""
    type: int = 0


class _Follow(Wire):
    """What a member knows of a contact. `add_way`: the platform's own source; unknown numbers are "other". `state`:
    ours, of the code that was scanned; after a deletion it may be a foreign one."""

    userid: str
    remark: str = ""
    description: str = ""
    createtime: int = 0
    remark_corp_name: str = ""
    remark_mobiles: list[str] = []
    oper_userid: str = ""
    add_way: int = 0
    state: str = ""
    wechat_channels: dict[str, Any] | None = None


class FollowUser(_Follow):
    tags: list[FollowTag] = []


class FollowInfo(_Follow):
    tag_id: list[str] = []


class Detail(Paged):
    """Over 500 followers come in pages."""

    external_contact: ExternalContact
    follow_user: list[FollowUser] = []


class PairInBatch(Wire):
    external_contact: ExternalContact
    follow_info: FollowInfo


class Batch(Paged):
    external_contact_list: list[PairInBatch] = []


class Pair(msgspec.Struct, frozen=True):
    """A member and a customer, whichever call told of it. `tag_ids`: of the corp's and of rule groups' tags."""

    contact: ExternalContact
    follow: FollowUser | FollowInfo
    tag_ids: tuple[str, ...]


class Served(Wire):
    """Of `contact_list`: a customer (external_userid), or one who is none yet (tmp_openid, valid for 4 hours)."""

    is_customer: bool = False
    tmp_openid: str = ""
    external_userid: str = ""
    name: str = ""
    follow_userid: str = ""
    chat_id: str = ""
    chat_name: str = ""
    add_time: int = 0


class ServedList(Paged):
    info_list: list[Served] = []


class BatchAsk(Ask):
    userid_list: list[str]
    cursor: Maybe[str] = UNSET
    limit: Maybe[int] = UNSET


class PageAsk(Ask):
    cursor: Maybe[str] = UNSET
    limit: Maybe[int] = UNSET


class RemarkAsk(Ask):
    """At least one of the optional ones. Mobiles replace the old list; [""] clears it. `remark` ≤ 20 characters,
    `description` ≤ 150, `remark_company` ≤ 20 and only of WeChat users."""

    userid: str
    external_userid: str
    remark: Maybe[str] = UNSET
    description: Maybe[str] = UNSET
    remark_company: Maybe[str] = UNSET
    remark_mobiles: Maybe[list[str]] = UNSET
    remark_pic_mediaid: Maybe[str] = UNSET


class UnionidAsk(Ask):
    unionid: str


class OpenidAsk(Ask):
    external_userid: str


class ExternalId(Wire):
    external_userid: str


class Openid(Wire):
    openid: str


def follow_users(client: Client) -> FollowUsers | Failure:
    """Members with 客户联系 in the app's visible range."""
    return client.ask(FOLLOW_USERS, FollowUsers)


def list_ids(client: Client, userid: str) -> ExternalIds | Failure:
    """A member's contacts, in one answer. No contacts is an empty list (the platform says 84061)."""
    found = client.ask(LIST, ExternalIds, query={"userid": userid})
    return ExternalIds() if lonely(found) else found


def lonely(found: object) -> bool:
    """Whether the platform says that there is no relation (84061)."""
    return isinstance(found, Failure) and found.code == str(NO_CONTACTS)


def get(client: Client, external_userid: str, cursor: str = "") -> Detail | Failure:
    query = given(external_userid=external_userid, cursor=cursor or UNSET)
    return client.ask(GET, Detail, query=query)


def by_staff(client: Client, userids: list[str], cursor: str = "") -> Iterator[Page[Pair] | Failure]:
    """All pairs of at most 100 members, 100 a page: the cheapest way to learn of everybody. A Failure that is `lonely`:
    some of them have no customers."""

    def fetch(at: str) -> Batch | Failure:
        found = client.ask(BATCH, Batch, BatchAsk(userid_list=userids, cursor=at, limit=BATCH_MOST))
        # Of one member it says that he has no customers. Of several nobody documents whether all have none, or one: an
        # empty page would end the friendships of all the others, so they are to be asked one by one.
        return Batch() if len(userids) == 1 and lonely(found) else found

    return pages(fetch, lambda found: [_pair(each) for each in found.external_contact_list], cursor)


def contacts(client: Client, cursor: str = "") -> Iterator[Page[Served] | Failure]:
    """All that are served, customers or not (self-built apps only)."""

    def fetch(at: str) -> ServedList | Failure:
        return client.ask(CONTACTS, ServedList, PageAsk(cursor=at, limit=1000))

    return pages(fetch, lambda found: found.info_list, cursor)


def remark(client: Client, ask: RemarkAsk) -> Wire | Failure:
    return client.ask(REMARK, Wire, ask)


def by_unionid(client: Client, unionid: str) -> ExternalId | Failure:
    return client.ask(UNIONID, ExternalId, UnionidAsk(unionid=unionid))


def openid(client: Client, external_userid: str) -> Openid | Failure:
    return client.ask(OPENID, Openid, OpenidAsk(external_userid=external_userid))


def pairs(detail: Detail) -> list[Pair]:
    """Of `get`'s answer."""
    return [
        Pair(detail.external_contact, each, tuple(tag.tag_id for tag in each.tags if tag.tag_id))
        for each in detail.follow_user
    ]


def _pair(found: PairInBatch) -> Pair:
    return Pair(found.external_contact, found.follow_info, tuple(found.follow_info.tag_id))
