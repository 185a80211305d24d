"""Mass sends: nothing leaves until the member taps in the client; the rest is asking what came of it."""

from collections.abc import Iterator

import msgspec
from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls.messages import Attachment, Text, WireAttachment, WireText
from yutang.channels.wecom.calls.pages import Page, Paged, pages
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Maybe, Wire

ADD = Call("POST", "externalcontact/add_msg_template")  # twice is two messages
LIST = Call("POST", "externalcontact/get_groupmsg_list_v2", repeats=True)
TASKS = Call("POST", "externalcontact/get_groupmsg_task", repeats=True)
RESULTS = Call("POST", "externalcontact/get_groupmsg_send_result", repeats=True)
REMIND = Call("POST", "externalcontact/remind_groupmsg_send")  # three in 24 h: each counts
CANCEL = Call("POST", "externalcontact/cancel_groupmsg_send", repeats=True)

SINGLE, GROUP = "single", "group"
BY_CORP, BY_MEMBER = 0, 1  # create_type
UNSENT = 0  # MassTask.status; the page's own sample has 1 where it lists 2: all else is done
RESULT_UNSENT, RESULT_SENT, RESULT_NO_FRIEND, RESULT_CAPPED = 0, 1, 2, 3


class TagList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tag_list: list[str]


class TagFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Any tag of each list, all lists (not verified by a page). We send to recipients by name, and never with this
    (`planning.misplaced`)."""

    group_list: list[TagList]


class AddAsk(Ask):
    """single: external_userid (≤ 10,000) or sender or both. group: a sender, and groups (≤ 2,000), or the owner picks
    them. Text ≤ 4,000 bytes, ≤ 9 attachments, not both empty."""

    chat_type: str
    external_userid: Maybe[list[str]] = UNSET
    chat_id_list: Maybe[list[str]] = UNSET
    tag_filter: Maybe[TagFilter] = UNSET
    sender: Maybe[str] = UNSET
    allow_select: Maybe[bool] = UNSET
    text: Maybe[Text] = UNSET
    attachments: Maybe[list[Attachment]] = UNSET


class ListAsk(Ask):
    """A month at most, in seconds; limit ≤ 100, over it 50."""

    chat_type: str
    start_time: int
    end_time: int
    creator: Maybe[str] = UNSET
    filter_type: Maybe[int] = UNSET
    limit: Maybe[int] = UNSET
    cursor: Maybe[str] = UNSET


class MessageAsk(Ask):
    msgid: str


class TasksAsk(Ask):
    msgid: str
    limit: Maybe[int] = UNSET
    cursor: Maybe[str] = UNSET


class ResultsAsk(Ask):
    msgid: str
    userid: str
    limit: Maybe[int] = UNSET
    cursor: Maybe[str] = UNSET


class Added(Wire):
    """`fail_list`: customers who are invalid or of nobody in sight; the others are in."""

    msgid: str
    fail_list: list[str] = []


class MassMessage(Wire):
    """`creator` is missing when an app made it."""

    msgid: str
    creator: str = ""
    create_time: int = 0
    create_type: int = 0
    text: WireText | None = None
    attachments: list[WireAttachment] = []


class MassMessages(Paged):
    group_msg_list: list[MassMessage] = []


class MassTask(Wire):
    userid: str
    status: int = 0
    send_time: int = 0


class MassTasks(Paged):
    task_list: list[MassTask] = []


class MassResult(Wire):
    """Of a group send only what was sent comes."""

    external_userid: str = ""
    chat_id: str = ""
    userid: str = ""
    status: int = 0
    send_time: int = 0


class MassResults(Paged):
    send_list: list[MassResult] = []


def add(client: Client, ask: AddAsk) -> Added | Failure:
    return client.ask(ADD, Added, ask)


def made(
    client: Client, chat_type: str, since: int, until: int, cursor: str = ""
) -> Iterator[Page[MassMessage] | Failure]:
    """What apps made between two instants in seconds."""

    def fetch(at: str) -> MassMessages | Failure:
        ask = ListAsk(
            chat_type=chat_type,
            start_time=since,
            end_time=until,
            filter_type=BY_CORP,
            limit=100,
            cursor=at or UNSET,
        )
        return client.ask(LIST, MassMessages, ask)

    return pages(fetch, lambda found: found.group_msg_list, cursor)


def tasks(client: Client, msgid: str, cursor: str = "") -> Iterator[Page[MassTask] | Failure]:
    """Which members it waits for. Right after it was made: 41063."""

    def fetch(at: str) -> MassTasks | Failure:
        return client.ask(TASKS, MassTasks, TasksAsk(msgid=msgid, limit=1000, cursor=at or UNSET))

    return pages(fetch, lambda found: found.task_list, cursor)


def results(
    client: Client, msgid: str, userid: str, cursor: str = ""
) -> Iterator[Page[MassResult] | Failure]:
    """Of one member's part, by recipient."""

    def fetch(at: str) -> MassResults | Failure:
        return client.ask(
            RESULTS, MassResults, ResultsAsk(msgid=msgid, userid=userid, limit=1000, cursor=at or UNSET)
        )

    return pages(fetch, lambda found: found.send_list, cursor)


def remind(client: Client, msgid: str) -> Wire | Failure:
    """41094: three times in 24 hours already."""
    return client.ask(REMIND, Wire, MessageAsk(msgid=msgid))


def cancel(client: Client, msgid: str) -> Wire | Failure:
    """Stops only what isn't sent; 41093: it was stopped before."""
    return client.ask(CANCEL, Wire, MessageAsk(msgid=msgid))
