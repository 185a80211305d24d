"""Behaviour 4: opaque cursors bound to their query, limits that fall back, pages that are short, deletion meanwhile."""

import pytest

from fakecom.people import befriend, corp_in
from fakecom.running import Caller, Running

BATCH = "externalcontact/batch/get_by_user"


def ids(pages: list[list[dict]]) -> list[str]:
    return [row["external_contact"]["external_userid"] for page in pages for row in page]


def friends(running: Running, userid: str, count: int) -> list[str]:
    made = [f"wm-{userid}-{n:04}" for n in range(count)]
    befriend(running, userid, *made)
    return made


def test_pages_give_everything_once_over_several_members(running: Running, app: Caller) -> None:
    expected = friends(running, "zhangsan", 130) + friends(running, "wangwu", 45)
    pages = app.pages(BATCH, "external_contact_list", userid_list=["zhangsan", "lisi", "wangwu"], limit=50)
    assert [len(page) for page in pages] == [50, 50, 50, 25]
    assert ids(pages) == expected


def test_the_last_page_has_an_empty_cursor_even_when_it_is_full(running: Running, app: Caller) -> None:
    friends(running, "zhangsan", 50)
    assert app.post(BATCH, userid_list=["zhangsan"], limit=50)["next_cursor"] == ""


def test_a_cursor_is_random_to_look_at_and_fits_only_its_query(running: Running, app: Caller) -> None:
    friends(running, "zhangsan", 5)
    asked = {"userid_list": ["zhangsan"], "limit": 2}
    one, two = (app.post(BATCH, **asked)["next_cursor"] for _ in range(2))
    assert one != two
    assert ids([app.post(BATCH, **asked, cursor=one)["external_contact_list"]]) == ids(
        [app.post(BATCH, **asked, cursor=two)["external_contact_list"]]
    )
    assert app.code(BATCH, userid_list=["zhangsan", "lisi"], limit=2, cursor=one) == 40058
    assert app.code(BATCH, **asked, cursor="2") == 40058
    assert app.code(BATCH, **asked, cursor=one[:-4] + "AAAA") == 40058
    running.ctl("apps", agentid=9, secret="other")
    assert running.app("other").code(BATCH, **asked, cursor=one) == 40058
    app.post(BATCH, userid_list=["zhangsan"], limit=1, cursor=one)  # the limit may change


@pytest.mark.parametrize(("limit", "size"), [(0, 50), (100, 100), (101, 100), (5000, 100), (-1, 50)])
def test_a_limit_above_the_most_is_cut_to_it_here(
    running: Running, app: Caller, limit: int, size: int
) -> None:
    friends(running, "zhangsan", 120)
    assert len(app.post(BATCH, userid_list=["zhangsan"], limit=limit)["external_contact_list"]) == size


def test_elsewhere_a_limit_above_the_most_becomes_the_default(app: Caller) -> None:
    for _ in range(101):
        app.post("externalcontact/add_contact_way", type=1, scene=2, user=["lisi"])
    path = "externalcontact/list_contact_way"
    assert len(app.post(path, limit=1000)["contact_way"]) == 101
    assert len(app.post(path, limit=1001)["contact_way"]) == 100


def test_a_page_may_be_short_or_empty_though_more_follows(running: Running, app: Caller) -> None:
    expected = friends(running, "zhangsan", 200)
    running.ctl("policy", short_pages=0.7)
    pages = app.pages(BATCH, "external_contact_list", userid_list=["zhangsan"], limit=20)
    assert ids(pages) == expected
    assert any(len(page) < 20 for page in pages[:-1])


def test_what_is_deleted_between_two_pages_hides_nobody(running: Running, app: Caller) -> None:
    expected = friends(running, "zhangsan", 6)
    asked = {"userid_list": ["zhangsan"], "limit": 3}
    first = app.post(BATCH, **asked)
    for gone in (expected[0], expected[2], expected[4]):
        running.ctl("delete", userid="zhangsan", external_userid=gone, by="member")
    rest = app.post(BATCH, **asked, cursor=first["next_cursor"])["external_contact_list"]
    assert ids([rest]) == [expected[3], expected[5]]


def test_too_many_members_and_none(app: Caller) -> None:
    assert app.code(BATCH, userid_list=[f"u{n}" for n in range(101)]) == 40031
    assert app.code(BATCH, userid_list=[]) == 40031


def test_a_member_without_customers_is_no_relation(running: Running, app: Caller) -> None:
    assert app.code(BATCH, userid_list=["lisi"]) == 84061
    befriend(running, "zhangsan", "wm1")
    assert app.code(BATCH, userid_list=["lisi", "zhangsan"]) == 0
    running.ctl("policy", lonely_refused=True)
    assert [app.code(BATCH, userid_list=one) for one in (["lisi", "zhangsan"], ["zhangsan"])] == [84061, 0]


def test_groups_without_owners_in_a_range_of_more_than_1000(running: Running, app: Caller) -> None:
    corp = corp_in(running)
    kind = type(corp.members["lisi"])
    for n in range(1001):
        corp.members[f"m{n}"] = kind(userid=f"m{n}", name="某")
    assert app.code("externalcontact/groupchat/list", limit=10) == 81017
    app.post("externalcontact/groupchat/list", limit=10, owner_filter={"userid_list": ["lisi"]})
    many = {"userid_list": [f"m{n}" for n in range(101)]}
    assert app.code("externalcontact/groupchat/list", limit=10, owner_filter=many) == 40031


def test_a_window_that_is_upside_down(app: Caller) -> None:
    assert app.code("externalcontact/list_contact_way", start_time=200, end_time=100) == 40058


def test_a_customer_with_more_than_500_followers_comes_in_pages(running: Running, app: Caller) -> None:
    corp = corp_in(running)
    kind = type(corp.members["lisi"])
    for n in range(600):
        corp.members[f"m{n}"] = kind(userid=f"m{n}", name="某")
        befriend(running, f"m{n}", "wm1")
    first = app.get("externalcontact/get", external_userid="wm1")
    rest = app.get("externalcontact/get", external_userid="wm1", cursor=first["next_cursor"])
    assert (len(first["follow_user"]), len(rest["follow_user"])) == (500, 100)
    assert "next_cursor" not in rest
