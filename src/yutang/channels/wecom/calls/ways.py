"""Codes to scan: contact ways (渠道活码) to members, join ways (群活码) into groups. The API's own are not in the
console: a lost config_id can't be edited any more, so it is kept before a code is shown.
"""

from collections.abc import Iterator

from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls.messages import Conclusions, WireImage, WireLink, WireMiniProgram, WireText
from yutang.channels.wecom.calls.pages import Page, Paged, pages
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Maybe, Wire

ADD = Call("POST", "externalcontact/add_contact_way")
GET = Call("POST", "externalcontact/get_contact_way", repeats=True)
LIST = Call("POST", "externalcontact/list_contact_way", repeats=True)
UPDATE = Call("POST", "externalcontact/update_contact_way", repeats=True)
DELETE = Call("POST", "externalcontact/del_contact_way", repeats=True)
CLOSE_TEMP = Call("POST", "externalcontact/close_temp_chat", repeats=True)
JOIN_ADD = Call("POST", "externalcontact/groupchat/add_join_way")
JOIN_GET = Call("POST", "externalcontact/groupchat/get_join_way", repeats=True)
JOIN_UPDATE = Call("POST", "externalcontact/groupchat/update_join_way", repeats=True)
JOIN_DELETE = Call("POST", "externalcontact/groupchat/del_join_way", repeats=True)

OLDEST = 1_625_846_400  # 2021-07-10 in China: contact ways made before are listed to nobody (96311)
SINGLE, MULTI = 1, 2  # type
MINI_PROGRAM, QR = 1, 2  # scene


class _Way(Ask, kw_only=True):
    """Lists overwrite. `style` only with scene 1: with a QR code it is refused (41040)."""

    remark: Maybe[str] = UNSET
    skip_verify: Maybe[bool] = UNSET
    style: Maybe[int] = UNSET
    state: Maybe[str] = UNSET
    user: Maybe[list[str]] = UNSET
    party: Maybe[list[int]] = UNSET
    expires_in: Maybe[int] = UNSET
    chat_expires_in: Maybe[int] = UNSET
    unionid: Maybe[str] = UNSET
    mark_source: Maybe[bool] = UNSET
    conclusions: Maybe[Conclusions] = UNSET


class AddAsk(_Way):
    """Type 1: exactly one user. `conclusions` only with `is_temp` (medical industry only)."""

    type: int
    scene: int
    is_temp: Maybe[bool] = UNSET
    is_exclusive: Maybe[bool] = UNSET


class UpdateAsk(_Way):
    """Type and scene can't change."""

    config_id: str


class ConfigAsk(Ask):
    config_id: str


class ListAsk(Ask):
    """Those made after 2021-07-10, without temporary ones; the last 90 days unless told."""

    start_time: Maybe[int] = UNSET
    end_time: Maybe[int] = UNSET
    cursor: Maybe[str] = UNSET
    limit: Maybe[int] = UNSET


class CloseTempAsk(Ask):
    userid: str
    external_userid: str


class _Join(Ask, kw_only=True):
    """At most 5 groups (41091). With `auto_create_room` a next group is made when the last is full."""

    scene: int
    chat_id_list: list[str]
    remark: Maybe[str] = UNSET
    auto_create_room: Maybe[int] = UNSET
    room_base_name: Maybe[str] = UNSET
    room_base_id: Maybe[int] = UNSET
    state: Maybe[str] = UNSET
    mark_source: Maybe[bool] = UNSET


class JoinAddAsk(_Join):
    pass


class JoinUpdateAsk(_Join):
    """All fields: what is left out is emptied."""

    config_id: str


class AddedWay(Wire):
    """The QR code only comes with scene 2."""

    config_id: str
    qr_code: str = ""


class ConfigId(Wire):
    config_id: str


class WireConclusions(Wire):
    text: WireText | None = None
    image: WireImage | None = None
    link: WireLink | None = None
    miniprogram: WireMiniProgram | None = None


class ContactWay(Wire):
    config_id: str
    type: int = 0
    scene: int = 0
    style: int = 0
    remark: str = ""
    skip_verify: bool = True
    state: str = ""
    qr_code: str = ""
    user: list[str] = []
    party: list[int] = []
    is_temp: bool = False
    is_exclusive: bool = False
    expires_in: int = 0
    chat_expires_in: int = 0
    unionid: str = ""
    mark_source: bool = True
    conclusions: WireConclusions | None = None


class GotWay(Wire):
    contact_way: ContactWay


class WayList(Paged):
    contact_way: list[ConfigId] = []


class JoinWay(Wire):
    config_id: str
    scene: int = 0
    remark: str = ""
    auto_create_room: int = 0
    room_base_name: str = ""
    room_base_id: int = 0
    chat_id_list: list[str] = []
    qr_code: str = ""
    state: str = ""
    mark_source: bool = True


class GotJoinWay(Wire):
    join_way: JoinWay


def add(client: Client, ask: AddAsk) -> AddedWay | Failure:
    return client.ask(ADD, AddedWay, ask)


def get(client: Client, config_id: str) -> GotWay | Failure:
    return client.ask(GET, GotWay, ConfigAsk(config_id=config_id))


def list_ids(
    client: Client, *, since: int | None = None, until: int | None = None, cursor: str = ""
) -> Iterator[Page[ConfigId] | Failure]:
    """Instants in seconds."""

    def fetch(at: str) -> WayList | Failure:
        ask = ListAsk(
            start_time=UNSET if since is None else since, end_time=UNSET if until is None else until,
            cursor=at or UNSET, limit=1000,
        )  # fmt: skip
        return client.ask(LIST, WayList, ask)

    return pages(fetch, lambda found: found.contact_way, cursor)


def update(client: Client, ask: UpdateAsk) -> Wire | Failure:
    return client.ask(UPDATE, Wire, ask)


def delete(client: Client, config_id: str) -> Wire | Failure:
    return client.ask(DELETE, Wire, ConfigAsk(config_id=config_id))


def close_temp(client: Client, userid: str, external_userid: str) -> Wire | Failure:
    return client.ask(CLOSE_TEMP, Wire, CloseTempAsk(userid=userid, external_userid=external_userid))


def add_join(client: Client, ask: JoinAddAsk) -> ConfigId | Failure:
    """The answer has no QR code: get it."""
    return client.ask(JOIN_ADD, ConfigId, ask)


def get_join(client: Client, config_id: str) -> GotJoinWay | Failure:
    return client.ask(JOIN_GET, GotJoinWay, ConfigAsk(config_id=config_id))


def update_join(client: Client, ask: JoinUpdateAsk) -> Wire | Failure:
    return client.ask(JOIN_UPDATE, Wire, ask)


def delete_join(client: Client, config_id: str) -> Wire | Failure:
    return client.ask(JOIN_DELETE, Wire, ConfigAsk(config_id=config_id))
