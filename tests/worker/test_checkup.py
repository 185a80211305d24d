"""The job that makes the check-up anew."""

import threading

import pytest
from tests.checkup.tenant import END, GROUPS, LAST, fill

from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import Board
from yutang.kit import jobs
from yutang.kit.jobs import Cancelled, Order
from yutang.ledger.ledger import Ledger
from yutang.worker.checkup import examining
from yutang.worker.work import Interrupted, Work


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


def work(ledger: Ledger, stop: threading.Event) -> Work:
    ledger.state.write(lambda conn: jobs.enqueue(conn, Order(kind="checkup", lane="short"), now=END))
    claim = ledger.state.write(lambda conn: jobs.claim(conn, "short", now=END))
    assert claim is not None
    return Work(ledger.state, claim, stop, now=lambda: END)


def test_it_is_kept_and_told(ledger: Ledger, stop: threading.Event) -> None:
    fill(ledger)
    board = Board(ledger, Assumptions())
    told = examining(board, lambda: END)(work(ledger, stop))
    assert told == {"as_of": LAST.isoformat(), "groups": len(GROUPS)}
    newest = board.newest()
    assert newest is not None
    assert newest.made_at == END


def test_without_data_there_is_no_day(ledger: Ledger, stop: threading.Event) -> None:
    told = examining(Board(ledger, Assumptions()), lambda: END)(work(ledger, stop))
    assert told == {"as_of": None, "groups": 0}


@pytest.mark.parametrize("who", ["a person", "the server"])
def test_it_stops_for_whoever_asks(ledger: Ledger, stop: threading.Event, who: str) -> None:
    fill(ledger)
    mine, board = work(ledger, stop), Board(ledger, Assumptions())
    (mine.ask if who == "a person" else stop.set)()
    with pytest.raises(Cancelled if who == "a person" else Interrupted):
        examining(board, lambda: END)(mine)
    assert board.newest() is None
