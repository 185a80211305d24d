"""Members and departments as an app sees them, and who comes back from the login page."""

from fakecom.running import Caller, Running


def narrow(running: Running, **range_: object) -> Caller:
    running.ctl("apps", agentid=9, secret="narrow", **range_)
    return running.app("narrow")


def names(rows: list[dict]) -> list[str]:
    return [row["name"] for row in rows]


def test_departments_are_a_tree_under_the_root(app: Caller) -> None:
    rows = app.get("department/list")["department"]
    assert [(row["id"], row["parentid"]) for row in rows] == [(1, 0), (2, 1), (3, 1)]
    assert names(app.get("department/list", id=2)["department"]) == ["社群"]
    ids = app.get("department/simplelist")["department_id"]
    assert [row["id"] for row in ids] == [1, 2, 3]


def test_an_app_sees_the_departments_of_its_range(running: Running) -> None:
    party = narrow(running, visible_parties=[3])
    assert names(party.get("department/list")["department"]) == ["后台"]
    user = narrow(running, visible_parties=[], visible_users=["lisi"])
    assert names(user.get("department/list")["department"]) == ["社群"]
    none = narrow(running, visible_parties=[], visible_users=[])
    assert none.code("department/list", "GET") == 60011


def test_members_directly_in_a_department_or_below_it(running: Running, app: Caller) -> None:
    running.ctl("members", userid="boss", name="老板", parties=[1])
    assert names(app.get("user/simplelist", department_id=1)["userlist"]) == ["老板"]
    everybody = app.get("user/list", department_id=1, fetch_child=1)["userlist"]
    assert names(everybody) == ["张三", "李四", "王五", "财务", "老板"]
    small = narrow(running, visible_parties=[], visible_users=["lisi"])
    assert names(small.get("user/list", department_id=1, fetch_child=1)["userlist"]) == ["李四"]
    assert app.code("user/list", "GET") == 40058


def test_one_member_without_phone_or_mail(running: Running, app: Caller) -> None:
    running.ctl("members", userid="zhangsan", mobile="19900000000", activated=False)
    found = app.get("user/get", userid="zhangsan")
    assert (found["name"], found["department"], found["status"]) == ("张三", [2], 4)
    assert {"mobile", "email"} & found.keys() == set()
    assert app.code("user/get", "GET", userid="nobody") == 60111
    small = narrow(running, visible_parties=[], visible_users=["lisi"])
    assert small.code("user/get", "GET", userid="zhangsan") == 60011


def test_a_login_code_is_good_once_for_five_minutes_and_for_its_corp(running: Running, app: Caller) -> None:
    path = "auth/getuserinfo"
    code = running.ctl("login", userid="zhangsan")["code"]
    running.ctl("corps", corpid="ww-b", apps=[{"agentid": 1, "secret": "b"}])
    assert running.app("b", "ww-b").code(path, "GET", code=code) == 40029
    assert app.get(path, code=code)["userid"] == "zhangsan"
    assert app.code(path, "GET", code=code) == 42022
    late = running.ctl("login", userid="zhangsan")["code"]
    running.pass_time(300)
    assert app.code(path, "GET", code=late) == 42003
    assert app.code(path, "GET", code="made up") == 40029


def test_who_logs_in_without_being_a_member(running: Running, app: Caller) -> None:
    code = running.ctl("login", external_userid="wm1")["code"]
    found = app.get("auth/getuserinfo", code=code)
    assert found["external_userid"] == "wm1"
    assert "userid" not in found


def test_the_login_page_sends_back_with_a_code(running: Running, app: Caller) -> None:
    asked = {
        "appid": app.corp,
        "redirect_uri": "http://127.0.0.1:1/back?a=b",
        "response_type": "code",
        "scope": "snsapi_base",
        "state": "s&t",
        "agentid": "1000002",
    }
    page = running.http.get("/connect/oauth2/authorize", params=asked)
    assert "张三" in page.text
    assert "财务" in page.text
    chosen = running.http.get("/connect/oauth2/authorize", params=asked | {"as": "zhangsan"})
    assert chosen.status_code == 302
    assert chosen.headers["location"].startswith("http://127.0.0.1:1/back?a=b&code=")
    assert chosen.headers["location"].endswith("&state=s%26t")
    code = chosen.headers["location"].partition("code=")[2].partition("&")[0]
    assert app.get("auth/getuserinfo", code=code)["userid"] == "zhangsan"
    assert running.http.get("/connect/oauth2/authorize", params=asked | {"appid": "ww-no"}).status_code == 400


def test_names_on_the_login_page_are_escaped(running: Running, app: Caller) -> None:
    running.ctl("members", userid="x", name="<script>alert(1)</script>")
    asked = {"appid": app.corp, "redirect_uri": 'http://127.0.0.1:1/?q="><script>'}
    assert "<script>" not in running.http.get("/connect/oauth2/authorize", params=asked).text
