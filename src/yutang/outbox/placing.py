# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""A draft looked at and confirmed: who gets it from whom, who doesn't and why, as of one instant.

Confirming keeps all of it in one transaction: recipients (from then on booked), parts, tasks of staff, facts. Nothing
is sent by that; parts are submitted by the job (`submitting`).
"""

import hashlib
from collections.abc import Callable

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from pyarrow import ipc

from yutang.accounts.audit import record
from yutang.accounts.model import Scope, Viewer
from yutang.channels.contract.capabilities import Capabilities, Target
from yutang.channels.contract.channel import Channel
from yutang.channels.contract.planning import faults
from yutang.channels.wecom.channel import able
from yutang.channels.wecom.limits import Limits
from yutang.connections import mirror
from yutang.connections import store as connections
from yutang.connections.model import ConnectionState
from yutang.engine import Fault, Query, World, check, compile_rule, parse
from yutang.engine.rule import Rule
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Channel as Where
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger
from yutang.outbox import recipients, store
from yutang.outbox.audience import Account, Gate, account, ask
from yutang.outbox.compose import draft_of
from yutang.outbox.later import Later
from yutang.outbox.model import PATIENCE, SendKind, SendState, allowance
from yutang.outbox.store import Send
from yutang.segments.recording import recordable
from yutang.segments.saved import blob
from yutang.segments.saved import store as segments
from yutang.segments.saved.model import BadRule
from yutang.tasks import actions as tasks
from yutang.tasks import sends as task

MOST = 500_000  # people in one audience
TRIES = 5
_DIGEST = 16  # bytes


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """What the outbox works with. `channel_of`: a connection's channel, to speak with; raises YutangError where its
    settings can't be read. `able`: what such a channel takes. `stopped`: looked at between two calls of a channel.
    `later`: where what need not be kept at once is gathered (settling.together)."""

    ledger: Ledger
    channel_of: Callable[[int], Channel]
    now: Callable[[], int]
    able: Capabilities = msgspec.field(default_factory=lambda: able(Limits()))
    stopped: Callable[[], bool] = lambda: False
    later: Later | None = None


class Placing(msgspec.Struct, frozen=True):
    """`rows` of audience.PLACED. `digest`: what tells two of them apart. `wrong`: why the message can't go as it is.
    `stamp`: what was booked by then."""

    rows: pa.Table
    account: Account
    digest: str
    wrong: tuple[str, ...]
    stamp: int


class _Booked(Exception):
    """Raised in the transaction that would confirm: another send was confirmed since the placing."""


def place(desk: Desk, draft: Send, known: World, scope: Scope, *, now: int) -> Placing:
    """Raises YutangError: send_connection, send_rule, send_segment, send_too_large {limit}; BadRule."""
    limits = desk.able.limits[Target.PERSON]
    ledger = desk.ledger
    with ledger.state.read() as conn, ledger.analytics.cursor() as cursor:
        rule = store.policy(conn, draft.connection_id)
        may = allowance(rule, now)
        stamp = store.stamp(conn, draft.connection_id)
        gate = Gate(
            platform=connection_platform(conn, draft.connection_id), purpose=draft.purpose,
            senders=mirror.staff(conn, draft.connection_id),
            used=recipients.used(conn, draft.connection_id, may.since), most=may.most, size=limits.recipients,
        )  # fmt: skip
        rows = ask(cursor, conn, whom_of(conn, draft, known, now), gate, scope)
    if rows.num_rows > MOST:
        raise YutangError("send_too_large", limit=MOST)
    return Placing(rows, account(rows), digest(rows), faults(draft.message, limits), stamp)


def confirm(desk: Desk, id_: int, known: World, seen: str, *, turn: int, viewer: Viewer) -> Account:
    """Keep the plan that was looked at: its digest is `seen`.

    Raises as `place`, and YutangError: not_found, send_not_draft, send_changed, send_moved (facts came in since),
    send_message {faults}, send_nobody.
    """
    for _ in range(TRIES):
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
        try:
            _keep(desk.ledger, draft, found, turn, viewer, now)
        except _Booked:
            continue
        return found.account
    raise YutangError("send_moved")


def digest(rows: pa.Table) -> str:
    """The same people through the same staff, and the same left out for the same reasons."""
    sink = pa.BufferOutputStream()
    told = rows.select(["customer_id", "identity_id", "staff_id", "reason"]).combine_chunks()
    with ipc.new_stream(sink, told.schema) as writer:
        writer.write_table(told)
    return hashlib.blake2b(memoryview(sink.getvalue()), digest_size=_DIGEST).hexdigest()


def connection_platform(conn: sa.Connection, connection_id: int) -> str:
    """Raises YutangError send_connection: there is none, or it is off."""
    found = connections.one(conn, connection_id)
    if found is None or found.state is ConnectionState.OFF:
        raise YutangError("send_connection")
    return found.channel


def whom_of(conn: sa.Connection, draft: Send, known: World, now: int) -> Query | pa.Table:
    """A segment's rule as it is now, or its list as it was made. Raises YutangError send_segment, BadRule."""
    if draft.audience.segment is None:
        return _compiled(parse(msgspec.json.encode(draft.audience.rule)), known, now)
    found = segments.segments(conn, [draft.audience.segment])
    if not found:
        raise YutangError("send_segment")
    if found[0].rule is None:
        return blob.unpack(segments.ids_of(conn, found[0].id) or blob.EMPTY)
    return _compiled(found[0].rule, known, now)


def _compiled(rule: Rule | Fault, known: World, now: int) -> Query:
    wrong = [rule] if isinstance(rule, Fault) else check(rule, known)
    if wrong or isinstance(rule, Fault):
        raise BadRule(wrong)
    return compile_rule(rule, known, now=now)


def _keep(ledger: Ledger, draft: Send, found: Placing, turn: int, viewer: Viewer, now: int) -> None:
    rows = found.rows

    def also(conn: sa.Connection) -> None:
        values = {"state": SendState.RUNNING, "confirmed_at": now, "confirmed_by_name": viewer.name,
                  "deadline_at": now + PATIENCE}  # fmt: skip
        current = store.one(conn, draft.id)
        if current is None or current.state is not SendState.DRAFT:
            raise YutangError("send_not_draft")
        if store.stamp(conn, draft.connection_id) != found.stamp:
            raise _Booked
        if not store.change(conn, draft.id, seen_turn=turn, **values):
            raise YutangError("send_changed")
        chosen = rows.filter(pc.equal(rows["reason"], 0))
        ids = store.add_parts(conn, _parts(draft.id, chosen, now))
        recipients.put(conn, draft.id, rows, ids)
        after = {"audience": found.account.audience, "proposed": found.account.proposed}
        record(
            conn,
            viewer,
            "send_confirmed",
            now=now,
            subject_kind="send",
            subject_id=str(draft.id),
            after=after,
        )
        asked = task.wanted(draft.id, draft.name, _asked(chosen), moment=False, by=viewer, now=now)
        tasks.create(conn, asked, viewer=viewer, now=now)

    ledger.record(facts_of(draft, rows, now), origin=f"send {draft.id}", now=now, also=also)


def _parts(send_id: int, chosen: pa.Table, now: int) -> list[dict[str, object]]:
    counted = chosen.group_by(["part", "staff_id", "userid"]).aggregate([([], "count_all")]).sort_by("part")
    return [
        {"send_id": send_id, "number": row["part"], "staff_id": row["staff_id"], "sender": row["userid"],
         "people": row["count_all"], "due_at": now}
        for row in counted.to_pylist()
    ]  # fmt: skip


def _asked(chosen: pa.Table) -> list[task.Asked]:
    counted = chosen.group_by("staff_id").aggregate([([], "count_all")]).sort_by("staff_id").to_pylist()
    return [task.Asked(staff_id=row["staff_id"], people=row["count_all"]) for row in counted]


def facts_of(draft: Send, rows: pa.Table, now: int) -> pa.Table:
    """Each of the audience is proposed to, or refused by the gate; of who is gone nothing is said."""
    rows = rows.filter(pc.is_valid(rows["identity_id"]))
    out = pc.not_equal(rows["reason"], 0)
    n = rows.num_rows
    kind = pc.if_else(out, int(Kind.TOUCH_REFUSED), int(Kind.TOUCH_PROPOSED))
    channel = Where.MOMENTS if draft.kind is SendKind.MOMENT else Where.WECOM
    columns = {
        "kind": kind, "happened": pa.repeat(now, n), "identity_id": rows["identity_id"], "staff_id": rows["staff_id"],
        "channel": pa.repeat(int(channel), n), "object_id": pa.repeat(draft.id, n),
        "amount": pc.if_else(out, rows["reason"], None),
    }  # fmt: skip
    return recordable(pa.table(columns))
