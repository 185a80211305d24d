"""A book is made once for what is projected, and anew when that changes."""

import datetime as dt
import threading
from pathlib import Path

import pytest
from tests.insight.retention.world import Relation, World, at

from yutang.insight.retention.book import make
from yutang.insight.retention.shelf import KEPT, Shelf
from yutang.ledger.analytics import Analytics


@pytest.fixture
def analytics(tmp_path: Path):
    store = Analytics(tmp_path / "a.duckdb", memory_mb=256, threads=1)
    with store.cursor() as cursor:
        World(customers=1, relations=[Relation(1, 101, at(0))]).fill(cursor)
    yield store
    store.close()


class Counting:
    def __init__(self) -> None:
        self.made = []

    def __call__(self, con, definition):
        self.made.append(definition)
        return make(con, definition)


def test_asked_twice_is_made_once(analytics) -> None:
    counting, definition = Counting(), World().definition(9)
    shelf = Shelf(counting)
    assert shelf.book(analytics, definition) is shelf.book(analytics, definition)
    assert len(counting.made) == 1


def test_another_definition_is_another_book(analytics) -> None:
    shelf, world = Shelf(), World()
    assert shelf.book(analytics, world.definition(9)).run.num_rows == 1
    assert shelf.book(analytics, world.definition(-1)).run.num_rows == 0
    assert shelf.book(analytics, world.definition(9, dormant_days=1)).run["gone"][0].as_py() == dt.date(
        2026, 3, 4
    )


def test_what_is_new_is_seen_and_what_is_undone_is_gone(analytics) -> None:
    counting, definition = Counting(), World().definition(9)
    shelf = Shelf(counting)
    shelf.book(analytics, definition)
    for change in (
        "insert into batch values (7, 1)",
        "insert into batch values (8, 0)",
        "delete from batch where id = 8",
    ):
        with analytics.cursor() as cursor:
            cursor.execute(change)
        shelf.book(analytics, definition)
        shelf.book(analytics, definition)
    assert len(counting.made) == 4


def test_few_are_kept(analytics) -> None:
    counting = Counting()
    shelf = Shelf(counting)
    for _ in range(2):
        for day in range(KEPT + 1):
            shelf.book(analytics, World().definition(day))
    assert len(counting.made) == 2 * (KEPT + 1)


def test_many_who_ask_at_once_wait_for_one(analytics) -> None:
    counting, definition, found = Counting(), World().definition(9), []
    shelf = Shelf(counting)
    asking = [
        threading.Thread(target=lambda: found.append(shelf.book(analytics, definition))) for _ in range(6)
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert len(counting.made) == 1
    assert len({id(book) for book in found}) == 1
