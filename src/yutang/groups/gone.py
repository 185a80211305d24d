"""What was to be done about groups that are no longer known."""

import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.groups.tables import customer_group
from yutang.tasks import actions
from yutang.tasks.model import TaskState
from yutang.tasks.tables import task


def drop_tasks(conn: sa.Connection, *, viewer: Viewer, now: int) -> int:
    """Call it where groups may have gone, as with an import that is undone; how many open tasks went with them."""
    group, one = customer_group.c, task.c
    known = sa.exists().where(group.platform + ":" + group.external_id == one.subject_id)
    lost = (one.subject_kind == "group", one.state == TaskState.OPEN, sa.not_(known))
    wanted = sa.select(one.source, one.source_id).where(*lost).distinct().order_by(one.source, one.source_id)
    by_source: dict[str, list[str]] = {}
    for source, source_id in conn.execute(wanted):
        by_source.setdefault(source, []).append(source_id)
    return sum(actions.drop(conn, source, ids, viewer=viewer, now=now) for source, ids in by_source.items())
