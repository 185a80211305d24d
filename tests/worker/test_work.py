"""One job in a handler's hands: what it tells is written seldom, and never too late to learn that it shall stop."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from worker.lanes import NOW, one
from yutang.kit import jobs
from yutang.kit.clock import SECOND
from yutang.kit.db import Database
from yutang.kit.jobs import LEASE, Cancelled, Job, LeaseLost, Order
from yutang.worker import work as module
from yutang.worker.work import Interrupted, Work


class Hand:
    """A claimed job as its handler gets it, on a clock that is moved by hand."""

    def __init__(self, state: Database) -> None:
        self.state, self.now, self.stop = state, NOW, threading.Event()
        self.seen: list[Job] = []
        order = Order(kind="import", params={"run": 3})
        self.id = state.write(lambda conn: jobs.enqueue(conn, order, now=NOW)) or 0
        claim = state.write(lambda conn: jobs.claim(conn, "long", now=NOW))
        assert claim is not None
        self.work = Work(state, claim, self.stop, now=lambda: self.now, on_change=self.seen.append)

    @property
    def kept(self) -> Job:
        return one(self.state, self.id)


@pytest.fixture
def hand(database: Database) -> Hand:
    return Hand(database)


def test_it_knows_what_was_asked(hand: Hand) -> None:
    assert hand.work.params == {"run": 3}
    assert not hand.work.cancelled
    hand.work.check()


def test_the_first_word_is_written_at_once_and_the_next_not_before_a_while(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: ticks[0])
    hand.work.progress(1, 10)
    assert (hand.kept.done, hand.kept.total) == (1, 10)
    ticks[0] += module.EVERY / 2
    hand.work.progress(2)
    assert hand.kept.done == 1
    assert hand.work.job.done == 2  # told, if not written
    ticks[0] += module.EVERY / 2
    hand.work.progress(3)
    assert hand.kept.done == 3
    assert [job.done for job in hand.seen] == [1, 3]


def test_a_cursor_is_written_always(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.time, "monotonic", lambda: 100.0)
    for n in range(1, 4):
        hand.work.progress(n, cursor={"at": n})
        assert (hand.kept.done, hand.kept.cursor) == (n, {"at": n})


def test_what_is_not_told_again_stays(hand: Hand) -> None:
    hand.work.progress(1, 10, {"file": "群.csv"}, cursor=1)
    hand.work.progress(2, cursor=2)
    note = hand.kept.note
    assert note is not None
    assert (hand.kept.total, note["file"]) == (10, "群.csv")


def test_a_beat_writes_what_was_told_last_and_extends_the_lease(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module.time, "monotonic", lambda: 100.0)
    hand.work.progress(1)
    hand.work.progress(2)
    hand.now += LEASE
    hand.work.beat()
    assert hand.kept.done == 2
    assert hand.work.beaten == hand.now
    later = NOW + 2 * LEASE
    assert hand.state.write(lambda conn: jobs.claim(conn, "long", now=later)) is None


def _stops(hand: Hand, how: str) -> type[Exception]:
    if how == "asked":
        hand.work.ask()
        return Cancelled
    if how == "down":
        hand.stop.set()
        return Interrupted
    hand.state.write(lambda conn: jobs.claim(conn, "long", now=NOW + 2 * LEASE))
    with pytest.raises(LeaseLost):
        hand.work.beat()
    return LeaseLost


CALLS: dict[str, Callable[[Work], None]] = {
    "check": lambda work: work.check(),
    "progress": lambda work: work.progress(9),
    "cursor": lambda work: work.progress(9, cursor=9),
}


@pytest.mark.parametrize("how", ["asked", "down", "lost"])
@pytest.mark.parametrize("call", CALLS)
def test_who_shall_stop_hears_why_at_every_word(hand: Hand, how: str, call: str) -> None:
    why = _stops(hand, how)
    assert hand.work.cancelled
    with pytest.raises(why):
        CALLS[call](hand.work)
    assert hand.kept.done == 0


def test_of_several_reasons_the_lost_lease_counts_most_and_a_wish_more_than_the_end(hand: Hand) -> None:
    """Who lost the lease must not write that it was cancelled; who was cancelled is not started again."""
    hand.stop.set()
    hand.work.ask()
    with pytest.raises(Cancelled):
        hand.work.check()
    hand.state.write(lambda conn: jobs.claim(conn, "long", now=NOW + 2 * LEASE))
    with pytest.raises(LeaseLost):
        hand.work.beat()
    with pytest.raises(LeaseLost):
        hand.work.check()


def test_a_wish_in_state_is_heard_by_the_next_beat_and_kept(hand: Hand) -> None:
    hand.state.write(lambda conn: jobs.cancel(conn, hand.id, now=NOW))
    hand.work.check()  # nobody has looked yet
    with pytest.raises(Cancelled):
        hand.work.beat()
    assert hand.work.cancelled
    with pytest.raises(Cancelled):
        hand.work.check()


def _pace(hand: Hand) -> Any:
    note = hand.kept.note
    assert note is not None
    return note["pace"]


def test_the_pace_is_that_of_the_last_seconds(hand: Hand) -> None:
    for n in range(1, 61):
        hand.now = NOW + n * SECOND
        hand.work.progress(n * 5, cursor=n)
    since, done = _pace(hand)["since"], _pace(hand)["done"]
    assert module.WINDOW >= hand.now - since > module.WINDOW - 2 * SECOND
    assert done == (since - NOW) // SECOND * 5


def test_going_on_behind_a_pause_is_paced_from_there(database: Database) -> None:
    first = Hand(database)
    first.work.progress(50, 100, cursor=50)
    database.write(lambda conn: jobs.release(conn, first.work.claim))
    morning = NOW + 36_000 * SECOND
    claim = database.write(lambda conn: jobs.claim(conn, "long", now=morning))
    assert claim is not None
    again = Work(database, claim, threading.Event(), now=lambda: morning)
    again.progress(60, cursor=60)
    kept = one(database, first.id).note
    assert kept is not None
    assert kept["pace"] == {"since": morning, "done": 50}


def test_what_begins_anew_forgets_its_pace(hand: Hand) -> None:
    """A job that reads a second file from nought would have gone backwards."""
    hand.work.progress(80, cursor=80)
    hand.now += 5 * SECOND
    hand.work.progress(2, cursor=2)
    assert _pace(hand) == {"since": hand.now, "done": 2}


def test_a_long_silence_keeps_two_points(hand: Hand) -> None:
    hand.work.progress(10, cursor=1)
    hand.now += 10 * module.WINDOW
    hand.work.progress(20, cursor=2)
    assert _pace(hand)["done"] < 20  # a rate can be told still


def test_threads_of_a_handler_may_tell_at_once(hand: Hand) -> None:
    def tell(start: int) -> None:
        for n in range(start, start + 10):
            hand.work.progress(n, cursor=n)

    threads = [threading.Thread(target=tell, args=(k * 10,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hand.kept.done == hand.kept.cursor
    assert len(hand.seen) == 40
