"""Accept, snooze, keep anyway, undo: each on many groups at once, in one transaction with its tasks and audit log.

A group has one decision at most. A new one takes the place of the one that stands, and the open tasks that a
replaced accept had made go with it.
"""

import datetime as dt
from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import Viewer
from yutang.accounts.tables import user_account
from yutang.checkup import verdicts
from yutang.checkup.decide import SOURCE, Chosen, DecisionKind, Sorted, Verdict, sort_out, task_for
from yutang.checkup.kept import Snapshot
from yutang.customers.tables import identity
from yutang.groups.store import owned
from yutang.kit import clock
from yutang.kit.errors import YutangError
from yutang.tasks import actions as tasks

LOGGED = 500  # groups that one row of the audit log names


class Unseen(YutangError):
    """A group that isn't in the check-up, or not in the viewer's scope: the answer is the same, and nothing is done."""


class OwnerShare(msgspec.Struct, frozen=True, kw_only=True):
    """What an accept would ask of one owner."""

    owner: str
    user_id: int | None  # None: nobody signs in as this member of staff yet
    tasks: int
    groups: list[str]  # names


class AcceptPreview(msgspec.Struct, frozen=True, kw_only=True):
    tasks: int
    owners: list[OwnerShare]  # most tasks first
    without_owner: int  # tasks for nobody in particular: supervisors see them
    already: int  # accepted before
    nothing_to_do: int  # advice to keep, or none


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    tasks: int
    already: int
    nothing_to_do: int


def choose(
    conn: sa.Connection, snapshot: Snapshot, refs: Sequence[str], viewer: Viewer, *, lock: bool = False
) -> list[Chosen]:
    """The groups of these refs, each once, in the viewer's scope. Raises Unseen when any is not there."""
    wanted = dict.fromkeys(refs)
    survey = snapshot.survey
    here = {
        room.group_id: g
        for room, g in zip(survey.rooms, survey.checkup.groups, strict=True)
        if g.id in wanted
    }
    owners = owned(conn, list(here), viewer.scope, lock=lock)
    if len(owners) < len(wanted):
        raise Unseen("groups_unseen", n=len(wanted) - len(owners))
    return [Chosen(group_id=id_, report=g, owner=owners[id_]) for id_, g in here.items()]


def preview(conn: sa.Connection, snapshot: Snapshot, refs: Sequence[str], *, viewer: Viewer) -> AcceptPreview:
    """What `accept` would do. Writes nothing."""
    plan = _plan(conn, choose(conn, snapshot, refs, viewer))
    by: dict[int, list[str]] = {}
    for one in plan.todo:
        if one.owner is not None:
            by.setdefault(one.owner, []).append(one.report.name)
    names, accounts = _people(conn, list(by))
    shares = [
        OwnerShare(owner=names.get(id_, ""), user_id=accounts.get(id_), tasks=len(groups), groups=groups)
        for id_, groups in by.items()
    ]
    return AcceptPreview(
        tasks=len(plan.todo),
        owners=sorted(shares, key=lambda s: (-s.tasks, s.owner)),
        without_owner=sum(one.owner is None for one in plan.todo),
        already=plan.already,
        nothing_to_do=plan.nothing_to_do,
    )


def accept(
    conn: sa.Connection,
    snapshot: Snapshot,
    refs: Sequence[str],
    *,
    viewer: Viewer,
    now: int,
    due_at: int | None = None,
) -> Accepted:
    """Take the advice of these groups: a task for each one's owner. Twice is once. `due_at`: µs; None: by advice."""
    plan = _plan(conn, choose(conn, snapshot, refs, viewer, lock=True))
    zone = clock.zone(snapshot.survey.checkup.zone)
    _replace(conn, plan.todo, DecisionKind.ACCEPTED, viewer=viewer, now=now)
    made = [task_for(one, now=now, due_at=due_at, zone=zone) for one in plan.todo]
    count = tasks.create(conn, made, viewer=viewer, now=now) if made else 0
    return Accepted(tasks=count, already=plan.already, nothing_to_do=plan.nothing_to_do)


def snooze(
    conn: sa.Connection, snapshot: Snapshot, refs: Sequence[str], until: dt.date, *, viewer: Viewer, now: int
) -> int:
    """Hide the advice until that day; then it is back by itself. How many groups; a day that isn't ahead is refused."""
    if until <= clock.moment(now, clock.zone(snapshot.survey.checkup.zone)).date():
        raise YutangError("snooze_past", until=until.isoformat())
    chosen = choose(conn, snapshot, refs, viewer, lock=True)
    _replace(conn, chosen, DecisionKind.SNOOZED, viewer=viewer, now=now, until=until)
    return len(chosen)


def keep(
    conn: sa.Connection, snapshot: Snapshot, refs: Sequence[str], reason: str, *, viewer: Viewer, now: int
) -> int:
    """Keep the groups against the advice, for a reason that is remembered until it is taken back. How many groups."""
    if not reason.strip():
        raise YutangError("reason_needed")
    chosen = choose(conn, snapshot, refs, viewer, lock=True)
    _replace(conn, chosen, DecisionKind.KEPT, viewer=viewer, now=now, reason=reason.strip())
    return len(chosen)


def undo(conn: sa.Connection, snapshot: Snapshot, refs: Sequence[str], *, viewer: Viewer, now: int) -> int:
    """Take back what stands on these groups, with the open tasks of an accept; how many. What was done stays done."""
    chosen = choose(conn, snapshot, refs, viewer, lock=True)
    held = verdicts.standing(conn, [one.group_id for one in chosen])
    mine = [one for one in chosen if one.group_id in held]
    _take_back(conn, mine, held, viewer=viewer, now=now)
    if mine:
        _log(conn, viewer, "advice_undone", mine, now=now)
    return len(mine)


def _plan(conn: sa.Connection, chosen: Sequence[Chosen]) -> Sorted:
    return sort_out(chosen, verdicts.standing(conn, [one.group_id for one in chosen]))


def _replace(
    conn: sa.Connection, chosen: Sequence[Chosen], kind: DecisionKind, *, viewer: Viewer, now: int,
    until: dt.date | None = None, reason: str = "",
) -> None:  # fmt: skip
    """Put this decision on the groups, in the place of whatever stands there."""
    if not chosen:
        return
    held = verdicts.standing(conn, [one.group_id for one in chosen])
    _take_back(conn, [one for one in chosen if one.group_id in held], held, viewer=viewer, now=now)
    made = [
        Verdict(group_id=one.group_id, kind=kind, until=until, reason=reason, state=one.report.state,
                advice=one.report.advice, by_name=viewer.name, decided_at=now)
        for one in chosen
    ]  # fmt: skip
    verdicts.put(conn, made, by_id=viewer.user_id)
    _log(conn, viewer, f"advice_{kind.value}", chosen, now=now, until=until, reason=reason)


def _take_back(
    conn: sa.Connection, chosen: Sequence[Chosen], held: dict[int, Verdict], *, viewer: Viewer, now: int
) -> None:
    if not chosen:
        return
    verdicts.take_back(conn, [one.group_id for one in chosen], by_name=viewer.name, now=now)
    accepted = [one.report.id for one in chosen if held[one.group_id].kind is DecisionKind.ACCEPTED]
    if accepted:
        tasks.drop(conn, SOURCE, accepted, viewer=viewer, now=now)


def _log(
    conn: sa.Connection, viewer: Viewer, act: str, chosen: Sequence[Chosen], *, now: int, reason: str = "",
    until: dt.date | None = None,
) -> None:  # fmt: skip
    """One row of the audit log, however many groups: one act of one person. Who decided what on each group is in
    `group_decision` too, so a long list may be cut here."""
    refs = [one.report.id for one in chosen]
    alone = refs[0] if len(refs) == 1 else ""
    after = {"count": len(refs), "groups": refs[:LOGGED]} | ({"until": until.isoformat()} if until else {})
    record(conn, viewer, act, now=now, subject_kind="group", subject_id=alone, after=after, reason=reason)


def _people(conn: sa.Connection, owners: list[int]) -> tuple[dict[int, str], dict[int, int]]:
    """Names of owners, and the accounts that work as them."""
    one, who = identity.c, user_account.c
    named = sa.select(one.id, sa.func.coalesce(one.name, one.external_id).label("name")).where(
        one.id.in_(owners)
    )
    works = (
        sa.select(who.staff_id.label("staff"), sa.func.min(who.id).label("user"))
        .where(who.staff_id.in_(owners), sa.not_(who.disabled))
        .group_by(who.staff_id)
    )
    names = {row.id: row.name for row in conn.execute(named)}
    return names, {row.staff: row.user for row in conn.execute(works)}
