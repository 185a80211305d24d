"""Statistics. Source: developer.work.weixin.qq.com paths 96358 and 96359: 180 days back, 30 days at a time, to
yesterday, whole days. Several members are summed."""

from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import counts, days
from yutang.fakecom.ranges import member_serving, members_of, serving
from yutang.fakecom.state.corps import Json

BACK, SPAN = 180, 30
LIST_MOST, VISIBLE_MOST = 100, 1000
ORDERS = {1: "new_chat_cnt", 2: "chat_total", 3: "new_member_cnt", 4: "member_total"}


def _days(call: Call, start: int, end: int) -> range:
    """The days asked for, each by its midnight: 40058 for too many, too old, or not over."""
    first, last = days.midnight(start * 1000), days.midnight(end * 1000)
    today = days.midnight(call.now)
    count = (last - first) // days.DAY + 1
    if not 1 <= count <= SPAN or last >= today or first < today - BACK * days.DAY:
        raise Refused(40058, "invalid time range")
    return range(first, last + days.DAY, days.DAY)


@endpoint("POST", "externalcontact/get_user_behavior_data", permission="contact")
def get_user_behavior_data(call: Call) -> Json:
    """A row a day, of the members in `userid` and `partyid` together."""
    users = call.body.texts("userid", most=LIST_MOST, code=40031)
    parties = call.body.numbers("partyid")
    if not (users or parties) or len(parties) > LIST_MOST:
        raise Refused(40058)
    members = {member_serving(call.corp, call.app, one).userid for one in users}
    seen = {one.userid for one in serving(call.corp, call.app)}
    members |= {one.userid for one in members_of(call.corp, parties)} & seen
    asked = _days(call, call.body.number("start_time", need=40058), call.body.number("end_time", need=40058))
    return {"behavior_data": [_behaviour(call, sorted(members), day) for day in asked]}


def _behaviour(call: Call, members: list[str], day: int) -> Json:
    there = counts.ready(day, call.now)
    found = counts.behaviour(call.corp, members, day) if there else counts.Behaviour()
    row: Json = {
        "stat_time": day // 1000,
        "chat_cnt": found.chat_cnt,
        "message_cnt": found.message_cnt,
        "negative_feedback_cnt": found.negative_feedback_cnt,
        "new_apply_cnt": found.new_apply_cnt,
        "new_contact_cnt": found.new_contact_cnt,
    }
    if found.opened:
        row["reply_percentage"] = round(100 * found.answered / found.opened, 2)
    if found.answered:
        row["avg_reply_time"] = found.waited_ms // found.answered // 60_000
    return row


def _owners(call: Call) -> list[str]:
    """Owners asked for, or all that the app sees: 81017 when those are more than 1,000."""
    asked = call.body.object("owner_filter").texts("userid_list", most=LIST_MOST, code=40031)
    if asked:
        return [member_serving(call.corp, call.app, one).userid for one in asked]
    seen = [one.userid for one in serving(call.corp, call.app)]
    if len(seen) > VISIBLE_MOST:
        raise Refused(81017)
    owning = {one.owner for one in call.corp.groups.values() if one.customer}
    return [one for one in seen if one in owning]


@endpoint("POST", "externalcontact/groupchat/statistic", permission="contact")
def statistic(call: Call) -> Json:
    """Groups by owner, over all the days together; never by group."""
    begin = call.body.number("day_begin_time", need=40058)
    asked = _days(call, begin, call.body.number("day_end_time", begin))
    there = [day for day in asked if counts.ready(day, call.now)]
    order = ORDERS.get(call.body.number("order_by", 1))
    if order is None:
        raise Refused(40058)
    rows: list[Json] = []
    for owner in _owners(call):
        found = _groups(call, {owner}, there)
        rows.append({"owner": owner, "data": found})
    descending = call.body.number("order_asc") == 0
    rows.sort(key=lambda row: row["data"][order], reverse=descending)
    offset, limit = call.body.number("offset"), call.body.number("limit", 500)
    if not 0 < limit <= 1000 or offset < 0:
        raise Refused(40058)
    shown = rows[offset : offset + limit]
    return {"total": len(rows), "next_offset": offset + len(shown), "items": shown}


def _groups(call: Call, owners: set[str], there: list[int]) -> Json:
    if not there:
        return counts.no_groups()
    return counts.groups(call.corp, owners, there[0], there[-1] + days.DAY)


@endpoint("POST", "externalcontact/groupchat/statistic_group_by_day", permission="contact")
def statistic_group_by_day(call: Call) -> Json:
    """All the owners together, a row a day."""
    begin = call.body.number("day_begin_time", need=40058)
    asked, owners = _days(call, begin, call.body.number("day_end_time", begin)), set(_owners(call))
    items = [
        {
            "stat_time": day // 1000,
            "data": _groups(call, owners, [day] if counts.ready(day, call.now) else []),
        }
        for day in asked
    ]
    return {"items": items}
