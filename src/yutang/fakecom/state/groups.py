"""Customer groups, the codes into them and the templates that greet there."""

import msgspec

from yutang.fakecom.state.corps import Json


class Seat(msgspec.Struct, kw_only=True):
    """Somebody in a group. type: 1 member, 2 external. join_scene: 1 invited, 2 invite link, 3 code."""

    userid: str
    type: int
    join_time: int
    join_scene: int = 1
    state: str = ""
    invitor: str = ""
    group_nickname: str = ""


class Group(msgspec.Struct, kw_only=True):
    """A customer group. status: 0 in order, 1 owner resigned, 2 being inherited, 3 inherited.

    `version` names the seats as they are now; the one before is kept for answers that lag behind (a fault).
    `customer` is false for a group outside that is no customer group (90501). `seats_before`: as of `version_before`.
    `gone`: when everybody who has left had joined, and when he left.
    """

    chat_id: str
    owner: str
    create_time: int
    name: str = ""
    notice: str = ""
    status: int = 0
    admins: list[str] = []
    seats: dict[str, Seat] = {}
    version: str = ""
    version_before: str = ""
    seats_before: dict[str, Seat] = {}
    name_before: str = ""
    changed_at: int = 0
    customer: bool = True
    created_by: str = "wecom"  # or "wechat"
    dismissed_at: int = 0
    opengid: str = ""
    moved_at: list[int] = []
    gone: list[tuple[int, int]] = []


class JoinWay(msgspec.Struct, kw_only=True):
    """A code that leads into groups (群活码)."""

    config_id: str
    owner: int
    scene: int
    created_at: int
    remark: str = ""
    auto_create_room: int = 1
    room_base_name: str = ""
    room_base_id: int = 1
    chat_id_list: list[str] = []
    state: str = ""
    mark_source: bool = True
    qr_code: str = ""


class GroupTemplate(msgspec.Struct, kw_only=True):
    """A group welcome. `content`: as it was sent to the API, without `notify` and `agentid`."""

    template_id: str
    owner: int
    content: Json = {}
