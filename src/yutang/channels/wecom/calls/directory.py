"""Members and departments in the app's visible range; login of members; tickets of the sidebar."""

from typing import Any

from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.client import AT_ONCE, Client
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Wire, given

USER = Call("GET", "user/get", repeats=True)
USERS = Call("GET", "user/list", repeats=True)
SIMPLE = Call("GET", "user/simplelist", repeats=True)
DEPARTMENTS = Call("GET", "department/list", repeats=True)
WHO = Call("GET", "auth/getuserinfo", repeats=False)  # a code is good for once
CALLBACK_IPS = Call("GET", "getcallbackip", repeats=True)
API_IPS = Call("GET", "get_api_domain_ip", repeats=True)
CORP_TICKET = Call("GET", "get_jsapi_ticket", repeats=True)
AGENT_TICKET = Call("GET", "ticket/get", repeats=True)

ACTIVE, DISABLED, INACTIVE, LEFT = 1, 2, 4, 5  # User.status


class User(Wire):
    """`gender` is a text on the wire ("1"). Apps made after 2022-06 get no name, mobile or e-mail here."""

    userid: str
    name: str = ""
    department: list[int] = []
    order: list[int] = []
    is_leader_in_dept: list[int] = []
    direct_leader: list[str] = []
    main_department: int = 0
    position: str = ""
    external_position: str = ""
    alias: str = ""
    mobile: str = ""
    email: str = ""
    gender: int = 0
    avatar: str = ""
    thumb_avatar: str = ""
    telephone: str = ""
    address: str = ""
    qr_code: str = ""
    open_userid: str = ""
    status: int = 0
    extattr: dict[str, Any] | None = None
    external_profile: dict[str, Any] | None = None


class Users(Wire):
    userlist: list[User] = []


class Department(Wire):
    id: int
    name: str = ""
    parentid: int = 0
    order: int = 0
    department_leader: list[str] = []


class Departments(Wire):
    department: list[Department] = []


class Who(Wire):
    """Either a member (userid) or an outsider (openid, external_userid)."""

    userid: str = ""
    user_ticket: str = ""
    openid: str = ""
    external_userid: str = ""


class Addresses(Wire):
    ip_list: list[str] = []


class Ticket(Wire):
    ticket: str
    expires_in: int = 7200


def user(client: Client, userid: str) -> User | Failure:
    return client.ask(USER, User, query={"userid": userid})


def users(client: Client, department: int, *, below: bool = True, details: bool = True) -> Users | Failure:
    """Of a department, and of those under it. Without details: userid, name and departments alone."""
    query = {"department_id": department, "fetch_child": int(below)}
    return client.ask(USERS if details else SIMPLE, Users, query=query)


def departments(client: Client, root: int | None = None) -> Departments | Failure:
    """All that the app sees, or those under `root`."""
    return client.ask(DEPARTMENTS, Departments, query=given(id=UNSET if root is None else root))


def who(client: Client, code: str) -> Who | Failure:
    """Who logged in: the code of the OAuth redirect, good for five minutes and for once."""
    return client.ask(WHO, Who, query={"code": code})


def callback_addresses(client: Client) -> Addresses | Failure:
    return client.ask(CALLBACK_IPS, Addresses)


def api_addresses(client: Client) -> Addresses | Failure:
    return client.ask(API_IPS, Addresses)


def corp_ticket(client: Client) -> Ticket | Failure:
    """For wx.config; 100 an hour for an app: keep it for its time."""
    return client.ask(CORP_TICKET, Ticket, pace=AT_ONCE)


def agent_ticket(client: Client) -> Ticket | Failure:
    """For wx.agentConfig: the other ticket is refused there (42012)."""
    return client.ask(AGENT_TICKET, Ticket, query={"type": "agent_config"}, pace=AT_ONCE)
