"""The name at an export's end: said again with the group's last stamp, whatever the chunks and their order."""

import itertools
from typing import Any

import pytest

from yutang.importers.lastnames import LastNames
from yutang.importers.rows import Rows
from yutang.ledger.catalogue import Kind

START = 1_780_000_000_000_000


def chunk(*rows: tuple[str, str, int, str | None]) -> Any:
    """("named" or "said", group, stamp, text)."""
    made = Rows()
    for what, group, at, text in rows:
        kind = Kind.GROUP_SEEN if what == "named" else Kind.MESSAGE_SENT
        made.add(kind, START + at, group=group, text=text, **({} if what == "named" else {"actor": "u"}))
    return made.take()


def again(*chunks: Any) -> list[tuple[str, int, str]]:
    names = LastNames()
    for one in chunks:
        names.see(one)
    return sorted((r["group_ref"], r["happened"] - START, r["text"]) for r in names.again().to_pylist())


def test_a_name_is_said_again_with_the_last_stamp() -> None:
    assert again(chunk(("named", "g", 0, "甲"), ("said", "g", 5, "x"), ("said", "g", 3, "y"))) == [
        ("g", 5, "甲")
    ]


def test_messages_of_later_chunks_count_and_names_of_none() -> None:
    chunks = [
        chunk(("named", "g", 0, "甲"), ("said", "g", 1, "x")),
        chunk(("said", "g", 9, "y"), ("said", "h", 99, "z")),
    ]
    assert again(*chunks) == [("g", 9, "甲")]


def test_nothing_to_say_where_the_name_was_the_last() -> None:
    assert again(chunk(("said", "g", 0, "x"), ("named", "g", 5, "甲"))) == []
    assert again(chunk(("named", "g", 0, "甲"))) == []
    assert again(chunk(("said", "g", 0, "x"))) == []
    assert again() == []


def test_a_group_seen_without_a_name_names_nothing() -> None:
    assert again(chunk(("named", "g", 0, None), ("said", "g", 5, "x"))) == []


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_latest_name_wins_in_any_order_of_chunks(order: tuple[int, ...]) -> None:
    chunks = [
        chunk(("named", "g", 0, "旧")),
        chunk(("named", "g", 4, "新")),
        chunk(("named", "g", 0, "旧"), ("said", "g", 9, "x")),
    ]
    assert again(*(chunks[n] for n in order)) == [("g", 9, "新")]


def test_two_names_of_one_instant_are_decided_by_themselves() -> None:
    one, two = ("named", "g", 0, "甲"), ("named", "g", 0, "乙")
    assert again(chunk(one, two, ("said", "g", 1, ""))) == again(chunk(two, one, ("said", "g", 1, "")))


def test_each_group_has_its_own() -> None:
    found = again(
        chunk(("named", "g", 0, "甲"), ("named", "h", 0, "乙"), ("said", "h", 2, "x"), ("said", "g", 3, "y"))
    )
    assert found == [("g", 3, "甲"), ("h", 2, "乙")]
