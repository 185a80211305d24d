"""Sources and codes in State: written, read back, found by what they are, whichever database."""

import pytest
import sqlalchemy as sa

from yutang.connections import store as connections
from yutang.kit.db import Database
from yutang.sources import store
from yutang.sources.actions import fresh
from yutang.sources.model import CodeKind, CodeState, CodeTrouble, DutyWhy, Hours, Mode, Seat, Welcome

HOURS = (Hours(days=(1, 7), since=0, until=1440),)


def connected(conn: sa.Connection) -> None:
    """Number 1, to which all codes here belong."""
    row = {"id": 1, "channel": "wecom", "name": "x", "account": "ww1", "agent": "1", "settings": "", "state": "live", "path": "x",
           "created_at": 5, "observed_at": 0}  # fmt: skip
    connections.add(conn, row)


def source(conn: sa.Connection, name: str = "开业", **more: object) -> int:
    told = {"name": name, "place": "", "begins_at": None, "ends_at": None, "hours": HOURS, "welcome": Welcome(text="你好"),
            "created_at": 5, "created_by": None, "ended_at": None}  # fmt: skip
    return store.add_source(conn, told | more)


def code(conn: sa.Connection, of: int, key: str, **more: object) -> int:
    told = {"source_id": of, "connection_id": 1, "kind": CodeKind.PERSON, "name": key, "key": key, "mode": Mode.TOGETHER,
            "verify": False, "welcome": None, "full_at": 200, "opens_more": False, "base_name": "", "alarm": None,
            "alarm_at": None, "created_at": 5, "created_by": None, **fresh(10)}  # fmt: skip
    return store.add_code(conn, told | more)


def test_what_is_written_is_read(database: Database) -> None:
    def write(conn: sa.Connection) -> tuple[int, int]:
        of = source(conn, ends_at=1 << 52)
        trouble, alarm = CodeTrouble("quota", {"code": "41045"}), CodeTrouble("leak_hours", {"n": 12})
        return of, code(
            conn, of, "k", welcome=Welcome(off_text="明天见"), behind=("li", "王"), why=DutyWhy.BACKUP,
            trouble=trouble, alarm=alarm, alarm_at=7,
        )  # fmt: skip

    of, id_ = database.write(write)
    with database.read() as conn:
        found, one = store.one_source(conn, of), store.one_code(conn, id_)
        assert found is not None
        assert (found.hours, found.welcome, found.ends_at) == (HOURS, Welcome(text="你好"), 1 << 52)
        assert one is not None
        assert (one.welcome, one.behind, one.why) == (
            Welcome(off_text="明天见"),
            ("li", "王"),
            DutyWhy.BACKUP,
        )
        assert one.trouble == CodeTrouble("quota", {"code": "41045"})
        assert one.alarm == CodeTrouble("leak_hours", {"n": 12})
        assert store.by_key(conn, "k") == one
        assert (store.one_source(conn, 99), store.one_code(conn, 99), store.by_key(conn, "")) == (
            None,
            None,
            None,
        )


def test_lists_are_newest_first(database: Database) -> None:
    def write(conn: sa.Connection) -> tuple[int, int]:
        first, second = source(conn, "a"), source(conn, "b")
        for n, of in enumerate((first, second, first)):
            code(conn, of, f"k{n}")
        return first, second

    first, second = database.write(write)
    with database.read() as conn:
        assert [one.id for one in store.sources(conn)] == [second, first]
        assert [one.key for one in store.codes(conn)] == ["k2", "k1", "k0"]
        assert [one.key for one in store.codes(conn, source_id=first)] == ["k2", "k0"]


@pytest.mark.parametrize(
    ("values", "due"),
    [
        ({}, True),
        ({"due_at": 11}, False),
        ({"state": CodeState.ENDING}, True),
        ({"state": CodeState.LIVE, "told": 1}, False),
        ({"state": CodeState.LIVE, "told": 0}, True),
        ({"state": CodeState.ENDED}, False),
        ({"state": CodeState.FAILED}, False),
        ({"state": CodeState.LOST}, False),
    ],
)
def test_what_is_due(database: Database, values: dict[str, object], *, due: bool) -> None:
    database.write(connected)
    id_ = database.write(lambda conn: code(conn, source(conn), "k", **values))
    with database.read() as conn:
        assert [one.id for one in store.due_codes(conn, 10)] == ([id_] if due else [])


def test_the_quota_counts_what_is_or_may_be_over_there(database: Database) -> None:
    def write(conn: sa.Connection) -> None:
        of = source(conn)
        for state in CodeState:
            code(conn, of, state, state=state)
        code(conn, of, "other", connection_id=2)

    database.write(write)
    with database.read() as conn:
        assert (store.held(conn, 1), store.held(conn, 2), store.held(conn, 3)) == (4, 1, 0)


def test_only_ours_of_that_connection_are_known(database: Database) -> None:
    def write(conn: sa.Connection) -> None:
        of = source(conn)
        code(conn, of, "a", config_id="c1")
        code(conn, of, "b", config_id="")
        code(conn, of, "c", config_id="c3", connection_id=2)

    database.write(write)
    with database.read() as conn:
        assert (store.config_ids(conn, 1), store.config_ids(conn, 2)) == ({"c1"}, {"c3"})


def test_a_wish_counts_up_and_is_due_at_once(database: Database) -> None:
    id_ = database.write(
        lambda conn: code(conn, source(conn), "k", state=CodeState.LIVE, told=1, attempts=5, due_at=99)
    )
    database.write(lambda conn: store.want(conn, id_, now=20, name="neu"))
    with database.read() as conn:
        one = store.one_code(conn, id_)
    assert one is not None
    assert (one.wanted, one.told, one.due_at, one.attempts, one.name) == (2, 1, 20, 0, "neu")


def test_ending_some_leaves_the_others(database: Database) -> None:
    def write(conn: sa.Connection) -> list[int]:
        of = source(conn)
        return [code(conn, of, f"k{n}", state=CodeState.LIVE) for n in range(3)]

    ids = database.write(write)
    database.write(lambda conn: store.end_codes(conn, ids[:2], now=30))
    database.write(lambda conn: store.end_codes(conn, [], now=40))
    with database.read() as conn:
        states = {one.id: (one.state, one.ended_at) for one in store.codes(conn)}
    assert states == {
        ids[0]: (CodeState.ENDING, 30), ids[1]: (CodeState.ENDING, 30), ids[2]: (CodeState.LIVE, None),
    }  # fmt: skip


def test_rosters_are_replaced_whole_and_keep_their_order(database: Database) -> None:
    def write(conn: sa.Connection) -> tuple[int, int]:
        of = source(conn)
        return code(conn, of, "a"), code(conn, of, "b")

    first, second = database.write(write)
    seats = [Seat(staff="wang", hours=HOURS, cap=3), Seat(staff="li", backup=True)]
    database.write(lambda conn: store.put_seats(conn, first, [Seat(staff="zhao"), Seat(staff="li", cap=9)]))
    database.write(lambda conn: store.put_seats(conn, first, seats))
    database.write(lambda conn: store.put_seats(conn, second, [Seat(staff="li")]))
    with database.read() as conn:
        assert store.seats(conn) == {first: seats, second: [Seat(staff="li")]}
        assert store.seats(conn, [second]) == {second: [Seat(staff="li")]}
        assert store.seats(conn, []) == {}
    database.write(lambda conn: store.put_seats(conn, first, []))
    with database.read() as conn:
        assert store.seats(conn, [first]) == {}


def test_a_members_seats_go_to_another_id_of_theirs(database: Database) -> None:
    """Once, where a code has both; of another connection nothing moves."""

    def write(conn: sa.Connection) -> dict[str, list[tuple[str, int | None]]]:
        connected(conn)
        of = source(conn)
        ids = {key: code(conn, of, key, connection_id=n) for key, n in (("a", 1), ("b", 1), ("c", 2))}
        for id_ in ids.values():
            store.put_seats(
                conn, id_, [Seat(staff="li", cap=3), *([Seat(staff="li2")] if id_ == ids["b"] else [])]
            )
        for _ in range(2):
            store.renumber(conn, 1, "li", "li2", now=99)
        seats = store.seats(conn, list(ids.values()))
        assert [store.one_code(conn, id_).due_at for id_ in ids.values()] == [99, 99, 10]
        return {key: [(seat.staff, seat.cap) for seat in seats[id_]] for key, id_ in ids.items()}

    assert database.write(write) == {"a": [("li2", 3)], "b": [("li2", None)], "c": [("li", 3)]}
