"""A new group for a segment's people: no channel of ours makes one (wecom-api.md §9), so a member of staff is asked.

They invite whom they follow: nobody else can. So whoever asks sees of each member how many of the segment are theirs.
"""

from collections.abc import Callable

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope, Viewer
from yutang.accounts.words import a_name
from yutang.channels.contract.capabilities import Moderation
from yutang.channels.contract.channel import Channel
from yutang.connections import employed
from yutang.groups.moderation import hand_on
from yutang.groups.store import in_scope
from yutang.groups.tables import customer_group
from yutang.kit.clock import SECOND, zone
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Role
from yutang.ledger.ledger import Ledger
from yutang.segments.saved import actions as segments
from yutang.segments.saved.model import Segment
from yutang.staff.scope import customers_in_scope
from yutang.tasks import actions as tasks
from yutang.tasks import moderation as task
from yutang.tasks.model import Task

MOST = 20  # members of staff to choose from at a time
_FOUNDERS = f"""
with theirs as (
  select r.staff_id, count(distinct m.customer_id) as people
  from segment_member m join relation r on r.customer_id = m.customer_id and r.ended is null
  where m.segment_id = $segment and {{seen}} group by 1
)
select i.id, coalesce(i.name, i.external_id), i.platform, i.external_id, coalesce(t.people, 0)
from identity i left join theirs t on t.staff_id = i.id
where i.role = {Role.STAFF:d} and ($everybody or i.id in (select unnest($staff::bigint[])))
  and not (i.platform = 'wecom' and i.external_id in (select unnest($left::varchar[])))
  and ($only is null or i.id = $only)
  and ($q = '' or contains(lower(coalesce(i.name, '')), lower($q)) or i.external_id = $q)
order by 5 desc, 2, 1 limit {MOST}
"""


class Founder(msgspec.Struct, frozen=True, kw_only=True):
    """Who could make the group. `id`: an identity. `people`: members of the segment whom they follow now."""

    id: int
    name: str
    platform: str
    account: str
    people: int


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """`name`: of the new group. `due_at`: µs."""

    segment_id: int
    staff_id: int
    name: str
    reason: str
    due_at: int | None = None


class Founding(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for. `group`: "<platform>:<external id>" of the one that its owner made since."""

    task: Task
    group: str | None


def founders(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, segment_id: int, *, q: str, scope: Scope
) -> list[Founder]:  # fmt: skip
    """Staff in the scope who work here still, who follow most of the segment first. `q`: a part of the name, or the
    whole id. Raises YutangError not_found."""
    _segment(conn, segment_id)
    return _founders(conn, cursor, segment_id, q=q.strip(), only=None, scope=scope)


def ask(
    ledger: Ledger, asked: Asked, *, channel_of: Callable[[str], Channel | None], viewer: Viewer, now: int
) -> Task | None:  # fmt: skip
    """The task of who makes it; None: the channel has made it. Raises YutangError: not_found (the segment),
    founding_staff, founding_name, name_bad, moderation_evidence, moderation_due, moderation_open,
    moderation_refused {why}."""
    name, reason = asked.name.strip(), asked.reason.strip()
    with ledger.state.read() as conn, ledger.analytics.cursor() as cursor:
        segment = _segment(conn, asked.segment_id)
        found = _founders(conn, cursor, segment.id, q="", only=asked.staff_id, scope=viewer.scope)
    if not found:
        raise YutangError("founding_staff")
    if not name:
        raise YutangError("founding_name")
    name = a_name(name)
    if not reason:
        raise YutangError("moderation_evidence")
    task.due_at(asked.due_at, Moderation.CREATE, now, zone(ledger.zone))  # refused before a channel is asked
    who = found[0]
    one = task.Wanted(action=Moderation.CREATE, subject_id=str(segment.id), subject_name=segment.name, owner_id=who.id,
                      how="", reason=reason, text=name, people=who.people, due_at=asked.due_at)  # fmt: skip
    return hand_on(ledger, one, channel_of(who.platform), who.account, viewer=viewer, now=now)


def asked_for(conn: sa.Connection, segment_id: int, *, viewer: Viewer, now: int) -> list[Founding]:
    """The newest first, of the viewer's scope. Raises YutangError not_found."""
    _segment(conn, segment_id)
    about = tasks.of_subject(conn, viewer, "segment", str(segment_id), now=now)
    about = [one for one in about if one.source == task.SOURCE]
    made = _made(conn, about, viewer.scope)
    return [Founding(task=one, group=made.get(one.id)) for one in about]


def _segment(conn: sa.Connection, segment_id: int) -> Segment:
    try:
        return segments.one(conn, segment_id)
    except YutangError:
        raise YutangError("not_found", what="segment") from None


def _founders(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, segment_id: int, *, q: str, only: int | None, scope: Scope
) -> list[Founder]:  # fmt: skip
    seen, values = customers_in_scope(scope, "m.customer_id")
    left = [seat.userid for seat in employed.seats(conn).values() if seat.left]
    values |= {"segment": segment_id, "everybody": scope.everything, "staff": sorted(scope.staff), "left": left,
               "only": only, "q": q}  # fmt: skip
    rows = cursor.execute(_FOUNDERS.format(seen=seen), values).fetchall()
    return [
        Founder(id=id_, name=name, platform=platform, account=account, people=people)
        for id_, name, platform, account, people in rows
    ]


def _made(conn: sa.Connection, about: list[Task], scope: Scope) -> dict[int, str]:
    """By task, the group of that name that its owner made after they were asked."""
    # Names were not checked once, and PostgreSQL takes no NUL in a text.
    named = [one for one in about if "\0" not in str(one.params.get("text"))]
    wanted = {(one.owner_staff_id, one.params.get("text")): one for one in named}
    group = customer_group.c
    found = sa.select(group.platform, group.external_id, group.name, group.owner_id, group.created).where(
        group.owner_id.in_({owner for owner, _ in wanted}), group.name.in_({name for _, name in wanted}),
        group.dismissed.is_(None), sa.not_(group.private), in_scope(scope),
    )  # fmt: skip
    made: dict[int, str] = {}
    for row in conn.execute(found.order_by(group.created.desc())):
        one = wanted.get((row.owner_id, row.name))
        if one is not None and row.created is not None and row.created + SECOND > one.created_at:
            made[one.id] = f"{row.platform}:{row.external_id}"
    return made
