"""A snapshot holds everything: every field of the state comes back, and what follows is the same."""

import msgspec

from fakecom.running import CORP, Caller, Running
from yutang.fakecom import snapshot


def lively(running: Running, app: Caller) -> None:
    """Something in many places of the state."""
    way = app.post("externalcontact/add_contact_way", type=1, scene=2, user=["zhangsan"])["config_id"]
    running.ctl("scan", code=way, times=5)
    asking = app.post("externalcontact/add_contact_way", type=1, scene=2, user=["lisi"], skip_verify=False)
    running.ctl("scan", code=asking["config_id"])
    running.ctl("console/tags", group_name="一", tags=["a"])
    running.ctl("groups", userid="zhangsan", chat_id="wr1")
    running.ctl("groups/wr1/join", fill=False)
    running.ctl("faults", kind="busy", path="nowhere")
    running.ctl("login", userid="zhangsan")
    app.post("externalcontact/add_msg_template", sender="zhangsan", text={"content": "你好"})


def test_it_comes_back_as_it_was(running: Running, app: Caller) -> None:
    lively(running, app)
    before = running.http.get("/__ctl/snapshot").content
    assert snapshot.dump(snapshot.load(before)) == before
    again = Running()
    assert again.http.put("/__ctl/snapshot", content=before).status_code == 200
    assert again.http.get("/__ctl/snapshot").json() == msgspec.json.decode(before)
    again.close()


def test_what_follows_is_the_same(running: Running, app: Caller) -> None:
    """Ids, choices and cursors go on from where they were: chance is part of the state."""
    lively(running, app)
    kept = running.http.get("/__ctl/snapshot").content
    way = next(iter(running.state.corps[CORP].ways))

    def goes_on() -> list[object]:
        met = [running.ctl("scan", code=way) for _ in range(3)]
        page = app.post("externalcontact/batch/get_by_user", userid_list=["zhangsan"], limit=2)
        return [met, page, running.ctl("groups", userid="lisi")]

    first = goes_on()
    running.http.put("/__ctl/snapshot", content=kept)
    assert goes_on() == first


def test_a_cursor_outlives_a_restart(running: Running, app: Caller) -> None:
    lively(running, app)
    asked = {"userid_list": ["zhangsan"], "limit": 2}
    cursor = app.post("externalcontact/batch/get_by_user", **asked)["next_cursor"]
    kept = running.http.get("/__ctl/snapshot").content
    again = Running()
    again.http.put("/__ctl/snapshot", content=kept)
    found = again.app().post("externalcontact/batch/get_by_user", **asked, cursor=cursor)
    assert len(found["external_contact_list"]) == 2
    again.close()


def test_what_is_no_snapshot_is_refused_and_changes_nothing(running: Running) -> None:
    before = running.http.get("/__ctl/snapshot").content
    for body in (b"[]", b'{"now": "late"}', b"x"):
        assert running.http.put("/__ctl/snapshot", content=body).status_code == 400
    assert running.http.get("/__ctl/snapshot").content == before


def test_several_corps_and_apps_live_beside_each_other(running: Running, app: Caller) -> None:
    member = {"userid": "zhangsan", "name": "别家的张三"}
    running.ctl("corps", corpid="ww-b", apps=[{"agentid": 1, "secret": "b"}], members=[member])
    running.ctl("add", corp="ww-b", userid="zhangsan", external_userid="wm-b")
    other = running.app("b", "ww-b")
    assert other.get("externalcontact/list", userid="zhangsan")["external_userid"] == ["wm-b"]
    assert app.code("externalcontact/list", "GET", userid="zhangsan") == 84061
    assert app.code("externalcontact/get", "GET", external_userid="wm-b") == 40096
    assert running.http.post("/__ctl/corps", json={"corpid": "ww-b"}).status_code == 400
