"""Who joins a group by a code is told by the platform, and counted for that code alone."""

from tests.sources.conftest import Shop

from fakecom.running import CORP
from yutang.kit.clock import DAY
from yutang.sources import joins
from yutang.sources.model import Code, CodeKind
from yutang.sources.quality import Quality, by_day, quality


def grouped(shop: Shop, chat: str, **more: object) -> Code:
    shop.fake.ctl("groups", corp=CORP, userid="li", chat_id=chat, name=chat)
    shop.world.sync("groups")
    return shop.code(chat, kind=CodeKind.GROUP, **more)


def join(shop: Shop, code: Code, *people: str) -> None:
    for person in people:
        shop.fake.ctl("scan", corp=CORP, code=code.config_id, external_userid=person)
    shop.fake.pass_time(2)


def asked(shop: Shop, *codes: Code) -> dict[str, Quality]:
    return quality(shop.desk.analytics, [one.key for one in codes], now=shop.now())


def test_each_joining_is_attributed_to_its_code(shop: Shop) -> None:
    of = shop.source()
    first, second = grouped(shop, "wr1", of=of), grouped(shop, "wr2", of=of)
    join(shop, first, "wma", "wmb")
    join(shop, second, "wmc")
    shop.fake.ctl("groups/wr1/join", corp=CORP, people=["wmd"], scene=1)  # invited: by no code
    shop.world.sync("groups")
    found = asked(shop, first, second)
    assert {key: (one.added, one.left) for key, one in found.items()} == {
        first.key: (2, 0),
        second.key: (1, 0),
    }


def test_who_left_the_group_is_not_kept(shop: Shop) -> None:
    code = grouped(shop, "wr1")
    join(shop, code, "wma", "wmb")
    shop.world.sync("groups")
    shop.fake.pass_time(10 * 86_400)
    shop.fake.ctl("groups/wr1/leave", corp=CORP, people=["wmb"])
    shop.world.sync("groups")
    shop.fake.pass_time(21 * 86_400)
    assert asked(shop, code)[code.key] == Quality(added=2, ripe=2, kept=1, left=1)


def test_who_joins_twice_came_once(shop: Shop) -> None:
    code = grouped(shop, "wr1")
    join(shop, code, "wma")
    shop.world.sync("groups")
    shop.fake.ctl("groups/wr1/leave", corp=CORP, people=["wma"])
    shop.world.sync("groups")
    shop.fake.pass_time(3 * 86_400)
    join(shop, code, "wma")
    shop.world.sync("groups")
    found = asked(shop, code)[code.key]
    assert (found.added, found.left) == (1, 0)
    days = by_day(shop.desk.analytics, code.key, since=shop.now() - 9 * DAY, zone="Asia/Shanghai")
    assert [count for _, count in days] == [1]


def test_a_second_sync_says_nothing_new(shop: Shop) -> None:
    code = grouped(shop, "wr1")
    join(shop, code, "wma", "wmb")
    shop.world.sync("groups")
    before = asked(shop, code)
    shop.world.sync("groups")
    assert asked(shop, code) == before


def test_staff_who_sit_in_a_group_take_up_seats(shop: Shop) -> None:
    code = grouped(shop, "wr1", full_at=3)
    join(shop, code, "wma")
    shop.world.sync("groups")
    assert joins.members(shop.desk.analytics, ["wr1", "wr9"]) == {"wr1": 2}
    assert joins.members(shop.desk.analytics, []) == {}


def test_joinings_are_counted_by_code_and_group_and_listed(shop: Shop) -> None:
    of = shop.source()
    first, second = grouped(shop, "wr1", of=of), grouped(shop, "wr2", of=of)
    join(shop, first, "wma")
    shop.fake.pass_time(86_400)
    midnight = shop.now() - 3_600_000_000
    join(shop, first, "wmb", "wmc")
    join(shop, second, "wmd")
    shop.world.sync("groups")
    analytics = shop.desk.analytics
    assert joins.counts(analytics, [first.key, second.key], midnight) == {
        first.key: {"wr1": 2},
        second.key: {"wr2": 1},
    }
    assert joins.counts(analytics, [first.key], 0) == {first.key: {"wr1": 3}}
    assert [one.group for one in joins.last(analytics, first.key, 50)] == ["wr1"] * 3
    assert [one.at for one in joins.last(analytics, first.key, 2)] == sorted(
        (one.at for one in joins.last(analytics, first.key, 2)), reverse=True
    )
