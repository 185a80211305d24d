"""The forecast on a real archive: the command that prints the figures of docs/methods/forecast.md."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[3] / "bench" / "accuracy.py"


@pytest.mark.samples
def test_every_limit_is_met_on_the_archive(samples):
    done = subprocess.run(
        [sys.executable, BENCH, "--data", samples], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = {" ".join(line.split()[:-5]): line.split()[-5:] for line in done.stdout.splitlines()[1:4]}
    n, auc, brier, calibration, _ = map(float, lines["Yutang, shipped coefficients"])
    assert n == 2404
    assert auc >= 0.963
    assert brier <= 0.076
    assert calibration <= 0.03
    assert "2404 0.9536" in " ".join(done.stdout.split())  # days of silence alone


def test_missing_archive_is_said(tmp_path):
    done = subprocess.run(
        [sys.executable, BENCH, "--data", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "needs the archive" in done.stderr
