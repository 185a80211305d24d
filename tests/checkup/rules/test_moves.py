"""The first move follows what ails the group; the first rule that fits wins."""

import pytest
from tests.checkup.rules.test_state import group

from yutang.checkup.model import State
from yutang.checkup.rules import moves

REVIVE = [
    ({"complaints": 4}, "calm_complaints"),
    ({"complaints": 4, "unanswered": 9}, "calm_complaints"),
    ({"complaints": 3, "messages_28": 400, "unanswered": 3}, "answer_questions"),
    ({"unanswered": 3}, "answer_questions"),
    ({"staff_28": 140}, "stop_broadcast"),
    ({"blast_share": 0.31}, "stop_blasts"),
    ({"roster": True, "retained": 30, "evaporation": 4}, "fix_entry"),
    ({"roster": True, "retained": 300, "evaporation": 4}, "open_topic"),
    ({"silent_buyers": 2, "key_people": 3}, "ask_buyers"),
    ({"key_people": 3}, "ask_key_people"),
    ({}, "open_topic"),
]
KEEP = [
    ({"unanswered": 3}, "answer_questions"),
    ({"key_people": 1}, "second_host"),
    ({"key_people": 1, "speakers": 3}, None),
    ({"roster": True, "retained": 195, "size_limit": 200}, "open_next"),
    ({}, None),
]


@pytest.mark.parametrize(("fields", "code"), REVIVE)
def test_to_revive(fields, code):
    assert moves.first(moves.REVIVE, group(10, **fields)) == code


@pytest.mark.parametrize(("fields", "code"), KEEP)
def test_to_keep(fields, code):
    import msgspec

    limit = fields.pop("size_limit", None)
    situation = msgspec.structs.replace(group(**fields), size_limit=limit)
    assert moves.to_keep(State.ALIVE, situation) == code


@pytest.mark.parametrize(("active", "code"), [(0, "welcome_again"), (3, "welcome")])
def test_a_new_group_is_welcomed(active, code):
    assert moves.to_keep(State.FORMING, group(active_28=active)) == code
