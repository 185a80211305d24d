"""What people do in groups, and what an administrator does with tags in the console."""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom import events
from yutang.fakecom.api.tags import drop
from yutang.fakecom.ctl.corps import corp_of, member_of
from yutang.fakecom.ctl.people import external_of
from yutang.fakecom.endpoints import control
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.life import rooms
from yutang.fakecom.ranges import tag_found
from yutang.fakecom.state.contacts import Tag, TagGroup
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.groups import Group
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


def group_of(corp: Corp, ask: Fields) -> Group:
    """The group named by `chat_id`, not dissolved."""
    found = corp.groups.get(ask.text("chat_id"))
    if found is None or found.dismissed_at:
        raise Refused(40050)
    return found


@control("POST", "/__ctl/groups")
def found_group(fake: "Fake", ask: Fields) -> Json:
    """A member (`userid`) makes a group with `people` in it."""
    corp = corp_of(fake, ask)
    owner = member_of(corp, ask).userid
    made = rooms.found(
        fake, corp, owner, name=ask.text("name"), chat_id=ask.text("chat_id"), people=ask.texts("people")
    )
    return {"chat_id": made.chat_id, "opengid": made.opengid}


@control("POST", "/__ctl/groups/{chat_id}/join")
def join(fake: "Fake", ask: Fields) -> Json:
    """`people` come in by `scene` (3: code), or one new contact, or `fill`: as many new ones as there is room for."""
    corp = corp_of(fake, ask)
    group = group_of(corp, ask)
    people = ask.texts("people")
    count = corp.policy.group_size - len(group.seats) if ask.flag("fill") else 0 if people else 1
    people += [external_of(fake, corp, Fields({})).external_userid for _ in range(count)]
    came = rooms.join(
        fake,
        corp,
        group,
        people,
        scene=ask.number("scene", rooms.CODE),
        state=ask.text("state"),
        invitor=ask.text("invitor"),
    )
    return {"joined": came}


@control("POST", "/__ctl/groups/{chat_id}/leave")
def leave(fake: "Fake", ask: Fields) -> Json:
    """`people` go; `removed`: they are put out."""
    corp = corp_of(fake, ask)
    went = rooms.leave(fake, corp, group_of(corp, ask), ask.texts("people"), removed=ask.flag("removed"))
    return {"left": went}


@control("POST", "/__ctl/groups/{chat_id}/change")
def change(fake: "Fake", ask: Fields) -> Json:
    """Another `owner`, `name` or `notice`."""
    corp = corp_of(fake, ask)
    given = {name: ask.text(name) for name in ("owner", "name", "notice") if name in ask}
    rooms.change(fake, corp, group_of(corp, ask), **given)
    return {}


@control("POST", "/__ctl/groups/{chat_id}/dismiss")
def dismiss(fake: "Fake", ask: Fields) -> Json:
    corp = corp_of(fake, ask)
    rooms.dismiss(fake, corp, group_of(corp, ask))
    return {}


@control("POST", "/__ctl/console/tags")
def add_tags(fake: "Fake", ask: Fields) -> Json:
    """An administrator adds `tags` (names) to the group of that name, which is made where it isn't there."""
    corp, told = corp_of(fake, ask), list[events.Event]()
    name = ask.text("group_name", need=40063)
    group = next(
        (
            one
            for one in corp.tag_groups.values()
            if one.group_name == name and not one.deleted and not one.strategy_id
        ),
        None,
    )
    if group is None:
        group = TagGroup(group_id=f"et{fake.dice.text(30)}", group_name=name, create_time=fake.state.now)
        corp.tag_groups[group.group_id] = group
        told.append(events.tag("create", group.group_id, "tag_group"))
    made: list[Tag] = []
    for one in ask.texts("tags"):
        tag = Tag(id=f"et{fake.dice.text(30)}", name=one, create_time=fake.state.now)
        group.tags[tag.id] = tag
        made.append(tag)
        told.append(events.tag("create", tag.id, "tag"))
    for event in told:
        fake.emit(corp, event)
    return {"group_id": group.group_id, "tags": {one.name: one.id for one in made}}


@control("POST", "/__ctl/console/tags/{id}/rename")
def rename_tag(fake: "Fake", ask: Fields) -> Json:
    """An administrator renames a tag or a group of tags."""
    corp, name = corp_of(fake, ask), ask.text("name", need=40063)
    found = tag_found(corp, ask.text("id"))
    group = corp.tag_groups.get(ask.text("id"))
    if found:
        found[1].name = name
    elif group:
        group.group_name = name
    else:
        raise Refused(40068)
    fake.emit(corp, events.tag("update", ask.text("id"), "tag" if found else "tag_group"))
    return {}


@control("POST", "/__ctl/console/tags/{id}/delete")
def delete_tag(fake: "Fake", ask: Fields) -> Json:
    """An administrator deletes a tag or a group of tags; a group goes with its last tag."""
    corp, gone = corp_of(fake, ask), ask.text("id")
    deleted = drop(corp, {gone}, {gone})
    if not deleted:
        raise Refused(40068)
    for one in deleted:
        told = (one.id, "tag") if isinstance(one, Tag) else (one.group_id, "tag_group")
        fake.emit(corp, events.tag("delete", *told))
    return {"deleted": [msgspec.to_builtins(one) for one in deleted]}


@control("POST", "/__ctl/console/tags/shuffle")
def shuffle_tags(fake: "Fake", ask: Fields) -> Json:
    """An administrator puts the tags of a group (or the groups) in another order: the given `ids` first to last."""
    corp, ids = corp_of(fake, ask), ask.texts("ids")
    for place, one in enumerate(ids):
        found, group = tag_found(corp, one), corp.tag_groups.get(one)
        what = found[1] if found else group
        if what is None:
            raise Refused(40068)
        what.order = len(ids) - place
    told = events.Event(kind=events.TAG, change="shuffle", fields={"Id": ask.text("group_id")})
    fake.emit(corp, told)
    return {}
