"""Behaviour 10, tags: the cap with rule groups', double names, groups that end with their last tag."""

import pytest

from fakecom.people import befriend, follow_of
from fakecom.running import Caller, Running

ADD, LIST, EDIT, DROP = (f"externalcontact/{one}" for one in ("add_corp_tag", "get_corp_tag_list", "edit_corp_tag",
                                                              "del_corp_tag"))  # fmt: skip


def add(app: Caller, group: str, *names: str) -> dict[str, str]:
    made = app.post(ADD, group_name=group, tag=[{"name": name} for name in names])["tag_group"]
    return {one["name"]: one["id"] for one in made["tag"]} | {"": made["group_id"]}


def names(app: Caller, **asked: object) -> dict[str, list[str]]:
    return {
        one["group_name"]: [tag["name"] for tag in one["tag"]] for one in app.post(LIST, **asked)["tag_group"]
    }


def test_a_known_group_name_means_into_that_group(app: Caller) -> None:
    first = add(app, "档位", "299")
    assert first["299"].startswith("et")
    second = add(app, "档位", "800", "800")
    assert second[""] == first[""]
    assert {group: sorted(tags) for group, tags in names(app).items()} == {"档位": ["299", "800"]}


def test_the_id_of_a_group_wins_over_its_name(app: Caller) -> None:
    made = add(app, "档位", "299")
    said = app.post(ADD, group_id=made[""], group_name="别的", tag=[{"name": "800"}])["tag_group"]
    assert (said["group_id"], said["group_name"]) == (made[""], "档位")
    assert app.code(ADD, group_id="et-none", tag=[{"name": "x"}]) == 40068


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"group_name": "档位", "tag": [{"name": "299"}]}, 40071),
        ({"group_name": "档位", "tag": [{"name": "长" * 31}]}, 40072),
        ({"group_name": "档位", "tag": [{"name": ""}]}, 40072),
        ({"group_name": "档位", "tag": []}, 40063),
        ({"tag": [{"name": "x"}]}, 40063),
        ({"group_name": "长" * 31, "tag": [{"name": "x"}]}, 40072),
    ],
)
def test_what_is_refused(app: Caller, asked: dict, code: int) -> None:
    add(app, "档位", "299")
    assert app.code(ADD, **asked) == code
    assert names(app) == {"档位": ["299"]}


def test_3000_with_the_tags_of_rule_groups(running: Running, app: Caller) -> None:
    assert running.ctl("policy")["tag_cap"] == 3000
    running.ctl("policy", tag_cap=3)
    add(app, "一", "a")
    strategy = app.post("externalcontact/customer_strategy/create", strategy_name="规则")["strategy_id"]
    made = app.post(
        "externalcontact/add_strategy_tag", strategy_id=strategy, group_name="二", tag=[{"name": "b"}]
    )
    assert made["tag_group"]["tag"][0]["id"].startswith("st")
    assert app.code(ADD, group_name="三", tag=[{"name": "c"}, {"name": "d"}]) == 40126
    add(app, "三", "c")
    assert app.code(ADD, group_name="三", tag=[{"name": "d"}]) == 40126
    assert names(app) == {"一": ["a"], "三": ["c"]}


def test_a_rule_groups_tags_are_apart(running: Running, app: Caller) -> None:
    strategy = app.post("externalcontact/customer_strategy/create", strategy_name="规则")["strategy_id"]
    asked = {"strategy_id": strategy, "group_name": "二", "tag": [{"name": "b"}]}
    tag_id = app.post("externalcontact/add_strategy_tag", **asked)["tag_group"]["tag"][0]["id"]
    found = app.post("externalcontact/get_strategy_tag_list", strategy_id=strategy)["tag_group"]
    assert [one["strategy_id"] for one in found] == [strategy]
    assert app.code(EDIT, id=tag_id, name="x") == 40068
    app.post("externalcontact/edit_strategy_tag", id=tag_id, name="x")
    app.post("externalcontact/del_strategy_tag", tag_id=[tag_id])
    assert app.post("externalcontact/get_strategy_tag_list")["tag_group"] == []


def test_a_group_goes_with_its_last_tag_and_shows_only_by_its_id(app: Caller) -> None:
    made = add(app, "档位", "299", "800")
    app.post(DROP, tag_id=[made["299"]])
    assert names(app) == {"档位": ["800"]}
    app.post(DROP, tag_id=[made["800"]])
    assert names(app) == {}
    (group,) = app.post(LIST, group_id=[made[""]])["tag_group"]
    assert group["deleted"]
    assert all(one["deleted"] for one in group["tag"])
    assert app.code(DROP, tag_id=[made["800"]]) == 40068
    assert add(app, "档位", "299")[""] != made[""]


def test_asked_by_both_only_the_group_counts(app: Caller) -> None:
    one, two = add(app, "一", "a"), add(app, "二", "b", "c")
    found = app.post(LIST, tag_id=[one["a"]], group_id=[two[""]])["tag_group"]
    assert [group["group_name"] for group in found] == ["二"]
    found = app.post(LIST, tag_id=[two["c"]])["tag_group"]
    assert [tag["name"] for group in found for tag in group["tag"]] == ["c"]


def test_a_larger_order_comes_first(app: Caller) -> None:
    app.post(ADD, group_name="一", order=1, tag=[{"name": "a", "order": 1}, {"name": "b", "order": 9}])
    app.post(ADD, group_name="二", order=5, tag=[{"name": "c"}])
    assert list(names(app)) == ["二", "一"]
    assert names(app)["一"] == ["b", "a"]


def test_renaming_to_a_taken_name(app: Caller) -> None:
    made = add(app, "一", "a", "b")
    assert app.code(EDIT, id=made["a"], name="b") == 40071
    app.post(EDIT, id=made["a"], name="c", order=3)
    other = add(app, "二", "x")
    assert app.code(EDIT, id=other[""], name="一") == 40071
    app.post(EDIT, id=other[""], name="三")
    assert names(app) == {"一": ["c", "b"], "三": ["x"]}


def test_a_tag_hangs_on_the_pair_and_goes_when_it_is_deleted(running: Running, app: Caller) -> None:
    made = add(app, "一", "a", "b")
    befriend(running, "zhangsan", "wm1")
    befriend(running, "lisi", "wm1")
    pair = {"userid": "zhangsan", "external_userid": "wm1"}
    mark = "externalcontact/mark_tag"
    app.post(mark, **pair, add_tag=[made["a"], made["b"], made["a"]])
    assert follow_of(running, "zhangsan", "wm1").tag_ids == [made["a"], made["b"]]
    assert follow_of(running, "lisi", "wm1").tag_ids == []
    assert app.code(mark, **pair) == 40063
    assert app.code(mark, **pair, add_tag=["et-none"]) == 40068
    app.post(mark, **pair, remove_tag=[made["a"]])
    app.post(DROP, tag_id=[made["b"]])
    assert follow_of(running, "zhangsan", "wm1").tag_ids == []
