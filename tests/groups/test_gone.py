"""Tasks about groups that nothing speaks of any more."""

import sqlalchemy as sa
from tests.accounts.people import person

from yutang.accounts.model import Role, Viewer
from yutang.groups.gone import drop_tasks
from yutang.groups.tables import customer_group
from yutang.kit.db import Database
from yutang.tasks.actions import create
from yutang.tasks.model import NewTask, Why
from yutang.tasks.tables import task

NOW = 1_800_000_000_000_000


def about(id_: str, kind: str = "group") -> NewTask:
    return NewTask(kind="stop_group", subject_kind=kind, subject_id=id_, subject_name=id_, due_at=NOW, harm=1,
                   why=Why("quiet", {}), source="advice", source_id=id_)  # fmt: skip


def states(conn: sa.Connection) -> dict[str, str]:
    return {row.subject_id: row.state for row in conn.execute(sa.select(task.c.subject_id, task.c.state))}


def test_only_what_is_about_a_lost_group_is_dropped(database: Database) -> None:
    who: Viewer = person(database, "ann", Role.ADMINISTRATOR)

    def write(conn: sa.Connection) -> tuple[int, int, dict[str, str]]:
        values = {"id": 1, "platform": "wecom", "external_id": "here", "private": False}
        conn.execute(sa.insert(customer_group).values(**values))
        create(conn, [about("wecom:here"), about("wecom:gone"), about("7", "import")], viewer=who, now=NOW)
        first = drop_tasks(conn, viewer=who, now=NOW)
        return first, drop_tasks(conn, viewer=who, now=NOW), states(conn)

    dropped, again, found = database.write(write)
    assert (dropped, again) == (1, 0)
    assert found == {"wecom:here": "open", "wecom:gone": "dropped", "7": "open"}
