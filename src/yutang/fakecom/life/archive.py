"""The session archive: what is said becomes a record with a number, for those whose seat and consent allow it.

Records are the plain JSON that the platform's library gives after decryption (msgtime in milliseconds). They are kept
for five days. Source: developer.work.weixin.qq.com path 91774; the notice at most every 15 s by path 95039.
"""

from bisect import bisect_right
from typing import TYPE_CHECKING

from yutang.fakecom.clock import due
from yutang.fakecom.events import Event
from yutang.fakecom.life import days
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import Record
from yutang.fakecom.state.world import Corp, Due

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

KEPT = 5 * days.DAY
NOTICE_MS = 15_000
AGENT = 2000004
AGREED, DISAGREED = "Agree", "Disagree"


def agreed(corp: Corp, *parts: str) -> Json:
    """The consent of a pair, "userid|external_userid" or "chat_id|external_userid": by default one has agreed."""
    return corp.agreed.get("|".join(parts), {"agree_status": "Default_Agree", "at": 0})


def allows(corp: Corp, userid: str, external_userid: str) -> bool:
    """Whether what these two say to each other is archived."""
    member = corp.members.get(userid)
    asked = agreed(corp, userid, external_userid)
    return member is not None and member.archived and asked["agree_status"] != DISAGREED


def keep(fake: "Fake", corp: Corp, content: Json, at: int) -> None:
    """Give the record its number. What is older than five days goes, now and then."""
    number = corp.counters.setdefault("archive seq", [0])
    number[0] += 1
    at = max(at, corp.archive[-1].at) if corp.archive else at  # files may overlap; pages want an order
    corp.archive.append(Record(seq=number[0], at=at, content=content))
    if corp.archive[0].at < at - KEPT - days.HOUR:
        del corp.archive[: bisect_right(corp.archive, at - KEPT, key=lambda one: one.at)]
    _notify(fake, corp)


def after(corp: Corp, seq: int, limit: int, now: int) -> list[Record]:
    """Records with a greater number, oldest first, as far as they are still kept."""
    start = bisect_right(corp.archive, seq, key=lambda one: one.seq)
    kept = bisect_right(corp.archive, now - KEPT, key=lambda one: one.at)
    return corp.archive[max(start, kept) :][:limit]


def _notify(fake: "Fake", corp: Corp) -> None:
    """Plan a notice, unless one is planned: at once, or 15 s after the last."""
    told = corp.counters.setdefault(
        "archive notice", [0, 0]
    )  # when the last was sent; whether one is planned
    if not told[1]:
        told[1] = 1
        fake.clock.plan(max(fake.state.now, told[0] + NOTICE_MS), "archive notice", corp.corpid)


@due("archive notice")
def notice(fake: "Fake", entry: Due) -> None:
    corp = fake.state.corps[entry.corpid]
    corp.counters["archive notice"] = [fake.state.now, 0]
    fake.emit(corp, Event(kind="msgaudit_notify", fields={"AgentID": AGENT}, permission="archive"))
