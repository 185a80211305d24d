"""Rules on members' words: limits, ranges, and what they do to what members say."""

import pytest

from fakecom.people import befriend, corp_in, found_group
from fakecom.running import START, Caller, Running

PATH = "externalcontact/"
RULE = {
    "rule_name": "不许私下收款",
    "word_list": ["转账", "加我微信"],
    "intercept_type": 1,
    "applicable_range": {"user_list": ["zhangsan"], "department_list": [3]},
}


def add(app: Caller, **more: object) -> str:
    return app.post(f"{PATH}add_intercept_rule", **{**RULE, **more})["rule_id"]


def says(running: Running, userid: str, text: str, **to: str) -> bool:
    """Whether the client sends it."""
    said = running.http.post(
        f"/__ctl/member/{userid}/speak", json={"text": text, **(to or {"external_userid": "wm1"})}
    )
    return said.status_code == 200


def test_a_rule_is_listed_shown_changed_and_deleted(app: Caller) -> None:
    rule_id = add(app, semantics_list=[1, 3])
    listed = app.get(f"{PATH}get_intercept_rule_list")["rule_list"]
    assert listed == [{"rule_id": rule_id, "rule_name": "不许私下收款", "create_time": START}]
    shown = app.post(f"{PATH}get_intercept_rule", rule_id=rule_id)["rule"]
    assert shown == {**RULE, "rule_id": rule_id, "extra_rule": {"semantics_list": [1, 3]}}
    app.post(
        f"{PATH}update_intercept_rule",
        rule_id=rule_id,
        word_list=["返现"],
        extra_rule={"semantics_list": []},
        intercept_type=2,
        add_applicable_range={"user_list": ["lisi"]},
        remove_applicable_range={"user_list": ["zhangsan"], "department_list": [3]},
    )
    changed = app.post(f"{PATH}get_intercept_rule", rule_id=rule_id)["rule"]
    assert (changed["word_list"], changed["intercept_type"]) == (["返现"], 2)
    assert changed["applicable_range"] == {"user_list": ["lisi"], "department_list": []}
    nobody = {"remove_applicable_range": {"user_list": ["lisi"]}}
    assert app.code(f"{PATH}update_intercept_rule", rule_id=rule_id, **nobody) == 40063
    app.post(f"{PATH}del_intercept_rule", rule_id=rule_id)
    assert app.code(f"{PATH}get_intercept_rule", rule_id=rule_id) == 41076


def test_a_rule_blocks_or_warns_members_and_never_customers(running: Running, app: Caller) -> None:
    for userid in ("zhangsan", "lisi", "wangwu"):
        befriend(running, userid, "wm1")
    found_group(running, "zhangsan", "wr1", "wm1")
    add(app, semantics_list=[1, 2])
    assert not says(running, "zhangsan", "您转账给我吧")
    assert not says(running, "wangwu", "加我微信")  # by his party
    assert not says(running, "zhangsan", "打 13800138000 找我")
    assert not says(running, "zhangsan", "写信到 a.b@example.com")
    assert not says(running, "zhangsan", "转账", chat_id="wr1")
    assert says(running, "zhangsan", "单号 213800138000 已发")
    assert says(running, "lisi", "转账")
    running.ctl("customer/wm1/speak", userid="zhangsan", text="可以转账吗")
    said = [one.content["text"]["content"] for one in corp_in(running).archive]
    assert said == ["单号 213800138000 已发", "转账", "可以转账吗"]


def test_a_warning_is_clicked_away_unless_another_rule_blocks(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    add(app, intercept_type=2)
    assert says(running, "zhangsan", "转账")
    blocking = add(app)
    assert not says(running, "zhangsan", "转账")
    app.post(f"{PATH}del_intercept_rule", rule_id=blocking)
    assert says(running, "zhangsan", "转账")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"word_list": ["词" * 32] * 300}, 0),
        ({"word_list": ["词"] * 301}, 41068),
        ({"word_list": []}, 41068),
        ({"word_list": ["词" * 33]}, 41069),
        ({"rule_name": ""}, 40058),
        ({"intercept_type": 3}, 40058),
        ({"semantics_list": [4]}, 40058),
        ({"applicable_range": {}}, 40063),
        ({"applicable_range": {"user_list": ["nobody"]}}, 40003),
    ],
)
def test_limits(app: Caller, asked: dict, code: int) -> None:
    assert app.code(f"{PATH}add_intercept_rule", **{**RULE, **asked}) == code


def test_a_hundred_rules(app: Caller) -> None:
    for _ in range(100):
        add(app)
    assert app.code(f"{PATH}add_intercept_rule", **RULE) == 41070


def test_another_apps_rule_is_not_ones_own(running: Running, app: Caller) -> None:
    rule_id = add(app)
    running.ctl("apps", agentid=1000003, secret="other")
    for path in ("get_intercept_rule", "update_intercept_rule", "del_intercept_rule"):
        assert running.app("other").code(PATH + path, rule_id=rule_id) == 41076
