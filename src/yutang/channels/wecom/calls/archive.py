"""What HTTP there is around the session archive: seats, consent, robots. The messages come another way. The client
is one with the archive's own secret.
"""

from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Maybe, Wire

SEATS = Call("POST", "msgaudit/get_permit_user_list", repeats=True)
SINGLE = Call("POST", "msgaudit/check_single_agree", repeats=True)
ROOM = Call("POST", "msgaudit/check_room_agree", repeats=True)
ROBOT = Call("GET", "msgaudit/get_robot_info", repeats=True)
GROUP = Call("POST", "msgaudit/groupchat/get", repeats=True)

AGREED, DISAGREED = "Agree", "Disagree"


class SeatsAsk(Ask):
    """1: office, 2: service, 3: enterprise edition; all without."""

    type: Maybe[int] = UNSET


class Who(Ask):
    """`exteranalopenid` is how the platform spells it."""

    userid: str
    exteranalopenid: str


class SingleAsk(Ask):
    info: list[Who]


class RoomAsk(Ask):
    roomid: str


class Seats(Wire):
    ids: list[str] = []


class Agreement(Wire):
    exteranalopenid: str = ""
    userid: str = ""
    agree_status: str = ""
    status_change_time: int = 0


class Agreements(Wire):
    agreeinfo: list[Agreement] = []


class Robot(Wire):
    robot_id: str
    name: str = ""
    creator_userid: str = ""


class GotRobot(Wire):
    data: Robot


class InternalMember(Wire):
    memberid: str
    jointime: int = 0


class InternalGroup(Wire):
    roomname: str = ""
    creator: str = ""
    room_create_time: int = 0
    notice: str = ""
    members: list[InternalMember] = []


def seats(client: Client) -> Seats | Failure:
    """Members whose conversations are archived."""
    return client.ask(SEATS, Seats, SeatsAsk())


def agreed(client: Client, pairs: list[tuple[str, str]]) -> Agreements | Failure:
    """Of (userid, external id) pairs."""
    ask = SingleAsk(info=[Who(userid=userid, exteranalopenid=person) for userid, person in pairs])
    return client.ask(SINGLE, Agreements, ask)


def group_agreed(client: Client, chat_id: str) -> Agreements | Failure:
    return client.ask(ROOM, Agreements, RoomAsk(roomid=chat_id))


def robot(client: Client, robot_id: str) -> GotRobot | Failure:
    return client.ask(ROBOT, GotRobot, query={"robot_id": robot_id})


def internal_group(client: Client, chat_id: str) -> InternalGroup | Failure:
    return client.ask(GROUP, InternalGroup, RoomAsk(roomid=chat_id))
