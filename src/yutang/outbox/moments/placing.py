# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""A draft of a Moment looked at and confirmed: who publishes it, who will see it, who won't and why."""

import hashlib

import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import Scope, Viewer
from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.planning import faults
from yutang.connections import mirror
from yutang.engine import World
from yutang.kit.errors import YutangError
from yutang.outbox import recipients, store
from yutang.outbox.audience import Account, account
from yutang.outbox.compose import draft_of
from yutang.outbox.model import PATIENCE, CapRule, SendState, allowance
from yutang.outbox.moments import members, sights
from yutang.outbox.moments.audience import Ask, look
from yutang.outbox.moments.model import Notice, Publisher
from yutang.outbox.placing import MOST, Desk, connection_platform, digest, facts_of, whom_of
from yutang.outbox.store import Send
from yutang.tasks import actions as tasks
from yutang.tasks import sends as task


class Placing(msgspec.Struct, frozen=True):
    """As `placing.Placing`. `notices`: of the proposed, what the platform can't leave out."""

    rows: pa.Table
    account: Account
    publishers: tuple[Publisher, ...]
    notices: dict[Notice, int]
    digest: str
    wrong: tuple[str, ...]


def place(desk: Desk, draft: Send, known: World, scope: Scope, *, now: int) -> Placing:
    """Raises as `placing.place`, and YutangError send_tag: a tag of it is gone."""
    limits, whom = desk.able.limits[Target.FEED], draft.audience
    with desk.ledger.state.read() as conn, desk.ledger.analytics.cursor() as cursor:
        held = mirror.tags(conn, draft.connection_id)
        if not set(whom.tags) <= held.keys():
            raise YutangError("send_tag")
        asked = whom.segment is not None or whom.rule is not None
        ask = Ask(
            platform=connection_platform(conn, draft.connection_id), purpose=draft.purpose,
            senders=mirror.staff(conn, draft.connection_id), staff=whom.staff,
            tags=[held[one].whole for one in whom.tags],
            segment=whom_of(conn, draft, known, now) if asked else None,
            today=sights.since(conn, draft.connection_id, allowance(CapRule.DAY, now).since),
        )  # fmt: skip
        found = look(cursor, conn, ask, scope)
    if found.rows.num_rows > MOST:
        raise YutangError("send_too_large", limit=MOST)
    told = account(found.rows)
    told = msgspec.structs.replace(told, senders=len(found.publishers), parts=min(1, told.proposed))
    return Placing(
        found.rows, told, found.publishers, found.notices, _digest(found.rows, found.publishers),
        faults(draft.message, limits),
    )  # fmt: skip


def confirm(desk: Desk, id_: int, known: World, seen: str, *, turn: int, viewer: Viewer) -> Account:
    """Keep the plan that was looked at; raises as `placing.confirm`. No cap books anybody: whoever publishes first
    today takes a place in their customers' feeds."""
    with desk.ledger.state.read() as conn:
        draft = draft_of(conn, id_, viewer)
    now = desk.now()
    found = place(desk, draft, known, viewer.scope, now=now)
    if found.digest != seen:
        raise YutangError("send_moved")
    if found.wrong:
        raise YutangError("send_message", faults=list(found.wrong))
    if not found.account.proposed:
        raise YutangError("send_nobody")

    def also(conn: sa.Connection) -> None:
        current = store.one(conn, draft.id)
        if current is None or current.state is not SendState.DRAFT:
            raise YutangError("send_not_draft")
        values = {"state": SendState.RUNNING, "confirmed_at": now, "confirmed_by_name": viewer.name,
                  "deadline_at": now + PATIENCE}  # fmt: skip
        if not store.change(conn, draft.id, seen_turn=turn, **values):
            raise YutangError("send_changed")
        _keep(conn, draft, found, viewer, now)

    desk.ledger.record(facts_of(draft, found.rows, now), origin=f"send {draft.id}", now=now, also=also)
    return found.account


def _keep(conn: sa.Connection, draft: Send, found: Placing, viewer: Viewer, now: int) -> None:
    part = {"send_id": draft.id, "number": 0, "staff_id": None, "sender": "", "people": found.account.proposed,
            "due_at": now}  # fmt: skip
    recipients.put(conn, draft.id, found.rows, store.add_parts(conn, [part]))
    members.put(conn, draft.id, found.publishers)
    after = {
        "audience": found.account.audience,
        "proposed": found.account.proposed,
        "staff": len(found.publishers),
    }
    record(
        conn, viewer, "moment_confirmed", now=now, subject_kind="send", subject_id=str(draft.id), after=after
    )
    asked = [task.Asked(staff_id=one.staff_id, people=one.people) for one in found.publishers]
    wanted = task.wanted(draft.id, draft.name, asked, moment=True, by=viewer, now=now)
    tasks.create(conn, wanted, viewer=viewer, now=now)


def _digest(rows: pa.Table, publishers: tuple[Publisher, ...]) -> str:
    """The same people through the same staff, and nobody else asked to publish."""
    told = digest(rows) + msgspec.json.encode([one.userid for one in publishers]).decode()
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
