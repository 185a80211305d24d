"""The inbox as rows: each event once, due in order, counted."""

from types import SimpleNamespace
from typing import Any

from tests.connections.conftest import BOSS, NOW

from yutang.connections import actions, inbox_store
from yutang.connections.model import EventState


def _row(id_: int, key: str, **more: Any) -> dict[str, Any]:
    usual = {"connection_id": id_, "key": key, "kind": "contact.added", "subject": f"wm{key}", "staff": "li",
             "received_at": NOW, "happened_at": NOW - 7, "body": b"<xml/>", "state": "waiting", "attempts": 0,
             "due_at": NOW, "done_at": None, "fault": ""}  # fmt: skip
    return usual | more


def test_a_copy_is_kept_once_and_each_connection_has_its_own(here: SimpleNamespace) -> None:
    one, two = here.connect().id, here.connect(agent_id="2").id
    assert here.write(inbox_store.put, [_row(one, "a"), _row(one, "a"), _row(one, "b")]) == {
        (one, "a"),
        (one, "b"),
    }
    assert here.write(inbox_store.put, [_row(one, "a"), _row(two, "a")]) == {(two, "a")}
    assert here.write(inbox_store.put, []) == set()


def test_what_is_due_is_of_one_connection_and_oldest_first(here: SimpleNamespace) -> None:
    one, two = here.connect().id, here.connect(agent_id="2").id
    rows = [_row(one, "late", due_at=NOW + 9), _row(two, "b", due_at=NOW - 1), _row(one, "c"), _row(two, "d")]
    here.write(inbox_store.put, rows)
    assert [w.subject for w in here.read(inbox_store.due, NOW, 10)] == ["wmb", "wmd"]
    assert here.read(inbox_store.next_due) == NOW - 1
    first = here.read(inbox_store.due, NOW, 1)
    here.write(inbox_store.put_off, [w.id for w in first], NOW + 60, "45009")
    mine = here.read(inbox_store.due, NOW + 60, 10)
    assert [w.subject for w in mine] == ["wmc", "wmlate"]
    here.write(inbox_store.settle, [w.id for w in mine], now=NOW + 60)
    assert [(w.subject, w.attempts) for w in here.read(inbox_store.due, NOW + 60, 10)] == [
        ("wmd", 0),
        ("wmb", 1),
    ]


def test_what_ended_is_counted_listed_and_let_go(here: SimpleNamespace) -> None:
    id_ = here.connect().id
    here.write(inbox_store.put, [_row(id_, key, received_at=NOW + n) for n, key in enumerate("abc")])
    a, b, c = (w.id for w in here.read(inbox_store.due, NOW, 10))
    here.write(inbox_store.settle, [a], now=NOW + 10)
    here.write(inbox_store.give_up, [b], "84061", now=NOW + 10)
    here.write(inbox_store.refuse, {(id_, "signature"): 2, (id_, "replay"): 1}, now=NOW)
    here.write(inbox_store.refuse, {(id_, "signature"): 3}, now=NOW + 4)
    health = here.read(inbox_store.health, id_)
    assert (health.events, health.waiting, health.dead, health.last_event_at, health.lag) == (
        3,
        1,
        1,
        NOW + 2,
        9,
    )
    assert [(r.reason, r.count, r.last_at) for r in health.refusals] == [
        ("replay", 1, NOW),
        ("signature", 5, NOW + 4),
    ]
    assert [e.id for e in here.read(inbox_store.listed, id_, limit=2)] == [c, b]
    assert [(e.id, e.fault) for e in here.read(inbox_store.listed, id_, state=EventState.DEAD)] == [
        (b, "84061")
    ]
    assert [e.id for e in here.read(inbox_store.listed, id_, before=b)] == [a]
    assert here.write(inbox_store.forget, NOW + 10) == 0
    assert here.write(inbox_store.forget, NOW + 11) == 2
    assert [e.id for e in here.read(inbox_store.listed, id_)] == [c]


def test_who_was_spoken_of_since(here: SimpleNamespace) -> None:
    id_ = here.connect().id
    here.write(inbox_store.put, [_row(id_, key, received_at=NOW + n) for n, key in enumerate("abc")])
    here.write(inbox_store.put, [_row(id_, "tag", subject="", received_at=NOW + 5)])
    assert here.read(inbox_store.touched_since, id_, NOW + 1) == {"wmb", "wmc"}
    here.write(inbox_store.forget_subjects, ["wmb"])
    assert here.read(inbox_store.touched_since, id_, NOW) == {"wma", "wmc"}


def test_events_of_others_name_who_is_erased_no_more(here: SimpleNamespace) -> None:
    """A group's event names its members; a short account stands in many words."""
    id_ = here.connect().id
    body = b"<xml><ChatId><![CDATA[wr1]]></ChatId><MemChangeList><Item><![CDATA[%s]]></Item><Item>wmc</Item></MemChangeList></xml>"
    rows = [
        _row(id_, "a", kind="group.member_left", subject="wr1", body=body % b"wmb"),
        _row(id_, "b", kind="unknown", subject="", body=b"<xml><Who>wmb</Who><Also>wmbb</Also></xml>"),
        _row(id_, "c", body=b"<xml><A>xml</A></xml>"),
    ]
    here.write(inbox_store.put, rows)
    here.write(inbox_store.forget_subjects, ["wmb", "x", "xm"])
    assert [one.body for one in here.read(inbox_store.due, NOW, 10)] == [
        body % b"", b"<xml><Who></Who><Also>wmbb</Also></xml>", b"<xml><A>xml</A></xml>"
    ]  # fmt: skip


def test_a_connection_takes_its_inbox_with_it(here: SimpleNamespace) -> None:
    id_ = here.connect().id
    here.write(inbox_store.put, [_row(id_, "a")])
    here.write(inbox_store.refuse, {(id_, "signature"): 1}, now=NOW)
    here.write(actions.disconnect, id_, viewer=BOSS, now=NOW)
    assert here.read(inbox_store.due, NOW, 10) == []
    assert here.read(inbox_store.health, id_).refusals == ()
