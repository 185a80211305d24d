"""Rules on what members may write to customers. Limits as in the Perl SDK's copy of the documentation."""

from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.ranges import members_of
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import InterceptRule

RULES, WORDS_MOST, CHARACTERS, USERS, NAME = 100, 300, 32, 10_000, 20


@endpoint("POST", "externalcontact/add_intercept_rule", permission="contact")
def add_rule(call: Call) -> Json:
    """41070 more than a hundred rules of the corp, 41068 and 41069 too many or too long words, 41071 too many users."""
    if len(call.corp.intercept_rules) >= RULES:
        raise Refused(41070)
    body = call.body
    reach = body.object("applicable_range")
    made = InterceptRule(
        rule_id=f"ir{call.dice.text(24)}",
        owner=call.app.agentid,
        create_time=call.now,
        rule_name=_name(body),
        word_list=_words(body),
        semantics_list=_semantics(body),
        intercept_type=_type(body),
        applicable_range=_range(call, reach.texts("user_list"), reach.numbers("department_list")),
    )
    call.corp.intercept_rules[made.rule_id] = made
    return {"rule_id": made.rule_id}


def _name(body: Fields) -> str:
    name = body.text("rule_name", need=40058)
    if len(name) > NAME:
        raise Refused(40058, "invalid rule_name")
    return name


def _words(body: Fields) -> list[str]:
    words = body.texts("word_list", most=WORDS_MOST, code=41068)
    if not words:
        raise Refused(41068)
    if not all(0 < len(one) <= CHARACTERS for one in words):
        raise Refused(41069)
    return words


def _semantics(body: Fields) -> list[int]:
    found = body.numbers("semantics_list")
    if not set(found) <= {1, 2, 3}:
        raise Refused(40058, "invalid semantics_list")
    return found


def _type(body: Fields) -> int:
    kind = body.number("intercept_type", need=40058)
    if kind not in {1, 2}:
        raise Refused(40058, "invalid intercept_type")
    return kind


def _range(call: Call, users: list[str], parties: list[int]) -> Json:
    """Somebody must be meant (40063), and be known (40003)."""
    if not (users or parties):
        raise Refused(40063)
    if not set(users) <= call.corp.members.keys():
        raise Refused(40003)
    if len({*users, *(one.userid for one in members_of(call.corp, parties))}) > USERS:
        raise Refused(41071)
    return {"user_list": list(dict.fromkeys(users)), "department_list": list(dict.fromkeys(parties))}


@endpoint("GET", "externalcontact/get_intercept_rule_list", permission="contact")
def list_rules(call: Call) -> Json:
    rows = [
        {"rule_id": one.rule_id, "rule_name": one.rule_name, "create_time": one.create_time // 1000}
        for one in call.corp.intercept_rules.values()
    ]
    return {"rule_list": rows}


def _own(call: Call) -> InterceptRule:
    """41076 unknown, or another app's."""
    found = call.corp.intercept_rules.get(call.body.text("rule_id", need=40058))
    if found is None or found.owner not in (0, call.app.agentid):
        raise Refused(41076)
    return found


@endpoint("POST", "externalcontact/get_intercept_rule", permission="contact")
def get_rule(call: Call) -> Json:
    found = _own(call)
    rule: Json = {
        "rule_id": found.rule_id,
        "rule_name": found.rule_name,
        "word_list": found.word_list,
        "extra_rule": {"semantics_list": found.semantics_list},
        "intercept_type": found.intercept_type,
        "applicable_range": found.applicable_range,
    }
    return {"rule": rule}


@endpoint("POST", "externalcontact/update_intercept_rule", permission="contact")
def update_rule(call: Call) -> Json:
    """Lists overwrite; the range is added to and taken from."""
    found, body = _own(call), call.body
    if "rule_name" in body:
        found.rule_name = _name(body)
    if "word_list" in body:
        found.word_list = _words(body)
    if "extra_rule" in body:
        found.semantics_list = _semantics(body.object("extra_rule"))
    if "intercept_type" in body:
        found.intercept_type = _type(body)
    more, less = body.object("add_applicable_range"), body.object("remove_applicable_range")
    users = [*found.applicable_range["user_list"], *more.texts("user_list")]
    parties = [*found.applicable_range["department_list"], *more.numbers("department_list")]
    gone, closed = set(less.texts("user_list")), set(less.numbers("department_list"))
    found.applicable_range = _range(
        call, [one for one in users if one not in gone], [one for one in parties if one not in closed]
    )
    return {}


@endpoint("POST", "externalcontact/del_intercept_rule", permission="contact")
def delete_rule(call: Call) -> Json:
    del call.corp.intercept_rules[_own(call).rule_id]
    return {}
