"""The same file under two imports: whichever is taken back, the other still has it."""

from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings

from cli.world import talk, telegram
from ledger.batch import facts, fresh
from yutang.importers import actions, met, runs, store
from yutang.importers.actions import bring_in
from yutang.importers.batches import Plan
from yutang.importers.model import Options, Progress, Summary
from yutang.importers.tables import import_batch, import_file, import_met
from yutang.ledger.ledger import Ledger

NOW = 1_790_000_000_000_000
SIZES = pytest.mark.parametrize("alone", [True, False], ids=["big", "small"])


@pytest.fixture(autouse=True)
def border(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Big files are those of a byte, where a test says that its files are big."""
    if "alone" in request.fixturenames and request.getfixturevalue("alone"):
        monkeypatch.setattr(met, "ALONE", 1)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return written(tmp_path)


def written(folder: Path) -> list[Path]:
    """Chats that overlap: the second tells what the first does, and more."""
    words = [(0, 12), (0, 20), (1, 9), (2, 15)]
    return [
        telegram(folder / f"{n}.json", f"G{group}", talk(count), number=group + 1)
        for n, (group, count) in enumerate(words)
    ]


def bring(ledger: Ledger, *paths: Path, **how: Any) -> Summary:
    return bring_in(ledger, list(paths), Options(zone="Asia/Shanghai"), now=NOW, rejects=paths[0].with_suffix(".r"),
                    **how)  # fmt: skip


def undo(ledger: Ledger, run: int) -> tuple[int, list[int | None]]:
    """Take it back; how many facts stay, and whose they are."""
    with ledger.state.read() as conn:
        heirs = met.heirs(conn, run)
    told = ledger.undo_preview(run, heirs)
    done = ledger.undo(run, now=NOW, heirs=heirs, also=lambda conn: runs.undone(conn, run, NOW))
    assert done == told
    return done.kept, done.kept_by


def figures(ledger: Ledger) -> dict[int, int]:
    with ledger.state.read() as conn:
        return {run.id: run.facts for run in runs.listed(conn)}


@SIZES
def test_what_another_found_there_stays_and_is_its_own(
    ledger: Ledger, files: list[Path], alone: bool
) -> None:
    first = bring(ledger, *files[1:3])
    again = bring(ledger, files[1])
    assert ([f.known for f in again.files], again.files[0].messages, again.facts) == ([True], 20, 0)
    kept, whose = undo(ledger, 1)
    assert (kept, whose) == (len(facts(ledger)), [2])
    assert 20 <= kept < first.facts
    assert figures(ledger)[2] == kept
    assert undo(ledger, 2) == (0, [])
    assert facts(ledger) == []
    with ledger.state.read() as conn:
        left = [
            conn.scalar(sa.select(sa.func.count()).select_from(t))
            for t in (import_file, import_batch, import_met)
        ]
    assert left == [0, 0, 0]
    assert bring(ledger, *files[1:3]).facts == first.facts


@SIZES
def test_it_goes_on_to_the_next_who_met_it(ledger: Ledger, files: list[Path], alone: bool) -> None:
    for _ in range(4):
        bring(ledger, files[0])
    whole = facts(ledger)
    assert [undo(ledger, run)[1] for run in (2, 1, 3)] == [[], [3], [4]]
    assert facts(ledger) == whole
    undo(ledger, 4)
    assert facts(ledger) == []


def test_a_big_file_is_not_read_again_and_a_small_one_is(
    ledger: Ledger, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(met, "ALONE", files[1].stat().st_size)
    bring(ledger, *files)
    rows: dict[str, int] = {}

    def tell(at: Progress) -> None:
        rows[at.name] = at.rows

    again = bring(ledger, *files, progress=tell)
    assert ([f.known for f in again.files], again.facts) == ([True] * 4, 0)
    assert [f.messages for f in again.files] == [12, 20, 9, 15]
    assert rows["1.json"] == rows["0.json"] < rows["2.json"]
    with ledger.state.read() as conn:
        assert len(conn.execute(sa.select(import_met)).all()) == 1


class Stopped(Exception):
    pass


@SIZES
def test_what_one_began_and_another_ended_is_whole_for_it(ledger: Ledger, tmp_path: Path, alone: bool,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr("yutang.importers.rows.CHUNK_ROWS", 4_000)
    monkeypatch.setattr(actions, "plan_for", lambda _: Plan(1_000, 16 << 20, 64))
    file = telegram(tmp_path / "a.json", "G", talk(6_000))

    def stop(at: Progress) -> None:
        if at.rows > 4_000:
            raise Stopped

    with pytest.raises(Stopped):
        bring(ledger, file, progress=stop)
    assert 0 < figures(ledger)[1] < 6_000
    bring(ledger, file)
    whole = facts(ledger)
    undo(ledger, 1)
    assert facts(ledger) == whole
    undo(ledger, 2)
    assert facts(ledger) == []
    assert bring(ledger, file).facts == len(whole)


CHOICE = st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True)


@pytest.mark.laws
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=CHOICE, second=CHOICE, big=st.sampled_from([1, 1 << 30, 2_500]))
def test_import_a_import_b_undo_a_is_import_b_alone(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, first: list[int],
    second: list[int], big: int
) -> None:  # fmt: skip
    monkeypatch.setattr(met, "ALONE", big)
    one, other = fresh(tmp_path_factory.mktemp("one")), fresh(tmp_path_factory.mktemp("other"))
    files = written(tmp_path_factory.mktemp("files"))
    try:
        bring(one, *(files[n] for n in first))
        for ledger in (one, other):
            bring(ledger, *(files[n] for n in second))
        undo(one, 1)
        assert facts(one) == facts(other)
        assert figures(one)[2] == figures(other)[1]
        one.rebuild()
        assert facts(one) == facts(other)
        undo(one, 2)
        assert facts(one) == []
    finally:
        one.close()
        other.close()


def test_dry_runs_never_count(ledger: Ledger, files: list[Path]) -> None:
    bring(ledger, files[0])
    with ledger.state.read() as conn:
        key = conn.scalar(sa.select(import_file.c.key))
    dry = ledger.state.write(lambda conn: store.start(conn, "dry", NOW))
    assert key is not None
    bring(fresh(files[0].parent), files[0])  # as a dry run does it: in a ledger of its own
    with ledger.state.read() as conn:
        assert conn.execute(sa.select(import_met)).all() == []
        assert met.heirs(conn, 1) == {}
    assert dry == 2
