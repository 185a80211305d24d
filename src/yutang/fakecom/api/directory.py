"""The corp's own people: members, departments, and who logs in."""

from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.ranges import member_known, members_of, parties_above, sees
from yutang.fakecom.state.corps import Json, Member, Party


def shape(one: Member) -> Json:
    """A member in answers. Phones and e-mails are not given to apps made after June 2022, so none is here."""
    return {
        "userid": one.userid,
        "name": one.name,
        "department": one.parties,
        "order": [0 for _ in one.parties],
        "position": one.position,
        "is_leader_in_dept": [0 for _ in one.parties],
        "direct_leader": [],
        "main_department": one.parties[0] if one.parties else 1,
        "status": 1 if one.activated else 4,
        "telephone": "",
        "alias": "",
        "extattr": {"attrs": []},
    }


@endpoint("GET", "user/get")
def get_member(call: Call) -> Json:
    member = call.corp.members.get(call.query.text("userid", need=41009))
    if member is None or member.resigned_at:
        raise Refused(60111)
    return shape(member_known(call.corp, call.app, member.userid))


def _asked(call: Call) -> list[Member]:
    """Members of the asked department that the app sees: directly in it, or with `fetch_child` also below."""
    party = call.query.number("department_id", 0)
    if not party:
        raise Refused(40058, "department_id missing")
    found = members_of(call.corp, [party])
    if call.query.text("fetch_child", "0") != "1":
        found = [one for one in found if party in one.parties]
    return [one for one in found if sees(call.corp, call.app, one)]


@endpoint("GET", "user/simplelist")
def simple_list(call: Call) -> Json:
    return {
        "userlist": [
            {"userid": one.userid, "name": one.name, "department": one.parties} for one in _asked(call)
        ]
    }


@endpoint("GET", "user/list")
def full_list(call: Call) -> Json:
    return {"userlist": [shape(one) for one in _asked(call)]}


def _seen_parties(call: Call) -> list[Party]:
    """The asked department and those below it, as far as the app sees them."""
    root = call.query.number("id", 1)
    known = {1: Party(1, call.corp.name or "总部", 0)} | call.corp.parties
    visible = set(call.app.visible_parties)
    for member in call.corp.members.values():
        if member.userid in call.app.visible_users:
            visible |= set(member.parties)
    return [
        one
        for one in known.values()
        if (one.id == root or root in parties_above(call.corp, one.id))
        and any(above in visible for above in parties_above(call.corp, one.id))
    ]


@endpoint("GET", "department/list")
def list_parties(call: Call) -> Json:
    found = _seen_parties(call)
    if not found:
        raise Refused(60011)
    rows = [
        {"id": one.id, "name": one.name, "parentid": 0 if one.id == 1 else one.parent, "order": one.id}
        for one in found
    ]
    return {"department": rows}


@endpoint("GET", "department/simplelist")
def list_party_ids(call: Call) -> Json:
    rows = [
        {"id": one.id, "parentid": 0 if one.id == 1 else one.parent, "order": one.id}
        for one in _seen_parties(call)
    ]
    return {"department_id": rows}


@endpoint("GET", "auth/getuserinfo")
def get_user_info(call: Call) -> Json:
    """Who came back from the login page with this code: 40029 unknown, 42003 too late, 42022 used."""
    code = call.state.codes.get(call.query.text("code", need=40029))
    if code is None or code.corpid != call.corp.corpid:
        raise Refused(40029)
    if code.used:
        raise Refused(42022)
    if call.now >= code.until:
        raise Refused(42003)
    code.used = True
    if code.userid:
        return {"userid": code.userid, "user_ticket": call.dice.text(40)}
    return {"openid": f"o{call.dice.text(27)}", "external_userid": code.external_userid}
