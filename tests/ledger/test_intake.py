"""The door for posted requests: together in one COMMIT, whole or not at all, and everybody gets an answer."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from ledger.batch import NOW, START
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.ledger import intake as module
from yutang.ledger.intake import Intake
from yutang.ledger.posts import Post, Sighting, pack_post, unpack_post
from yutang.ledger.tables import RECEIVED, inlet


def post(key: str, origin: str = "o", rows: int = 1, platform: str = "wecom") -> Post:
    return Post(key, origin, platform, rows, pack_post([Sighting(1, START, "g", "u", text=key)] * rows))


class Door:
    """An intake on a State; `taken`: what it told of each COMMIT; `waits`: how many facts it is told wait."""

    def __init__(self, state: Database) -> None:
        self.state, self.taken, self.waits = state, [], 0
        self.intake = Intake(state, lambda: self.waits, self.taken.append)

    def put(self, *posts: Post, now: int = NOW) -> bool:
        return asyncio.run(self.intake.put(list(posts), now=now))

    def many(self, *asked: list[Post]) -> list[Any]:
        async def all_at_once() -> list[Any]:
            return await asyncio.gather(
                *(self.intake.put(posts, now=NOW) for posts in asked), return_exceptions=True
            )

        return asyncio.run(all_at_once())

    @property
    def kept(self) -> list[str]:
        with self.state.read() as conn:
            return sorted(conn.scalars(sa.select(inlet.c.key)))


@pytest.fixture
def door(database: Database) -> Any:
    made = Door(database)
    yield made
    made.intake.close()


def test_what_is_answered_is_in_state_as_it_came(door: Door) -> None:
    assert door.put(post("甲", rows=3, platform="telegram"))
    with door.state.read() as conn:
        row = conn.execute(sa.select(inlet)).one()
    assert (row.key, row.origin, row.platform, row.rows, row.received_at) == ("甲", "o", "telegram", 3, NOW)
    assert (row.state, row.facts, row.run_id) == (RECEIVED, None, None)
    assert unpack_post(row.blob).count(b'"kind":1') == 3


def test_only_new_facts_are_told(door: Door) -> None:
    door.put(post("a", rows=2), post("b", rows=5))
    door.put(post("a", rows=2))
    door.put(post("a", rows=2), post("c"))
    assert door.taken == [7, 0, 1]


def test_the_first_instant_of_a_repeated_request_stays(door: Door) -> None:
    door.put(post("a"), now=NOW)
    door.put(post("a"), now=NOW + 9)
    with door.state.read() as conn:
        assert conn.scalars(sa.select(inlet.c.received_at)).all() == [NOW]


def test_one_key_twice_in_one_request_is_one(door: Door) -> None:
    assert door.put(post("a", rows=2), post("a", rows=2))
    assert (door.kept, door.taken) == (["a"], [2])


def test_a_key_that_says_two_things_in_one_request_is_taken_by_its_first(door: Door) -> None:
    """Callers build keys from what is said, so this is theirs to avoid; it must not break the COMMIT of others."""
    assert door.put(post("a", "1"), post("a", "2"))
    assert door.kept == ["a"]


def test_nothing_is_a_request_too(door: Door) -> None:
    assert door.put()
    assert door.kept == []


def test_too_much_that_waits_closes_the_door_until_it_is_less(door: Door) -> None:
    door.waits = module.WAITING + 1
    with pytest.raises(YutangError) as told:
        door.put(post("a"))
    assert (told.value.code, told.value.params) == ("inlet_full", {"waiting": module.WAITING + 1})
    door.waits = module.WAITING
    assert door.put(post("a"))


def test_closing_writes_what_was_asked_and_takes_nothing_more(database: Database) -> None:
    door = Door(database)
    assert door.put(post("a"))
    door.intake.close()
    with pytest.raises(YutangError, match="stopping"):
        door.put(post("b"))
    assert door.kept == ["a"]
    door.intake.close()  # twice is once


def test_an_intake_that_nobody_used_closes_at_once(database: Database) -> None:
    before = threading.active_count()
    made = Intake(database, lambda: 0, lambda _: None)
    assert threading.active_count() == before  # its thread comes with the first request
    made.close()


def _hold(door: Door, monkeypatch: pytest.MonkeyPatch, everybody: int) -> list[int]:
    """The first COMMIT waits until all have asked; how many requests each COMMIT took."""
    sizes: list[int] = []
    real: Callable[..., list[bool]] = door.intake._write

    def slow(group: Any) -> list[bool]:
        while not sizes and len(group) + len(door.intake._asked) < everybody:
            time.sleep(0.002)
        sizes.append(len(group))
        return real(group)

    monkeypatch.setattr(door.intake, "_write", slow)
    return sizes


def test_a_contradiction_within_one_commit_goes_to_the_first(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hold(door, monkeypatch, 4)
    answers = door.many(
        [post("x")], [post("a", "1")], [post("a", "2"), post("b")], [post("a", "1"), post("c")]
    )
    assert answers == [True, True, False, True]
    assert door.kept == ["a", "c", "x"]  # nothing of the refused one, though "b" was new


def test_who_asks_while_one_is_written_shares_the_next(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = _hold(door, monkeypatch, 9)
    assert door.many(*([post(str(n))] for n in range(9))) == [True] * 9
    assert sum(sizes) == 9
    assert len(sizes) < 9
    assert len(door.kept) == 9


def test_a_group_is_bounded(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GROUP", 2)
    sizes = _hold(door, monkeypatch, 7)
    assert door.many(*([post(str(n))] for n in range(7))) == [True] * 7
    assert max(sizes) <= 2


def test_state_that_fails_tells_all_who_asked_and_the_next_goes_through(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise YutangError("disk_full", path="x")

    with monkeypatch.context() as broken:
        broken.setattr(module.store, "put_many", full)
        answers = door.many(*([post(str(n))] for n in range(4)))
    assert [answer.code for answer in answers] == ["disk_full"] * 4
    assert door.kept == []
    assert door.put(post("a"))


def test_who_went_away_leaves_the_others_their_answers(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    _hold(door, monkeypatch, 5)

    async def some_leave() -> list[bool]:
        tasks = [asyncio.create_task(door.intake.put([post(str(n))], now=NOW)) for n in range(5)]
        await asyncio.sleep(0)
        tasks[1].cancel()
        tasks[2].cancel()
        return await asyncio.gather(tasks[0], *tasks[3:])

    assert asyncio.run(some_leave()) == [True] * 3
    assert set(door.kept) >= {"0", "3", "4"}


def test_loops_of_several_threads_are_answered_in_their_own(door: Door) -> None:
    answers: dict[int, bool] = {}

    def ask(n: int) -> None:
        answers[n] = door.put(post(str(n)))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == dict.fromkeys(range(8), True)
    assert door.kept == [str(n) for n in range(8)]


def test_more_keys_than_one_question_holds(door: Door) -> None:
    """Known keys are looked up in pieces: the second piece counts as the first does."""
    blob = pack_post([])
    many = [Post(f"k{n:05}", "o", "wecom", 1, blob) for n in range(10_050)]
    assert door.put(*many)
    assert door.put(*many)
    assert door.taken == [10_050, 0]
    assert not door.put(Post("k10049", "other", "wecom", 1, blob))
