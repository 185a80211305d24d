"""The 300 groups: line of business, tier, region, name, life, owner; and which weak one should join which strong."""

import msgspec

from yutang.demo.days import Calendar
from yutang.demo.dice import Dice
from yutang.demo.lives import KINDS, SPEAKING, Course, Life, course
from yutang.demo.people import REGIONS, TIERS, Account, Customer, People, Staff
from yutang.demo.words import LINES, line

MERGE_PAIRS = 14
RENAMED = 12
HOUSED = 40
_TIER_SHARE = (0.42, 0.35, 0.23)
_SIZES = {299: (32, 108), 800: (24, 66), 3000: (12, 30)}  # service in a group of at most 30 at the top tier
_CAPS = {299: 500, 800: 200, 3000: 30}
_MARKS = ("🌟", "🔥", "💄", "📖", "")


class Seat(msgspec.Struct):
    """One interval of one customer in one group. Moments are (day index, second of day)."""

    customer: Customer
    joined: tuple[int, int]
    left: tuple[int, int] | None = None
    how: str = "扫码"
    inviter: str = ""
    removed: bool = False

    def there(self, day: int) -> bool:
        """Whether they sat in the group all through that day."""
        return self.joined[0] < day and (self.left is None or self.left[0] > day)


class Group(msgspec.Struct):
    id: str
    name: str
    line: str  # code
    tier: int
    region: str
    life: Life
    course: Course
    owner: Staff
    aides: list[Staff]
    size: int  # people wanted
    cap: int
    former: tuple[str, int] | None = None  # old name, day of the renaming
    partner: str | None = None  # id of the strong group that this weak one should join
    house: list[Account] = []
    bots: list[Account] = []
    core: list[Seat] = []  # the one per cent, then the nine
    creators: int = 1  # how many of `core` are the one per cent
    seats: list[Seat] = []

    @property
    def talks(self) -> bool:
        return self.life in SPEAKING


def found(dice: Dice, people: People) -> list[Group]:
    """All groups, without members, in random order of ids; the strong ones of merge pairs are marked by the weak."""
    lives = dice.shuffled([life for life, (n, _) in KINDS.items() for _ in range(n)])
    cells = dice.shuffled([(code, region) for code in LINES for region in REGIONS])
    made: list[Group] = []
    for i, life in enumerate(lives):
        code, region = cells[i % len(cells)]
        tier = dice.weighted(TIERS, _TIER_SHARE)
        owner = people.operators[i % len(people.operators)]
        made.append(
            Group(
                id="wr" + dice.token(30),
                name=_name(dice, code, tier, region, i + 1),
                line=code,
                tier=tier,
                region=region,
                life=life,
                course=course(life, dice),
                owner=owner,
                aides=dice.some([s for s in people.staff if s.id != owner.id], dice.below(3)),
                size=_size(dice, life, tier),
                cap=_CAPS[tier],
            )
        )
    _rename(dice, made)
    _staff_extras(dice, made, people)
    _pair(dice, made)
    return made


def _size(dice: Dice, life: Life, tier: int) -> int:
    low, high = _SIZES[tier]
    wanted = dice.between(low, high)
    if life in (Life.STEADY, Life.LIVELY):
        return max(wanted, 22)
    if life is Life.LISTED:
        return 0
    return 3 if life is Life.GLIMPSED else wanted


def _name(dice: Dice, code: str, tier: int, region: str, number: int) -> str:
    title = line(code)["name"][0]
    return dice.pick(
        (
            f"【{tier}】{region}·{title}{number}群",
            f"{region}{title}{number}群（{tier}档）",
            f"{dice.pick(_MARKS)}{title}｜{region}｜{tier} {number:02d}",
            f"屿光{title}-{region}-{tier}会员-{number}",
        )
    )


def _rename(dice: Dice, groups: list[Group]) -> None:
    """Some groups had another name; and one pair of groups bears the same, as copying leaves them."""
    for group in dice.some([g for g in groups if g.talks], RENAMED):
        since = max(group.course.created + 2, 3)
        group.former = (f"{line(group.line)['name'][0]}临时群", dice.between(since, max(since, 170)))
    twin, other = dice.some([g for g in groups if g.life is Life.MONOLOGUE and g.former is None], 2)
    other.name = twin.name


def _staff_extras(dice: Dice, groups: list[Group], people: People) -> None:
    """House accounts sit, and speak, in living and in dead groups alike; bots in a third of all."""
    housed = (Life.LIVELY, Life.FADING, Life.MONOLOGUE, Life.ASLEEP, Life.STRAY)
    for group in dice.some([g for g in groups if g.life in housed], HOUSED):
        group.house = list(people.house)
    for group in groups:
        if group.talks and dice.chance(0.35):
            group.bots = [dice.pick(people.bots)]


def _pair(dice: Dice, groups: list[Group]) -> None:
    """Weak groups that share most of their people and their topic with a strong one of the same cell."""
    strong = dice.shuffled([g for g in groups if g.life in (Life.STEADY, Life.LIVELY)])
    weak = dice.shuffled([g for g in groups if g.life in (Life.FADING, Life.BUBBLING)])
    pairs = 0
    for host in strong:
        guest = next((g for g in weak if g.line == host.line and g.partner is None), None)
        if guest is None or pairs == MERGE_PAIRS:
            continue
        guest.partner = host.id
        guest.tier, guest.region, guest.cap = host.tier, host.region, host.cap
        guest.size = max(12, min(guest.size, host.size * 2 // 3))
        guest.name = _name(dice, guest.line, guest.tier, guest.region, groups.index(guest) + 1)
        guest.former = None
        pairs += 1


def first_day(group: Group, calendar: Calendar) -> str:
    """When the group was opened, as the client exports it: in the hour from eight, before anybody joins."""
    return calendar.text(group.course.created, 28_800 + sum(group.id.encode()) % 3600)
