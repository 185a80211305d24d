"""Golden table: situation and forecast → advice, first move, confidence, reasons in order."""

import msgspec
import pytest
from tests.checkup.rules.test_roster import listed
from tests.checkup.rules.test_state import group

from yutang.checkup.advice import guide, judge
from yutang.checkup.model import Advice, Confidence, Reason, State
from yutang.checkup.outlook import Outlook
from yutang.checkup.settings import Assumptions

A = Assumptions()
KEEP, REVIVE, STOP, UNKNOWN = Advice.KEEP, Advice.REVIVE, Advice.STOP, Advice.UNKNOWN
HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
gone = {"active_28": 0, "active_before": 0, "messages_28": 0}

GOLDEN = [
    (group(), 0.97, KEEP, None, HIGH, ["steady"]),
    (group(), 0.7, KEEP, None, MEDIUM, ["steady"]),
    (group(unanswered=4, key_people=1), 0.97, KEEP, "answer_questions", HIGH, ["steady", "unanswered", "one_host"]),
    (group(3, active_28=4, active_before=12, active_best=12), 0.9, REVIVE, "open_topic", HIGH, ["days_fell"]),
    (group(3, active_28=4, active_before=12, active_best=12, staff_28=180), 0.9, REVIVE, "stop_broadcast", HIGH, ["days_fell", "monologue"]),
    (group(30, active_28=0), 0.3, REVIVE, "open_topic", MEDIUM, ["silent_long"]),
    (group(30, active_28=0, active_days=2), 0.3, STOP, "close", MEDIUM, ["silent_long"]),
    (group(30, active_28=0, active_days=2, silent_buyers=1), 0.3, REVIVE, "ask_buyers", MEDIUM, ["silent_long", "silent_buyers"]),
    (group(90, **gone), 0.03, STOP, "carry_people", HIGH, ["rhythm_broken"]),
    (group(150, **gone), 0.42, REVIVE, "open_topic", MEDIUM, ["silent_long"]),
    (group(90, **gone), 0.24, STOP, "carry_people", MEDIUM, ["rhythm_broken"]),
    (group(90, **gone), 0.08, STOP, "carry_people", MEDIUM, ["rhythm_broken"]),
    (group(None, active_days=0, active_28=0, messages_all=0, staff_all=99), None, STOP, "close", HIGH, ["staff_only"]),
    (group(None, active_days=0, active_28=0, messages_all=0, staff_all=99, silent_buyers=2), None, STOP, "carry_people", HIGH, ["staff_only", "silent_buyers"]),
    (group(90, counted=True, guessed=True, messaged=False, days_seen=190, **gone), 0.03, STOP, "carry_people", LOW, ["rhythm_broken"]),
    (group(2, age=12, watched=12), 0.9, KEEP, "welcome", LOW, ["new_group"]),
    (group(messages_all=1), 0.3, UNKNOWN, "get_messages", LOW, ["too_little"]),
    (listed(40, leaves=10, joins=50, evaporation=6), None, REVIVE, "fix_entry", LOW, ["losing_people"]),
    (listed(50), None, UNKNOWN, "get_messages", LOW, ["size_only"]),
]  # fmt: skip


@pytest.mark.parametrize(("situation", "p", "advice", "move", "confidence", "codes"), GOLDEN)
def test_advice(situation, p, advice, move, confidence, codes):
    found = judge(situation, Outlook(p), A)
    assert (found.advice, found.first_move, found.confidence) == (advice, move, confidence)
    assert [r.code for r in found.reasons] == codes


def test_a_dismissed_group_is_over():
    found = judge(msgspec.structs.replace(group(), dismissed=True), Outlook(0.9), A)
    assert (found.state, found.advice) == (State.DEAD, STOP)


def test_unknown_state_never_comes_with_a_probability_of_its_own():
    assert judge(group(messages_all=1), Outlook(0.01), A).state is State.UNKNOWN


def test_guiding_keeps_the_state_and_puts_its_reason_first():
    found = guide(judge(group(90, **gone), Outlook(0.03), A), 7, Reason("shares_people"))
    assert (found.advice, found.merge_with, found.first_move) == (Advice.MERGE, 7, "guide_people")
    assert [r.code for r in found.reasons] == ["shares_people", "rhythm_broken"]


def test_filler_and_complaints_are_named():
    found = judge(group(filler_share=0.5, complaints=5), Outlook(0.95), A)
    assert [r.code for r in found.reasons] == ["steady", "complaints", "filler"]
    assert found.first_move == "calm_complaints"
