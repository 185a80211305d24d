"""Which member of staff follows which customer: the export of contacts that WeCom and shop systems give.

Nearly everybody who sits in a group is somebody's contact too. Of these, one in eight has deleted the member of staff
since, some were deleted by them, some refused to be handed over; one in twenty was handed over to a colleague.
"""

import msgspec
from msgspec.structs import replace

from yutang.demo.days import LAST
from yutang.demo.dice import Dice
from yutang.demo.groups import Group
from yutang.demo.people import Customer, People, Staff
from yutang.demo.words import common

SOURCES = ("门店海报", "包裹卡", "朋友圈广告", "直播间", "老客介绍", "公众号")
TASTES = ("敏感肌", "熬夜", "送礼", "囤货", "看性价比", "爱晒单")
NOTICE = "2026-03"  # version of the privacy notice that was shown
_ENDS = (("客户删除", 0.125), ("员工删除", 0.03), ("拒绝转接", 0.02))


class Follow(msgspec.Struct, frozen=True):
    """One contact. Days count as in `days`; `ended` and `why` are empty while it lasts."""

    customer: Customer
    staff: Staff
    began: tuple[int, int]
    ended: tuple[int, int] | None
    why: str
    source: str
    phone: str
    tags: tuple[str, ...]
    remark: str
    sms: bool | None  # None: was never asked


def follows(dice: Dice, people: People, groups: list[Group], first_seen: dict[str, int]) -> list[Follow]:
    """Every contact, by customer. `first_seen`: day on which a customer first joined a group."""
    owners: dict[str, Staff] = {}
    for group in groups:
        for seat in group.seats:
            owners.setdefault(seat.customer.id, group.owner)
    made: list[Follow] = []
    for number, who in enumerate(c for c in people.customers if c.id in first_seen):
        if dice.chance(0.96):
            made += _contacts(dice, who, owners[who.id], people.operators, first_seen[who.id], number)
    return made


def _contacts(
    dice: Dice, who: Customer, staff: Staff, others: list[Staff], seen: int, number: int
) -> list[Follow]:  # fmt: skip
    began = (min(LAST, seen - dice.between(0, 20)), dice.between(32_400, 79_200))
    remark = dice.pick(common()["surname"]) + dice.pick(("姐", "哥", "女士", "先生"))
    first = Follow(
        who, staff, began, None, "", dice.weighted(SOURCES, (0.3, 0.25, 0.15, 0.12, 0.12, 0.06)),
        f"199{number:08d}" if dice.chance(0.6) else "", _tags(dice, who), remark if dice.chance(0.3) else "",
        dice.chance(0.8) if dice.chance(0.5) else None,
    )  # fmt: skip
    if began[0] < LAST - 30 and dice.chance(0.05):
        when = (dice.between(began[0] + 20, LAST), dice.between(32_400, 64_800))
        other = dice.pick([one for one in others if one != staff])
        return [
            replace(first, ended=when, why="已转接"),
            replace(first, staff=other, began=when, source="在职继承"),
        ]
    for why, chance in _ENDS:
        if dice.chance(chance) and began[0] < LAST - 1:
            when = (dice.between(began[0] + 1, LAST), dice.between(28_800, 86_000))
            return [replace(first, ended=when, why=why)]
    return [first]


def _tags(dice: Dice, who: Customer) -> tuple[str, ...]:
    tastes = dice.some(TASTES, dice.below(3))
    return (f"地区/{who.region}", f"档位/{who.tier}", *(f"偏好/{taste}" for taste in tastes))
