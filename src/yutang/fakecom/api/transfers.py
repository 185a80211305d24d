"""Handing customers and groups on, of members on the job and of those who left.

Source: developer.work.weixin.qq.com paths 95703 and 96334.
"""

from bisect import bisect_right

from yutang.fakecom import pages
from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import transfers
from yutang.fakecom.ranges import listed, member_known, member_serving
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.sends import Transfer

MOST, PAGE, DEPTH = 100, 1000, 50_000
MESSAGE_CHARACTERS = 200


@endpoint("POST", "externalcontact/transfer_customer", permission="contact")
def transfer_customer(call: Call) -> Json:
    """Of a member on the job; each customer has his own error."""
    member_known(call.corp, call.app, call.body.text("handover_userid", need=40058))
    message = call.body.text("transfer_success_msg")
    if len(message) > MESSAGE_CHARACTERS:
        raise Refused(40058)
    return _transfer(call, message, resigned=False)


@endpoint("POST", "externalcontact/resigned/transfer_customer", permission="contact")
def transfer_of_resigned(call: Call) -> Json:
    """Of a member who left (40097)."""
    _left(call, call.body.text("handover_userid", need=40058))
    return _transfer(call, "", resigned=True)


def _left(call: Call, userid: str) -> None:
    member = call.corp.members.get(userid)
    if member is None:
        raise Refused(40003)
    if not member.resigned_at:
        raise Refused(40097)


def _transfer(call: Call, message: str, *, resigned: bool) -> Json:
    handover, takeover = call.body.text("handover_userid"), call.body.text("takeover_userid", need=40058)
    taker = member_serving(call.corp, call.app, takeover)
    if not (taker.activated and taker.realname):
        raise Refused(40098)
    if handover == takeover:
        raise Refused(40130)
    asked = list(dict.fromkeys(call.body.texts("external_userid", most=MOST)))
    if not asked:
        raise Refused(40058)
    rows: list[Json] = []
    for external in asked:
        one = Transfer(
            handover=handover,
            takeover=takeover,
            external_userid=external,
            asked_at=call.now,
            resigned=resigned,
            message=message,
        )
        rows.append({"external_userid": external, "errcode": transfers.begin(call.fake, call.corp, one)})
    return {"customer": rows}


@endpoint("POST", "externalcontact/transfer_result", permission="contact")
def transfer_result(call: Call) -> Json:
    return _results(call, resigned=False)


@endpoint("POST", "externalcontact/resigned/transfer_result", permission="contact")
def result_of_resigned(call: Call) -> Json:
    return _results(call, resigned=True)


def _results(call: Call, *, resigned: bool) -> Json:
    """Of this pair of members, the last hand-over of each customer. While it waits: when it will take effect."""
    pair = (call.body.text("handover_userid", need=40058), call.body.text("takeover_userid", need=40058))
    last = {
        one.external_userid: (number, one)
        for number, one in enumerate(call.corp.transfers)
        if (one.handover, one.takeover) == pair and one.resigned == resigned
    }
    found = sorted(last.values(), key=lambda row: row[0])
    rows, cursor = pages.page(call, found, lambda row: row[0], default=PAGE, most=PAGE)
    customers = [
        {
            "external_userid": one.external_userid,
            "status": one.status,
            "takeover_time": one.takeover_time // 1000,
        }
        for _, one in rows
    ]
    return {"customer": customers, "next_cursor": cursor}


@endpoint("POST", "externalcontact/get_unassigned_list", permission="contact")
def get_unassigned_list(call: Call) -> Json:
    """Customers of members who left, oldest first, that nobody was given yet; by `page_id` or by cursor."""
    given = transfers.under_way(call.corp)
    rows = [
        [member.resigned_at, member.userid, external]
        for member in call.corp.members.values()
        if member.resigned_at
        for external, follow in call.corp.follows.get(member.userid, {}).items()
        if listed(call.corp, follow) and external not in given
    ]
    rows.sort()
    limit = call.body.number("page_size", PAGE)
    limit = limit if 0 < limit <= PAGE else PAGE
    after, skipped = pages.opened(call), call.body.number("page_id") * limit
    if after is None and not 0 <= skipped < DEPTH:
        raise Refused(40058)
    start = skipped if after is None else bisect_right(rows, after)
    shown = rows[start : start + limit]
    last = start + limit >= len(rows)
    info: list[Json] = [
        {"handover_userid": userid, "external_userid": external, "dimission_time": int(at) // 1000}
        for at, userid, external in shown
    ]
    return {"info": info, "is_last": last, "next_cursor": "" if last else pages.seal(call, shown[-1])}


@endpoint("POST", "externalcontact/groupchat/onjob_transfer", permission="contact")
def onjob_transfer(call: Call) -> Json:
    """Groups of members on the job; what failed comes back with its reason."""
    return _groups(call, resigned=False)


@endpoint("POST", "externalcontact/groupchat/transfer", permission="contact")
def transfer_groups(call: Call) -> Json:
    """Groups of members who left, in the last year."""
    return _groups(call, resigned=True)


def _groups(call: Call, *, resigned: bool) -> Json:
    new_owner = member_serving(call.corp, call.app, call.body.text("new_owner", need=40058)).userid
    failed: list[Json] = []
    asked = call.body.texts("chat_id_list", most=MOST)
    if not asked:
        raise Refused(40058)
    for chat_id in dict.fromkeys(asked):
        try:
            transfers.hand_over(call.fake, call.corp, call.app, chat_id, new_owner, resigned=resigned)
        except Refused as refused:
            failed.append({"chat_id": chat_id, "errcode": refused.code, "errmsg": refused.words})
    return {"failed_chat_list": failed}
