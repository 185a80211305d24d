"""kill -9 while facts are posted and while an import is undone: nothing acknowledged is lost, nothing half done."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from faults.folders import content
from ledger.batch import DAY, START, facts, join, say, table
from yutang.kit.settings import Settings
from yutang.main import open_ledger

pytestmark = pytest.mark.faults
NOW = START + 40 * DAY

POSTING = """
import asyncio, sys
from pathlib import Path
from yutang.importers.posted import read_post
from yutang.kit.settings import Settings
from yutang.ledger.waiting import Drain
from yutang.main import open_ledger

fact = '{"kind":"message.sent","happened":%d,"platform":"shop","group":"g","actor":{"id":"u"},"text":"%d"}'

async def post(ledger, n):
    read = read_post((fact % (1_780_000_000_000 + n, n)).encode(), who="u", key=None, now=1_790_000_000_000_000)
    await ledger.intake.put(read.posts, now=1_790_000_000_000_000)
    print(n, flush=True)

async def all_(ledger):
    for start in range(int(sys.argv[2]), 100_000, 20):
        await asyncio.gather(*(post(ledger, n) for n in range(start, start + 20)))

with open_ledger(Settings(home=Path(sys.argv[1]))) as ledger:
    Drain(ledger.drain, ledger.posted, lambda: None).start()
    asyncio.run(all_(ledger))
"""
UNDOING = """
import sys
from pathlib import Path
from yutang.kit.settings import Settings
from yutang.main import open_ledger

with open_ledger(Settings(home=Path(sys.argv[1]))) as ledger:
    print("begins", flush=True)
    ledger.undo(1, now=1)
"""


def _start(program: str, *args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, args)], stdout=subprocess.PIPE, text=True
    )


def test_posts_acknowledged_before_a_kill_are_there_once(home: Path) -> None:
    told: set[str] = set()
    for seed in range(3):
        process = _start(POSTING, home, seed * 10_000)
        assert process.stdout is not None
        told.add(process.stdout.readline().strip())
        time.sleep(random.Random(seed).uniform(0.2, 1.5))
        process.send_signal(signal.SIGKILL)
        told |= {line.strip() for line in process.stdout if line.endswith("\n")}
        process.wait()
        process.stdout.close()
    with open_ledger(Settings(home=home)) as ledger:
        texts = [row[8] for row in facts(ledger)]
    assert told <= set(texts)
    assert len(texts) == len(set(texts))


def _fill(home: Path, runs: tuple[int, ...]) -> None:
    with open_ledger(Settings(home=home)) as ledger:
        for run in runs:
            for part in range(4):
                rows = [
                    say(f"g{n % 5}", f"u{n % 7 + run}", START + n * DAY // 9 + part, f"{n}")
                    for n in range(300)
                ]
                rows += [say("both", "u", START + n * DAY, "beide", ref=str(n)) for n in range(part, 30)]
                rows.append(join("both", f"u{run}", START))
                ledger.take(f"{run}.{part}", "test", "wecom", table(*rows), now=NOW, run=run)
            ledger.seal(now=NOW)


def test_an_undo_killed_anywhere_is_whole_or_not_begun(home: Path) -> None:
    _fill(home, (1, 2))
    alone = home.with_name("alone")
    _fill(alone, (2,))
    before, after = content(home), content(alone)
    for point in range(12):
        process = _start(UNDOING, home)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(point * 0.06)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        found = content(home)
        assert found in (before, after)
        if found == after:
            break
    with _start(UNDOING, home) as process:
        process.communicate()
    assert process.returncode == 0
    assert content(home) == after
    assert content(home, rebuilt=True) == after
