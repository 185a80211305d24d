"""Lives of groups: how many of which kind, and on which days their people speak.

The kinds and what they are by construction (days before the anchor):
- STEADY: two or more people speak on each of the last 7 days. No other kind does that.
- LIVELY: active on most days, with at least one day off in the last 7. FORMING: opened 3 to 20 days ago.
- FADING: was lively, has been sinking for 45 to 80 days (fewer days, fewer words on each), still has some active
  days in the last 28.
- BUBBLING: asleep for long, comes up for a day every 10 to 34 days. ASLEEP: nothing for 29 to 50 days but
  somebody's lone word. ABANDONED: the same silence, and its staff have gone quiet too. These three are dormant.
- MONOLOGUE, DESERTED, STRAY: dead. The last active day is at least 60 days ago and there will be no other.
  In MONOLOGUE only staff have spoken for 28 days and more; in DESERTED nobody; in STRAY somebody sends a
  lone message now and then that nobody answers.
- GROWING and SHRINKING are known from a roster only: the first still takes people in, the second lost most of
  its people and took nobody in for 100 days and more.
- LISTED (only a name) and GLIMPSED (one person's one or two messages) are too little to judge.
"""

import enum

import msgspec

from yutang.demo.days import AHEAD, LAST, SPAN, WEEK, WINDOW
from yutang.demo.dice import Dice


class Life(enum.StrEnum):
    STEADY = "steady"
    LIVELY = "lively"
    FORMING = "forming"
    FADING = "fading"
    BUBBLING = "bubbling"
    ASLEEP = "asleep"
    ABANDONED = "abandoned"
    MONOLOGUE = "monologue"
    DESERTED = "deserted"
    STRAY = "stray"
    GROWING = "growing"
    SHRINKING = "shrinking"
    LISTED = "listed"
    GLIMPSED = "glimpsed"


# How many groups of each life, and the state that a check-up should call it.
KINDS: dict[Life, tuple[int, str]] = {
    Life.STEADY: (4, "alive"),
    Life.LIVELY: (26, "alive"),
    Life.FORMING: (14, "forming"),
    Life.FADING: (40, "fading"),
    Life.BUBBLING: (26, "dormant"),
    Life.ASLEEP: (16, "dormant"),
    Life.ABANDONED: (14, "dormant"),
    Life.MONOLOGUE: (90, "dead"),
    Life.DESERTED: (30, "dead"),
    Life.STRAY: (18, "dead"),
    Life.GROWING: (6, "alive"),
    Life.SHRINKING: (6, "dead"),
    Life.LISTED: (5, "unknown"),
    Life.GLIMPSED: (5, "unknown"),
}
DEAD = frozenset(life for life, (_, state) in KINDS.items() if state == "dead")
ROSTER_ONLY = frozenset({Life.GROWING, Life.SHRINKING})
UNKNOWN = frozenset({Life.LISTED, Life.GLIMPSED})
SPEAKING = frozenset(Life) - ROSTER_ONLY - UNKNOWN
GONE = 60  # days: a dead group's people stopped at least so long ago


class Course(msgspec.Struct):
    """The days of one group. Index 0 is the archive's first day; `created` may be negative.

    voices[d]: 0 nobody, 1 a lone speaker, 2 an active day (two people or more); SPAN + AHEAD long.
    stopped: last active day of a dead group (negative: before the archive), else None.
    staff_until: last day on which staff may post. loudness: people's messages on an active day.
    """

    created: int
    voices: list[int]
    stopped: int | None = None
    staff_until: int = LAST
    loudness: float = 8.0


def course(life: Life, dice: Dice) -> Course:
    """Draw one life. Pure but for the dice."""
    if life in ROSTER_ONLY:
        return Course(dice.between(-300, -120), [0] * (SPAN + AHEAD), staff_until=-1)
    if life in UNKNOWN:
        return _glimpse(life, dice)
    if life in DEAD:
        return _dead(life, dice)
    if life in (Life.BUBBLING, Life.ASLEEP, Life.ABANDONED):
        return _dormant(life, dice)
    return _living(life, dice)


def _rolled(dice: Dice, chances: list[float]) -> list[int]:
    """Active with the day's chance; else, sometimes, a lone voice."""
    days = [2 if dice.chance(p) else int(p > 0 and dice.chance(0.3)) for p in chances]
    return days + [0] * (SPAN + AHEAD - len(days))


def _living(life: Life, dice: Dice) -> Course:
    ends = SPAN + AHEAD
    if life is Life.STEADY:
        made = Course(dice.between(-380, -150), _rolled(dice, [0.97] * ends), loudness=26 + dice.below(12))
        made.voices[WEEK : LAST + 1] = [2] * 7
        return made
    if life is Life.FADING:
        return _fading(dice)
    if life is Life.FORMING:
        created = LAST - dice.between(3, 20)
        chances = [0.0] * (created + 1) + [0.72] * (ends - created - 1)
    else:
        created = dice.between(-330, 100)
        level = 0.72 + 0.2 * dice.unit()
        chances = [level if d > created else 0.0 for d in range(ends)]
    made = Course(created, _rolled(dice, chances), loudness=7 + dice.below(11))
    day_off = dice.between(max(WEEK, created + 1), LAST)
    for day in dice.some([d for d in range(max(WEEK, created + 1), SPAN) if d != day_off], 3):
        made.voices[day] = 2
    made.voices[day_off] = dice.below(2)
    return made


def _fading(dice: Dice) -> Course:
    turn = LAST - dice.between(45, 80)
    level = 0.7 + 0.2 * dice.unit()
    slope = (level - 0.1) / (LAST - turn)
    chances = [max(0.0, level - slope * max(0, d - turn)) for d in range(SPAN + AHEAD)]
    created = dice.between(-250, 40)
    made = Course(created, _rolled(dice, chances), loudness=6 + dice.below(7))
    made.voices[: max(0, created + 1)] = [0] * max(0, created + 1)
    for low, high in ((WINDOW, WINDOW + 8), (WINDOW + 9, WINDOW + 15), (LAST - 11, LAST - 4)):
        made.voices[dice.between(low, high)] = 2  # sinking, not sunk
    made.voices[dice.between(LAST - 3, LAST)] = 0
    return made


def _dormant(life: Life, dice: Dice) -> Course:
    created = dice.between(-300, 0)
    turn = dice.between(20, 100)
    level = 0.5 + 0.3 * dice.unit()
    made = Course(
        created,
        _rolled(dice, [level if d > created else 0.0 for d in range(turn)]),
        loudness=4 + dice.below(5),
    )
    last = LAST - (dice.between(8, 26) if life is Life.BUBBLING else dice.between(29, 50))
    day = last
    while day > turn:  # back from the last time it came up
        made.voices[day] = 2
        day -= dice.between(10, 34)
    coming = last + dice.between(10, 34)
    while coming <= LAST:
        coming += dice.between(5, 20)
    if coming < len(made.voices):
        made.voices[coming] = 2
    if life is Life.ASLEEP:
        for day in dice.some(range(LAST - 26, LAST + 1), dice.between(1, 3)):
            made.voices[day] = 1
    if life is Life.ABANDONED:
        made.staff_until = min(last + dice.below(10), WINDOW - 2)
    return made


def _dead(life: Life, dice: Dice) -> Course:
    stopped = LAST - dice.between(GONE, GONE + 150)
    created = min(stopped, 0) - dice.between(30, 200) if stopped < 40 else dice.between(-200, stopped - 35)
    level = 0.45 + 0.4 * dice.unit()
    chances = [
        level * min(1.0, (stopped - d + 3) / 30) if created < d <= stopped else 0.0
        for d in range(max(0, stopped + 1))
    ]
    made = Course(created, _rolled(dice, chances), stopped, loudness=4 + dice.below(6))
    if stopped >= 0:
        made.voices[stopped] = 2
    lonely_from = max(0, stopped + 5)
    if life is Life.MONOLOGUE and dice.chance(0.35) and lonely_from < WINDOW - 3:
        made.voices[dice.between(lonely_from, WINDOW - 2)] = 1
    if life is Life.DESERTED:
        made.staff_until = dice.between(max(5, stopped), WINDOW - 2)
    if life is Life.STRAY:
        made.voices[dice.between(WINDOW + 1, LAST)] = 1
        for day in dice.some(range(max(lonely_from, LAST - 60), LAST), dice.below(3)):
            made.voices[day] = 1
    return made


def _glimpse(life: Life, dice: Dice) -> Course:
    made = Course(dice.between(-200, 120), [0] * (SPAN + AHEAD), staff_until=-1, loudness=1)
    if life is Life.GLIMPSED:
        made.voices[LAST - dice.below(3)] = 1
    return made
