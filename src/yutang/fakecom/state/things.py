"""Media, products, word rules, acquisition links, app messages, kf sessions, and the session archive."""

import msgspec

from yutang.fakecom.state.corps import Json


class Media(msgspec.Struct, kw_only=True):
    """`scene`: 0 for media/upload, 1 Moments, 2 album, 9 permanent. `data`: the bytes (base64 in a snapshot)."""

    media_id: str
    kind: str
    created_at: int
    scene: int = 0
    filename: str = ""
    url: str = ""
    data: bytes = b""


class Job(msgspec.Struct, kw_only=True):
    """Something the platform does later, by its `jobid`."""

    jobid: str
    kind: str
    made_at: int
    agentid: int = 0
    status: int = 1
    asked: Json = {}
    result: Json = {}


class Product(msgspec.Struct, kw_only=True):
    product_id: str
    owner: int
    create_time: int
    description: str = ""
    price: int = 0
    product_sn: str = ""
    attachments: list[Json] = []


class InterceptRule(msgspec.Struct, kw_only=True):
    rule_id: str
    owner: int
    create_time: int
    rule_name: str = ""
    word_list: list[str] = []
    semantics_list: list[int] = []
    intercept_type: int = 1
    applicable_range: Json = {}


class Caught(msgspec.Struct, kw_only=True):
    """Who came by an acquisition link. `spoken`: what he wrote; `chat_key`: of the event when he first did."""

    external_userid: str
    userid: str
    state: str
    at: int
    spoken: int = 0
    chat_key: str = ""


class Link(msgspec.Struct, kw_only=True):
    """A customer-acquisition link. `clicks`: when somebody opened it; `customers`: who came by it."""

    link_id: str
    owner: int
    link_name: str
    create_time: int
    url: str = ""
    users: list[str] = []
    parties: list[int] = []
    skip_verify: bool = True
    mark_source: bool = True
    priority: Json = {}
    clicks: list[int] = []
    customers: list[Caught] = []


class AppMessage(msgspec.Struct, kw_only=True):
    """A message of an app to members. `to`: whom it reached; `codes`: with which its card may be changed, each once,
    and the member whose tap brought it ("": the sending)."""

    msgid: str
    agentid: int
    at: int
    to: list[str] = []
    content: Json = {}
    recalled: bool = False
    codes: dict[str, str] = {}


class AppChat(msgspec.Struct, kw_only=True):
    """An internal group. `joined`: its members, and since when."""

    chatid: str
    agentid: int
    made_at: int
    name: str = ""
    owner: str = ""
    joined: dict[str, int] = {}


class KfAccount(msgspec.Struct, kw_only=True):
    open_kfid: str
    name: str
    avatar: str = ""
    servicers: list[str] = []


class KfSession(msgspec.Struct, kw_only=True):
    """state: 0 new, 1 robot, 2 queue, 3 person, 4 ended. `left`: messages that may still be sent."""

    open_kfid: str
    external_userid: str
    state: int = 0
    servicer: str = ""
    customer_spoke_at: int = 0
    left: int = 0
    welcome_code: str = ""


class KfMessage(msgspec.Struct, kw_only=True):
    """What sync_msg reads. `token`: of the event that told of it."""

    seq: int
    at: int
    open_kfid: str
    token: str = ""
    content: Json = {}


class Record(msgspec.Struct, kw_only=True):
    """A record of the session archive: the plain JSON under its number."""

    seq: int
    at: int
    content: Json = {}


class Day(msgspec.Struct, kw_only=True):
    """A member's counts of one day, from the simulated chats; of groups, of those he owned when it was said.

    `opened`: customers who spoke first that day, and when; `answered`: those of them whom he answered, and after how
    many milliseconds; `begun`: customers to whom he spoke first. `group_chats`, `group_speakers`: messages of each.
    """

    opened: dict[str, int] = {}
    answered: dict[str, int] = {}
    begun: dict[str, int] = {}
    messages: int = 0
    applies: int = 0
    group_messages: int = 0
    group_chats: dict[str, int] = {}
    group_speakers: dict[str, int] = {}


class Reel(msgspec.Struct, kw_only=True):
    """A file of chats that is played as time goes on: everything before byte `offset` is planned or was said."""

    path: str
    offset: int = 0
