"""Who is in the world: staff, customers, house accounts and bots."""

import msgspec

from yutang.demo.dice import Dice
from yutang.demo.words import common

TIERS = (299, 800, 3000)
REGIONS = ("华东", "华南", "华北", "华中", "西南", "西北", "东北")
OPERATORS = 22


class Staff(msgspec.Struct, frozen=True):
    id: str
    name: str
    department: str
    role: str


class Customer(msgspec.Struct, frozen=True):
    """An outside contact. `buyer` = buys often and never says a word, by construction."""

    id: str
    name: str
    line: str  # code of the line of business that brought them
    tier: int  # yuan
    region: str
    buyer: bool


class Account(msgspec.Struct, frozen=True):
    """A house account or a bot."""

    id: str
    name: str


class People(msgspec.Struct):
    staff: list[Staff]
    operators: list[Staff]
    house: list[Account]
    bots: list[Account]
    customers: list[Customer] = []


def hire(dice: Dice) -> People:
    """Staff, two declared house accounts and two bots; customers come with their groups."""
    staff: list[Staff] = []
    for i, entry in enumerate(common()["staff"]):
        code, name = entry.split()
        if i < OPERATORS:
            place = ("社群运营一部", "社群运营二部", "社群运营三部")[i % 3]
            staff.append(Staff(code, name, place, "运营"))
        else:
            staff.append(Staff(code, name, ("客户服务部", "社群中心")[i % 2], ("客服", "主管")[i % 2]))
    house = [Account("wm" + dice.token(30), n) for n in ("屿光体验官小满", "屿光福利姐姐")]
    bots = [Account("wb" + dice.token(16), n) for n in ("打卡小助手", "入群小管家")]
    return People(staff, staff[:OPERATORS], house, bots)


def nickname(dice: Dice) -> str:
    """A WeChat-like nickname: most plain, some with emoji, Latin, marks or things that break careless tools."""
    words = common()
    kind = dice.below(100)
    if kind < 45:
        return dice.pick(words["nick_head"]) + dice.pick(words["nick_tail"])
    if kind < 65:
        return dice.pick(words["surname"]) + dice.pick(words["given"])
    if kind < 80:
        return dice.pick(words["nick_head"]) + dice.pick(words["nick_tail"]) + dice.pick(words["emoji"])
    if kind < 92:
        return dice.pick(words["latin"]) + dice.pick(("", "", " ", "_", "-")) + dice.pick(words["nick_tail"])
    if kind < 97:
        return f"{dice.pick(words['surname'])}{dice.pick(words['title'])}"
    return dice.pick(words["odd"])


def customer(dice: Dice, line: str, tier: int, region: str, buyer_chance: float) -> Customer:
    """A new customer of that line; one in seven came through another tier or region."""
    return Customer(
        id=dice.pick(("wm", "wm", "wm", "wm", "wm", "wo")) + dice.token(30),
        name=nickname(dice),
        line=line,
        tier=tier if dice.chance(0.86) else dice.pick(TIERS),
        region=region if dice.chance(0.86) else dice.pick(REGIONS),
        buyer=dice.chance(buyer_chance),
    )
