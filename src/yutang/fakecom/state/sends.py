"""Mass messages, Moments, hand-overs, and the ledger of what really reached somebody."""

import msgspec

from yutang.fakecom.state.corps import Json


class Target(msgspec.Struct, kw_only=True):
    """One recipient of a mass message, a customer or a group. status: 0 unsent, 1 sent, 2 no friend, 3 capped."""

    userid: str
    external_userid: str = ""
    chat_id: str = ""
    status: int = 0
    send_time: int = 0


class SendTask(msgspec.Struct, kw_only=True):
    """What one member must confirm. status: 0 unsent, 2 sent. `targets` by recipient."""

    userid: str
    status: int = 0
    send_time: int = 0
    ignored: bool = False
    targets: dict[str, Target] = {}


class MassMessage(msgspec.Struct, kw_only=True):
    """`owner`: the agentid that made it, 0 for one that a member made (then `creator`)."""

    msgid: str
    owner: int
    chat_type: str
    create_time: int
    creator: str = ""
    create_type: int = 0
    content: Json = {}
    allow_select: bool = False
    tasks: dict[str, SendTask] = {}
    fail_list: list[str] = []
    reminded_at: list[int] = []
    cancelled_at: int = 0


class MomentTask(msgspec.Struct, kw_only=True):
    """One member's part in a moment. `audience`: chosen; `reached`: who really saw it."""

    userid: str
    published_at: int = 0
    ignored: bool = False
    audience: list[str] = []
    reached: list[str] = []
    comments: list[Json] = []
    likes: list[Json] = []


class Moment(msgspec.Struct, kw_only=True):
    moment_id: str
    owner: int
    create_time: int
    creator: str = ""
    create_type: int = 0
    visible_type: int = 1
    content: Json = {}
    tasks: dict[str, MomentTask] = {}
    cancelled_at: int = 0
    deleted: bool = False


class MomentJob(msgspec.Struct, kw_only=True):
    """status: 1 start, 2 running, 3 done. `asked`: the request's body."""

    jobid: str
    owner: int
    made_at: int
    status: int = 1
    asked: Json = {}
    result: Json = {}


class Transfer(msgspec.Struct, kw_only=True):
    """A customer on the way to another member. status: 1 done, 2 waiting, 3 refused, 4 taker full, 5 none."""

    handover: str
    takeover: str
    external_userid: str
    asked_at: int
    resigned: bool = False
    status: int = 2
    takeover_time: int = 0
    message: str = ""


class Delivery(msgspec.Struct, kw_only=True):
    """Something that really reached somebody. kind: welcome, mass, moment, kf, transfer, app …; `task`: what
    it belongs to (a welcome code, a msgid, …). The recipient is `external_userid`, `chat_id` or `member`."""

    at: int
    kind: str
    task: str
    userid: str = ""
    external_userid: str = ""
    chat_id: str = ""
    member: str = ""
    message: Json = {}
