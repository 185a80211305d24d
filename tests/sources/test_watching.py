"""What is wrong with a code is told once, for as long as it is so, and nothing hides anything graver."""

from tests.sources.conftest import Shop
from tests.sources.test_joins import grouped, join
from tests.sources.test_keeper import came, night, open_tasks
from tests.sources.test_lane import OFFICE

from yutang.kit.clock import DAY
from yutang.sources import actions, watching
from yutang.sources.actions import CodeForm
from yutang.sources.leaks import FEW
from yutang.sources.model import Code, CodeKind, Seat


def alarm(shop: Shop, code: Code) -> str | None:
    found = shop.known(code).alarm
    return None if found is None else found.code


def test_a_leak_that_fills_the_code_stays_a_leak(shop: Shop) -> None:
    code = shop.code(Seat(staff="li", cap=3), of=shop.source(hours=OFFICE))
    night(shop, hour=3, minute=0)
    came(shop, code, count=FEW)
    shop.fake.pass_time(60)
    shop.keep()
    assert [(watching.watch(shop.desk), alarm(shop, code)) for _ in range(3)] == [(1, "leak_hours"), (0, "leak_hours"),
                                                                                 (0, "leak_hours")]  # fmt: skip
    assert [one.why.code for one in open_tasks(shop)] == ["code_leak_hours"]
    shop.fake.pass_time(DAY // 1_000_000)
    shop.keep()
    watching.watch(shop.desk)
    assert alarm(shop, code) == "leak_hours"  # nobody looked yet


def test_a_leak_is_told_over_what_was_told_before(shop: Shop) -> None:
    code = shop.code(Seat(staff="li", cap=1), of=shop.source(hours=OFFICE))
    came(shop, code)
    shop.keep()
    watching.watch(shop.desk)
    assert alarm(shop, code) == "full"
    night(shop, hour=3, minute=0)
    came(shop, code, count=FEW)
    shop.fake.pass_time(60)
    shop.keep()
    watching.watch(shop.desk)
    assert alarm(shop, code) == "leak_hours"
    shop.act(actions.calm, code.id)
    shop.fake.pass_time(DAY // 1_000_000)
    shop.keep()
    watching.watch(shop.desk)
    assert [one.why.code for one in open_tasks(shop)] == [
        "code_leak_hours"
    ]  # there is room: that task is over


def test_a_group_that_many_join_at_night_is_a_leak(shop: Shop) -> None:
    code = grouped(shop, "wr1", of=shop.source(place="橱窗", hours=OFFICE))
    night(shop, hour=3, minute=0)
    join(shop, code, *(f"wm{n}" for n in range(FEW)))
    shop.world.sync("groups")
    assert watching.watch(shop.desk) == 1
    found = shop.known(code).alarm
    assert found is not None
    assert (found.code, found.params) == ("leak_hours", {"n": FEW, "usual": 0, "place": "橱窗"})


def test_few_who_join_a_group_are_none(shop: Shop) -> None:
    code = grouped(shop, "wr1", of=shop.source(hours=OFFICE))
    night(shop, hour=3, minute=0)
    join(shop, code, *(f"wm{n}" for n in range(FEW - 1)))
    shop.world.sync("groups")
    assert (watching.watch(shop.desk), code.kind, alarm(shop, code)) == (0, CodeKind.GROUP, None)


def test_that_a_code_was_deleted_over_there_is_told_once(shop: Shop) -> None:
    code = shop.code("li")
    shop.ways.clear()
    shop.act(actions.change_code, code.id, CodeForm(name="x", seats=(Seat(staff="wang"),)))
    shop.keep()
    assert (watching.watch(shop.desk), alarm(shop, code)) == (1, "gone")
    shop.act(actions.calm, code.id)
    told: list[int] = []
    for _ in range(3):
        shop.fake.pass_time(DAY // 1_000_000 + 1)
        told.append(watching.watch(shop.desk))
    assert told == [0, 0, 0]
