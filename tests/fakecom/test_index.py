"""What the fake can do is told by itself, and nothing the platform can't do is there."""

import pytest

from fakecom.running import Running
from yutang.fakecom.fields import Fields

# What people wish for and the platform has not: a client that finds it here would learn to rely on it.
NOT_THERE = (
    "kick",
    "mute",
    "ban",
    "del_member",
    "create_group",
    "send_group_msg",
    "invite",
    "rename",
    "schedule",
)


def test_every_act_says_what_it_does(running: Running) -> None:
    acts = running.http.get("/__ctl").json()["acts"]
    assert len(acts) > 50
    named = {(one["method"], one["path"]) for one in acts}
    assert {
        ("POST", "/__ctl/scan"),
        ("POST", "/__ctl/clock"),
        ("POST", "/__ctl/member/{userid}/resign"),
    } <= named
    assert len(named) == len(acts)


def test_the_endpoints_are_the_platforms(running: Running) -> None:
    calls = running.http.get("/__ctl").json()["endpoints"]
    paths = [one["path"].removeprefix("/cgi-bin/") for one in calls]
    assert len(paths) > 60
    assert len(set(paths)) == len(paths)
    assert [path for path in paths for word in NOT_THERE if word in path.split("/")[-1]] == []
    open_ = [one["path"] for one in calls if not one["permission"]]
    assert open_ == ["/cgi-bin/gettoken"]


@pytest.mark.parametrize(
    ("given", "taken", "warned"),
    [
        ({"n": 3}, 3, False),
        ({"n": "3"}, 3, True),
        ({"n": "x"}, 7, True),
        ({"n": None}, 7, False),
        ({"n": True}, 1, False),
        ({"n": 2.9}, 2, False),
        ({}, 7, False),
    ],
)
def test_a_number_is_taken_as_it_can_be(given: dict, taken: int, warned: bool) -> None:
    fields = Fields(given)
    assert fields.number("n", 7) == taken
    assert fields.warned is warned


@pytest.mark.parametrize(
    ("given", "taken", "warned"),
    [
        (["a", "b"], ["a", "b"], False),
        ("a", ["a"], True),
        (None, [], False),
        (["a", {"b": 1}, 2], ["a", "2"], False),
        ({"a": 1}, [], True),
    ],
)
def test_a_list_is_taken_as_it_can_be(given: object, taken: list[str], warned: bool) -> None:
    fields = Fields({"x": given})
    assert fields.texts("x") == taken
    assert fields.warned is warned


def test_a_wrong_type_deep_inside_is_warned_of_too() -> None:
    fields = Fields({"a": {"b": [{"c": 5}]}})
    assert fields.object("a").objects("b")[0].text("c") == "5"
    assert fields.warned
    assert Fields({"a": "x"}).object("a").text("c", "none") == "none"
