"""Everybody with what they carry, and the checklist of one who leaves."""

from typing import Any

import pytest
from tests.accounts.people import person
from tests.connections.wecom.conftest import World
from tests.handover.tenant import Tenant
from tests.sources.conftest import Shop

from fakecom.people import befriend, corp_in, found_group
from ledger.batch import table
from yutang.accounts.model import Role as Position
from yutang.accounts.model import Scope, Viewer
from yutang.fakecom.state.corps import Party
from yutang.handover import directory
from yutang.handover.directory import Member, Standing
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind, Role
from yutang.tasks import handovers as task

ALL = Scope(everything=True)


def members(here: Tenant, scope: Scope = ALL, **more: Any) -> dict[str, Member]:
    with here.ledger.state.read() as conn, here.ledger.analytics.cursor() as cursor:
        found = directory.members(conn, cursor, scope, now=here.now(), **more)
    return {one.name: one for one in found}


def checks(here: Tenant, name: str = "员工li") -> dict[str, tuple[int, int, list[str]]]:
    with here.ledger.state.read() as conn:
        found = directory.checklist(conn, members(here)[name])
    return {one.code: (one.count, one.moving, [link.name for link in one.links]) for one in found}


def test_everybody_with_what_they_carry(here: Tenant) -> None:
    found_group(here.fake, "li", "wr0", "wm000")
    here.world.sync()
    here.pass_time(8 * 86_400)
    befriend(here.fake, "li", "wm100", "wm101")
    here.world.sync()
    found = members(here)
    assert list(found) == ["员工li", "员工wang", "员工zhao"]
    li = found["员工li"]
    assert (li.customers, li.groups, li.new_week, li.load, li.standing) == (12, 1, 2, 1, Standing.ACTIVE)
    assert (found["员工wang"].customers, found["员工wang"].load) == (0, 0)
    assert list(members(here, text="ang")) == list(members(here, text="a\x00ng")) == ["员工wang"]
    assert list(members(here, Scope(everything=False, staff=frozenset({here.id("zhao")})))) == ["员工zhao"]


def test_of_more_than_a_list_holds_it_is_told_how_many_there_are(here: Tenant) -> None:
    """And a search finds those who are not in it."""
    here.world.sync()
    at = here.now()
    crowd = [
        (Kind.IDENTITY_SEEN, at, {"actor": f"z{n:04}", "role": Role.STAFF}) for n in range(directory.MOST)
    ]
    here.ledger.take("crowd", "test", "wecom", table(*crowd), now=at)
    with here.ledger.state.read() as conn:
        assert directory.count(conn, ALL) == directory.MOST + 3
        assert directory.count(conn, ALL, "z199") == 10
        assert directory.count(conn, Scope(everything=False, staff=frozenset({here.id("li")}))) == 1
    assert len(members(here)) == directory.MOST
    assert list(members(here, text="z1999")) == ["z1999"]


def test_the_department_that_the_company_says_is_told_and_follows_them(here: Tenant) -> None:
    corp = corp_in(here.fake)
    corp.parties |= {2: Party(2, "华东"), 3: Party(3, "一店", 2)}
    corp.members["li"].parties = [3, 2]
    here.world.sync()
    assert {name: one.department for name, one in members(here).items()} == {
        "员工li": "华东 / 一店", "员工wang": corp.name or "总部", "员工zhao": corp.name or "总部"
    }  # fmt: skip
    before = here.ledger.analytics.rows("select count(*) from fact")
    here.pass_time(86_400)
    here.world.sync("staff")
    assert here.ledger.analytics.rows("select count(*) from fact") == before  # nothing new was said
    corp.members["li"].parties = [2]
    here.pass_time(86_400)
    here.world.sync("staff")
    assert members(here)["员工li"].department == "华东"
    assert members(here)["员工li"].unit is None  # the organisation here is another matter


def test_the_department_of_an_imported_list_is_told_too(here: Tenant) -> None:
    at = here.now()
    listed = {"actor": "li", "role": Role.STAFF, "props": '{"department":"西区"}'}
    here.ledger.take("list", "test", "wecom", table((Kind.IDENTITY_SEEN, at, listed)), now=at)
    assert [one.department for one in members(here).values()] == ["西区"]


def test_who_left_and_whose_customers_wait_is_told(here: Tenant) -> None:
    here.world.sync()
    here.resign()
    li = members(here)["员工li"]
    assert (li.standing, li.waiting, li.customers) == (Standing.LEFT, 10, 10)
    id_ = here.begin("wang")
    here.until(id_)
    here.world.sync()
    assert (members(here)["员工li"].waiting, members(here)["员工li"].customers) == (0, 0)
    assert members(here)["员工wang"].new_week == 0  # who was handed on is not new


def test_the_checklist_empties_as_it_is_worked_off(world: World) -> None:
    here, shop = Tenant(world), Shop(world)
    found_group(here.fake, "li", "wr0", "wm000")
    world.sync()
    code = shop.code("li", "wang")
    shop.code("wang", name="别处")
    user = person(here.ledger.state, "lili", Position.OPERATOR, staff_id=here.id("li"))
    here.ledger.state.write(
        lambda conn: task.left_over(
            conn, 9, "x", customers=1, groups=0, giver_id=here.id("li"), user_id=None, now=here.now()
        )
    )
    assert checks(here) == {
        "codes": (1, 0, [code.name]), "customers": (10, 0, []), "groups": (1, 0, []), "sends": (0, 0, []),
        "tasks": (1, 0, []), "unit": (0, 0, []), "account": (1, 0, ["lili"]),
    }  # fmt: skip
    id_ = here.begin("wang")
    here.work()
    assert checks(here)["customers"] == (10, 10, [])
    assert checks(here)["groups"] == (0, 0, [])
    here.until(id_)
    assert checks(here)["customers"] == (0, 0, [])
    assert user.staff_id == here.id("li")


def test_what_is_chosen_from_comes_page_by_page(here: Tenant) -> None:
    found_group(here.fake, "li", "wr0")
    here.world.sync()
    here.begin("wang", customers=(here.id("wm003"),))
    with here.ledger.state.read() as conn, here.ledger.analytics.cursor() as cursor:

        def some(after: int, text: str = "") -> list[directory.Held]:
            giver = here.id("li")
            return directory.customers(conn, cursor, here.boss, giver, text=text, after=after, limit=4)

        pages = [some(0)]
        while pages[-1]:
            pages.append(some(pages[-1][-1].id))
        names = [one.name for page in pages for one in page]
        assert sorted(name or "" for name in names) == [f"客户wm{n:03}" for n in range(10)]
        assert [one.name for page in pages for one in page if one.moving] == ["客户wm003"]
        assert [one.name for one in some(0, "WM007")] == ["客户wm007"]
        groups = directory.groups(conn, here.boss, here.id("li"), limit=9)
        assert [(one.name, one.moving) for one in groups] == [("群wr0", True)]
        rest = directory.receivers(conn, cursor, here.boss, here.id("li"), now=here.now())
        assert [(one.name, one.load, one.room) for one in rest] == [
            ("员工wang", 0, 4_999),
            ("员工zhao", 0, 5_000),
        ]


def test_nobody_of_another_unit_is_shown(here: Tenant) -> None:
    here.world.sync()
    other = Viewer(user_id=5, login="o", name="O", role=Position.OPERATOR, staff_id=here.id("zhao"))
    with here.ledger.state.read() as conn, here.ledger.analytics.cursor() as cursor:
        for ask in (
            lambda: directory.member(conn, cursor, other.scope, here.id("li"), now=here.now()),
            lambda: directory.groups(conn, other, here.id("li"), limit=9),
            lambda: directory.receivers(conn, cursor, other, here.id("li"), now=here.now()),
            lambda: directory.customers(conn, cursor, other, here.id("li"), text="", after=0, limit=9),
        ):
            with pytest.raises(YutangError, match="not_found"):
                ask()
