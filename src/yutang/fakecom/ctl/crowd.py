"""A crowd before a code: which codes there are, and many who scan one, some of them friends already."""

import asyncio
from typing import TYPE_CHECKING

from yutang.fakecom.ctl.corps import corp_of
from yutang.fakecom.endpoints import control
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.life import friends, rooms
from yutang.fakecom.state.contacts import ContactWay
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.groups import JoinWay
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

MOST = 1000
LONGEST_MS = 10_000  # between two of a crowd
FIRST = "小阿晓安可子若星夏南"
SECOND = ("禾", "柚", "团子", "米", "舟", "满", "棠", "鹿", "砚", "芒果", "桃", "竹")


@control("GET", "/__ctl/codes")
def codes(fake: "Fake", ask: Fields) -> Json:
    """Codes that somebody may scan now, newest first. kind: friend or group; `behind`: members, or groups."""
    corp = corp_of(fake, ask)
    found: list[Json] = [
        _told(one, "friend", len(friends.behind(corp, one)))
        for one in corp.ways.values()
        if not friends.over(fake, one)
    ]
    found += [_told(one, "group", len(one.chat_id_list)) for one in corp.join_ways.values()]
    found.sort(key=lambda one: -one["created_at"])
    return {"codes": found}


def _told(way: ContactWay | JoinWay, kind: str, behind: int) -> Json:
    return {
        "config_id": way.config_id,
        "kind": kind,
        "state": way.state,
        "remark": way.remark,
        "created_at": way.created_at // 1000,
        "behind": behind,
    }


@control("POST", "/__ctl/crowd")
async def crowd(fake: "Fake", ask: Fields) -> Json:
    """`people` scan `code`, of whom `friends` are friends already (or in its groups): fewer where there are fewer.

    The rest are new. They come one after another, `every_ms` apart (real milliseconds, default 0: all at once), and
    find the code as it is then. The outcomes are counted. 40058: no such code, or more than a thousand.
    """
    corp, config_id = corp_of(fake, ask), ask.text("code")
    people, known, every = ask.number("people", 1), ask.number("friends"), ask.number("every_ms")
    if not 0 < people <= MOST or not 0 <= known <= people or not 0 <= every <= LONGEST_MS:
        raise Refused(40058, "1 to 1000 people, and no more friends than people")
    way = _way(corp, config_id)
    if way is None:
        raise Refused(40058, "no such code")
    there = _known(corp, way)[:known]
    counted: dict[str, int] = {}
    for n in range(people):
        if n and every:
            await asyncio.sleep(every / 1000)
        way = _way(corp, config_id)
        who = there[n] if n < len(there) else _stranger(fake, corp)
        outcome = "gone" if way is None else _scan(fake, corp, way, who)
        counted[outcome] = counted.get(outcome, 0) + 1
    return {"friends": len(there), "outcomes": counted}


def _way(corp: Corp, config_id: str) -> ContactWay | JoinWay | None:
    return corp.ways.get(config_id) or corp.join_ways.get(config_id)


def _known(corp: Corp, way: ContactWay | JoinWay) -> list[str]:
    """Whom the code leads to nobody new."""
    if isinstance(way, JoinWay):
        groups = [corp.groups[one] for one in way.chat_id_list if one in corp.groups]
        return [seat.userid for group in groups for seat in group.seats.values() if seat.type != 1]
    return list(
        dict.fromkeys(
            one.external_userid
            for member in friends.behind(corp, way)
            for one in corp.follows.get(member.userid, {}).values()
            if not one.lost_at
        )
    )


def _stranger(fake: "Fake", corp: Corp) -> str:
    return friends.stranger(fake, corp, name=fake.dice.pick(FIRST) + fake.dice.pick(SECOND)).external_userid


def _scan(fake: "Fake", corp: Corp, way: ContactWay | JoinWay, who: str) -> str:
    if isinstance(way, JoinWay):
        return rooms.scan(fake, corp, way, who).outcome
    return friends.scan(fake, corp, way, who).outcome
