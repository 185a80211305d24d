"""What a process remembers: bounded, short, and never older than a change it made itself."""

import gc
from pathlib import Path

from accounts.people import NOW
from yutang.accounts.memory import LIFE, Proved, _memories, memory_of
from yutang.accounts.model import Role, Signed, Viewer
from yutang.kit.db import Database

SIGNED = Signed(viewer=Viewer(user_id=1, login="li", name="Li", role=Role.ANALYST))


def _put(proved: Proved, digest: str, now: int = NOW, until: int | None = None) -> None:
    proved.put(digest, SIGNED, now=now, until=until, generation=proved.generation)


def test_an_entry_lives_a_few_seconds() -> None:
    proved = Proved()
    _put(proved, "a")
    assert proved.get("a", NOW) is proved.get("a", NOW + LIFE - 1) is SIGNED
    assert proved.get("a", NOW + LIFE) is None
    assert proved.get("b", NOW) is None


def test_an_entry_does_not_outlive_what_it_proves() -> None:
    proved = Proved()
    _put(proved, "a", until=NOW + 10)
    assert proved.get("a", NOW + 9)
    assert proved.get("a", NOW + 10) is None


def test_a_clock_set_back_makes_nothing_live_longer() -> None:
    proved = Proved()
    _put(proved, "a")
    assert proved.get("a", NOW - 1) is None


def test_ten_thousand_entries_take_the_room_of_the_bound() -> None:
    proved = Proved(size=100)
    for n in range(10_000):
        _put(proved, str(n))
    assert len(proved) == 100
    assert proved.get("9999", NOW)


def test_what_was_read_before_a_change_is_not_remembered_after_it() -> None:
    proved = Proved()
    generation = proved.generation  # a request begins to read State …
    proved.forget()  # … while a token is revoked
    proved.put("a", SIGNED, now=NOW, until=None, generation=generation)
    assert proved.get("a", NOW) is None


def _looked_at_and_closed(path: Path) -> None:
    one, two = Database(f"sqlite:///{path / 'a'}"), Database(f"sqlite:///{path / 'b'}")
    mine = memory_of(one)
    assert memory_of(one) is mine
    assert memory_of(two) is not mine
    one.close()
    two.close()


def test_each_state_has_one_memory_which_goes_with_it(tmp_path: Path) -> None:
    gc.collect()
    before = len(_memories)
    _looked_at_and_closed(tmp_path)
    gc.collect()
    assert len(_memories) == before
