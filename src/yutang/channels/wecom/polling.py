"""What came of a task: who tapped, and what each recipient got. WeCom sends no event for it; it is asked.

Cost of one look: a page of members, and a page of a thousand recipients for each member who tapped.
"""

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.outcomes import Done, Failure, Polled, Refused, Standing, State, Trouble
from yutang.channels.wecom.calls import mass, moments
from yutang.channels.wecom.calls.pages import Page
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.sending import JOB, MASS, MOMENT, SOUGHT, Sought, fingerprint, ref_of
from yutang.kit.clock import SECOND

T = TypeVar("T")
SETTLED = 600 * SECOND  # what is not there by then was not made
_LAG = 1_800  # seconds by which the results of a member may be behind their tap
# Seconds by which the platform's clock and ours may be apart, as for callbacks: what was made "before" it was asked for
# and is looked for only after that is made twice.
_SKEW = 600
_MADE_WITHIN = (
    86_400  # seconds: what was asked for was made by then or never; lists are given for 30 days at most
)
_JOB_LIVES = 86_400  # seconds that a job of Moments is known (page 96351)
_ENDED = {
    mass.RESULT_UNSENT: (State.AWAITING_STAFF, ""),
    mass.RESULT_SENT: (State.SENT, ""),
    mass.RESULT_NO_FRIEND: (State.FAILED, "not_friend"),
    mass.RESULT_CAPPED: (State.FAILED, "capped"),
}
_BAD_REF = Failure(trouble=Trouble.BUG, code="bad_ref")
_ALREADY_CANCELLED, _REMINDED_ENOUGH = "41093", "41094"
_NOT_THERE = frozenset({"41047", "41060"})  # a mass message, a Moment that the platform knows nothing of


def poll(client: Client, ref: str) -> Polled | Failure:
    kind, _, rest = ref.partition(":")
    if kind == MASS:
        return _mass(client, ref, rest)
    if kind == JOB:
        return _job(client, ref, rest)
    if kind == MOMENT:
        return _moment(client, ref, rest)
    if kind != SOUGHT:
        return _BAD_REF
    try:
        return _sought(client, ref, msgspec.json.decode(rest, type=Sought))
    except msgspec.DecodeError:
        return _BAD_REF


def cancel(client: Client, ref: str) -> Done | Refused | Failure:
    """What is sent stays sent. A second time is as good as the first. Refused: there is nothing to be stopped."""
    known = _known(client, ref)
    if isinstance(known, Refused | Failure):
        return known
    kind, _, rest = known.partition(":")
    found = mass.cancel(client, rest) if kind == MASS else moments.cancel(client, rest)
    if not isinstance(found, Failure) or found.code == _ALREADY_CANCELLED:
        return Done(known)
    return Refused("not_there", permanent=True) if found.code in _NOT_THERE else found


def remind(client: Client, ref: str) -> Done | Refused | Failure:
    """Of a mass message, three times in 24 hours. Moments have no reminder: a message of the app must do."""
    kind, _, rest = ref.partition(":")
    if kind != MASS:
        return Refused("not_offered", permanent=True, trouble=Trouble.POLICY)
    found = mass.remind(client, rest)
    if isinstance(found, Failure) and found.code == _REMINDED_ENOUGH:
        return Refused("reminded_enough", permanent=False, trouble=Trouble.POLICY)
    return found if isinstance(found, Failure) else Done(ref)


def _known(client: Client, ref: str) -> str | Refused | Failure:
    """The ref of what there is by now: a job becomes a Moment, what was sought is found."""
    if ref.startswith((f"{MASS}:", f"{MOMENT}:")):
        return ref
    found = poll(client, ref)
    if isinstance(found, Failure):
        return found
    if not found.ref or found.refused:
        return Refused("never_made", permanent=True)
    if found.ref == ref:
        return Failure(trouble=Trouble.RETRY, code="not_yet", until=client.clock.now() + 60 * SECOND)
    return found.ref


def _mass(client: Client, ref: str, msgid: str) -> Polled | Failure:
    tasks = _all(mass.tasks(client, msgid))
    if isinstance(tasks, Failure):
        return tasks
    standings: list[Standing] = []
    for task in tasks:
        if task.status == mass.UNSENT:
            continue
        found = _all(mass.results(client, msgid, task.userid))
        if isinstance(found, Failure):
            return found
        standings.extend(_standing(each) for each in found)
    confirmed = {task.userid: task.status != mass.UNSENT for task in tasks}
    waiting = any(each.state is State.AWAITING_STAFF for each in standings)
    final = bool(tasks) and all(confirmed.values()) and not waiting
    return Polled(ref=ref, standings=tuple(standings), confirmed=confirmed, final=final)


def _standing(found: mass.MassResult) -> Standing:
    """A status that is new to us is unknown, not sent."""
    state, reason = _ENDED.get(found.status, (State.UNKNOWN, f"status_{found.status}"))
    at = found.send_time * SECOND if found.send_time and state is State.SENT else None
    return Standing(found.external_userid or found.chat_id, state, reason, at, found.userid)


def _job(client: Client, ref: str, rest: str) -> Polled | Failure:
    """Where nobody asked in time what became of a job, it is unknown over there: its Moment is looked for instead."""
    jobid, _, kept = rest.partition(" ")
    found = moments.job(client, jobid)
    if isinstance(found, Failure):
        return _forgotten(client, ref, kept, found)
    if found.status != moments.JOB_DONE or found.result is None:
        return Polled(ref=ref)
    if found.result.errcode or not found.result.moment_id:
        return Polled(ref=ref, final=True, refused=str(found.result.errcode or "no_moment"))
    bad = found.result.invalid_sender_list
    invalid = tuple(Standing(each, State.FAILED, "invalid") for each in (bad.user_list if bad else []))
    return Polled(ref=ref_of(MOMENT, found.result.moment_id), standings=invalid)


def _forgotten(client: Client, ref: str, kept: str, found: Failure) -> Polled | Failure:
    """`kept`: what its Moment looks like; "" in refs of former versions."""
    if found.trouble not in (Trouble.DATA, Trouble.BUG):
        return found
    try:
        sought = msgspec.json.decode(kept, type=Sought)
    except msgspec.DecodeError:
        return found
    if client.clock.now() < (sought.since + _JOB_LIVES) * SECOND:
        return found
    return _sought(client, ref, sought)


def _moment(client: Client, ref: str, moment_id: str) -> Polled | Failure:
    """Recipients of a feed are those who publish."""
    tasks = _all(moments.tasks(client, moment_id))
    if isinstance(tasks, Failure):
        return tasks
    confirmed = {task.userid: bool(task.publish_status) for task in tasks}
    standings = tuple(
        Standing(userid, State.SENT if done else State.AWAITING_STAFF, sender=userid)
        for userid, done in confirmed.items()
    )
    return Polled(
        ref=ref, standings=standings, confirmed=confirmed, final=all(confirmed.values()) and bool(tasks)
    )


def _sought(client: Client, ref: str, sought: Sought) -> Polled | Failure:
    """The message that a lost answer was about. Not there, and long enough ago: it was never made."""
    now = client.clock.now()
    found = _found(client, sought, now // SECOND)
    if isinstance(found, Failure):
        return found
    if found:
        return poll(client, found)
    made_up = now - sought.since * SECOND > SETTLED
    return Polled(ref="", final=True) if made_up else Polled(ref=ref)


def _found(client: Client, sought: Sought, now: int) -> str | Failure | None:
    since, until = sought.since - _SKEW, min(now, sought.since + _MADE_WITHIN) + _SKEW
    if sought.target is Target.FEED:
        return _found_moment(client, sought, since, until)
    chat = mass.SINGLE if sought.target is Target.PERSON else mass.GROUP
    messages = _all(mass.made(client, chat, since, until))
    if isinstance(messages, Failure):
        return messages
    for each in messages:
        if each.msgid in sought.known:
            continue
        text = each.text.content if each.text else ""
        if fingerprint(text, [one.msgtype for one in each.attachments]) == sought.looks:
            mine = _mine(client, each.msgid, sought, now)
            if mine:
                return mine if isinstance(mine, Failure) else ref_of(MASS, each.msgid)
    return None


def _mine(client: Client, msgid: str, sought: Sought, now: int) -> bool | Failure:
    """Whether it is to the same sender, and of persons to the same recipients: one text may go out in many tasks.
    Of group sends, who will get it is not told before it is sent; there the sender decides. Of who tapped a moment ago
    recipients may be missing yet: one that may be ours is not taken for another's, else it would be made twice."""
    tasks = _all(mass.tasks(client, msgid))
    if isinstance(tasks, Failure):
        return tasks
    senders = [task for task in tasks if not sought.sender or task.userid == sought.sender]
    if sought.target is not Target.PERSON:
        return bool(senders)
    for task in senders:
        results = _all(mass.results(client, msgid, task.userid))
        if isinstance(results, Failure):
            return results
        if any(each.external_userid in sought.some for each in results):
            return True
    tapped = [task.send_time or sought.since for task in senders if task.status != mass.UNSENT]
    if any(now < at + _LAG for at in tapped):
        return Failure(trouble=Trouble.RETRY, code="not_yet", until=(now + 300) * SECOND)
    return False


def _found_moment(client: Client, sought: Sought, since: int, until: int) -> str | Failure | None:
    posts = _all(moments.made(client, since, until))
    if isinstance(posts, Failure):
        return posts
    for each in posts:
        if each.moment_id in sought.known:
            continue
        kinds = ["image"] * len(each.image) + ["video"] * bool(each.video) + ["link"] * bool(each.link)
        if fingerprint(each.text.content if each.text else "", kinds) != sought.looks:
            continue
        tasks = _all(moments.tasks(client, each.moment_id))
        if isinstance(tasks, Failure):
            return tasks
        if any(task.userid in sought.some for task in tasks):
            return ref_of(MOMENT, each.moment_id)
    return None


def _all(walk: Iterator[Page[T] | Failure]) -> list[T] | Failure:
    items: list[T] = []
    for page in walk:
        if isinstance(page, Failure):
            return page
        items.extend(page.items)
    return items
