"""How customers and relations look in answers. Optional fields that are empty are left out, as the platform does."""

from yutang.fakecom.ranges import tag_found
from yutang.fakecom.state.contacts import External, Follow
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.world import Corp


def external(one: External) -> Json:
    """`external_contact` of both calls."""
    shown: Json = {
        "external_userid": one.external_userid,
        "name": one.name,
        "type": one.type,
        "gender": one.gender,
    }
    optional: Json = {"avatar": one.avatar, "unionid": one.unionid, "position": one.position}
    optional["external_profile"] = one.profile
    if one.type == 2:
        optional |= {"corp_name": one.corp_name, "corp_full_name": one.corp_name}
    return shown | {name: value for name, value in optional.items() if value}


def _common(one: Follow) -> Json:
    shown: Json = {
        "userid": one.userid,
        "remark": one.remark,
        "description": one.description,
        "createtime": one.createtime // 1000,
        "remark_mobiles": one.remark_mobiles,
        "oper_userid": one.oper_userid or one.userid,
        "add_way": one.add_way,
    }
    optional: Json = {"remark_corp_name": one.remark_corp_name, "state": one.state}
    optional["wechat_channels"] = one.channels
    return shown | {name: value for name, value in optional.items() if value}


def follow_user(corp: Corp, one: Follow) -> Json:
    """A relation in `externalcontact/get`: tags with names; a member's own have no id. Rule groups' tags don't show."""
    tags: list[Json] = []
    for tag_id in one.tag_ids:
        found = tag_found(corp, tag_id)
        if found and not found[0].strategy_id:
            group, tag = found
            tags.append({"group_name": group.group_name, "tag_name": tag.name, "tag_id": tag.id, "type": 1})
    tags += [{"group_name": "", "tag_name": name, "type": 2} for name in one.own_tags]
    return _common(one) | {"tags": tags}


def follow_info(one: Follow) -> Json:
    """A relation in `batch/get_by_user`: ids of tags only."""
    return _common(one) | {"tag_id": one.tag_ids}
