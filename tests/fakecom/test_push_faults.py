"""Faults of callbacks: lost, doubled, late, in another order, merged, forged."""

from collections.abc import Iterator

import pytest

from fakecom.receiver import Receiver
from fakecom.running import Running


@pytest.fixture
def receiver(running: Running) -> Iterator[Receiver]:
    made = Receiver()
    assert made.connect(running)["saved"]
    yield made
    made.close()


def add(running: Running, *people: str) -> None:
    for one in people:
        running.ctl("add", userid="zhangsan", external_userid=one)
    running.ctl("callbacks/settle")


def customers(receiver: Receiver) -> list[str]:
    return [event["ExternalUserID"] for event in receiver.events]


def test_one_is_lost(running: Running, receiver: Receiver) -> None:
    running.ctl("faults", kind="cb_lost", path="change_external_contact/*", count=1)
    add(running, "wm1", "wm2")
    assert customers(receiver) == ["wm2"]
    assert running.look("callbacks")["log"][0]["outcome"] == "lost"


def test_one_comes_three_times(running: Running, receiver: Receiver) -> None:
    running.ctl("faults", kind="cb_duplicate", count=1)
    add(running, "wm1", "wm2")
    assert sorted(customers(receiver)) == ["wm1", "wm1", "wm1", "wm2"]
    assert len({plain for _, _, plain in receiver.got}) == 2


def test_one_comes_ten_minutes_late_as_it_was(running: Running, receiver: Receiver) -> None:
    running.ctl("faults", kind="cb_delayed", count=1)
    add(running, "wm1", "wm2")
    assert customers(receiver) == ["wm2"]
    running.pass_time(600)
    assert customers(receiver) == ["wm2", "wm1"]
    late, early = receiver.events[1], receiver.events[0]
    assert late["CreateTime"] == early["CreateTime"]
    assert int(receiver.got[1][0]["timestamp"]) == int(late["CreateTime"]) + 600


def test_one_comes_after_the_next(running: Running, receiver: Receiver) -> None:
    running.ctl("faults", kind="cb_out_of_order", count=1)
    add(running, "wm1")
    assert customers(receiver) == []
    assert running.look("callbacks")["held"] == 1
    add(running, "wm2")
    assert set(customers(receiver)) == {"wm1", "wm2"}
    running.ctl("faults", kind="cb_out_of_order", count=1)
    add(running, "wm3")
    assert running.ctl("callbacks/settle", release=True) == {"released": 1}
    assert customers(receiver)[-1] == "wm3"


def test_joins_of_one_group_are_told_together(running: Running, receiver: Receiver) -> None:
    running.ctl("groups", userid="zhangsan", chat_id="wr1")
    running.ctl("faults", kind="cb_merged", count=2)
    for one in ("wm1", "wm2", "wm3"):
        running.ctl("groups/wr1/join", people=[one])
    running.ctl("callbacks/settle")
    (merged,) = [event for event in receiver.events if event.get("UpdateDetail") == "add_member"]
    assert merged["MemChangeList"]["Item"] == ["wm1", "wm2", "wm3"]
    assert merged["MemChangeCnt"] == "3"
    group = running.state.corps[running.app().corp].groups["wr1"]
    assert merged["CurMemVer"] == group.version
    assert merged["LastMemVer"] != group.version_before


def test_the_newer_fields_of_a_group_event_are_missing(running: Running, receiver: Receiver) -> None:
    running.ctl("groups", userid="zhangsan", chat_id="wr1")
    running.ctl("faults", kind="cb_no_mem_list")
    running.ctl("groups/wr1/join", people=["wm1"])
    running.ctl("callbacks/settle")
    # The one that the group was made with is on its way at the same time, and may come last.
    (event,) = (one for one in receiver.events if one.get("UpdateDetail") == "add_member")
    assert event["MemChangeCnt"] == "1"
    assert {"MemChangeList", "LastMemVer", "CurMemVer"} & event.keys() == set()


def test_the_clock_of_the_platform_is_off(running: Running, receiver: Receiver) -> None:
    running.ctl("faults", kind="cb_clock_skew", how={"seconds": -120})
    add(running, "wm1")
    assert int(receiver.events[0]["CreateTime"]) == running.look("clock")["now"] - 120


@pytest.mark.parametrize("kind", ["cb_wrong_signature", "cb_wrong_receiveid", "cb_xml_bomb"])
def test_a_forged_one_that_wechatpy_refuses_comes_before_the_real_one(
    running: Running, receiver: Receiver, kind: str
) -> None:
    running.ctl("faults", kind=kind, count=1)
    add(running, "wm1")
    assert sorted(plain is None for _, _, plain in receiver.got) == [False, True]
    assert customers(receiver) == ["wm1"]


def test_a_replay_has_an_old_time_and_a_good_signature(running: Running, receiver: Receiver) -> None:
    running.ctl("faults", kind="cb_old_timestamp", count=1)
    add(running, "wm1")
    times = sorted(int(query["timestamp"]) for query, _, _ in receiver.got)
    assert times[1] - times[0] == 3600
    assert customers(receiver) == ["wm1", "wm1"]


def test_a_body_of_a_megabyte(running: Running, receiver: Receiver) -> None:
    running.ctl("faults", kind="cb_big_body", count=1)
    add(running, "wm1")
    assert max(len(body) for _, body, _ in receiver.got) > 1 << 20


def test_a_forged_one_is_not_tried_again(running: Running, receiver: Receiver) -> None:
    receiver.answer = lambda _: (403, b"", 0)
    running.ctl("faults", kind="cb_wrong_signature", count=1)
    add(running, "wm1")
    attempts = [
        one["attempt"] for one in running.look("callbacks")["log"] if one["detail"] == "cb_wrong_signature"
    ]
    assert attempts == [1]
