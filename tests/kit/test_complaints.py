"""What threads that nobody waits for leave in the log."""

import logging

import pytest

from yutang.kit.complaints import complain
from yutang.kit.errors import DiskFull

log = logging.getLogger("yutang.test")


def test_what_has_a_name_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    complain(log, "worker long", DiskFull("disk_full", path="/x"))
    assert caplog.messages == ["worker long: disk_full {'path': '/x'}"]
    assert "Traceback" not in caplog.text


def test_a_surprise_keeps_its_trace(caplog: pytest.LogCaptureFixture) -> None:
    try:
        int("surprise")
    except ValueError as wrong:
        complain(log, "clock", wrong)
    assert "Traceback" in caplog.text
    assert "surprise" in caplog.text
