"""Moments (客户朋友圈): a job makes the post, members publish it, and likes and comments say who and when, no words."""

from collections.abc import Iterator

import msgspec
from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls.messages import Attachment, Text, WireMedia, WireText
from yutang.channels.wecom.calls.pages import Page, Paged, pages
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Maybe, Wire

ADD = Call("POST", "externalcontact/add_moment_task")
JOB = Call("GET", "externalcontact/get_moment_task_result", repeats=True)  # three SDKs GET, one POSTs
LIST = Call("POST", "externalcontact/get_moment_list", repeats=True)
TASKS = Call("POST", "externalcontact/get_moment_task", repeats=True)
AUDIENCE = Call("POST", "externalcontact/get_moment_customer_list", repeats=True)
SEEN_BY = Call("POST", "externalcontact/get_moment_send_result", repeats=True)
COMMENTS = Call("POST", "externalcontact/get_moment_comments", repeats=True)
CANCEL = Call("POST", "externalcontact/cancel_moment_task", repeats=True)

JOB_STARTED, JOB_RUNNING, JOB_DONE = 1, 2, 3


class _Part(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    pass


class SenderList(_Part):
    user_list: Maybe[list[str]] = UNSET
    department_list: Maybe[list[int]] = UNSET


class ContactTags(_Part):
    tag_list: list[str]


class VisibleRange(_Part):
    """Senders alone: their customers see it. Tags alone: the followers of those customers get the task. Both: these
    senders publish, only those customers see. Neither: everybody in the app's range. Corp tags, no rule group's."""

    sender_list: Maybe[SenderList] = UNSET
    external_contact_list: Maybe[ContactTags] = UNSET


class AddAsk(Ask):
    """Text ≤ 2,000 characters; 9 images, or 1 video, or 1 link; media of upload_attachment, type 1."""

    text: Maybe[Text] = UNSET
    attachments: Maybe[list[Attachment]] = UNSET
    visible_range: Maybe[VisibleRange] = UNSET


class ListAsk(Ask):
    """30 days at most, in seconds; limit ≤ 20."""

    start_time: int
    end_time: int
    creator: Maybe[str] = UNSET
    filter_type: Maybe[int] = UNSET
    cursor: Maybe[str] = UNSET
    limit: Maybe[int] = UNSET


class MomentAsk(Ask):
    moment_id: str
    cursor: Maybe[str] = UNSET
    limit: Maybe[int] = UNSET


class OfMemberAsk(Ask):
    moment_id: str
    userid: str
    cursor: Maybe[str] = UNSET
    limit: Maybe[int] = UNSET


class CancelAsk(Ask):
    moment_id: str


class JobId(Wire):
    """≤ 64 bytes, 24 hours."""

    jobid: str


class InvalidSenders(Wire):
    user_list: list[str] = []
    department_list: list[int] = []


class InvalidContacts(Wire):
    tag_list: list[str] = []


class JobResult(Wire):
    """`errcode` of the making itself. What was invalid of the range is left out; the rest is in."""

    errcode: int = 0
    errmsg: str = ""
    moment_id: str = ""
    invalid_sender_list: InvalidSenders | None = None
    invalid_external_contact_list: InvalidContacts | None = None


class Job(Wire):
    status: int
    type: str = ""
    result: JobResult | None = None


class MomentVideo(Wire):
    media_id: str = ""
    thumb_media_id: str = ""


class MomentLink(Wire):
    title: str = ""
    url: str = ""


class Place(Wire):
    """Degrees as texts."""

    latitude: str = ""
    longitude: str = ""
    name: str = ""


class Moment(Wire):
    """`create_type` 0: by the corp, 1: by a member. `visible_type` 0: to some."""

    moment_id: str
    creator: str = ""
    create_time: int = 0
    create_type: int = 0
    visible_type: int = 0
    text: WireText | None = None
    image: list[WireMedia] = []
    video: MomentVideo | None = None
    link: MomentLink | None = None
    location: Place | None = None


class Moments(Paged):
    moment_list: list[Moment] = []


class MomentTask(Wire):
    """`publish_status` 1: published."""

    userid: str
    publish_status: int = 0


class MomentTasks(Paged):
    task_list: list[MomentTask] = []


class MomentCustomer(Wire):
    external_userid: str
    userid: str = ""


class MomentCustomers(Paged):
    customer_list: list[MomentCustomer] = []


class Reaction(Wire):
    """Of a customer, or of a member."""

    external_userid: str = ""
    userid: str = ""
    create_time: int = 0


class Reactions(Wire):
    comment_list: list[Reaction] = []
    like_list: list[Reaction] = []


def add(client: Client, ask: AddAsk) -> JobId | Failure:
    """10 a minute for a corp."""
    return client.ask(ADD, JobId, ask)


def job(client: Client, jobid: str) -> Job | Failure:
    return client.ask(JOB, Job, query={"jobid": jobid})


def made(client: Client, since: int, until: int, cursor: str = "") -> Iterator[Page[Moment] | Failure]:
    """Between two instants in seconds; deleted ones don't come."""

    def fetch(at: str) -> Moments | Failure:
        return client.ask(
            LIST, Moments, ListAsk(start_time=since, end_time=until, limit=20, cursor=at or UNSET)
        )

    return pages(fetch, lambda found: found.moment_list, cursor)


def tasks(client: Client, moment_id: str, cursor: str = "") -> Iterator[Page[MomentTask] | Failure]:
    def fetch(at: str) -> MomentTasks | Failure:
        return client.ask(TASKS, MomentTasks, MomentAsk(moment_id=moment_id, limit=1000, cursor=at or UNSET))

    return pages(fetch, lambda found: found.task_list, cursor)


def audience(
    client: Client, moment_id: str, userid: str, cursor: str = ""
) -> Iterator[Page[MomentCustomer] | Failure]:
    """For whom it was chosen to be seen."""
    return _customers(client, AUDIENCE, moment_id, userid, cursor)


def seen_by(
    client: Client, moment_id: str, userid: str, cursor: str = ""
) -> Iterator[Page[MomentCustomer] | Failure]:
    """Who can really see it. 41062 until that member published."""
    return _customers(client, SEEN_BY, moment_id, userid, cursor)


def reactions(client: Client, moment_id: str, userid: str) -> Reactions | Failure:
    """In one answer. 41062 until that member published."""
    return client.ask(COMMENTS, Reactions, OfMemberAsk(moment_id=moment_id, userid=userid))


def cancel(client: Client, moment_id: str) -> Wire | Failure:
    return client.ask(CANCEL, Wire, CancelAsk(moment_id=moment_id))


def _customers(
    client: Client, call: Call, moment_id: str, userid: str, cursor: str
) -> Iterator[Page[MomentCustomer] | Failure]:
    def fetch(at: str) -> MomentCustomers | Failure:
        ask = OfMemberAsk(moment_id=moment_id, userid=userid, limit=1000, cursor=at or UNSET)
        return client.ask(call, MomentCustomers, ask)

    return pages(fetch, lambda found: found.customer_list, cursor)
