"""Customers, who follows them, tags, and the codes they come by."""

import msgspec

from yutang.fakecom.state.corps import Json


class External(msgspec.Struct, kw_only=True):
    """A contact outside. type: 1 WeChat, 2 WeCom. `followers`: members with a relation to him, oldest first."""

    external_userid: str
    name: str = ""
    type: int = 1
    gender: int = 0
    avatar: str = ""
    unionid: str = ""
    position: str = ""
    corp_name: str = ""
    openid: str = ""
    profile: Json = {}  # external_profile: what he shows of himself
    followers: list[str] = []


class Follow(msgspec.Struct, kw_only=True):
    """A member's relation to a customer. `serial` grows with each new one of the corp: pages go by it.

    `lost_at`: since when the customer has deleted the member, 0 while they are friends. Who is deleted by the member is
    gone. `half`: the customer added the member, who has not added back. `last_talk`: when either last spoke.
    """

    userid: str
    external_userid: str
    serial: int
    createtime: int
    add_way: int = 0
    state: str = ""
    remark: str = ""
    description: str = ""
    remark_corp_name: str = ""
    remark_mobiles: list[str] = []
    oper_userid: str = ""
    channels: Json = {}  # wechat_channels: the 视频号 that he came from
    tag_ids: list[str] = []
    own_tags: list[str] = []
    half: bool = False
    chatted: bool = False
    last_talk: int = 0
    lost_at: int = 0
    moved_at: list[int] = []  # transfers of the last 90 days


class Asking(msgspec.Struct, kw_only=True):
    """A friend request that the member has not answered."""

    userid: str
    external_userid: str
    asked_at: int
    add_way: int
    state: str
    config_id: str = ""


class Tag(msgspec.Struct, kw_only=True):
    id: str
    name: str
    create_time: int
    order: int = 0
    owner: int = 0
    deleted: bool = False


class TagGroup(msgspec.Struct, kw_only=True):
    """`owner`: the agentid that made it, 0 for the console. `strategy_id`: 0 for a tag of the corp."""

    group_id: str
    group_name: str
    create_time: int
    order: int = 0
    owner: int = 0
    strategy_id: int = 0
    deleted: bool = False
    tags: dict[str, Tag] = {}


class Strategy(msgspec.Struct, kw_only=True):
    """A rule group of 客户联系."""

    strategy_id: int
    name: str
    create_time: int
    parent_id: int = 0
    admins: list[str] = []
    privilege: Json = {}
    range: list[Json] = []


class ContactWay(msgspec.Struct, kw_only=True):
    """A code that makes friends (渠道活码). `spent`: a temporary one after its first friend."""

    config_id: str
    owner: int
    type: int
    scene: int
    created_at: int
    style: int = 0
    remark: str = ""
    skip_verify: bool = True
    state: str = ""
    user: list[str] = []
    party: list[int] = []
    is_temp: bool = False
    expires_in: int = 0
    chat_expires_in: int = 0
    unionid: str = ""
    is_exclusive: bool = False
    mark_source: bool = True
    conclusions: Json = {}
    qr_code: str = ""
    spent: bool = False


class WelcomeCode(msgspec.Struct, kw_only=True):
    code: str
    userid: str
    external_userid: str
    issued_at: int
    used_by: int = 0
    used_at: int = 0
