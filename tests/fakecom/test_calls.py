"""Every call that the product makes, on a corp where all of it is there: what it changes, what it never does, who may
make it; and each fault of answers on the wire for each of them."""

import inspect
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest

from fakecom.running import SECRET
from fakecom.stage import CALLS, Stage
from yutang.channels.wecom import calls
from yutang.channels.wecom.transport import Call
from yutang.fakecom import loading

# Calls of providers of suites, and one about robots, which there are none of here.
NOT_HERE = {"externalcontact/unionid_to_external_userid", "msgaudit/get_robot_info"}
OPEN = {"gettoken"}  # needs no token
PATHS = sorted(CALLS)
REFUSALS = {"busy": -1, "rate": 45009, "concurrency": 45033, "token_expired": 42001}
TIMES = {
    "add_time", "create_time", "created_at", "createtime", "join_time", "send_time", "stat_time",
    "status_change_time", "takeover_time",
}  # fmt: skip


@pytest.fixture(scope="module")
def theatre() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.running.close()


@pytest.fixture
def stage(theatre: Stage) -> Stage:
    theatre.reset()
    return theatre


def test_these_are_the_calls_of_the_product() -> None:
    """A call that the product learns must be tried here too."""
    loading.load_all(calls)
    used = {
        (one.method, one.path)
        for module in vars(calls).values()
        if inspect.ismodule(module)
        for one in vars(module).values()
        if isinstance(one, Call) and one.path not in NOT_HERE
    }
    assert used | {("GET", "gettoken")} == {(one.method, path) for path, one in CALLS.items()}


@pytest.mark.parametrize("path", PATHS)
def test_it_succeeds_changes_what_it_says_and_tells_nobody(stage: Stage, path: str) -> None:
    before, told = stage.what_is(), stage.running.state.push_count
    assert stage.code(path) == 0
    assert (stage.what_is() != before) is CALLS[path].writes
    assert stage.running.state.push_count == told
    assert stage.running.state.outbox == {}


@pytest.mark.parametrize("path", PATHS)
def test_what_strikes_before_it_leaves_everything_as_it_was(stage: Stage, path: str) -> None:
    before = stage.what_is()
    for kind, code in REFUSALS.items():
        if path in OPEN and kind == "token_expired":
            continue
        stage.fault(kind, path)
        assert stage.code(path) == code
        assert stage.what_is() == before
        stage.reset()  # a token that had expired is good again
    for kind in ("reset_before", "timeout"):
        stage.fault(kind, path, seconds=0.001)
        with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
            stage.raw(path)
        assert stage.what_is() == before
    stage.fault("bad_gateway", path)
    assert stage.raw(path).status_code == 502
    assert stage.what_is() == before


@pytest.mark.parametrize("path", PATHS)
def test_what_strikes_after_it_leaves_it_done_once(stage: Stage, path: str) -> None:
    """As if it had been answered: the same ids, the same numbers."""
    assert stage.code(path) == 0
    done = stage.what_is()
    for kind in ("reset_after", "timeout_after", "truncated"):
        stage.reset()
        stage.fault(kind, path, seconds=0.001)
        with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
            stage.raw(path)
        assert stage.what_is() == done
    for kind, status in (("bad_gateway_after", 502), ("not_json", 200), ("slow", 200)):
        stage.reset()
        stage.fault(kind, path, seconds=0.001)
        assert stage.raw(path).status_code == status
        assert stage.what_is() == done


def spoiled(stage: Stage, path: str, kind: str, **how: object) -> tuple[Any, Any]:
    """The answer as it should be, and as the fault leaves it."""
    stage.reset()
    plain = stage.raw(path).json()
    stage.reset()
    stage.fault(kind, path, **how)
    return plain, msgspec.json.decode(stage.raw(path).content)


def leaves(value: Any, name: str = "", at: str = "") -> Iterator[tuple[str, str, Any]]:
    """(place, name, value) of everything that holds nothing else; an empty list is such a one."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, key, f"{at}.{key}")
    elif isinstance(value, list) and value:
        for number, one in enumerate(value):
            yield from leaves(one, name, f"{at}[{number}]")
    else:
        yield at, name, value


def flipped(value: Any) -> Any:
    if isinstance(value, int):
        return str(value)
    return int(value) if isinstance(value, str) and value.isdigit() else value


@pytest.mark.parametrize("path", PATHS)
def test_odd_answers_are_odd_where_they_say_and_nowhere_else(stage: Stage, path: str) -> None:
    plain, flips = spoiled(stage, path, "type_flips")
    for (at, name, value), (there, _, other) in zip(leaves(plain), leaves(flips), strict=True):
        assert (there, other) == (at, flipped(value) if name in TIMES else value)
    plain, late = spoiled(stage, path, "clock_skew", seconds=90)
    for (at, name, value), (there, _, other) in zip(leaves(plain), leaves(late), strict=True):
        assert at == there
        assert other == value if name not in TIMES else int(other) == int(value) + 90
        assert type(other) is type(value)
    plain, nulls = spoiled(stage, path, "null_lists")
    for (at, _, value), (there, _, other) in zip(leaves(plain), leaves(nulls), strict=True):
        assert (there, other) == (at, None if value == [] else value)
    plain, warned = spoiled(stage, path, "wrong_format")
    assert warned == plain | {"errmsg": f"{plain['errmsg']}. Warning: wrong json format."}
    plain, more = spoiled(stage, path, "extra_fields")
    known = {at: value for at, _, value in leaves(plain)}
    extra = {at: value for at, _, value in leaves(more)}
    assert known.items() <= {k: v for k, v in extra.items() if k in known}.items()
    assert {at for at in extra if at not in known and "field_of_a_later_day" not in at} == set()
    assert more["field_of_a_later_day"]


@pytest.mark.parametrize("path", PATHS)
def test_who_is_let_in(stage: Stage, path: str) -> None:
    """Token and method, before anything else is looked at; nothing of it changes anything."""
    if path in OPEN:
        pytest.skip("it needs no token")
    before, http, method = stage.what_is(), stage.running.http, CALLS[path].method
    other, code = ("POST", 43001) if method == "GET" else ("GET", 43002)

    def asked(how: str, **query: str) -> int:
        return http.request(how, f"/cgi-bin/{path}", params=query).json()["errcode"]

    assert asked(other, access_token=stage.app.token) == code
    assert asked(method) == 41001
    assert asked(method, access_token="made-up") == 40014
    stage.running.state.tokens[stage.app.token].until = stage.running.state.now
    assert stage.code(path) == 42001
    stage.running.state.tokens[stage.app.token].dead = True
    assert stage.code(path) == 40014
    assert stage.what_is() == before


@pytest.mark.parametrize("path", [one for one in PATHS if one.startswith(("externalcontact/", "msgaudit/"))])
def test_without_the_permission_nothing_is_told_and_nothing_done(stage: Stage, path: str) -> None:
    before = stage.what_is()
    assert stage.code(path, stage.plain) == 48002
    assert stage.what_is() == before


@pytest.mark.parametrize("path", [one for one in PATHS if one not in OPEN])
def test_an_address_that_is_not_trusted_is_told_so(stage: Stage, path: str) -> None:
    before = stage.what_is()
    for app in stage.running.state.corps[stage.app.corp].apps.values():
        app.trusted_ips = ["10.1.2.3"]
    assert stage.code(path) == 60020
    for app in stage.running.state.corps[stage.app.corp].apps.values():
        app.trusted_ips = []
    assert stage.what_is() == before


# What an app hears that sees only wangwu and made nothing of all this; 0 where that is no hindrance.
SCOPE: dict[int, set[str]] = {
    40056: {"message/send"},
    40058: {"externalcontact/get_moment_task_result", "message/recall", "message/update_template_card"},
    41044: {f"externalcontact/{one}_contact_way" for one in ("get", "update", "del")}
    | {f"externalcontact/groupchat/{one}_join_way" for one in ("get", "update", "del")},
    41047: {
        f"externalcontact/{one}"
        for one in ("get_groupmsg_task", "get_groupmsg_send_result", "remind_groupmsg_send",
                    "cancel_groupmsg_send")
    },
    41048: {"externalcontact/add_msg_template"},
    41058: {f"externalcontact/group_welcome_template/{one}" for one in ("edit", "get", "del")},
    41060: {
        f"externalcontact/{one}"
        for one in ("get_moment_task", "get_moment_customer_list", "get_moment_send_result",
                    "get_moment_comments", "cancel_moment_task")
    },
    60011: {
        "user/get",
        *(
            f"externalcontact/{one}"
            for one in ("list", "batch/get_by_user", "remark", "mark_tag", "add_contact_way", "close_temp_chat",
                        "groupchat/add_join_way", "groupchat/get", "opengid_to_chatid", "get_user_behavior_data",
                        "transfer_customer", "resigned/transfer_customer", "groupchat/onjob_transfer",
                        "groupchat/transfer")
        ),
    },
    81011: {"externalcontact/edit_corp_tag", "externalcontact/del_corp_tag"},
    84061: {"externalcontact/get"},
}  # fmt: skip


@pytest.mark.parametrize("path", [one for one in PATHS if one not in OPEN])
def test_another_app_reaches_only_what_is_its_own_or_in_its_range(stage: Stage, path: str) -> None:
    before = stage.what_is()
    expected = next((code for code, paths in SCOPE.items() if path in paths), 0)
    assert stage.code(path, stage.narrow) == expected
    if expected:
        assert stage.what_is() == before


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("user/simplelist", "userlist"),
        ("user/list", "userlist"),
        ("externalcontact/contact_list", "info_list"),
        ("externalcontact/list_contact_way", "contact_way"),
        ("externalcontact/groupchat/list", "group_chat_list"),
        ("externalcontact/groupchat/statistic", "items"),
    ],
)
def test_lists_of_another_app_leave_out_what_it_does_not_see(stage: Stage, path: str, rows: str) -> None:
    assert len(stage.raw(path).json()[rows]) > 0
    assert stage.raw(path, stage.narrow).json()[rows] == []


def test_a_token_of_one_corp_opens_nothing_of_another(stage: Stage) -> None:
    """Every id here is good, in the other corp."""
    apps = [{"agentid": 1000002, "secret": SECRET, "permissions": ["contact", "archive", "kf"]}]
    stage.running.ctl("corps", corpid="ww-other", apps=apps)
    other, before = stage.running.app(SECRET, "ww-other"), stage.what_is()["corps"]["ww00000000000000aa"]
    refused = {path: stage.code(path, other) for path in PATHS if path not in OPEN}
    assert stage.what_is()["corps"]["ww00000000000000aa"] == before
    told = {
        path: stage.raw(path, other).text
        for path, code in refused.items()
        if code == 0 and not CALLS[path].writes
    }
    for path, text in told.items():
        found = [one for one in ("zhangsan", "wm1", "wr1", "way1", "msg1", "mom1") if one in text]
        assert not found, (path, found)
