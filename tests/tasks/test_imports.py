"""What an import leaves to do."""

import pytest
from tests.tasks.taskworld import DAY, NOW, account

from yutang.accounts.model import Role
from yutang.kit.db import Database
from yutang.tasks import imports, store
from yutang.tasks.model import TaskState


def _brought(*, rejects: int = 0, facts: int = 0, guessed: int = 0) -> imports.Brought:
    return imports.Brought(import_id=5, name="名单.xlsx", facts=facts, rejects=rejects, guessed=guessed)


@pytest.mark.parametrize(
    ("rejects", "facts", "harm"), [(1, 1_000_000, 10), (10, 90, 30), (20, 80, 50), (99, 1, 50), (5, 0, 50)]
)
def test_the_more_is_missing_the_more_it_harms(rejects: int, facts: int, harm: int) -> None:
    assert imports.harm_of_rejects(rejects, facts) == harm


def test_a_clean_import_leaves_nothing() -> None:
    assert imports.wanted(_brought(facts=9), by=1, now=NOW) == []


def test_tasks_are_for_whoever_imported_and_go_with_the_import(database: Database) -> None:
    boss = database.write(lambda conn: account(conn, "boss", Role.SUPERVISOR))
    told = _brought(rejects=3, facts=97, guessed=2)
    assert database.write(lambda conn: imports.after(conn, told, viewer=boss, now=NOW)) == 2
    assert database.write(lambda conn: imports.after(conn, told, viewer=boss, now=NOW)) == 0
    with database.read() as conn:
        page = store.page(conn, boss, TaskState.OPEN, only_mine=True, cursor=None, limit=9, now=NOW)
    assert [(t.kind, t.params, t.due_at, t.why.code) for t in page.items] == [
        ("confirm_columns", {"n": 2}, NOW + DAY, "columns_guessed"),
        ("check_rejects", {"n": 3}, NOW + 3 * DAY, "rows_rejected"),
    ]
    assert database.write(lambda conn: imports.undone(conn, 5, viewer=boss, now=NOW)) == 2


def test_the_command_line_has_no_account_to_give_them_to() -> None:
    one = imports.wanted(_brought(rejects=1), by=0, now=NOW)
    assert one[0].assignee_id is None
