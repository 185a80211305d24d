"""kill -9 while analytics is written anew after an erasing: whatever the moment, nothing is lost, and it is done in the
end."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from yutang.ledger.analytics import Analytics, worn_mb

pytestmark = pytest.mark.faults
ROWS, POINTS = 1_500_000, 8
OPEN = """import sys
from pathlib import Path
from yutang.ledger.analytics import Analytics
print("begun", flush=True)
Analytics(Path(sys.argv[1]), memory_mb=256, threads=1).close()
"""
SUM = "select count(*), sum(hash(fact_id, text)) from payload"


def test_a_copy_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "analytics.duckdb"
    store = Analytics(path, memory_mb=256, threads=1)
    with store.cursor() as cursor:
        cursor.execute(f"insert into payload select n, 'secret ' || md5(n::varchar) from range({ROWS}) r(n)")
        cursor.execute("update payload set text = 'open ' || md5(text) where fact_id % 2 = 0")
        cursor.execute("delete from payload where fact_id % 2 = 1")
    told = store.rows(SUM)
    store.wear()
    store.close()
    took, cut = _whole(tmp_path, path), 0
    for point in range(POINTS):
        _worn(path)
        cut += _killed(path, took * (point + 0.5) / POINTS)
        store = Analytics(path, memory_mb=256, threads=1)
        assert (store.recovered, store.rows(SUM)) == (False, told)
        store.close()
        assert worn_mb(path) is None
        assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == [path.name]
        assert b"secret " not in path.read_bytes()
    assert cut > POINTS // 2  # it was met in the middle, not before or after


def _worn(path: Path) -> None:
    path.with_name(path.name + ".worn").touch()


def _whole(tmp_path: Path, path: Path) -> float:
    """How long one copy takes that nobody disturbs."""
    begun = time.monotonic()
    Analytics(path, memory_mb=256, threads=1).close()
    return time.monotonic() - begun


def _killed(path: Path, after: float) -> bool:
    """Whether it was killed before it had ended."""
    process = subprocess.Popen([sys.executable, "-c", OPEN, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"begun\n"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return worn_mb(path) is not None
