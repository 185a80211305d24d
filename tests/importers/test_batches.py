"""Chunks into batches: when one is full, what it is called, what waits for the next."""

from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from yutang.importers.batches import (
    LONG_IMPORT,
    PEOPLE,
    QUICK,
    SMALL,
    Batches,
    Plan,
    hold_back,
    of_people,
    pieces,
    plan_for,
    without_private,
)
from yutang.importers.rows import Rows
from yutang.ledger.catalogue import Kind


def chunk(
    stamps: list[int], *, group: str = "g", props: str | None = None, kind: Kind = Kind.MESSAGE_SENT
) -> pa.RecordBatch:
    rows = Rows()
    for at in stamps:
        rows.add(kind, at, group=group, actor="u", text="x", props=props)
    return rows.take()


class Taken:
    """Where batches go."""

    def __init__(self, plan: Plan = QUICK) -> None:
        self.batches: list[tuple[str, str, str, pa.Table, list[dict[str, Any]]]] = []
        self.into = Batches(lambda *batch: self.batches.append(batch), plan)

    def add(
        self,
        rows: pa.RecordBatch,
        key: str = "k",
        *,
        platform: str = "wecom",
        chunks: int = 1,
        done: bool = True,
    ) -> None:
        self.into.add(platform, rows, {"key": key, "name": key, "chunks": chunks, "done": done}, 0)


def test_small_files_share_a_batch_and_their_states_come_with_it() -> None:
    taken = Taken()
    for n in range(3):
        taken.add(chunk([n]), f"k{n}")
    assert taken.batches == []
    taken.into.flush()
    ((_, origin, platform, rows, states),) = taken.batches
    assert (origin, platform, rows.num_rows, [s["key"] for s in states]) == (
        "k2",
        "wecom",
        3,
        ["k0", "k1", "k2"],
    )
    assert rows["ordinal"].to_pylist() == [0, 1, 2]


def test_another_platform_is_another_batch() -> None:
    taken = Taken()
    taken.add(chunk([1]), platform="qq")
    taken.add(chunk([2]), platform="slack")
    taken.into.flush()
    assert [b[2] for b in taken.batches] == ["qq", "slack"]


def test_a_large_chunk_is_cut_and_its_state_comes_with_the_last_piece() -> None:
    taken = Taken()
    taken.add(chunk(list(range(2 * QUICK.rows + 5))))
    taken.into.flush()
    assert [b[3].num_rows for b in taken.batches] == [QUICK.rows, QUICK.rows, 5]
    assert [len(b[4]) for b in taken.batches] == [0, 0, 1]
    assert len({b[0] for b in taken.batches}) == 3


def test_a_large_chunk_is_not_cut_between_rows_of_one_instant() -> None:
    """Equal rows without an id are counted within a batch: of three in a row, cut apart, two would be lost."""
    taken = Taken(Plan(3, 1 << 20, 64))
    taken.add(chunk([1, 2, 2, 2, 3, 4]))
    taken.into.flush()
    assert [b[3]["happened"].to_pylist() for b in taken.batches] == [[1, 2, 2, 2], [3, 4]]


@given(st.lists(st.integers(0, 3), max_size=30), st.integers(1, 6))
def test_pieces_are_the_chunk_cut_between_instants_only(stamps: list[int], full: int) -> None:
    found = list(pieces(chunk(stamps), full))
    assert [at for start, stop in found for at in range(start, stop)] == list(range(len(stamps)))
    assert all(stamps[start - 1] != stamps[start] for start, _ in found[1:])
    long = [stamps[start:stop] for start, stop in found if stop - start > full]
    assert all(len(set(run)) == 1 for run in long)


def test_the_same_rows_get_the_same_key_and_others_another() -> None:
    keys = []
    for stamps, chunks in (([1, 2], 1), ([1, 2], 1), ([1, 2], 2), ([3, 4], 1)):
        taken = Taken()
        taken.add(chunk(stamps), chunks=chunks)
        taken.into.flush()
        keys.append(taken.batches[0][0])
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_a_file_without_rows_is_still_done() -> None:
    taken = Taken()
    taken.add(chunk([]))
    taken.into.flush()
    assert [(b[3].num_rows, b[4][0]["done"]) for b in taken.batches] == [(0, True)]
    taken.into.flush()
    assert len(taken.batches) == 1


@given(st.lists(st.integers(0, 3), max_size=12))
def test_a_run_of_one_instant_at_the_end_waits_whole(stamps: list[int]) -> None:
    wait = hold_back(chunk(stamps))
    if len(set(stamps)) < 2:
        assert wait == 0  # nothing else to give: it can't wait for ever
    else:
        assert len(set(stamps[len(stamps) - wait :])) == 1
        assert stamps[len(stamps) - wait - 1] != stamps[-1]


def test_private_chats_leave_and_are_remembered_for_later_chunks() -> None:
    private: set[str] = set()
    seen = chunk([1], group="p", props='{"private": true}', kind=Kind.GROUP_SEEN)
    rows = pa.concat_batches([seen, chunk([2, 3], group="p"), chunk([4])])
    assert without_private(rows, private)["group_ref"].to_pylist() == ["g"]
    assert private == {"p"}
    assert without_private(chunk([5], group="p"), private).num_rows == 0


def test_a_group_that_says_it_is_not_private_stays() -> None:
    seen = chunk([1], props='{"private":false}', kind=Kind.GROUP_SEEN)
    assert without_private(seen, set()).num_rows == 1


def test_long_texts_make_a_batch_full_by_their_size() -> None:
    taken = Taken(Plan(1000, 300, 64))
    for n in range(4):
        taken.add(chunk([n] * 3), f"k{n}")
    assert sum(len(b[4]) for b in taken.batches) >= 2
    assert all(b[3].num_rows < 12 for b in taken.batches)


def test_what_takes_minutes_is_read_in_less_memory_than_what_takes_seconds() -> None:
    assert plan_for(LONG_IMPORT - 1) == QUICK
    assert plan_for(LONG_IMPORT) == SMALL
    assert (SMALL.rows, SMALL.size, SMALL.store_mb) < (QUICK.rows, QUICK.size, QUICK.store_mb)


def test_what_is_no_message_is_cut_inside_an_instant_too() -> None:
    assert list(pieces(chunk([5] * 10, kind=Kind.IDENTITY_SEEN), 4)) == [(0, 4), (4, 8), (8, 10)]
    assert list(pieces(chunk([5] * 10), 4)) == [(0, 10)]


def test_rows_that_link_accounts_come_in_batches_of_their_own_size() -> None:
    assert of_people(chunk([1, 2], kind=Kind.IDENTITY_LINKED).column("kind"))
    assert not of_people(chunk([1, 2]).column("kind"))
    assert not of_people(chunk([]).column("kind"))
    taken = Taken(Plan(10, 1 << 20, 64))
    taken.add(chunk([5] * 25, kind=Kind.IDENTITY_LINKED))
    taken.into.flush()
    assert [b[3].num_rows for b in taken.batches] == [25]
    assert (PEOPLE.rows, PEOPLE.store_mb) > (QUICK.rows, QUICK.store_mb)


def test_rows_of_both_sorts_fill_one_batch_by_their_shares() -> None:
    taken = Taken(Plan(3, 1 << 20, 64))
    taken.add(chunk([1, 2]))
    taken.add(chunk([3] * 7, kind=Kind.IDENTITY_LINKED), "p")
    assert taken.batches == []
    taken.add(chunk([4]), "l")
    assert [b[3].num_rows for b in taken.batches] == [10]
