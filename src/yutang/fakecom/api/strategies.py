"""Rule groups (规则组) of 客户联系 and their tags: those that first-level groups have."""

from yutang.fakecom import pages
from yutang.fakecom.api import tags
from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.state.contacts import Strategy
from yutang.fakecom.state.corps import Json


def _known(call: Call) -> Strategy:
    found = call.corp.strategies.get(call.body.number("strategy_id", need=40063))
    if found is None:
        raise Refused(40058, "invalid strategy_id")
    return found


@endpoint("POST", "externalcontact/customer_strategy/list", permission="contact")
def list_strategies(call: Call) -> Json:
    rows = list(call.corp.strategies.values())
    shown, cursor = pages.page(call, rows, lambda one: one.strategy_id, default=1000, most=1000)
    found: Json = {"strategy": [{"strategy_id": one.strategy_id} for one in shown]}
    return found | ({"next_cursor": cursor} if cursor else {})


@endpoint("POST", "externalcontact/customer_strategy/get", permission="contact")
def get_strategy(call: Call) -> Json:
    one = _known(call)
    shown: Json = {
        "strategy_id": one.strategy_id,
        "parent_id": one.parent_id,
        "strategy_name": one.name,
        "create_time": one.create_time // 1000,
        "admin_list": one.admins,
        "privilege": one.privilege,
    }
    return {"strategy": shown}


@endpoint("POST", "externalcontact/customer_strategy/get_range", permission="contact")
def get_range(call: Call) -> Json:
    one = _known(call)
    rows = list(enumerate(one.range))
    shown, cursor = pages.page(call, rows, lambda row: row[0], default=1000, most=1000)
    found: Json = {"range": [row for _, row in shown]}
    return found | ({"next_cursor": cursor} if cursor else {})


@endpoint("POST", "externalcontact/customer_strategy/create", permission="contact")
def create_strategy(call: Call) -> Json:
    made = Strategy(
        strategy_id=max(call.corp.strategies, default=0) + 1,
        name=call.body.text("strategy_name", need=40063),
        create_time=call.now,
        parent_id=call.body.number("parent_id"),
        admins=call.body.texts("admin_list"),
        privilege=dict(call.body.object("privilege").given),
        range=[dict(one.given) for one in call.body.objects("range")],
    )
    call.corp.strategies[made.strategy_id] = made
    return {"strategy_id": made.strategy_id}


@endpoint("POST", "externalcontact/customer_strategy/edit", permission="contact")
def edit_strategy(call: Call) -> Json:
    one = _known(call)
    one.name = call.body.text("strategy_name", one.name)
    if "admin_list" in call.body:
        one.admins = call.body.texts("admin_list")
    added = [dict(row.given) for row in call.body.objects("range_add")]
    removed = [dict(row.given) for row in call.body.objects("range_del")]
    one.range = [row for row in one.range if row not in removed] + added
    return {}


@endpoint("POST", "externalcontact/customer_strategy/del", permission="contact")
def del_strategy(call: Call) -> Json:
    one = _known(call)
    groups = [g.group_id for g in call.corp.tag_groups.values() if g.strategy_id == one.strategy_id]
    tags.drop(call.corp, set(), set(groups))
    del call.corp.strategies[one.strategy_id]
    return {}


@endpoint("POST", "externalcontact/get_strategy_tag_list", permission="contact")
def get_strategy_tags(call: Call) -> Json:
    return tags.listed(call.corp, call.body, strategy=True)


@endpoint("POST", "externalcontact/add_strategy_tag", permission="contact")
def add_strategy_tag(call: Call) -> Json:
    """Only a first-level rule group has tags of its own."""
    one = _known(call)
    if one.parent_id:
        raise Refused(40058, "not a first-level strategy")
    return tags.add(call, one.strategy_id)


@endpoint("POST", "externalcontact/edit_strategy_tag", permission="contact")
def edit_strategy_tag(call: Call) -> Json:
    return tags.edit(call, strategy=True)


@endpoint("POST", "externalcontact/del_strategy_tag", permission="contact")
def del_strategy_tag(call: Call) -> Json:
    return tags.delete(call, strategy=True)
