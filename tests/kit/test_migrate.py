"""From an older schema to this one, with what was in it; on both databases."""

import importlib.resources
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from yutang.kit import jobs
from yutang.kit.db import Database
from yutang.kit.jobs import JobState, Order
from yutang.kit.migrate import head, migrate

NOW = 1_790_000_000_000_000


def _to(state: Database, revision: str) -> None:
    with importlib.resources.as_file(importlib.resources.files("yutang") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder))
        with state.schema_change() as conn:
            config.attributes["connection"] = conn
            command.upgrade(config, revision)


@pytest.fixture
def state(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.close()


def _job(**more: Any) -> dict[str, Any]:
    usual = {
        "kind": "seal", "lane": "short", "state": "done", "params": "{}", "done": 0, "created_at": NOW, "run_at": NOW,
        "attempts": 1, "cancel_asked": False, "only_one": None,
    }  # fmt: skip
    return usual | more


def _add(conn: sa.Connection, **more: Any) -> None:
    row = _job(**more)
    names = ", ".join(row)
    conn.execute(sa.text(f"insert into job ({names}) values ({', '.join(':' + n for n in row)})"), row)


def test_an_empty_state_comes_to_the_head_at_once(state: Database) -> None:
    assert migrate(state) is True
    with state.read() as conn:
        assert conn.execute(sa.text("select version_num from alembic_version")).scalar_one() == head()
    assert migrate(state) is False


def test_every_step_can_be_taken_alone(state: Database) -> None:
    for number in range(1, int(head()) + 1):
        _to(state, f"{number:04}")
        with state.read() as conn:
            here = conn.execute(sa.text("select version_num from alembic_version")).scalar_one()
        assert here == f"{number:04}"


def test_jobs_of_before_keep_all_they_had_and_keys_bind_from_then_on(state: Database) -> None:
    _to(state, "0007")
    state.write(lambda conn: _add(conn, subject="一"))
    state.write(lambda conn: _add(conn, state="queued", only_one="seal", subject="二"))
    assert migrate(state) is True
    with state.read() as conn:
        kept = [(job.subject, job.state) for job in jobs.listed(conn)]
    assert kept == [("二", JobState.QUEUED), ("一", JobState.DONE)]
    order = Order(kind="seal", lane="short", only_one="seal")
    assert state.write(lambda conn: jobs.enqueue(conn, order, now=NOW)) is None
    taken = state.write(lambda conn: jobs.claim(conn, "short", now=NOW))
    assert taken is not None
    state.write(lambda conn: jobs.finish(conn, taken, None, now=NOW))
    assert state.write(lambda conn: jobs.enqueue(conn, order, now=NOW)) is not None


def test_a_step_that_fails_changes_nothing(state: Database) -> None:
    _to(state, "0007")
    # Two open jobs of one key cannot come from us; where they are, no index of open keys can be made.
    drop = (
        "alter table job drop constraint uq_job_only_one"
        if state.path is None
        else "create table job2 as select * from job"
    )
    if state.path is not None:
        for sql in (drop, "drop table job", "alter table job2 rename to job"):
            state.write(lambda conn, sql=sql: conn.exec_driver_sql(sql))
        with pytest.raises(ValueError, match="uq_job_only_one"):
            migrate(state)
    else:
        state.write(lambda conn: conn.exec_driver_sql(drop))
        with pytest.raises(sa.exc.ProgrammingError, match="uq_job_only_one"):
            migrate(state)
    with state.read() as conn:
        assert conn.execute(sa.text("select version_num from alembic_version")).scalar_one() == "0007"


def test_connections_removed_before_keep_their_numbers(state: Database) -> None:
    _to(state, "0027")
    told = '{"channel":"wecom","name":"总部","account":"ww1","agent":"%s"}'
    add = sa.text(
        "insert into audit_log (happened_at, user_name, act, subject_kind, subject_id, before, reason, address) "
        "values (:at, 'boss', :act, 'connection', :id, :before, '', '')"
    )
    rows = [("connection_removed", "3", "1"), ("connection_removed", "3", "2"), ("connection_off", "4", "1")]
    given = [{"at": NOW + at, "act": act, "id": id_, "before": told % agent} for at, (act, id_, agent) in enumerate(rows)]  # fmt: skip
    state.write(lambda conn: conn.execute(add, given))
    assert migrate(state) is True
    with state.read() as conn:
        kept = [tuple(row) for row in conn.execute(sa.text("select * from past_connection"))]
    assert kept == [(3, "wecom", "ww1", "2", NOW + 1)]


def test_sends_of_before_have_their_sums(state: Database) -> None:
    _to(state, "0028")
    sent = ("insert into send (id, connection_id, kind, name, purpose, audience, message, state, turn, made_by_name, "
            "made_at, changed_at) values (7, 1, 'message', '', '', '{}', '{}', 'running', 1, '', 1, 1)")  # fmt: skip
    rows = [
        (1, 3, 9, "sent", 0),
        (2, 3, 9, "sent", 0),
        (3, None, 9, "excluded", 9),
        (4, None, None, "excluded", 1),
    ]
    add = sa.text(
        "insert into send_recipient (send_id, customer_id, part_id, staff_id, state, reason) values (7, :c, :p, :s, :st, :r)"
    )
    state.write(lambda conn: conn.exec_driver_sql(sent))
    given = [dict(zip(("c", "p", "s", "st", "r"), row, strict=True)) for row in rows]
    state.write(lambda conn: conn.execute(add, given))
    assert migrate(state) is True
    with state.read() as conn:
        kept = [
            tuple(row) for row in conn.execute(sa.text("select * from send_tally order by part_id, staff_id"))
        ]
    assert kept == [(7, 0, 0, "excluded", 1, 1), (7, 0, 9, "excluded", 9, 1), (7, 3, 9, "sent", 0, 2)]
