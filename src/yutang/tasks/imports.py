"""Tasks that an import leaves behind: rows that were rejected, columns whose meaning was guessed."""

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.kit.clock import DAY
from yutang.tasks import actions
from yutang.tasks.model import NewTask, Why

SOURCE = "import"
CONFIRM_HARM = 60  # a wrong column makes every figure wrong, and each day more is decided by them


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What an import brought. `name`: as people call it; `guessed`: tables with a column whose field was guessed."""

    import_id: int
    name: str
    facts: int
    rejects: int
    guessed: int


def harm_of_rejects(rejects: int, facts: int) -> int:
    """10 … 50, linear in the share of rows that are missing: 10 for next to none, 50 from one in five on."""
    share = rejects / max(1, rejects + facts)
    return round(10 + 40 * min(1.0, share / 0.2))


def wanted(brought: Brought, *, by: int, now: int) -> list[NewTask]:
    """For whoever imported: check the rejects within three days, confirm the columns within one. Pure."""

    def task(kind: str, n: int, harm: int, why: str, days: int) -> NewTask:
        return NewTask(
            kind=kind, subject_kind="import", subject_id=str(brought.import_id), subject_name=brought.name,
            due_at=now + days * DAY, harm=harm, why=Why(why, {"n": n}), source=SOURCE,
            source_id=str(brought.import_id), params={"n": n}, assignee_id=by or None,
        )  # fmt: skip

    found: list[NewTask] = []
    if brought.rejects:
        harm = harm_of_rejects(brought.rejects, brought.facts)
        found.append(task("check_rejects", brought.rejects, harm, "rows_rejected", 3))
    if brought.guessed:
        found.append(task("confirm_columns", brought.guessed, CONFIRM_HARM, "columns_guessed", 1))
    return found


def after(conn: sa.Connection, brought: Brought, *, viewer: Viewer, now: int) -> int:
    """Call it where an import ends, in its last transaction; how many tasks are new. The viewer: who imported."""
    return actions.create(conn, wanted(brought, by=viewer.user_id, now=now), viewer=viewer, now=now)


def undone(conn: sa.Connection, import_id: int, *, viewer: Viewer, now: int) -> int:
    """Call it where an import is undone: nobody need check what is no longer there."""
    return actions.drop(conn, SOURCE, [str(import_id)], viewer=viewer, now=now)
