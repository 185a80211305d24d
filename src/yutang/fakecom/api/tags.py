"""Tags of the corp: 3,000 with those of rule groups, each app's own, on the pair of member and customer."""

from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.ranges import relation_known, tag_found
from yutang.fakecom.state.contacts import Tag, TagGroup
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.world import Corp

NAME_MOST = 30


def shape(group: TagGroup, *, all_tags: bool = False) -> Json:
    """A group with its tags, the larger order first; with `all_tags` also the deleted ones, marked."""
    tags = sorted(group.tags.values(), key=lambda one: (-one.order, one.create_time, one.id))
    shown: list[Json] = []
    for one in tags:
        if one.deleted and not all_tags:
            continue
        row: Json = {
            "id": one.id,
            "name": one.name,
            "create_time": one.create_time // 1000,
            "order": one.order,
        }
        shown.append(row | ({"deleted": True} if one.deleted else {}))
    found: Json = {
        "group_id": group.group_id,
        "group_name": group.group_name,
        "create_time": group.create_time // 1000,
        "order": group.order,
        "tag": shown,
    }
    if group.strategy_id:
        found["strategy_id"] = group.strategy_id
    return found | ({"deleted": True} if group.deleted else {})


def listed(corp: Corp, body: Fields, *, strategy: bool) -> Json:
    """Tags by id, by group (which counts when both are given), or all. What was deleted only shows by its id."""
    tag_ids, group_ids = set(body.texts("tag_id")), set(body.texts("group_id"))
    groups = sorted(
        (one for one in corp.tag_groups.values() if bool(one.strategy_id) == strategy),
        key=lambda one: (-one.order, one.create_time, one.group_id),
    )
    if body.number("strategy_id"):
        groups = [one for one in groups if one.strategy_id == body.number("strategy_id")]
    if group_ids:
        found = [shape(one, all_tags=True) for one in groups if one.group_id in group_ids]
    elif tag_ids:
        found = [shape(one, all_tags=True) for one in groups if tag_ids & one.tags.keys()]
        for group in found:
            group["tag"] = [one for one in group["tag"] if one["id"] in tag_ids]
    else:
        found = [shape(one) for one in groups if not one.deleted]
    return {"tag_group": found}


def name_of(given: str) -> str:
    """A tag's name: 1 to 30 characters (40072)."""
    if not 1 <= len(given) <= NAME_MOST:
        raise Refused(40072)
    return given


def count(corp: Corp) -> int:
    """Tags there are, against the cap."""
    return sum(not one.deleted for group in corp.tag_groups.values() for one in group.tags.values())


def group_for(call: Call, strategy_id: int = 0) -> tuple[TagGroup, bool]:
    """The group to add to, and whether it is new: `group_id` wins; a known name means "into that one"."""
    corp, body = call.corp, call.body
    known = [one for one in corp.tag_groups.values() if not one.deleted and one.strategy_id == strategy_id]
    if body.text("group_id"):
        found = next((one for one in known if one.group_id == body.text("group_id")), None)
        if found is None:
            raise Refused(40068, "invalid group_id")
        return found, False
    name = name_of(body.text("group_name", need=40063))
    found = next((one for one in known if one.group_name == name), None)
    if found is not None:
        return found, False
    prefix = "st" if strategy_id else "et"
    made = TagGroup(
        group_id=prefix + call.dice.text(30),
        group_name=name,
        create_time=call.now,
        order=body.number("order"),
        owner=call.app.agentid,
        strategy_id=strategy_id,
    )
    return made, True


def add(call: Call, strategy_id: int = 0) -> Json:
    """40063 no tag, 40072 length, 40071 the name is taken in that group, 40126 more than 3,000."""
    corp = call.corp
    group, new = group_for(call, strategy_id)
    asked = {name_of(one.text("name")): one.number("order") for one in call.body.objects("tag")}
    if not asked:
        raise Refused(40063)
    taken = {one.name for one in group.tags.values() if not one.deleted}
    if taken & asked.keys():
        raise Refused(40071)
    if count(corp) + len(asked) > corp.policy.tag_cap:
        raise Refused(40126)
    made = [
        Tag(
            id=("st" if strategy_id else "et") + call.dice.text(30),
            name=name,
            create_time=call.now,
            order=order,
            owner=call.app.agentid,
        )
        for name, order in asked.items()
    ]
    if new:
        corp.tag_groups[group.group_id] = group
    group.tags |= {one.id: one for one in made}
    shown = shape(group)
    shown.pop("strategy_id", None)
    shown["tag"] = [one for one in shown["tag"] if one["id"] in {tag.id for tag in made}]
    return {"tag_group": shown}


def edit(call: Call, *, strategy: bool = False) -> Json:
    """Another name or order for a tag or a group: 40068 unknown, 81011 another's, 40071 the name is taken."""
    corp, body = call.corp, call.body
    given = body.text("id", need=40063)
    group = corp.tag_groups.get(given)
    found = tag_found(corp, given)
    if found is None and (group is None or group.deleted):
        raise Refused(40068)
    what: Tag | TagGroup = found[1] if found else corp.tag_groups[given]
    whose = found[0] if found else corp.tag_groups[given]
    if bool(whose.strategy_id) != strategy:
        raise Refused(40068)
    if what.owner != call.app.agentid:
        raise Refused(81011)
    if "name" in body:
        _rename(corp, what, whose, name_of(body.text("name")))
    what.order = body.number("order", what.order)
    return {}


def _rename(corp: Corp, what: Tag | TagGroup, group: TagGroup, name: str) -> None:
    if isinstance(what, Tag):
        others = {one.name for one in group.tags.values() if one is not what and not one.deleted}
    else:
        others = {one.group_name for one in corp.tag_groups.values() if one is not what and not one.deleted}
    if name in others:
        raise Refused(40071)
    if isinstance(what, Tag):
        what.name = name
    else:
        what.group_name = name


def drop(corp: Corp, tag_ids: set[str], group_ids: set[str]) -> list[TagGroup | Tag]:
    """Delete tags and groups, and take them from every relation; a group dies with its last tag. What went."""
    gone: list[TagGroup | Tag] = []
    ids: set[str] = set()
    for group in corp.tag_groups.values():
        for one in group.tags.values():
            if not one.deleted and (one.id in tag_ids or group.group_id in group_ids):
                one.deleted = True
                ids.add(one.id)
                gone.append(one)
        empty = all(one.deleted for one in group.tags.values())
        if empty and not group.deleted and (group.group_id in group_ids or ids & group.tags.keys()):
            group.deleted = True
            gone.append(group)
    for follows in corp.follows.values():
        for follow in follows.values():
            if not ids.isdisjoint(follow.tag_ids):
                follow.tag_ids = [one for one in follow.tag_ids if one not in ids]
    return gone


def delete(call: Call, *, strategy: bool = False) -> Json:
    """40063 nothing given, 40068 unknown, 81011 another's."""
    tag_ids, group_ids = set(call.body.texts("tag_id")), set(call.body.texts("group_id"))
    if not tag_ids and not group_ids:
        raise Refused(40063)
    for one in tag_ids:
        found = tag_found(call.corp, one)
        if found is None or bool(found[0].strategy_id) != strategy:
            raise Refused(40068)
        if found[1].owner != call.app.agentid:
            raise Refused(81011)
    for one in group_ids:
        group = call.corp.tag_groups.get(one)
        if group is None or group.deleted or bool(group.strategy_id) != strategy:
            raise Refused(40068)
        if group.owner != call.app.agentid:
            raise Refused(81011)
    drop(call.corp, tag_ids, group_ids)
    return {}


@endpoint("POST", "externalcontact/get_corp_tag_list", permission="contact")
def get_corp_tags(call: Call) -> Json:
    return listed(call.corp, call.body, strategy=False)


@endpoint("POST", "externalcontact/add_corp_tag", permission="contact")
def add_corp_tag(call: Call) -> Json:
    return add(call)


@endpoint("POST", "externalcontact/edit_corp_tag", permission="contact")
def edit_corp_tag(call: Call) -> Json:
    return edit(call)


@endpoint("POST", "externalcontact/del_corp_tag", permission="contact")
def del_corp_tag(call: Call) -> Json:
    return delete(call)


@endpoint("POST", "externalcontact/mark_tag", permission="contact")
def mark_tag(call: Call) -> Json:
    """Tags of one pair of member and customer: 40063 neither list, 40068 an unknown tag. Nothing is emitted."""
    body = call.body
    follow = relation_known(
        call.corp, call.app, body.text("userid", need=41009), body.text("external_userid", need=41035)
    )
    added, removed = body.texts("add_tag"), body.texts("remove_tag")
    if not added and not removed:
        raise Refused(40063)
    if any(tag_found(call.corp, one) is None for one in added + removed):
        raise Refused(40068)
    kept = [one for one in follow.tag_ids if one not in removed]
    follow.tag_ids = kept + [one for one in dict.fromkeys(added) if one not in kept]
    return {}
