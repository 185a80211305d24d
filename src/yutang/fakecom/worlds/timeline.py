"""Tables as a timeline: who became whose customer when and parted, which group was made, who came and went."""

from hashlib import sha256
from itertools import groupby
from operator import itemgetter

import msgspec

from yutang.fakecom.life import friends, rooms
from yutang.fakecom.state.corps import Json
from yutang.fakecom.worlds.files import Files, Row, moment

INHERITED, CARD = "在职继承", "老客介绍"
WAYS = {INHERITED: 202, CARD: 3}
SCENES = {"邀请": rooms.INVITED, "链接": rooms.LINK, "扫码": rooms.CODE}
# How a relation ended → which side ended it. A customer who refused to be handed on is taken to have left.
BY_MEMBER = {"员工删除": "", "已转接": "DELETE_BY_TRANSFER"}


class Act(msgspec.Struct):
    """Something that happens at `at` (milliseconds). kind: add, lose, found, rename, wait, join, leave."""

    at: int
    kind: str
    what: Json


def of(files: Files) -> list[Act]:
    """Everything that the tables tell, in order of time; at the same time a group is made before it is joined."""
    acts = [act for row in files.customers for act in _relation(row)]
    seats: dict[str, list[Row]] = {}
    for row in files.seats:
        if row["成员类型"] != "机器人":  # robots are in no answer of the platform
            seats.setdefault(row["群ID"], []).append(row)
    for row in files.groups:
        acts += _group(row, seats.get(row["群ID"], []))
    return sorted(acts, key=lambda one: one.at)


def contact(row: Row) -> Json:
    """Who a customer is: unionid for nine of ten WeChat users, as where a developer account was bound late."""
    external, mark = row["客户ID"], sha256(row["客户ID"].encode()).hexdigest()
    wechat = external.startswith("wm")
    unionid = f"oU{mark[:26]}" if wechat and int(mark, 16) % 10 else ""
    return {
        "external_userid": external,
        "name": row["昵称"],
        "type": 1 if wechat else 2,
        "unionid": unionid,
    }


def _relation(row: Row) -> list[Act]:
    pair = {"userid": row["跟进人账号"], "external_userid": row["客户ID"]}
    source = row["来源渠道"]
    way = WAYS.get(source, friends.SCAN)
    more = {
        "add_way": way,
        "state": source if way == friends.SCAN else "",
        "remark": row["备注"],
        "mobiles": [row["手机号"]] if row["手机号"] else [],
        "tags": [one for one in row["标签"].split("，") if one],
    }
    acts = [Act(moment(row["添加时间"]), "add", {**pair, **more, "contact": contact(row)})]
    if row["流失时间"]:
        reason = row["流失原因"]
        by_member = reason in BY_MEMBER
        ended = {"by_member": by_member, "source": BY_MEMBER.get(reason, "")}
        acts.append(Act(moment(row["流失时间"]), "lose", pair | ended))
    return acts


def _group(row: Row, seats: list[Row]) -> list[Act]:
    chat_id, made = row["群ID"], moment(row["创建时间"])
    first = [one["成员ID"] for one in seats if moment(one["入群时间"]) <= made]
    named = row["曾用名"] or row["群名"]
    acts = [
        Act(made, "found", {"chat_id": chat_id, "owner": row["群主"], "name": named, "people": first}),
    ]
    if row["改名时间"]:
        acts.append(Act(moment(row["改名时间"]), "rename", {"chat_id": chat_id, "name": row["群名"]}))
    if row["状态"] == "待移交":
        acts.append(Act(made, "wait", {"chat_id": chat_id}))
    return acts + _moves(chat_id, seats, made)


def _moves(chat_id: str, seats: list[Row], made: int) -> list[Act]:
    """Joins and leaves; those of one moment and one kind are one act."""
    moves: list[tuple[int, str, int, str, str]] = []
    for row in seats:
        joined, left = moment(row["入群时间"]), moment(row["退群时间"])
        if joined > made:
            scene = SCENES.get(row["入群方式"], rooms.CODE)
            moves.append((joined, "join", scene, row["邀请人"], row["成员ID"]))
        if left:
            moves.append((left, "leave", int(row["退群方式"] == "移出群聊"), "", row["成员ID"]))
    moves.sort()
    return [
        Act(
            at, kind, {"chat_id": chat_id, "how": how, "invitor": invitor, "people": [one[4] for one in same]}
        )
        for (at, kind, how, invitor), same in groupby(moves, key=itemgetter(0, 1, 2, 3))
    ]
