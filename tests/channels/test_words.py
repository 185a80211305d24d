"""Every reason that a channel gives has its words, in both languages."""

import ast
from pathlib import Path

import pytest

import yutang.channels
from yutang.channels.contract.outcomes import Trouble
from yutang.channels.wecom.settings import Connection
from yutang.locales import catalogue

SOURCE = Path(yutang.channels.__file__).parent
DROPPED = ("message", "no_consent", "capped", "no_sender")
WRONG = ("empty", "text_too_long", "too_many_attachments", "attachment_kind", "attachments_mixed", "target")
FAILED = ("not_friend", "capped", "invalid", "expired", "cancelled")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_code_has_words(lang: str) -> None:
    nothing_right = Connection(
        corpid="", agentid=0, secret="", callback_token="-", callback_key="-", base=""
    ).faults()
    wanted = [
        *(f"channel.dropped.{each}" for each in DROPPED),
        *(f"channel.wrong.{each}" for each in WRONG),
        *(f"channel.failed.{each}" for each in FAILED),
        *(f"channel.trouble.{each}" for each in Trouble),
        *(f"wecom.fault.{each}" for each in nothing_right),
    ]
    assert len(nothing_right) == 6
    assert [each for each in wanted if each not in catalogue(lang)] == []


def test_every_way_for_a_person_has_words() -> None:
    """`HumanTask(how=…)` in the source."""
    ways = {
        str(word.value.value)
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "HumanTask"
        for word in node.keywords
        if word.arg == "how" and isinstance(word.value, ast.Constant)
    }
    assert ways == {"by_hand", "wecom_client"}
    assert [way for way in ways if f"channel.how.{way}" not in catalogue("zh")] == []
