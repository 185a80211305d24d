"""A crowd scans a code: who is known changes nothing, the rest come in."""

import threading
from typing import Any

from fakecom.running import CORP, Caller, Running
from faults.folders import until


def follow(running: Running) -> list[str]:
    return [running.ctl("add", userid="zhangsan")["external_userid"] for _ in range(3)]


def test_codes_are_listed_newest_first_and_used_ones_not(running: Running, app: Caller) -> None:
    running.state.corps[CORP].industry = "medical"
    one = app.post("externalcontact/add_contact_way", type=1, scene=2, user=["zhangsan"], state="poster")
    running.pass_time(5)
    temporary = app.post(
        "externalcontact/add_contact_way", type=1, scene=1, style=1, user=["lisi"], is_temp=True, expires_in=3600
    )  # fmt: skip
    found = running.look("codes")["codes"]
    assert [(c["config_id"], c["kind"], c["state"], c["behind"]) for c in found] == [
        (temporary["config_id"], "friend", "", 1),
        (one["config_id"], "friend", "poster", 1),
    ]
    running.ctl("crowd", code=temporary["config_id"])
    assert [c["config_id"] for c in running.look("codes")["codes"]] == [one["config_id"]]


def test_of_a_crowd_friends_stay_and_the_rest_become_friends(running: Running, app: Caller) -> None:
    follow(running)
    code = app.post("externalcontact/add_contact_way", type=2, scene=2, user=["zhangsan", "lisi"], state="s1")
    asked = {"code": code["config_id"], "people": 10}
    assert running.ctl("crowd", **asked, friends=2) == {"friends": 2, "outcomes": {"already": 2, "added": 8}}
    everybody = [one for of in running.state.corps.values() for one in of.externals.values()]
    assert len(everybody) == 11
    assert sum(bool(one.name) for one in everybody) == 8
    again = running.ctl("crowd", code=code["config_id"], people=20, friends=20)
    assert again == {"friends": 11, "outcomes": {"already": 11, "added": 9}}


def test_a_crowd_comes_into_a_group(running: Running, app: Caller) -> None:
    chat = running.ctl("groups", userid="zhangsan", name="群", people=follow(running))["chat_id"]
    code = app.post("externalcontact/groupchat/add_join_way", scene=2, chat_id_list=[chat], state="g1")
    (told,) = running.look("codes")["codes"]
    assert (told["kind"], told["state"], told["behind"]) == ("group", "g1", 1)
    said = running.ctl("crowd", code=code["config_id"], people=5, friends=2)
    assert said["outcomes"] == {"already": 2, "joined": 3}


def test_people_of_a_crowd_come_one_after_another_and_find_the_code_as_it_is(
    running: Running, app: Caller
) -> None:
    """Whoever stands behind it is changed after the third: the rest go to the next."""
    code = app.post("externalcontact/add_contact_way", type=2, scene=2, user=["zhangsan"])["config_id"]
    said: list[Any] = []
    crowd = threading.Thread(
        target=lambda: said.append(running.ctl("crowd", code=code, people=10, every_ms=100))
    )
    crowd.start()
    follows = running.state.corps[CORP].follows
    until(lambda: len(follows.get("zhangsan", {})) >= 3)
    app.post("externalcontact/update_contact_way", config_id=code, user=["lisi"])
    crowd.join()
    assert said == [{"friends": 0, "outcomes": {"added": 10}}]
    by = [len(follows.get(one, {})) for one in ("zhangsan", "lisi")]
    assert sum(by) == 10
    assert min(by) >= 3


def test_a_code_that_is_taken_down_meanwhile_leads_nowhere(running: Running, app: Caller) -> None:
    code = app.post("externalcontact/add_contact_way", type=2, scene=2, user=["zhangsan"])["config_id"]
    said: list[Any] = []
    crowd = threading.Thread(
        target=lambda: said.append(running.ctl("crowd", code=code, people=10, every_ms=100))
    )
    crowd.start()
    until(lambda: len(running.state.corps[CORP].follows.get("zhangsan", {})) >= 3)
    app.post("externalcontact/del_contact_way", config_id=code)
    crowd.join()
    outcomes = said[0]["outcomes"]
    assert (sum(outcomes.values()), set(outcomes)) == (10, {"added", "gone"})


def test_a_crowd_that_is_none_is_refused(running: Running, app: Caller) -> None:
    code = app.post("externalcontact/add_contact_way", type=1, scene=2, user=["zhangsan"])["config_id"]
    for asked in (
        {"code": "x"},
        {"code": code, "people": 1001},
        {"code": code, "people": 1, "friends": 2},
        {"code": code, "every_ms": -1},
        {"code": code, "every_ms": 10_001},
    ):
        assert running.http.post("/__ctl/crowd", json=asked).status_code == 400
