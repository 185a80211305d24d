"""Customer-acquisition links. Source: developer.work.weixin.qq.com paths 101359 and 101456."""

from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import acquisition, days
from yutang.fakecom.pages import page
from yutang.fakecom.ranges import member_serving, relation
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import Caught, Link

MEMBERS, NAME = 100, 30
PREFIX = "externalcontact/customer_acquisition"


@endpoint("POST", f"{PREFIX}/list_link", permission="contact")
def list_links(call: Call) -> Json:
    links = sorted(call.corp.links.values(), key=_made)
    rows, cursor = page(call, links, _made, default=100, most=100)
    return {"link_id_list": [one.link_id for one in rows], "next_cursor": cursor}


def _made(one: Link) -> list[int | str]:
    return [one.create_time, one.link_id]


def _known(call: Call) -> Link:
    found = call.corp.links.get(call.body.text("link_id", need=40058))
    if found is None:
        raise Refused(40058, "invalid link_id")
    return found


def _own(call: Call) -> Link:
    """A link that the app made."""
    found = _known(call)
    if found.owner != call.app.agentid:
        raise Refused(40058, "the link is another app's")
    return found


@endpoint("POST", f"{PREFIX}/get", permission="contact")
def get_link(call: Call) -> Json:
    one = _known(call)
    return {
        "link": {
            "link_name": one.link_name,
            "url": one.url,
            "create_time": one.create_time // 1000,
            "skip_verify": one.skip_verify,
            "mark_source": one.mark_source,
        },
        "range": {"user_list": one.users, "department_list": one.parties},
        "priority_option": one.priority,
    }


@endpoint("POST", f"{PREFIX}/create_link", permission="contact")
def create_link(call: Call) -> Json:
    link_id = f"ca{call.dice.text(24)}"
    made = Link(
        link_id=link_id,
        owner=call.app.agentid,
        link_name="",
        create_time=call.now,
        url=f"https://work.weixin.qq.com/ca/{link_id}",
    )
    _fill(call, made, new=True)
    call.corp.links[link_id] = made
    shown = {"link_id": link_id, "link_name": made.link_name, "url": made.url}
    return {"link": {**shown, "create_time": call.seconds}}


@endpoint("POST", f"{PREFIX}/update_link", permission="contact")
def update_link(call: Call) -> Json:
    """What is given overwrites."""
    _fill(call, _own(call), new=False)
    return {}


def _fill(call: Call, link: Link, *, new: bool) -> None:
    """A name of at most 30 characters, and at most 100 members, each of whom serves customers."""
    body = call.body
    name = body.text("link_name", link.link_name, need=40058 if new else 0)
    if len(name) > NAME:
        raise Refused(40058, "invalid link_name")
    users, parties = link.users, link.parties
    if new or "range" in body:
        users, parties = (
            body.object("range").texts("user_list"),
            body.object("range").numbers("department_list"),
        )
        for one in users:
            member_serving(call.corp, call.app, one)
    reach = Link(link_id="", owner=0, link_name="", create_time=0, users=users, parties=parties)
    if not 1 <= len(acquisition.behind_link(call.corp, reach)) <= MEMBERS:
        raise Refused(40058, "invalid range")
    link.link_name, link.users, link.parties = name, users, parties
    link.skip_verify = body.flag("skip_verify", default=link.skip_verify)
    link.mark_source = body.flag("mark_source", default=link.mark_source)
    if "priority_option" in body:
        link.priority = dict(body.object("priority_option").given)


@endpoint("POST", f"{PREFIX}/delete_link", permission="contact")
def delete_link(call: Call) -> Json:
    del call.corp.links[_own(call).link_id]
    return {}


@endpoint("POST", f"{PREFIX}/customer", permission="contact")
def list_customers(call: Call) -> Json:
    """Who came by the link. chat_status: 0 hasn't spoken, 1 has, 2 nobody can say (no friend any more)."""
    found = _known(call).customers
    numbered = list(enumerate(found))
    rows, cursor = page(call, numbered, lambda row: row[0], default=1000, most=1000)
    customers = [
        {
            "external_userid": one.external_userid,
            "userid": one.userid,
            "chat_status": _status(call, one),
            "state": one.state,
        }
        for _, one in rows
    ]
    return {"customer_list": customers, "next_cursor": cursor}


def _status(call: Call, one: Caught) -> int:
    if relation(call.corp, one.userid, one.external_userid) is None:
        return 2
    return int(bool(one.chat_key))


@endpoint("POST", f"{PREFIX}/get_chat_info", permission="contact")
def get_chat_info(call: Call) -> Json:
    """Of the talk that an event told of by its key: how much the customer has written."""
    link, one = acquisition.caught(call.corp, call.body.text("chat_key", need=40058))
    chat = {"recv_msg_cnt": one.spoken, "link_id": link.link_id, "state": one.state}
    return {"userid": one.userid, "external_userid": one.external_userid, "chat_info": chat}


@endpoint("POST", f"{PREFIX}/statistic", permission="contact")
def statistic(call: Call) -> Json:
    """Customers who opened the link and who became friends, over whole days."""
    found = _known(call)
    first = days.midnight(call.body.number("start_time", need=40058) * 1000)
    last = days.midnight(call.body.number("end_time", need=40058) * 1000) + days.DAY
    if last <= first:
        raise Refused(40058)
    return {
        "click_link_customer_cnt": sum(first <= at < last for at in found.clicks),
        "new_customer_cnt": sum(first <= one.at < last for one in found.customers),
    }


@endpoint("GET", "externalcontact/customer_acquisition_quota", permission="contact")
def get_quota(call: Call) -> Json:
    """What was bought and what is left, here of one purchase that ends in a year."""
    total, balance = acquisition.quota(call.corp)
    until = days.midnight(call.now + 365 * days.DAY) // 1000
    return {
        "total": total,
        "balance": balance,
        "quota_list": [{"expire_date": until, "balance": balance}] if balance else [],
    }
