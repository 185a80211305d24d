"""Where clashes are asked about, each becomes a task: somebody says whose the customer is.

It is for the supervisor of the deepest unit that holds all who follow; where none has an account, for whoever sees
everything. It goes by itself once the owner is decided, or nobody clashes any more.
"""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from yutang.accounts.audit import nobody
from yutang.accounts.model import Role, Viewer
from yutang.accounts.tables import user_account
from yutang.customers.queries.owners import placed
from yutang.kit.clock import DAY
from yutang.ledger.ledger import Ledger
from yutang.staff import store as organisation
from yutang.staff.clashes import Clash, asked
from yutang.tasks import actions, store
from yutang.tasks.model import NewTask, Why

SOURCE = "clash"
HARM, DAYS = 45, 2  # two who court one customer, each in their own words, cost more every day
MOST = 500  # open at once, the dearest customers first: more than a supervisor decides is a wall, not a list
NAMED = 3  # followers in a sentence


def level(ledger: Ledger, *, now: int) -> tuple[int, int]:
    """Bring the tasks level with the clashes: (made, taken back). Twice is once."""
    with ledger.state.read() as conn, ledger.analytics.cursor() as cursor, placed(cursor, conn):
        found = asked(cursor, organisation.rules(conn), MOST)

    def write(conn: sa.Connection) -> tuple[int, int]:
        clashing = {str(one.customer_id) for one in found}
        over = sorted(set(store.sources_beginning(conn, SOURCE, "")) - clashing)
        gone = actions.drop(conn, SOURCE, over, viewer=nobody(), now=now) if over else 0
        made = wanted(found, _supervisors(conn), now=now)
        return actions.create(conn, made, viewer=nobody(), now=now) if made else 0, gone

    return ledger.state.write(write)


def decided(conn: sa.Connection, customers: Sequence[int], *, viewer: Viewer, now: int) -> int:
    """Call it where owners are decided by hand, in that transaction; how many tasks were over with it."""
    return actions.drop(conn, SOURCE, [str(id_) for id_ in customers], viewer=viewer, now=now)


def forget_people(conn: sa.Connection, ids: Collection[int]) -> int:
    """Erased customers stand in no task: open ones go, and what is kept of the others names nobody."""
    return store.forget(conn, "customer", [str(id_) for id_ in ids])


def wanted(found: Sequence[Clash], supervisors: dict[int, int], *, now: int) -> list[NewTask]:
    """A task a clash. `supervisors`: account by unit. Pure."""
    return [
        NewTask(
            kind="decide_owner", subject_kind="customer", subject_id=str(one.customer_id),
            subject_name=one.name or f"#{one.customer_id}", due_at=now + DAYS * DAY, harm=HARM, why=_why(one),
            source=SOURCE, source_id=str(one.customer_id),
            assignee_id=next((supervisors[unit] for unit in one.above if unit in supervisors), None),
        )
        for one in found
    ]  # fmt: skip


def _why(one: Clash) -> Why:
    said: dict[str, str | int | float] = {"n": len(one.followers), "staff": " / ".join(one.followers[:NAMED])}
    if one.proposed is None:
        return Why("clash_open", said)
    return Why("clash_ask", said | {"proposed": one.proposed})


def _supervisors(conn: sa.Connection) -> dict[int, int]:
    """By unit the account that supervises it; of several the oldest."""
    who = user_account.c
    found = sa.select(who.unit_id, sa.func.min(who.id)).where(
        who.unit_id.is_not(None), who.role == Role.SUPERVISOR, who.disabled.is_(False)
    )
    return {row[0]: row[1] for row in conn.execute(found.group_by(who.unit_id))}
