"""Finished days as files: one whole file a day that State names, whatever a crash leaves, and proof that it is that."""

import datetime as dt
from types import SimpleNamespace

import duckdb
import pyarrow.parquet as pq
import pytest

from ledger.batch import DAY, NOW, SECOND, START, day, facts, say, take
from yutang.kit.errors import YutangError
from yutang.ledger import sealer, store
from yutang.ledger.ledger import Ledger
from yutang.ledger.shape import FACT_COLUMNS


def filled(ledger: Ledger, days: int = 3) -> None:
    for n in range(days):
        take(
            ledger,
            f"k{n}",
            say("g", f"u{n}", START + n * DAY, f"第 {n} 天"),
            say("g", "v", START + n * DAY + SECOND),
        )


def named(ledger: Ledger) -> dict[str, tuple[str, int, int]]:
    with ledger.state.read() as conn:
        return {d: (row.file, row.upto, row.facts) for d, row in store.sealed(conn).items()}


def files(ledger: Ledger) -> set[str]:
    return {path.name for path in ledger.folder.iterdir()}


def seal(ledger: Ledger, before: dt.date) -> list[str]:
    return sealer.seal(ledger.state, ledger.analytics, ledger.folder, before)


def test_only_days_before_the_one_named_are_sealed(ledger: Ledger) -> None:
    filled(ledger)
    assert seal(ledger, day(2)) == [str(day(0)), str(day(1))]
    assert list(named(ledger)) == [str(day(0)), str(day(1))]
    assert seal(ledger, day(3)) == [str(day(2))]


def test_nothing_at_all_seals_nothing(ledger: Ledger) -> None:
    assert seal(ledger, day(9)) == []
    assert not ledger.folder.exists()


def test_a_file_holds_its_day_sorted_and_its_texts(ledger: Ledger) -> None:
    filled(ledger)
    seal(ledger, day(9))
    file, upto, count = named(ledger)[str(day(1))]
    assert (file, upto, count) == (f"{day(1)}.3.parquet", 3, 2)
    rows = pq.read_table(ledger.folder / file)
    assert tuple(rows.column_names) == FACT_COLUMNS
    assert set(rows["day"].to_pylist()) == {day(1)}
    stamps = list(zip(rows["kind"].to_pylist(), rows["happened"].to_pylist(), strict=True))
    assert stamps == sorted(stamps)
    texts = pq.read_table(ledger.folder / file.replace(".parquet", ".texts.parquet"))
    assert set(texts["fact_id"].to_pylist()) <= set(rows["id"].to_pylist())
    assert "第 1 天" in texts["text"].to_pylist()


def test_the_folder_is_its_owners_alone(ledger: Ledger) -> None:
    filled(ledger)
    seal(ledger, day(9))
    assert ledger.folder.stat().st_mode & 0o077 == 0


def test_a_batch_with_one_open_day_keeps_its_blob_and_is_not_doubled(opened: SimpleNamespace) -> None:
    ledger = opened.ledger
    take(ledger, "a", say("g", "u", START, "alt"), say("g", "u", START + DAY, "neu"))
    before = facts(ledger)
    seal(ledger, day(1))
    with ledger.state.read() as conn:
        assert store.applied(conn) == [(1, 2)]
    assert ledger.rebuild() == 2
    assert facts(ledger) == before
    seal(ledger, day(2))
    with ledger.state.read() as conn:
        assert store.applied(conn) == []
    assert facts(opened.again()) == before


def test_late_facts_of_a_sealed_day_count_before_it_is_sealed_anew(ledger: Ledger) -> None:
    filled(ledger, 1)
    seal(ledger, day(5))
    take(ledger, "late", say("g", "w", START + 2 * SECOND, "spät"))
    before = facts(ledger)
    assert ledger.rebuild() == 3
    assert facts(ledger) == before
    assert seal(ledger, day(5)) == [str(day(0))]
    assert ledger.rebuild() == 3
    assert facts(ledger) == before


def test_days_that_nothing_new_touched_are_left_alone(ledger: Ledger) -> None:
    filled(ledger)
    seal(ledger, day(9))
    was = {name: (ledger.folder / name).stat().st_mtime_ns for name in files(ledger)}
    take(ledger, "late", say("g", "w", START + DAY + 9 * SECOND, "spät"))
    assert seal(ledger, day(9)) == [str(day(1))]
    untouched = {n: t for n, t in was.items() if not n.startswith(str(day(1)))}
    assert {name: (ledger.folder / name).stat().st_mtime_ns for name in untouched} == untouched


def test_what_a_crash_left_beside_goes_and_what_is_named_stays(ledger: Ledger) -> None:
    filled(ledger)
    seal(ledger, day(9))
    whole = files(ledger)
    for name in (f"{day(0)}.99.parquet", f"{day(0)}.99.texts.parquet"):
        (ledger.folder / name).write_bytes(b"half")
    (ledger.folder / "2019-01-01.7.parquet").write_bytes(b"of a day that nobody names: it may be truth")
    sealer.sweep(ledger.state, ledger.folder)
    assert files(ledger) == whole | {"2019-01-01.7.parquet"}


def test_the_last_file_of_a_day_is_never_swept_though_another_is_named(ledger: Ledger) -> None:
    """A State restored beside a newer folder names files that are not there: what lies there is all there is."""
    filled(ledger, 1)
    seal(ledger, day(9))
    file = named(ledger)[str(day(0))][0]
    (ledger.folder / file).rename(ledger.folder / f"{day(0)}.77.parquet")
    sealer.sweep(ledger.state, ledger.folder)
    assert f"{day(0)}.77.parquet" in files(ledger)


@pytest.mark.parametrize("part", ["", ".texts"])
@pytest.mark.parametrize("damage", ["gone", "flipped", "cut"])
def test_a_day_that_is_not_what_was_sealed_is_refused_by_name(ledger: Ledger, part: str, damage: str) -> None:
    filled(ledger, 1)
    seal(ledger, day(9))
    path = ledger.folder / named(ledger)[str(day(0))][0].replace(".parquet", f"{part}.parquet")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(bytes(data) if damage == "flipped" else bytes(data[:-3]))
    before = facts(ledger)
    with pytest.raises(YutangError) as told:
        ledger.rebuild()
    assert told.value.code == ("sealed_day_missing" if damage == "gone" else "sealed_day_damaged")
    assert told.value.params["file"].startswith(str(day(0)))
    assert facts(ledger) == before  # what analytics held is not thrown away for nothing


def test_a_crash_before_state_names_the_files_loses_nothing(
    opened: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(opened.ledger)
    before = facts(opened.ledger)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(sealer, "_point", killed)
        with pytest.raises(KeyboardInterrupt):
            seal(opened.ledger, day(9))
    assert named(opened.ledger) == {}
    assert facts(opened.again()) == before
    assert seal(opened.ledger, day(9)) == [str(day(n)) for n in range(3)]
    assert opened.ledger.rebuild() == 6
    assert facts(opened.ledger) == before


def test_more_or_fewer_facts_than_state_knows_are_seen(ledger: Ledger) -> None:
    filled(ledger, 1)
    with ledger.state.read() as conn:
        batches = store.applied(conn)
    sealer.prove_whole(ledger.analytics, batches)
    with pytest.raises(YutangError) as told:
        sealer.prove_whole(ledger.analytics, [(1, 3)])
    assert (told.value.code, told.value.params) == ("analytics_behind", {"batch": 1, "held": 2, "applied": 3})
    with pytest.raises(YutangError, match="analytics_behind"):
        sealer.prove_whole(ledger.analytics, [*batches, (8, 1)])
    sealer.prove_whole(ledger.analytics, [])


def test_a_folder_with_a_quote_in_its_name(ledger: Ledger) -> None:
    """Paths stand inside SQL: they are quoted."""
    filled(ledger, 1)
    ledger.folder = ledger.folder.parent / "it's 我的"
    ledger.seal(now=NOW)
    assert ledger.rebuild() == 2


def test_sealed_files_are_plain_parquet_for_others(ledger: Ledger) -> None:
    filled(ledger)
    seal(ledger, day(9))
    with duckdb.connect() as con:
        pattern = str(ledger.folder / "????-??-??.*.parquet")
        found = con.execute(
            f"select count(*), min(key_hi) >= 0 from read_parquet('{pattern}', union_by_name := true) where id is not null"
        ).fetchall()
    assert found == [(6, True)]
