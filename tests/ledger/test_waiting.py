"""Posted requests: durable when answered, applied many at a time, never lost, never doubled, never in the way."""

import asyncio
import threading
from types import SimpleNamespace
from typing import Any

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from ledger.batch import NOW, SECOND, START, facts, fresh, say, take
from yutang.kit.clock import DAY
from yutang.kit.db import Database
from yutang.kit.errors import StateCorrupt, YutangError
from yutang.ledger import intake, posts, waiting
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import EXCERPT, Ledger
from yutang.ledger.posts import Post, Sighting, pack_post
from yutang.ledger.tables import MERGED, RECEIVED, inlet


def said(text: str, *, at: int = START, who: str = "u", **more: Any) -> Sighting:
    return Sighting(1, at, "g", who, text=text, **more)


def post(key: str, *rows: Sighting, platform: str = "wecom", origin: str = "x") -> Post:
    return Post(key, origin, platform, len(rows), pack_post(rows))


def put(ledger: Ledger, *posts_: Post) -> bool:
    return asyncio.run(ledger.intake.put(list(posts_), now=NOW))


def drain(ledger: Ledger) -> list[int]:
    return list(iter(ledger.drain, 0))


def states(ledger: Ledger) -> list[tuple[str, int]]:
    with ledger.state.read() as conn:
        return [
            tuple(row) for row in conn.execute(sa.select(inlet.c.key, inlet.c.state).order_by(inlet.c.id))
        ]


def test_what_was_posted_waits_and_is_applied_in_one_batch(opened: SimpleNamespace) -> None:
    ledger = opened.ledger
    assert put(ledger, post("a", said("一"), said("二")))
    assert put(ledger, post("b", said("三")))
    assert (facts(ledger), ledger.watermark()) == ([], 0)
    assert drain(ledger) == [3]
    assert [row[8] for row in facts(ledger)] == ["一", "三", "二"]
    assert [s for _, s in states(ledger)][:2] == [MERGED, MERGED]
    assert ledger.analytics.rows("select count(distinct id >> 20), count(distinct id) from fact") == [(1, 3)]
    assert ledger.watermark() == 3
    before = facts(ledger)
    ledger.rebuild()
    assert facts(ledger) == before == facts(opened.again())


def test_what_waits_when_it_stops_is_applied_when_opened(opened: SimpleNamespace) -> None:
    put(opened.ledger, post("a", said("x")), post("b", said("y"), platform="telegram"))
    assert len(facts(opened.again())) == 2


def test_many_requests_share_a_commit_and_each_gets_its_answer(ledger: Ledger) -> None:
    async def all_at_once() -> list[bool]:
        return await asyncio.gather(
            *(ledger.intake.put([post(f"k{n % 50}", said(f"{n % 50}"))], now=NOW) for n in range(200))
        )

    assert asyncio.run(all_at_once()) == [True] * 200
    assert drain(ledger) == [50]
    assert len(facts(ledger)) == 50


def test_a_key_that_said_something_else_is_refused_whole(ledger: Ledger) -> None:
    assert put(ledger, post("a", said("x"), origin="1"))
    assert put(ledger, post("a", said("x"), origin="1"))
    assert not put(ledger, post("b", said("z"), origin="2"), post("a", said("y"), origin="2"))
    drain(ledger)
    assert len(facts(ledger)) == 1


def test_equal_facts_of_one_request_are_two_and_of_two_requests_are_one(ledger: Ledger) -> None:
    put(ledger, post("a", said("哈哈"), said("哈哈")))
    put(ledger, post("b", said("哈哈")))
    drain(ledger)
    put(ledger, post("c", said("哈哈"), said("哈哈"), said("哈哈")))
    drain(ledger)
    assert len(facts(ledger)) == 3


def test_imports_between_posts_and_draining_lose_and_double_nothing(ledger: Ledger) -> None:
    put(ledger, post("a", said("eins", object_ref="m1")))
    take(ledger, "file", say("g", "u", START, "eins", ref="m1"), say("g", "u", START, "zwei", ref="m2"))
    ledger.seal(now=NOW)
    put(ledger, post("b", said("drei", object_ref="m3")))
    drain(ledger)
    ledger.seal(now=NOW)
    assert ledger.rebuild() == 3


def test_what_breaks_applying_is_put_aside_and_the_rest_goes_on(ledger: Ledger) -> None:
    put(ledger, *(post(f"k{n}", said(str(n))) for n in range(7)))
    with ledger.state.read() as conn:
        third = conn.scalar(sa.select(inlet.c.id).where(inlet.c.key == "k3"))
    ledger.state.write(
        lambda conn: conn.execute(sa.update(inlet).where(inlet.c.id == third).values(blob=b"?" * 40))
    )
    assert sum(drain(ledger)) == 7
    assert len(facts(ledger)) == 6
    count, (aside,) = ledger.quarantined()
    assert (count, aside.id, aside.rows) == (1, third, 1)
    assert aside.fault.startswith("state_corrupt: ")
    assert aside.excerpt is None


def test_what_was_put_aside_last_is_told_first_and_how_it_begins(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("no such thing")

    put(ledger, *(post(f"k{n}", said("很长" * n)) for n in range(1, 2_000, 500)))
    monkeypatch.setattr(ledger, "take", broken)
    drain(ledger)
    count, (last, before) = ledger.quarantined(2)
    assert (count, ledger.backlog, last.id > before.id, last.fault) == (
        4,
        0,
        True,
        "not_applied: no such thing",
    )
    assert last.excerpt is not None
    assert len(last.excerpt) == EXCERPT
    assert last.excerpt.startswith('[{"kind":1,')


def test_the_machines_trouble_puts_nothing_aside(ledger: Ledger) -> None:
    put(ledger, post("a", said("x")), post("b", said("y")))

    def full(*_: Any) -> None:
        raise YutangError("disk_full")

    with pytest.raises(YutangError, match="disk_full"):
        waiting.drain_once(ledger.state, full)
    assert {s for _, s in states(ledger)} == {RECEIVED}


def test_too_much_waiting_refuses_more(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "WAITING", 1)
    put(ledger, post("a", said("x"), said("y")))
    with pytest.raises(YutangError, match="inlet_full"):
        put(ledger, post("b", said("z")))
    drain(ledger)
    assert put(ledger, post("b", said("z")))


def test_keys_are_forgotten_after_a_while_and_facts_still_know_themselves(ledger: Ledger) -> None:
    put(ledger, post("a", said("x")))
    drain(ledger)
    waiting.forget_keys(ledger.state, NOW + waiting.KEYS_KEPT)
    assert ("a", MERGED) in states(ledger)
    waiting.forget_keys(ledger.state, NOW + waiting.KEYS_KEPT + DAY)
    put(ledger, post("a", said("x")))
    drain(ledger)
    assert len(facts(ledger)) == 1


def test_a_drain_applies_until_it_is_stopped(ledger: Ledger) -> None:
    known = threading.Event()
    running = waiting.Drain(ledger.drain, ledger.posted, known.set)
    running.start()
    put(ledger, post("a", said("x")))
    assert known.wait(30)
    running.stop()
    assert len(facts(ledger)) == 1


def test_a_closed_ledger_takes_nothing_more(opened: SimpleNamespace) -> None:
    put(opened.ledger, post("a", said("x")))
    intake_ = opened.ledger.intake
    opened.close()
    with pytest.raises(YutangError, match="stopping"):
        asyncio.run(intake_.put([post("b", said("y"))], now=NOW))


def test_long_and_short_requests_are_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB reads the short ones, Python a long one: one reader's rows are the other's."""
    rows = [
        said("x" * 3000, who="甲", actor_name="名", actor_role=2, amount=5, props='{"a":"\\""}'),
        said("", at=SECOND),
    ]
    analytics = Analytics(None, memory_mb=256, threads=1)
    with analytics.cursor() as cursor:
        requests = [(2, pack_post(rows)), (1, pack_post(rows[:1]))]
        short = posts.sightings(cursor, requests)
        monkeypatch.setattr(posts, "_PIECE", 10)
        long = posts.sightings(cursor, requests)
    analytics.close()
    assert sorted(short.to_pylist(), key=str) == sorted(long.to_pylist(), key=str)
    assert (short.schema.field("kind"), sorted(short["ordinal"].to_pylist())) == (
        long.schema.field("kind"),
        [0, 1, 2],
    )


@pytest.mark.parametrize("cut", [0, 5, 20, -1])
def test_a_damaged_request_is_noticed(cut: int) -> None:
    blob = bytearray(pack_post([said("x" * 5000)]))
    blob[cut] ^= 1
    with pytest.raises(StateCorrupt):
        posts.unpack_post(bytes(blob))


@pytest.mark.laws
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4), min_size=1, max_size=6), st.data()
)
def test_however_requests_are_merged_the_facts_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, requests: list[list[str]], data: st.DataObject
) -> None:
    one, many = fresh(tmp_path_factory.mktemp("one")), fresh(tmp_path_factory.mktemp("many"))
    for number, words in enumerate(requests):
        for ledger in (one, many):
            put(ledger, post(str(number), *(said(word) for word in words)))
        drain(one)
        if data.draw(st.booleans()):
            drain(many)
    drain(many)
    same = facts(one) == facts(many)
    one.close()
    many.close()
    assert same


def test_state_holds_what_a_dead_intake_answered(database: Database) -> None:
    taken: list[int] = []
    door = intake.Intake(database, lambda: 0, taken.append)
    assert asyncio.run(door.put([post("a", said("x"))], now=NOW))
    with database.read() as conn:
        assert conn.scalar(sa.select(sa.func.count()).select_from(inlet)) == 1
    door.close()
    assert taken == [1]
