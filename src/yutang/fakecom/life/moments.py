"""Moments: a job makes tasks for members, each of whom publishes or not; customers who see it like and comment.

Source: developer.work.weixin.qq.com paths 96351 and 96352 (2025/09/11).
"""

from typing import TYPE_CHECKING

from yutang.fakecom.clock import due
from yutang.fakecom.errors import WORDS, Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.life import caps, habits
from yutang.fakecom.life.delivering import deliver
from yutang.fakecom.ranges import listed, members_of, relation, serving
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.sends import Moment, MomentJob, MomentTask
from yutang.fakecom.state.world import Corp, Due

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

RUNNING, DONE = 2, 3
STEP_MS = 1000  # how long a job waits, and runs


@due("moment job")
def go_on(fake: "Fake", entry: Due) -> None:
    """A job starts to run, or is done."""
    corp = fake.state.corps[entry.corpid]
    job = corp.moment_jobs[entry.what["jobid"]]
    if job.status < RUNNING:
        job.status = RUNNING
        fake.clock.plan(fake.state.now + STEP_MS, "moment job", corp.corpid, jobid=job.jobid)
        return
    job.status = DONE
    job.result = _carry_out(fake, corp, job)


def _carry_out(fake: "Fake", corp: Corp, job: MomentJob) -> Json:
    """Make the moment, or say why not: 41088 nobody may publish it, 41089 nobody would see it."""
    visible = Fields(job.asked).object("visible_range")
    senders = visible.object("sender_list")
    userids, parties = senders.texts("user_list"), senders.numbers("department_list")
    tags = visible.object("external_contact_list").texts("tag_list")
    able = {one.userid for one in serving(corp, corp.apps[job.owner]) if one.activated}
    known = {tag for group in corp.tag_groups.values() if not group.strategy_id for tag in group.tags}
    result: Json = {
        "moment_id": "",
        "invalid_sender_list": {
            "user_list": [one for one in userids if one not in able],
            "department_list": [one for one in parties if one not in corp.parties],
        },
        "invalid_external_contact_list": {"tag_list": [one for one in tags if one not in known]},
    }
    named = bool(userids or parties)
    chosen = {*userids, *(one.userid for one in members_of(corp, parties))} & able if named else able
    tasks = _tasks(corp, sorted(chosen), set(tags) & known if tags else None, all_of_them=named)
    if not any(task.audience for task in tasks.values()) and (tags or not tasks):
        code = 41089 if chosen else 41088
        return {"errcode": code, "errmsg": WORDS[code], **result}
    made = Moment(
        moment_id=f"mom{fake.dice.text(28)}",
        owner=job.owner,
        create_time=fake.state.now,
        visible_type=0 if tags else 1,
        content=job.asked["content"],
        tasks=tasks,
    )
    corp.moments[made.moment_id] = made
    for task in tasks.values():
        task.ignored = habits.expect(fake, corp, corp.members[task.userid], "moment", made.moment_id)
    return {"errcode": 0, "errmsg": "ok", **result, "moment_id": made.moment_id}


def _tasks(
    corp: Corp, members: list[str], tags: set[str] | None, *, all_of_them: bool
) -> dict[str, MomentTask]:
    """A task each. Where only customers were named, by tags, those members alone who have such customers."""
    made = {one: MomentTask(userid=one, audience=_audience(corp, one, tags)) for one in members}
    if tags is None or all_of_them:
        return made
    return {userid: task for userid, task in made.items() if task.audience}


def _audience(corp: Corp, userid: str, tags: set[str] | None) -> list[str]:
    """The member's customers, or those of them with one of the tags."""
    return sorted(
        external
        for external, follow in corp.follows.get(userid, {}).items()
        if listed(corp, follow) and (tags is None or not tags.isdisjoint(follow.tag_ids))
    )


def publish(fake: "Fake", corp: Corp, userid: str, moment_id: str) -> MomentTask:
    """The member publishes: it reaches those of the chosen who are still friends and have not seen too many today."""
    moment = corp.moments.get(moment_id)
    if moment is None or moment.cancelled_at or moment.deleted:
        raise Refused(41060)
    task = moment.tasks.get(userid)
    if task is None or corp.members[userid].resigned_at:
        raise Refused(41061)
    if task.published_at:
        raise Refused(40058, "it is published already")
    task.published_at, task.ignored = fake.state.now, False
    for external in task.audience:
        follow = relation(corp, userid, external)
        friends = follow is not None and not follow.lost_at
        if friends and caps.take_moment(corp, external, fake.state.now):
            task.reached.append(external)
            deliver(fake, corp, "moment", moment_id, moment.content, userid=userid, external_userid=external)
    habits.see(fake, corp, userid, moment_id, task.reached)
    return task


def publish_own(fake: "Fake", corp: Corp, userid: str, content: Json) -> Moment:
    """The member publishes something of his own to all his customers."""
    made = Moment(
        moment_id=f"mom{fake.dice.text(28)}",
        owner=0,
        create_time=fake.state.now,
        creator=userid,
        create_type=1,
        content=content,
        tasks={userid: MomentTask(userid=userid, audience=_audience(corp, userid, None))},
    )
    corp.moments[made.moment_id] = made
    publish(fake, corp, userid, made.moment_id)
    return made


@due("confirm moment")
def publish_of_habit(fake: "Fake", entry: Due) -> None:
    """What a standing behaviour decided; nothing when it was published, cancelled or lost its member meanwhile."""
    try:
        publish(fake, fake.state.corps[entry.corpid], entry.what["userid"], entry.what["task"])
    except Refused:
        return


@due("like moment")
@due("comment moment")
def react_of_habit(fake: "Fake", entry: Due) -> None:
    """What a customer's taste decided; nothing when the Moment was deleted meanwhile."""
    moment = fake.state.corps[entry.corpid].moments.get(entry.what["task"])
    task = moment.tasks.get(entry.what["userid"]) if moment and not moment.deleted else None
    if task is None:
        return
    said = {"external_userid": entry.what["external_userid"], "create_time": fake.clock.seconds}
    (task.likes if entry.kind == "like moment" else task.comments).append(said)
