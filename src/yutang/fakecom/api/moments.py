"""Moments. Source: developer.work.weixin.qq.com paths 96351 and 96352 (2025/09/11)."""

from yutang.fakecom.call import Call
from yutang.fakecom.contents import media_known
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.life import caps, days, moments
from yutang.fakecom.pages import page
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.sends import Moment, MomentJob, MomentTask

MINUTE = 60_000
A_MINUTE, TEXT_CHARACTERS, TEXT_BYTES = 10, 2000, 4000
MOST = {"image": 9, "video": 1, "link": 1}
FOR_MOMENTS = 1
WINDOW_S = 30 * 86_400


@endpoint("POST", "externalcontact/add_moment_task", permission="contact")
def add_moment_task(call: Call) -> Json:
    """Begin a job that makes tasks: ten a minute of the corp."""
    asked: Json = {"content": _content(call), "visible_range": dict(call.body.object("visible_range").given)}
    name = f"add_moment_task {call.corp.corpid}"
    if not caps.take_window(call.corp, name, call.now, window=MINUTE, most=A_MINUTE):
        raise Refused(45009)
    job = MomentJob(jobid=f"job{call.dice.text(40)}", owner=call.app.agentid, made_at=call.now, asked=asked)
    call.corp.moment_jobs[job.jobid] = job
    call.fake.clock.plan(call.now + moments.STEP_MS, "moment job", call.corp.corpid, jobid=job.jobid)
    return {"jobid": job.jobid}


def _content(call: Call) -> Json:
    """As it is listed afterwards: text, and images or a video or a link."""
    made: Json = {}
    text = call.body.object("text").text("content")
    if len(text) > TEXT_CHARACTERS or len(text.encode()) > TEXT_BYTES:
        raise Refused(40058, "invalid text size")
    if text:
        made["text"] = {"content": text}
    given = call.body.objects("attachments")
    kinds = {one.text("msgtype") for one in given}
    if not kinds <= MOST.keys() or len(kinds) > 1:
        raise Refused(40058, "invalid attachments msgtype")
    for kind in kinds:
        if len(given) > MOST[kind]:
            raise Refused(40058, "invalid attachments size")
        found = [_attachment(call, kind, one.object(kind)) for one in given]
        made[kind] = found if kind == "image" else found[0]
    if not made:
        raise Refused(40058, "invalid msg")
    return made


def _attachment(call: Call, kind: str, inside: Fields) -> Json:
    """41072 for media that were not uploaded for Moments."""
    media_id = inside.text("media_id", need=40007)
    found = media_known(call.corp, call.now, media_id)
    if found.scene != FOR_MOMENTS:
        raise Refused(41072)
    if found.kind != ("image" if kind == "link" else kind):
        raise Refused(40007)
    if kind != "link":
        return {"media_id": media_id}
    title = inside.text("title")
    if len(title.encode()) > 64:
        raise Refused(40058, "invalid link title")
    return {"title": title, "url": inside.text("url", need=40058), "media_id": media_id}


@endpoint("GET", "externalcontact/get_moment_task_result", permission="contact")
def get_moment_task_result(call: Call) -> Json:
    """status: 1 start, 2 running, 3 done. A job is known for 24 hours."""
    job = call.corp.moment_jobs.get(call.query.text("jobid", need=40058))
    if job is None or job.owner != call.app.agentid or call.now >= job.made_at + days.DAY:
        raise Refused(40058, "invalid jobid")
    said: Json = {"status": job.status, "type": "add_moment_task"}
    return said | {"result": job.result} if job.status == moments.DONE else said


@endpoint("POST", "externalcontact/get_moment_list", permission="contact")
def get_moment_list(call: Call) -> Json:
    """Moments of at most 30 days: of the corp (0), of members (1), or all (2). Deleted ones are not there."""
    start, end = call.body.number("start_time", need=40058), call.body.number("end_time", need=40058)
    if not 0 <= end - start <= WINDOW_S:
        raise Refused(40058)
    kind, creator = call.body.number("filter_type", 2), call.body.text("creator")
    found = [
        one
        for one in call.corp.moments.values()
        if not one.deleted
        and start <= one.create_time // 1000 <= end
        and kind in (2, one.create_type)
        and creator in ("", one.creator)
    ]
    found.sort(key=_made)
    rows, cursor = page(call, found, _made, default=20, most=20)
    return {"moment_list": [_row(one) for one in rows], "next_cursor": cursor}


def _made(one: Moment) -> list[int | str]:
    return [one.create_time, one.moment_id]


def _row(one: Moment) -> Json:
    row: Json = {
        "moment_id": one.moment_id,
        "create_time": one.create_time // 1000,
        "create_type": one.create_type,
        "visible_type": one.visible_type,
        **one.content,
    }
    if "link" in row:
        row["link"] = {name: value for name, value in row["link"].items() if name != "media_id"}
    return row | {"creator": one.creator} if one.creator else row


def _known(call: Call) -> Moment:
    """41059 none named, 41060 unknown."""
    found = call.corp.moments.get(call.body.text("moment_id", need=41059))
    if found is None or found.deleted or found.owner not in (0, call.app.agentid):
        raise Refused(41060)
    return found


def _task(call: Call, *, published: bool) -> MomentTask:
    """One member's part: 41061 he has none; 41062 he has not published, where that is needed."""
    task = _known(call).tasks.get(call.body.text("userid", need=40058))
    if task is None:
        raise Refused(41061)
    if published and not task.published_at:
        raise Refused(41062)
    return task


@endpoint("POST", "externalcontact/get_moment_task", permission="contact")
def get_moment_task(call: Call) -> Json:
    """Who was to publish, and who has: of a moment of the corp (41067)."""
    found = _known(call)
    if found.create_type:
        raise Refused(41067)
    tasks = sorted(found.tasks.values(), key=lambda one: one.userid)
    rows, cursor = page(call, tasks, lambda one: one.userid, default=500, most=1000)
    listed = [{"userid": one.userid, "publish_status": int(one.published_at > 0)} for one in rows]
    return {"task_list": listed, "next_cursor": cursor}


@endpoint("POST", "externalcontact/get_moment_customer_list", permission="contact")
def get_moment_customer_list(call: Call) -> Json:
    """Whom a member's moment was meant for."""
    task = _task(call, published=False)
    rows, cursor = page(call, task.audience, str, default=500, most=1000)
    listed = [{"userid": task.userid, "external_userid": one} for one in rows]
    return {"customer_list": listed, "next_cursor": cursor}


@endpoint("POST", "externalcontact/get_moment_send_result", permission="contact")
def get_moment_send_result(call: Call) -> Json:
    """Whom it reached."""
    rows, cursor = page(call, _task(call, published=True).reached, str, default=3000, most=5000)
    return {"customer_list": [{"external_userid": one} for one in rows], "next_cursor": cursor}


@endpoint("POST", "externalcontact/get_moment_comments", permission="contact")
def get_moment_comments(call: Call) -> Json:
    """Who liked and commented, and when; never what was said, and no pages."""
    task = _task(call, published=True)
    return {"comment_list": task.comments, "like_list": task.likes}


@endpoint("POST", "externalcontact/cancel_moment_task", permission="contact")
def cancel_moment_task(call: Call) -> Json:
    """Who has not published can't any more."""
    found = _known(call)
    found.cancelled_at = found.cancelled_at or call.now
    return {}
