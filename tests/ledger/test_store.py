"""Statements on the ledger's tables: what waits, what is known, what is remembered; on both databases."""

from typing import Any

import pytest
import sqlalchemy as sa

from yutang.kit.db import Database
from yutang.ledger import store
from yutang.ledger.tables import (
    APPLIED,
    MERGED,
    QUARANTINED,
    RECEIVED,
    RESERVED,
    SEALED,
    UNDONE,
    inlet,
    inlet_said,
    sealed_day,
)

NOW = 1_790_000_000_000_000


def row(
    key: str, state: int = RECEIVED, platform: str = "wecom", rows: int = 1, **more: Any
) -> dict[str, Any]:
    usual = {"key": key, "origin": f"o{key}", "platform": platform, "received_at": NOW, "state": state, "rows": rows,
             "blob": key.encode()}  # fmt: skip
    return usual | more


def put(state: Database, *rows: dict[str, Any]) -> list[int | None]:
    return [state.write(lambda conn, one=one: store.put(conn, one)) for one in rows]


def read(state: Database, what: Any, *args: Any) -> Any:
    with state.read() as conn:
        found = what(conn, *args)
        return list(found) if what is store.said else found


def test_a_key_is_put_once(database: Database) -> None:
    first, again = put(database, row("a"), row("a", platform="other"))
    assert first is not None
    assert again is None
    assert read(database, store.batch, first).platform == "wecom"


def test_many_are_put_and_known_ones_left(database: Database) -> None:
    put(database, row("b", rows=5))
    told = [(k, f"o{k}", "wecom", NOW, RECEIVED, 1, b"x") for k in "abc"]
    database.write(lambda conn: store.put_many(conn, told))
    database.write(lambda conn: store.put_many(conn, []))
    assert read(database, store.origins, ["a", "b", "c", "d"]) == {"a": "oa", "b": "ob", "c": "oc"}
    assert read(database, store.backlog) == 7
    assert read(database, store.origins, []) == {}


def test_what_waits_is_of_one_platform_and_in_order(database: Database) -> None:
    put(database, row("a"), row("b", platform="tg"), row("c"), row("d", state=APPLIED), row("e"))
    assert [w.blob for w in read(database, store.waiting, 100)] == [b"a", b"c", b"e"]
    ids = [w.id for w in read(database, store.waiting, 100)]
    database.write(lambda conn: store.mark_merged(conn, ids))
    assert [(w.blob, w.platform) for w in read(database, store.waiting, 100)] == [(b"b", "tg")]


@pytest.mark.parametrize(
    ("limit", "keys"), [(1, "a"), (3, "a"), (4, "a"), (5, "ab"), (6, "abc"), (99, "abcd")]
)
def test_so_many_facts_at_most_but_at_least_one_request(database: Database, limit: int, keys: str) -> None:
    put(database, row("a", rows=3), row("b", rows=2), row("c", rows=1), row("d", rows=9))
    assert b"".join(w.blob for w in read(database, store.waiting, limit)).decode() == keys


def test_nothing_waits(database: Database) -> None:
    put(database, row("a", state=APPLIED), row("q", state=QUARANTINED))
    assert read(database, store.waiting, 10) == []
    assert read(database, store.backlog) == 0


def test_still_waiting_are_those_that_nobody_applied(database: Database) -> None:
    a, b, c, d = put(database, row("a"), row("b", state=MERGED), row("c"), row("d"))
    assert read(database, store.still_waiting, [a, b, d]) == {a, d}
    assert read(database, store.still_waiting, [b]) == set()
    assert c is not None


def test_merged_requests_keep_their_key_for_a_while(database: Database) -> None:
    a, b, c = put(database, row("a"), row("b", received_at=NOW - 10), row("c", received_at=NOW - 20))
    database.write(lambda conn: store.mark_merged(conn, [a, b]))
    assert read(database, store.batch, a).blob is None
    database.write(lambda conn: store.forget_merged(conn, NOW))
    assert read(database, store.origins, ["a", "b", "c"]) == {
        "a": "oa",
        "c": "oc",
    }  # one that waits is never forgotten
    assert c is not None


def test_what_breaks_is_put_aside_and_listed_oldest_first(database: Database) -> None:
    ids = put(database, row("a"), row("b"), row("c"))
    for id_ in ids[1:]:
        database.write(lambda conn, id_=id_: store.quarantine(conn, id_, f"fault {id_}"))
    assert read(database, store.count_quarantined) == 2
    assert [r[0] for r in read(database, store.quarantined, 9)] == ids[:0:-1]
    assert read(database, store.quarantined, 1)[0][5] == f"fault {ids[-1]}"
    assert read(database, store.batch, ids[1]).blob == b"b"  # kept: a person may look


def test_reserved_ids_are_forgotten_and_others_not(database: Database) -> None:
    put(database, row("a", state=RESERVED), row("b"), row("c", state=APPLIED))
    database.write(store.forget_reserved)
    assert set(read(database, store.origins, ["a", "b", "c"])) == {"b", "c"}


def test_the_last_applied_is_sealed_or_not_but_never_undone(database: Database) -> None:
    assert read(database, store.last_applied) == 0
    a, b, c, _ = put(
        database, row("a", state=APPLIED), row("b", state=SEALED), row("c", state=APPLIED), row("d")
    )
    assert read(database, store.last_applied) == c
    database.write(lambda conn: store.take_back(conn, [c]))
    assert read(database, store.last_applied) == b
    assert read(database, store.undone) == {c}
    assert [id_ for id_, _ in read(database, store.applied)] == [a]


def test_an_undone_batch_frees_its_key_and_says_nothing_more(database: Database) -> None:
    (id_,) = put(database, row("a", run_id=7))
    database.write(
        lambda conn: store.mark_applied(conn, id_, 4, b"facts", {"repeated": b"r", "groups": b"g"})
    )
    assert read(database, store.of_run, 7) == [id_]
    assert [s.blob for s in read(database, store.said, "groups")] == [b"g"]
    database.write(lambda conn: store.take_back(conn, [id_]))
    kept = read(database, store.batch, id_)
    assert (kept.state, kept.blob, kept.facts, kept.key) == (UNDONE, None, 0, f"undone:{id_}")
    assert read(database, store.of_run, 7) == []
    with database.read() as conn:
        assert conn.execute(sa.select(inlet_said)).all() == []
    (again,) = put(database, row("a"))
    assert again is not None
    assert again > id_


def test_what_was_said_comes_in_order_from_a_batch_on(database: Database) -> None:
    ids = put(database, *(row(k, run_id=n, platform=k) for n, k in enumerate("abc")))
    for id_ in reversed(ids):
        database.write(
            lambda conn, id_=id_: store.mark_applied(conn, id_, 1, b"f", {"groups": str(id_).encode()})
        )
    told = read(database, store.said, "groups")
    assert [(s.batch_id, s.platform, s.run_id) for s in told] == [
        (i, k, n) for n, (i, k) in enumerate(zip(ids, "abc", strict=True))
    ]
    assert [s.batch_id for s in read(database, store.said, "groups", ids[1])] == ids[1:]
    assert read(database, store.said, "customers") == []


def test_runs_of_batches_are_found_in_pieces(database: Database) -> None:
    a, b = put(database, row("a", run_id=3), row("b", platform="tg"))
    many = [a, b, *range(1000, 12_000)]
    assert read(database, store.runs_of, many) == {a: (3, "wecom"), b: (None, "tg")}


@pytest.mark.parametrize("blob", [b"facts", None])
def test_a_reserved_row_becomes_a_batch(database: Database, blob: bytes | None) -> None:
    (id_,) = put(database, row("a", state=RESERVED, blob=None))
    database.write(lambda conn: store.fill_reserved(conn, id_, 5, blob))
    kept = read(database, store.batch, id_)
    assert (kept.state, kept.facts, kept.rows, kept.blob) == (SEALED if blob is None else APPLIED, 5, 5, blob)


def test_a_day_is_noted_anew_in_its_place(database: Database) -> None:
    one = {"day": "2026-01-02", "upto": 1, "facts": 2, "file": "a", "digest": "x"}
    database.write(lambda conn: store.note_sealed(conn, [one, one | {"day": "2026-01-01"}]))
    database.write(
        lambda conn: store.note_sealed(conn, [one | {"upto": 9, "facts": 8, "file": "b", "digest": "y"}])
    )
    database.write(lambda conn: store.note_sealed(conn, []))
    found = read(database, store.sealed)
    assert list(found) == ["2026-01-01", "2026-01-02"]
    assert tuple(found["2026-01-02"]) == ("2026-01-02", 9, 8, "b", "y")
    with database.read() as conn:
        assert conn.scalar(sa.select(sa.func.count()).select_from(sealed_day)) == 2


def test_batches_let_go_keep_their_row(database: Database) -> None:
    a, b = put(database, row("a", state=APPLIED), row("b", state=APPLIED))
    database.write(lambda conn: store.let_go(conn, [a]))
    database.write(lambda conn: store.let_go(conn, []))
    with database.read() as conn:
        assert [
            tuple(r) for r in conn.execute(sa.select(inlet.c.state, inlet.c.blob).order_by(inlet.c.id))
        ] == [
            (SEALED, None),
            (APPLIED, b"b"),
        ]
    assert b is not None


def test_what_is_remembered_first_stays(database: Database) -> None:
    assert database.write(lambda conn: store.remember(conn, "zone", "UTC")) == "UTC"
    assert database.write(lambda conn: store.remember(conn, "zone", "Asia/Shanghai")) == "UTC"


def test_floors_are_the_last_told_of_each(database: Database) -> None:
    for what, id_ in (("identity", 5), ("customer_group", 2), ("identity", 9)):
        database.write(lambda conn, what=what, id_=id_: store.raise_floor(conn, what, id_))
    database.write(lambda conn: store.remember(conn, "zone", "UTC"))
    assert read(database, store.floors) == {"identity": 9, "customer_group": 2}
