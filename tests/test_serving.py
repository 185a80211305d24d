"""The server put together: what waits doesn't hold it up, and what is temporary lies in its own folder."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.world import talk, telegram
from worker.lanes import until
from yutang import serving
from yutang.importers import runs
from yutang.importers.runs import Wish
from yutang.kit import clock, jobs
from yutang.kit.settings import Settings
from yutang.ledger.ledger import Ledger
from yutang.ledger.posts import Post, Sighting, pack_post
from yutang.main import open_ledger, private_ledger

WAIT = 3_000  # facts


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, threads=1, memory_mb=512)


def post(ledger: Ledger) -> None:
    rows = [Sighting(1, 1_780_000_000_000_000 + n, "g", "u", text=f"{n}") for n in range(WAIT)]
    packed = [Post(f"k{n}", "x", "shop", 100, pack_post(rows[n : n + 100])) for n in range(0, WAIT, 100)]
    assert asyncio.run(ledger.intake.put(packed, now=clock.now()))


def test_what_waits_does_not_hold_up_the_server_and_is_taken_once_it_runs(settings: Settings) -> None:
    with open_ledger(settings) as ledger:
        post(ledger)
    with open_ledger(settings, drain=False) as ledger:
        assert (ledger.backlog, ledger.last_day()) == (WAIT, None)
        context = serving._context(ledger, settings, threading.Event(), demo=False)
        with serving._working(context, private_ledger):
            until(lambda: ledger.backlog == 0)
        assert ledger.analytics.rows("select count(*) from fact") == [(WAIT,)]


def test_the_tenant_of_the_demo_is_not_loaded_onto_what_waits(settings: Settings) -> None:
    @contextmanager
    def keep(_: Settings) -> Generator[Ledger]:
        with open_ledger(settings, drain=False) as ledger:
            yield ledger

    with open_ledger(settings) as ledger:
        post(ledger)
    serving._demo(settings, "en", keep)
    assert not (settings.home / "demo").exists()


def test_a_private_ledger_is_made_where_it_is_told_and_leaves_nothing(settings: Settings) -> None:
    below = settings.home / "tmp"
    with private_ledger(settings, below) as ledger:
        assert ledger.folder.is_relative_to(below)
        assert below.stat().st_mode & 0o777 == 0o700
    assert list(below.iterdir()) == []


def test_a_dry_run_of_the_server_lies_in_the_data_folder_and_what_a_killed_one_left_goes(
    settings: Settings, tmp_path: Path
) -> None:
    left = settings.home / serving.TEMPORARY / "yutang-old" / "sealed"
    left.mkdir(parents=True)
    made: list[Path] = []

    @contextmanager
    def private(alone: Settings, below: Path) -> Generator[Ledger]:
        with private_ledger(alone, below) as ledger:
            made.append(ledger.folder)
            yield ledger

    file = telegram(tmp_path / "a.json", "G", talk(9))
    with open_ledger(settings, drain=False) as ledger:
        context = serving._context(ledger, settings, threading.Event(), demo=False)
        upload = context.uploads.begin(1, now=clock.now()).id
        sink = context.uploads.open(upload, file.name, offset=0, size=file.stat().st_size, now=clock.now())
        sink.write(file.read_bytes())
        sink.close()
        found = context.uploads.find(upload)
        assert found is not None
        wish = Wish(zone="UTC", dry_run=True)
        _, job = ledger.state.write(lambda conn: runs.order(conn, found, wish, (1, "Li"), clock.now()))
        with serving._working(context, private) as (workers, *_):
            assert not left.exists()
            workers.wake()
            until(lambda: ended(ledger, job))
        assert ended(ledger, job) == "done"
    (where,) = made
    assert where.is_relative_to(settings.home / serving.TEMPORARY)
    assert not where.exists()


def ended(ledger: Ledger, job: int) -> str | None:
    with ledger.state.read() as conn:
        found = jobs.one(conn, job)
    return found.state if found is not None and found.state in jobs.ENDED else None
