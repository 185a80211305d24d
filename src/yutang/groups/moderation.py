"""What a group needs that no message does: somebody muted or removed, a text posted, another name.

Its channel decides who does it: one that can has done it when it says so; of all others a person is asked, by a task
with the evidence and a deadline (wecom-api.md §9: WeCom's API has none of these). A channel is asked outside of any
transaction, for it may have to call somebody.
"""

from collections.abc import Callable

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import Scope, Viewer
from yutang.channels.contract.capabilities import Moderation
from yutang.channels.contract.channel import Channel
from yutang.channels.contract.outcomes import Done, HumanTask, Refused
from yutang.customers.tables import identity
from yutang.groups.store import in_scope
from yutang.groups.tables import customer_group, membership
from yutang.kit.clock import DAY, zone
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.ledger import Ledger
from yutang.tasks import moderation as task
from yutang.tasks.model import Task

OF_MEMBERS = frozenset({Moderation.MUTE, Moderation.KICK})
MEMBERS, MESSAGES, LOOKED_BACK = 20, 5, 28 * DAY
QUOTED = 300  # characters of a message that stand in a task
_PEOPLE = (Role.UNKNOWN, Role.PERSON)
_IN = f"({', '.join(str(int(role)) for role in _PEOPLE)})"
_MEMBERS = f"""
with spoke as (
  select identity_id, max(happened) as last from fact
  where group_id = $group and kind = {Kind.MESSAGE_SENT:d} and happened >= make_timestamp($since) group by identity_id
)
select i.id, coalesce(i.name, i.external_id), epoch_us(s.last)
from (select distinct identity_id from membership where group_id = $group and "left" is null) m
join identity i on i.id = m.identity_id left join spoke s on s.identity_id = i.id
where i.role in {_IN} and (contains(lower(coalesce(i.name, '')), lower($q)) or i.external_id = $q or $q = '')
order by s.last desc nulls last, i.name, i.id limit {MEMBERS}
"""
_MESSAGES = f"""
select f.id, epoch_us(f.happened), p.text from fact f join payload p on p.fact_id = f.id
where f.group_id = $group and f.identity_id = $member and f.kind = {Kind.MESSAGE_SENT:d} and coalesce(p.text, '') <> ''
  and ($fact is null or f.id = $fact)
order by f.happened desc, f.id desc limit {MESSAGES}
"""


class Room(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    platform: str
    external_id: str
    name: str
    owner_id: int | None
    dismissed: int | None


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """`id`: an identity. `last_at`: when they last spoke there within 28 days, µs."""

    id: int
    name: str
    last_at: int | None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A message. `id`: of the fact; `at`: µs."""

    id: int
    at: int
    text: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """`group`: "<platform>:<external id>". `message`: a fact that shows why. `text`: see tasks.moderation.Wanted."""

    group: str
    action: Moderation
    member: int | None = None
    message: int | None = None
    reason: str = ""
    text: str = ""
    due_at: int | None = None


def members(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, group: str, *, q: str, scope: Scope, now: int
) -> list[Member]:  # fmt: skip
    """People who are in the group now, who spoke last first. Raises YutangError not_found."""
    asked = {"group": room_of(conn, group, scope).id, "q": q.strip(), "since": now - LOOKED_BACK}
    return [
        Member(id=id_, name=name, last_at=at) for id_, name, at in cursor.execute(_MEMBERS, asked).fetchall()
    ]


def messages(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, group: str, member: int, scope: Scope
) -> list[Said]:  # fmt: skip
    """The last that this member said in the group, where its words are kept. Raises YutangError not_found."""
    return _said(cursor, room_of(conn, group, scope), member, None)


def ask(
    ledger: Ledger, asked: Asked, *, channel_of: Callable[[str], Channel | None], viewer: Viewer, now: int
) -> Task | None:  # fmt: skip
    """The task of the person who does it; None: the channel has done it. `channel_of`: by platform; None: no channel of
    ours leads there. Raises YutangError: not_found, group_dismissed, moderation_member, moderation_message,
    moderation_evidence, moderation_text, moderation_due, moderation_open, moderation_refused {why}."""
    with ledger.state.read() as conn, ledger.analytics.cursor() as cursor:
        room = room_of(conn, asked.group, viewer.scope)
        one = _checked(conn, cursor, room, asked)
    task.due_at(one.due_at, one.action, now, zone(ledger.zone))  # refused before a channel is asked
    target = room.external_id if not one.member else f"{room.external_id}/{_account(ledger, one.member)}"
    return hand_on(ledger, one, channel_of(room.platform), target, viewer=viewer, now=now)


def hand_on(
    ledger: Ledger, one: task.Wanted, channel: Channel | None, target: str, *, viewer: Viewer, now: int
) -> Task | None:  # fmt: skip
    """To the channel; what it can't do, to a person. Raises YutangError moderation_open, moderation_refused {why}."""
    outcome = (
        HumanTask(action=one.action, target=target, how="by_hand")
        if channel is None
        else channel.moderate(one.action, target)
    )
    if not isinstance(outcome, HumanTask | Done):
        why = outcome.reason if isinstance(outcome, Refused) else outcome.code
        raise YutangError("moderation_refused", why=why)

    def write(conn: sa.Connection) -> Task | None:
        made = None
        if isinstance(outcome, HumanTask):
            told = msgspec.structs.replace(one, how=outcome.how)
            made = task.ask(conn, told, viewer=viewer, now=now, zone=zone(ledger.zone))
        _log(conn, one, made, viewer=viewer, now=now)
        return made

    return ledger.state.write(write)


def room_of(conn: sa.Connection, group: str, scope: Scope) -> Room:
    """Raises YutangError not_found: it isn't there, is a private chat, or is out of the scope."""
    platform, _, external = group.replace("\x00", "").partition(":")  # PostgreSQL takes none in a text
    one = customer_group.c
    columns = (one.id, one.platform, one.external_id, one.name, one.owner_id, one.dismissed)
    named = (one.platform == platform, one.external_id == external, sa.not_(one.private), in_scope(scope))
    row = conn.execute(sa.select(*columns).where(*named)).mappings().one_or_none()
    if row is None:
        raise YutangError("not_found", what="group")
    return Room(**(dict(row) | {"name": row["name"] or row["external_id"]}))


def _checked(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, room: Room, asked: Asked
) -> task.Wanted:  # fmt: skip
    reason, text = asked.reason.strip(), asked.text.strip()
    if room.dismissed is not None:
        raise YutangError("group_dismissed")
    one = task.Wanted(action=asked.action, subject_id=asked.group, subject_name=room.name, owner_id=room.owner_id,
                      how="", reason=reason, due_at=asked.due_at)  # fmt: skip
    if asked.action not in OF_MEMBERS:
        if not text:
            raise YutangError("moderation_text")
        if not reason:
            raise YutangError("moderation_evidence")
        return msgspec.structs.replace(one, text=text)
    if not reason and asked.message is None:
        raise YutangError("moderation_evidence")
    member = asked.member or task.NOBODY
    name = _name_of(conn, room, member)
    if name is None:
        raise YutangError("moderation_member")
    return msgspec.structs.replace(
        one, member=member, member_name=name, quote=_quote(cursor, room, member, asked.message)
    )


def _quote(
    cursor: duckdb.DuckDBPyConnection, room: Room, member: int, message: int | None
) -> task.Quote | None:
    if message is None:
        return None
    found = _said(cursor, room, member, message)
    if not found:
        raise YutangError("moderation_message")
    return task.Quote(found[0].at, found[0].text)


def _said(cursor: duckdb.DuckDBPyConnection, room: Room, member: int, fact: int | None) -> list[Said]:
    rows = cursor.execute(_MESSAGES, {"group": room.id, "member": member, "fact": fact}).fetchall()
    return [Said(id=id_, at=at, text=_cut(text)) for id_, at, text in rows]


def _cut(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def _name_of(conn: sa.Connection, room: Room, member: int) -> str | None:
    """None: they are not in the group, or are none of the people it is for."""
    one, stay = identity.c, membership.c
    inside = sa.exists().where(stay.group_id == room.id, stay.identity_id == one.id, stay.left.is_(None))
    named = sa.select(sa.func.coalesce(one.name, one.external_id))
    return conn.execute(named.where(one.id == member, one.role.in_(_PEOPLE), inside)).scalar_one_or_none()


def _account(ledger: Ledger, member: int) -> str:
    with ledger.state.read() as conn:
        return conn.execute(sa.select(identity.c.external_id).where(identity.c.id == member)).scalar_one()


def _log(conn: sa.Connection, one: task.Wanted, made: Task | None, *, viewer: Viewer, now: int) -> None:
    """Ids alone: the log is kept when a person is erased, so it holds neither their name nor what they said."""
    after = {"action": one.action.value, "member": one.member or None, "task": made.id if made else None,
             "due_at": made.due_at if made else None}  # fmt: skip
    act = "group_moderated" if made is None else "moderation_asked"
    record(conn, viewer, act, now=now, subject_kind=one.subject_kind, subject_id=one.subject_id, after=after)
