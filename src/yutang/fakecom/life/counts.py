"""The platform's statistics, from what was said and who is where. Only of days that are over, and not before 10:00."""

import msgspec

from yutang.fakecom.life import days
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import Day
from yutang.fakecom.state.world import Corp

READY = 10 * days.HOUR  # until then yesterday's numbers are all zero
NOTHING = Day()


class Behaviour(msgspec.Struct, kw_only=True):
    """Counts of one day, of one member or of several together."""

    chat_cnt: int = 0
    message_cnt: int = 0
    opened: int = 0
    answered: int = 0
    waited_ms: int = 0
    negative_feedback_cnt: int = 0
    new_apply_cnt: int = 0
    new_contact_cnt: int = 0


def ready(day: int, now: int) -> bool:
    """Whether the numbers of the day that begins at `day` are there."""
    return now >= day + days.DAY + READY


def behaviour(corp: Corp, members: list[str], day: int) -> Behaviour:
    """What the members did on the day that begins at `day`. Friends made and lost are those of the relations."""
    total, counted = Behaviour(), corp.days.get(days.name(day), {})
    for userid in members:
        one = counted.get(userid, NOTHING)
        total.chat_cnt += len(one.opened) + len(one.begun)
        total.message_cnt += one.messages
        total.opened += len(one.opened)
        total.answered += len(one.answered)
        total.waited_ms += sum(one.answered.values())
        total.new_apply_cnt += one.applies
        for follow in corp.follows.get(userid, {}).values():
            total.new_contact_cnt += day <= follow.createtime < day + days.DAY
            total.negative_feedback_cnt += day <= follow.lost_at < day + days.DAY
    return total


def groups(corp: Corp, owners: set[str], begin: int, end: int) -> Json:
    """The groups of these owners over whole days, from `begin` to before `end`: what is new and said in that time,
    totals at its end."""
    found = [
        one for one in corp.groups.values() if one.owner in owners and one.customer and one.create_time < end
    ]
    alive = [one for one in found if not one.dismissed_at or one.dismissed_at >= end]
    seated = [seat.join_time for one in alive for seat in one.seats.values() if seat.join_time < end]
    gone = [times for one in found for times in one.gone]
    joined = [*seated, *(at for at, _ in gone)]
    said = [
        corp.days.get(days.name(day), {}).get(owner, NOTHING)
        for day in range(begin, end, days.DAY)
        for owner in owners
    ]
    return {
        "new_chat_cnt": sum(one.create_time >= begin for one in found),
        "chat_total": len(alive),
        "chat_has_msg": len({chat for one in said for chat in one.group_chats}),
        "new_member_cnt": sum(begin <= at < end for at in joined),
        "member_total": len(seated) + sum(at < end <= left for at, left in gone),
        "member_has_msg": len({who for one in said for who in one.group_speakers}),
        "msg_total": sum(one.group_messages for one in said),
        "migrate_trainee_chat_cnt": 0,
    }


def no_groups() -> Json:
    """The numbers that are not there yet."""
    return groups(Corp(corpid=""), set(), 0, 0)
