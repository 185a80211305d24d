"""Tasks of what no channel does for us: mute or remove somebody in a group, post a text, rename it; make a new one."""

import hashlib
from collections.abc import Collection
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.channels.contract.capabilities import Moderation
from yutang.kit.clock import DAY, SECOND
from yutang.kit.errors import YutangError
from yutang.tasks import actions, store
from yutang.tasks.model import NewTask, Params, Task, TaskState, Why, day_end
from yutang.tasks.tables import task

SOURCE = "moderation"
_M = Moderation
KINDS = {
    _M.MUTE: "mute_member", _M.KICK: "remove_member", _M.POST: "post_in_group", _M.RENAME: "rename_group",
    _M.CREATE: "create_group",
}  # fmt: skip
# Until the end of which day from today it is due when nobody says, and the harm of being late: somebody who troubles
# a group drives others out while one waits; a name troubles nobody; whom nobody gathers are spoken to one by one.
DUE_DAYS = {_M.MUTE: 1, _M.KICK: 1, _M.POST: 1, _M.RENAME: 3, _M.CREATE: 3}
HARM = {_M.MUTE: 50, _M.KICK: 60, _M.POST: 30, _M.RENAME: 10, _M.CREATE: 40}
LATEST = 90 * DAY  # from now: what may wait longer is no task
NOBODY = 0


class Quote(msgspec.Struct, frozen=True):
    """A message that shows why. `at`: µs."""

    at: int
    text: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """`subject_id`: the group's "<platform>:<external id>"; of CREATE the segment whose people are to be in it, and
    `people` of them are the owner's. `owner_id`: whose task it is, an identity. `member`: one, of MUTE and KICK.
    `text`: what to post, or the (new) name. `how`: the channel's code of where it is done, locales
    "channel.how.<how>". `due_at`: µs."""

    action: Moderation
    subject_id: str
    subject_name: str
    owner_id: int | None
    how: str
    reason: str = ""
    member: int = NOBODY
    member_name: str = ""
    quote: Quote | None = None
    text: str = ""
    people: int = 0
    due_at: int | None = None

    @property
    def subject_kind(self) -> str:
        return "segment" if self.action is Moderation.CREATE else "group"


def due_at(asked: int | None, action: Moderation, now: int, zone: ZoneInfo) -> int:
    """Raises YutangError moderation_due: it has passed, or is further than LATEST."""
    if asked is None:
        return day_end(now + DUE_DAYS[action] * DAY, zone) - SECOND
    if not now < asked <= now + LATEST:
        raise YutangError("moderation_due", days=LATEST // DAY)
    return asked


def wanted(one: Wanted, *, by: str, now: int, zone: ZoneInfo) -> NewTask:
    """For its owner; where nobody owns the group, for nobody in particular: supervisors see it. Pure."""
    told: Params = {"how": one.how}
    if one.member:
        told |= {"who": one.member_name}
    if one.quote is not None:
        told |= {"quote": one.quote.text, "quote_at": one.quote.at // 1000}
    if one.text:
        told |= {"text": one.text}
    if one.action is Moderation.CREATE:
        told |= {"n": one.people}
    why = Why("moderation_message", {"by": by})
    if one.reason:
        why = Why("moderation_reason", {"by": by, "reason": one.reason})
    return NewTask(
        kind=KINDS[one.action], params=told, subject_kind=one.subject_kind, subject_id=one.subject_id,
        subject_name=one.subject_name, due_at=due_at(one.due_at, one.action, now, zone), harm=HARM[one.action],
        why=why, source=SOURCE, source_id=source_id(one), owner_staff_id=one.owner_id,
    )  # fmt: skip


def source_id(one: Wanted) -> str:
    """ "<member's identity, or 0>:<action>:<subject>", of a text and of a new group also what it says, and who makes
    it: another text is another task."""
    key = f"{one.member}:{one.action}:{one.subject_id}"
    if one.action not in {Moderation.POST, Moderation.CREATE}:
        return key
    said = one.text if one.action is Moderation.POST else f"{one.owner_id}:{one.text}"
    return f"{key}:{hashlib.blake2b(said.encode(), digest_size=8).hexdigest()}"


def ask(conn: sa.Connection, one: Wanted, *, viewer: Viewer, now: int, zone: ZoneInfo) -> Task:
    """The task. Raises YutangError moderation_due; moderation_open: the same is asked for already, and not done."""
    new = wanted(one, by=viewer.name, now=now, zone=zone)
    if not actions.create(conn, [new], viewer=viewer, now=now):
        raise YutangError("moderation_open")
    about = actions.of_subject(conn, viewer, one.subject_kind, one.subject_id, now=now)
    return next(each for each in about if (each.source, each.source_id) == (SOURCE, new.source_id))


def withdraw(conn: sa.Connection, task_id: int, *, viewer: Viewer, now: int) -> None:
    """Nobody need do it after all. Raises YutangError not_found; moderation_over: it was done, or taken back."""
    found = [one for one in store.by_ids(conn, viewer, [task_id], now=now, lock=True) if one.source == SOURCE]
    if not found:
        raise YutangError("not_found", what="task")
    if found[0].state not in {TaskState.OPEN, TaskState.SNOOZED}:
        raise YutangError("moderation_over")
    actions.drop(conn, SOURCE, [found[0].source_id], viewer=viewer, now=now)


def forget_people(conn: sa.Connection, ids: Collection[int]) -> int:
    """Erased people (identities): open tasks about them end, and of all of them neither name nor words stay."""
    if not ids:
        return 0
    theirs = sa.or_(*(task.c.source_id.startswith(f"{id_}:") for id_ in ids))
    about = (task.c.source == SOURCE, theirs)
    ended = {"state": TaskState.DROPPED, "open_key": None, "snoozed_until": None}
    conn.execute(sa.update(task).where(*about, task.c.state == TaskState.OPEN).values(**ended))
    blank = {"params": '{"who":""}', "why_code": "moderation_erased", "why_params": "{}", "result": None}
    return conn.execute(sa.update(task).where(*about).values(**blank)).rowcount
