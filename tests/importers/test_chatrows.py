from zoneinfo import ZoneInfo

import pytest

from yutang.importers.chatrows import ChatRows, Message, Person, ahead, person, pour, scale_of
from yutang.importers.contract import Reading, Unreadable
from yutang.importers.notices import Notice
from yutang.ledger.catalogue import Kind

AT = 1_717_200_000_000_000
HOW = Reading(ZoneInfo("UTC"), AT)


@pytest.fixture
def rows() -> ChatRows:
    rows = ChatRows("test", HOW)
    rows.chat("g", "群", {"private": False})
    return rows


def test_a_chat_is_announced_once_with_its_first_sound_stamp(rows):
    assert not rows.sound(0, 1, "x")
    assert rows.sound(AT - 5, 2, "x")
    rows.chat("g", "群", {"private": False})
    assert rows.sound(AT, 3, "x")
    chunk = rows.take(7)
    assert [(r["kind"], r["happened"], r["text"]) for r in chunk.rows.to_pylist()] == [
        (Kind.GROUP_SEEN, AT - 5, "群")
    ]
    assert ([r.reason for r in chunk.rejects], chunk.done) == (["time_ancient"], 7)


def test_names_in_notices_are_resolved_at_the_end(rows):
    rows.notice(Notice(Kind.GROUP_JOINED, ("甲", "乙", "你"), "丙", "invited"), AT)
    for ref, name in (("u1", "甲"), ("u2", "乙"), ("u3", "乙")):
        rows.message(Message(AT, Person(ref, name), "好"))
    rows.settle()
    joined = [r for r in rows.take(0).rows.to_pylist() if r["kind"] == Kind.GROUP_JOINED]
    # Two people are called 乙, and "you" is nobody that the file knows.
    assert [(r["actor_ref"], r["related_ref"]) for r in joined] == [("u1", "name:丙"), ("name:乙", "name:丙")]


def test_rejects_are_cut_and_shown_as_they_stood(rows):
    rows.reject(1, "bad_value", b"\xff" + b"x" * 9000)
    rows.reject(2, "bad_value", {"a": "好"})
    first, second = rows.take(0).rejects
    assert (len(first.row), second.row) == (500, '{"a": "好"}')


def test_a_person_by_id_name_or_not_at_all():
    assert person("u1", " 甲 ") == Person("u1", "甲")
    assert person(None, "甲") == Person("name:甲", "甲")
    assert person("", "  ") is None


@pytest.mark.parametrize(
    ("stamps", "scale"),
    [([], 0), ([0, 0], 0), ([1.7e9], 1_000_000), ([0, 1.7e12, 1.7e12], 1000), ([1.7e15], 1)],
)
def test_scales(stamps, scale):
    assert scale_of(stamps) == scale


def broken():
    yield 1
    yield 2
    raise Unreadable("truncated_json")


def test_a_file_that_ends_badly_complains_after_what_was_whole(rows):
    first, items = ahead(broken(), 10)
    assert first == [1, 2]

    def steps():
        for _ in items:
            rows.sound(AT, 1, "")
            rows.message(Message(AT, Person("u"), "好"))
            yield

    chunks = pour(rows, steps(), lambda: 3, list)
    assert next(chunks).rows.num_rows == 3
    with pytest.raises(Unreadable):
        next(chunks)
