"""What people do with Moments: publish, delete, like, comment."""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom.ctl.corps import corp_of, member_of
from yutang.fakecom.endpoints import control
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.life import moments
from yutang.fakecom.life.habits import Taste
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.sends import MomentTask
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


@control("POST", "/__ctl/member/{userid}/publish")
def publish(fake: "Fake", ask: Fields) -> Json:
    """He publishes his part of `moment_id`, or, with `text`, something of his own."""
    corp = corp_of(fake, ask)
    userid = member_of(corp, ask).userid
    moment_id = ask.text("moment_id")
    if not moment_id:
        content = {"text": {"content": ask.text("text", need=40063)}}
        moment_id = moments.publish_own(fake, corp, userid, content).moment_id
        return {"moment_id": moment_id, "reached": len(corp.moments[moment_id].tasks[userid].reached)}
    return {
        "moment_id": moment_id,
        "reached": len(moments.publish(fake, corp, userid, moment_id).reached),
    }


@control("POST", "/__ctl/moment/{moment_id}/delete")
def delete(fake: "Fake", ask: Fields) -> Json:
    """It is deleted in the client, and in no list any more."""
    found = corp_of(fake, ask).moments.get(ask.text("moment_id"))
    if found is None:
        raise Refused(41060)
    found.deleted = True
    return {}


@control("POST", "/__ctl/moment/{moment_id}/like")
def like(fake: "Fake", ask: Fields) -> Json:
    """`external_userid` (who must have seen it) or the member `by` likes what `userid` published. Twice: no longer."""
    task, who = _seen(corp_of(fake, ask), ask)
    before = len(task.likes)
    task.likes[:] = [one for one in task.likes if one.items().isdisjoint(who.items())]
    if len(task.likes) == before:
        task.likes.append({**who, "create_time": fake.clock.seconds})
    return {"likes": len(task.likes)}


@control("POST", "/__ctl/moment/{moment_id}/comment")
def comment(fake: "Fake", ask: Fields) -> Json:
    """As `like`; somebody may comment more than once."""
    task, who = _seen(corp_of(fake, ask), ask)
    task.comments.append({**who, "create_time": fake.clock.seconds})
    return {"comments": len(task.comments)}


@control("POST", "/__ctl/moments/habit")
def set_taste(fake: "Fake", ask: Fields) -> Json:
    """What customers do with Moments they see from now on: life.habits.Taste, or `off`."""
    corp = corp_of(fake, ask)
    given = {name: ask.given[name] for name in Taste.__struct_fields__ if name in ask.given}
    corp.tastes = {} if ask.flag("off") else msgspec.to_builtins(msgspec.convert(given, Taste))
    return {"taste": corp.tastes}


def _seen(corp: Corp, ask: Fields) -> tuple[MomentTask, Json]:
    moment = corp.moments.get(ask.text("moment_id"))
    task = moment.tasks.get(ask.text("userid")) if moment else None
    if task is None:
        raise Refused(41060)
    customer = ask.text("external_userid")
    if not task.published_at or (customer and customer not in task.reached):
        raise Refused(41062, "the customer has not seen it")
    return task, {"external_userid": customer} if customer else {"userid": ask.text("by", need=40058)}
