"""Handing customers and groups over: of present members and of those who left. Answers are by customer."""

from collections.abc import Iterator

from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls.pages import Page, Paged, pages
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Maybe, Wire

PRESENT = Call("POST", "externalcontact/transfer_customer")
PRESENT_RESULT = Call("POST", "externalcontact/transfer_result", repeats=True)
LEFT = Call("POST", "externalcontact/resigned/transfer_customer")
LEFT_RESULT = Call("POST", "externalcontact/resigned/transfer_result", repeats=True)
UNASSIGNED = Call("POST", "externalcontact/get_unassigned_list", repeats=True)
GROUPS_PRESENT = Call("POST", "externalcontact/groupchat/onjob_transfer")
GROUPS_LEFT = Call("POST", "externalcontact/groupchat/transfer")

DONE, WAITING, REFUSED, FULL, NONE = 1, 2, 3, 4, 5  # Transferred.status


class CustomersAsk(Ask):
    """≤ 100 customers; the message ≤ 200 characters, only of present members."""

    handover_userid: str
    takeover_userid: str
    external_userid: list[str]
    transfer_success_msg: Maybe[str] = UNSET


class ResultAsk(Ask):
    handover_userid: str
    takeover_userid: str
    cursor: Maybe[str] = UNSET


class UnassignedAsk(Ask):
    """By pages up to 50,000, by cursor beyond: by cursor always."""

    page_id: Maybe[int] = UNSET
    cursor: Maybe[str] = UNSET
    page_size: Maybe[int] = UNSET


class GroupsAsk(Ask):
    """≤ 100 groups."""

    chat_id_list: list[str]
    new_owner: str


class Started(Wire):
    """0: it began, and takes over after 24 hours unless the customer refuses (of those who left: likewise)."""

    external_userid: str
    errcode: int = 0


class StartedList(Wire):
    customer: list[Started] = []


class Transferred(Wire):
    external_userid: str
    status: int = 0
    takeover_time: int = 0


class TransferredList(Paged):
    customer: list[Transferred] = []


class Unassigned(Wire):
    handover_userid: str
    external_userid: str
    dimission_time: int = 0


class UnassignedList(Paged):
    info: list[Unassigned] = []
    is_last: bool = False


class FailedGroup(Wire):
    chat_id: str
    errcode: int = 0
    errmsg: str = ""


class FailedGroups(Wire):
    failed_chat_list: list[FailedGroup] = []


def customers(client: Client, ask: CustomersAsk, *, left: bool) -> StartedList | Failure:
    """A customer at most twice in 90 days (40128)."""
    return client.ask(LEFT if left else PRESENT, StartedList, ask)


def results(
    client: Client, handover: str, takeover: str, *, left: bool, cursor: str = ""
) -> Iterator[Page[Transferred] | Failure]:
    call = LEFT_RESULT if left else PRESENT_RESULT

    def fetch(at: str) -> TransferredList | Failure:
        ask = ResultAsk(handover_userid=handover, takeover_userid=takeover, cursor=at or UNSET)
        return client.ask(call, TransferredList, ask)

    return pages(fetch, lambda found: found.customer, cursor)


def unassigned(client: Client, cursor: str = "") -> Iterator[Page[Unassigned] | Failure]:
    """Customers of members who left, not handed over yet."""

    def fetch(at: str) -> UnassignedList | Failure:
        return client.ask(UNASSIGNED, UnassignedList, UnassignedAsk(cursor=at or UNSET, page_size=1000))

    return pages(fetch, lambda found: found.info, cursor)


def groups(client: Client, ask: GroupsAsk, *, left: bool) -> FailedGroups | Failure:
    """Those that failed, with their codes; the others are the new owner's. An owner who left: within a year."""
    return client.ask(GROUPS_LEFT if left else GROUPS_PRESENT, FailedGroups, ask)
