"""What was decided about groups, as rows: what stands, what was taken back, and a version that moves with both."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from yutang.checkup import verdicts
from yutang.checkup.decide import DecisionKind, Verdict
from yutang.checkup.model import Advice, State
from yutang.groups.tables import customer_group
from yutang.kit.db import Database

NOW = 1_790_000_000_000_000
KINDS = list(DecisionKind)


def verdict(group: int, kind: DecisionKind = KINDS[0], **more: Any) -> Verdict:
    usual = {"until": None, "reason": "", "state": State.DEAD, "advice": Advice.STOP, "by_name": "李",
             "decided_at": NOW, "undone_at": None, "undone_by_name": None}  # fmt: skip
    return Verdict(group_id=group, kind=kind, **usual | more)


@pytest.fixture(autouse=True)
def rooms(database: Database) -> None:
    rows = [{"id": n, "platform": "wecom", "external_id": f"g{n}", "private": False} for n in (1, 2, 3)]
    database.write(lambda conn: conn.execute(sa.insert(customer_group), rows))


def put(state: Database, *told: Verdict) -> None:
    state.write(lambda conn: verdicts.put(conn, told, by_id=7))


def read(state: Database, what: Any, *args: Any) -> Any:
    with state.read() as conn:
        return what(conn, *args)


@pytest.mark.parametrize("kind", KINDS)
def test_a_decision_comes_back_as_it_was_made(database: Database, kind: DecisionKind) -> None:
    told = verdict(3, kind, until=dt.date(2026, 2, 28), reason="老客都在这里，\n“先留着”")
    put(database, told)
    assert read(database, verdicts.standing) == {3: told}
    assert read(database, verdicts.of_group, 3) == [told]
    assert read(database, verdicts.of_group, 4) == []


def test_nothing_decided(database: Database) -> None:
    put(database)
    assert read(database, verdicts.standing) == {}
    assert read(database, verdicts.version) == (0, 0)


def test_of_some_groups_only(database: Database) -> None:
    put(database, verdict(1), verdict(2), verdict(3))
    assert set(read(database, verdicts.standing, [2, 3, 9])) == {2, 3}
    assert read(database, verdicts.standing, []) == {}


def test_what_was_taken_back_stands_no_more_but_is_told(database: Database) -> None:
    put(database, verdict(1), verdict(2))
    database.write(lambda conn: verdicts.take_back(conn, [1], by_name="王", now=NOW + 5))
    assert set(read(database, verdicts.standing)) == {2}
    (told,) = read(database, verdicts.of_group, 1)
    assert (told.undone_at, told.undone_by_name, told.by_name) == (NOW + 5, "王", "李")


def test_taken_back_twice_tells_who_was_first(database: Database) -> None:
    put(database, verdict(1))
    for n, name in enumerate(("王", "赵")):
        database.write(lambda conn, n=n, name=name: verdicts.take_back(conn, [1], by_name=name, now=NOW + n))
    assert read(database, verdicts.of_group, 1)[0].undone_by_name == "王"


def test_a_new_decision_after_the_old_one_was_taken_back(database: Database) -> None:
    put(database, verdict(1, KINDS[0]))
    database.write(lambda conn: verdicts.take_back(conn, [1], by_name="王", now=NOW))
    put(database, verdict(1, KINDS[-1], decided_at=NOW + 9))
    assert read(database, verdicts.standing)[1].kind is KINDS[-1]
    assert [one.decided_at for one in read(database, verdicts.of_group, 1)] == [NOW + 9, NOW]


def test_the_version_moves_with_every_change_and_only_then(database: Database) -> None:
    seen = [read(database, verdicts.version)]
    steps = [
        lambda conn: verdicts.put(conn, [verdict(1)], by_id=7),
        lambda conn: verdicts.put(conn, [verdict(2)], by_id=7),
        lambda conn: verdicts.take_back(conn, [1], by_name="王", now=NOW),
        lambda conn: verdicts.put(conn, [verdict(1)], by_id=7),
    ]
    for step in steps:
        database.write(step)
        seen.append(read(database, verdicts.version))
    assert len(set(seen)) == len(seen)
    database.write(lambda conn: verdicts.take_back(conn, [99], by_name="王", now=NOW))
    assert read(database, verdicts.version) == seen[-1]


def test_two_decisions_cannot_stand_on_one_group(database: Database) -> None:
    """Two people press at once: the database keeps the first, whoever looked first."""
    put(database, verdict(1))
    with pytest.raises(sa.exc.IntegrityError):
        put(database, verdict(1, KINDS[-1]))
    assert read(database, verdicts.standing)[1].kind is KINDS[0]


def test_decisions_go_with_their_group(database: Database) -> None:
    put(database, verdict(1), verdict(2))
    database.write(lambda conn: conn.execute(sa.delete(customer_group).where(customer_group.c.id == 1)))
    assert set(read(database, verdicts.standing)) == {2}
