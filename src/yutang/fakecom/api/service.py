"""微信客服, as far as accounts, messages and sessions go. Source: developer.work.weixin.qq.com paths 94661 to 94677."""

from bisect import bisect_right

from yutang.fakecom import pages
from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import service
from yutang.fakecom.ranges import member_known
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import KfAccount

ACCOUNTS, NAME, MESSAGES, PAGE = 5000, 16, 1000, 100
TEXT_BYTES = 2048
KINDS = {"text", "image", "voice", "video", "file", "link", "miniprogram", "msgmenu", "location", "ca_link"}


@endpoint("POST", "kf/account/add", permission="kf")
def add_account(call: Call) -> Json:
    """A name of at most 16 characters."""
    if len(call.corp.kf_accounts) >= ACCOUNTS:
        raise Refused(45009)
    made = KfAccount(open_kfid=f"wk{call.dice.text(30)}", name=_name(call))
    call.corp.kf_accounts[made.open_kfid] = made
    return {"open_kfid": made.open_kfid}


def _name(call: Call) -> str:
    name = call.body.text("name", need=40058)
    if len(name) > NAME:
        raise Refused(40058, "invalid name")
    return name


def _account(call: Call) -> KfAccount:
    found = call.corp.kf_accounts.get(call.body.text("open_kfid", need=95000))
    if found is None:
        raise Refused(95000)
    return found


@endpoint("POST", "kf/account/list", permission="kf")
def list_accounts(call: Call) -> Json:
    """By place: at most a hundred from `offset` on (40058)."""
    offset, limit = call.body.number("offset"), call.body.number("limit", PAGE)
    if offset < 0 or not 0 < limit <= PAGE:
        raise Refused(40058)
    found = list(call.corp.kf_accounts.values())[offset : offset + limit]
    rows = [
        {"open_kfid": one.open_kfid, "name": one.name, "avatar": one.avatar, "manage_privilege": True}
        for one in found
    ]
    return {"account_list": rows}


@endpoint("POST", "kf/account/update", permission="kf")
def update_account(call: Call) -> Json:
    _account(call).name = _name(call)
    return {}


@endpoint("POST", "kf/account/del", permission="kf")
def delete_account(call: Call) -> Json:
    del call.corp.kf_accounts[_account(call).open_kfid]
    return {}


@endpoint("POST", "kf/add_contact_way", permission="kf")
def add_contact_way(call: Call) -> Json:
    """A link to the account; `scene` comes with it."""
    scene = call.body.text("scene")
    if len(scene.encode()) > 32:
        raise Refused(40058)
    tail = f"?enc_scene={scene}" if scene else ""
    return {"url": f"https://work.weixin.qq.com/kf/{_account(call).open_kfid}{tail}"}


@endpoint("POST", "kf/servicer/add", permission="kf")
def add_servicers(call: Call) -> Json:
    """Each user has his own outcome; who is there already is ignored."""
    account, rows = _account(call), list[Json]()
    for userid in call.body.texts("userid_list", most=100):
        said = "ignored" if userid in account.servicers else "success"
        code = 0
        try:
            member_known(call.corp, call.app, userid)
        except Refused as refused:
            code, said = refused.code, refused.words
        if not code and userid not in account.servicers:
            account.servicers.append(userid)
        rows.append({"userid": userid, "errcode": code, "errmsg": said})
    return {"result_list": rows}


@endpoint("GET", "kf/servicer/list", permission="kf")
def list_servicers(call: Call) -> Json:
    """status: 0 at work."""
    account = call.corp.kf_accounts.get(call.query.text("open_kfid"))
    if account is None:
        raise Refused(95000)
    return {"servicer_list": [{"userid": one, "status": 0} for one in account.servicers]}


@endpoint("POST", "kf/sync_msg", permission="kf")
def sync_msg(call: Call) -> Json:
    """Messages after the cursor, of the last three days; a page may be short though more follows. A token that an
    event brought is good for ten minutes."""
    token = call.body.text("token")
    if token and not service.token_good(call.corp, token, call.now):
        raise Refused(95007)
    account = _account(call) if "open_kfid" in call.body else None
    limit = call.body.number("limit", MESSAGES)
    if not 0 < limit <= MESSAGES:
        raise Refused(40058)
    after: int = pages.opened(call, apart=("token",)) or 0
    start = bisect_right(call.corp.kf_messages, after, key=lambda one: one.seq)
    found = [
        one
        for one in call.corp.kf_messages[start:]
        if one.at > call.now - service.KEPT and account in (None, call.corp.kf_accounts.get(one.open_kfid))
    ]
    shown = found[:limit]
    if len(shown) < len(found):
        shown = shown[: pages.shortened(call, len(shown))]
    last = shown[-1].seq if shown else after
    return {
        "next_cursor": pages.seal(call, last, apart=("token",)),
        "has_more": int(len(shown) < len(found)),
        "msg_list": [one.content for one in shown],
    }


@endpoint("POST", "kf/send_msg", permission="kf")
def send_msg(call: Call) -> Json:
    """To a customer who wrote; `msgid` of one's own is taken once (95011 a second time)."""
    body = call.body
    found = service.session(call.corp, body.text("open_kfid", need=95000), body.text("touser", need=40058))
    kind = body.text("msgtype", need=40008)
    if kind not in KINDS:
        raise Refused(40008)
    inside = body.object(kind)
    if not inside.given:
        raise Refused(40063)
    if kind == "text" and len(inside.text("content", need=44004).encode()) > TEXT_BYTES:
        raise Refused(45002)
    msgid = body.text("msgid")
    if msgid and f"kf sent {msgid}" in call.corp.counters:
        raise Refused(95011)
    said = {"msgtype": kind, kind: dict(inside.given)}
    sent = service.software_writes(call.fake, call.corp, found, said, msgid)
    call.corp.counters[f"kf sent {sent}"] = [call.now]
    return {"msgid": sent}


@endpoint("POST", "kf/service_state/get", permission="kf")
def get_state(call: Call) -> Json:
    found = service.session(
        call.corp, call.body.text("open_kfid", need=95000), call.body.text("external_userid", need=40058)
    )
    shown: Json = {"service_state": found.state}
    return shown | {"servicer_userid": found.servicer} if found.servicer else shown


@endpoint("POST", "kf/service_state/trans", permission="kf")
def lead(call: Call) -> Json:
    """Lead the session on; to a person (3) only one who serves the account."""
    body = call.body
    found = service.session(
        call.corp, body.text("open_kfid", need=95000), body.text("external_userid", need=40058)
    )
    state, servicer = body.number("service_state", -1), body.text("servicer_userid")
    if state == service.PERSON and servicer not in _account(call).servicers:
        raise Refused(95014)
    service.lead(call.fake, found, state, servicer)
    return {"msg_code": call.dice.text(32)}


@endpoint("POST", "kf/customer/batchget", permission="kf")
def get_customers(call: Call) -> Json:
    """What is known of customers who wrote."""
    rows: list[Json] = []
    invalid: list[str] = []
    wrote = {one.external_userid for one in call.corp.kf_sessions.values()}
    for one in call.body.texts("external_userid_list", most=100):
        external = call.corp.externals.get(one)
        if external is None or one not in wrote:
            invalid.append(one)
            continue
        row: Json = {"external_userid": one, "nickname": external.name, "avatar": external.avatar}
        row["gender"] = external.gender
        rows.append(row | ({"unionid": external.unionid} if external.unionid else {}))
    return {"customer_list": rows, "invalid_external_userid": invalid}
