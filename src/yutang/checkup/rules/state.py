"""The state of a group whose talk can be seen: from its own rhythm, its activity and the forecast."""

import math

from yutang.checkup.model import Reason, State
from yutang.checkup.settings import Assumptions
from yutang.checkup.situation import Situation

LEAST_HEARD = 5  # messages; fewer say nothing about a group
LEAST_WATCHED = 14  # days
WINDOW = 28


def enough(s: Situation) -> bool:
    """Is there enough talk to judge from? Messages over two weeks, or a table of two weeks' counts."""
    if not (s.messaged or s.counted):
        return False
    if s.active_7 >= 3:
        return True
    if s.watched_days < LEAST_WATCHED and (s.age is None or s.age >= WINDOW):
        return False
    return s.heard >= LEAST_HEARD or (s.counted and s.days_seen + WINDOW >= s.watched_days)


def of_talk(s: Situation, p: float, a: Assumptions) -> tuple[State, Reason]:
    """State and the sentence that says why. The order of the questions is the rule."""
    if s.age is not None and s.age < WINDOW:
        return State.FORMING, _forming(s)
    if s.last_active is None:
        return _never(s)
    silent = s.silent_days or 0
    late = s.overdue is None or s.overdue < a.overdue_below
    if (late and _over(silent, p, a)) or _outlived(s, silent, p, a):
        return State.DEAD, _gone(s, silent, p)
    if silent >= WINDOW and (late or p < a.alive_from):
        return State.DORMANT, Reason("silent_long", {"days": silent, "percent": _percent(p)})
    return _still_heard(s, p, silent, a)


def _over(silent: int, p: float, a: Assumptions) -> bool:
    """Is the forecast against it? A group that may well come back is never stopped, however long it was silent."""
    return (silent >= WINDOW and p < a.dead_below) or (silent >= 2 * WINDOW and p < a.dead_below_later)


def _outlived(s: Situation, silent: int, p: float, a: Assumptions) -> bool:
    """One or two gaps make no rhythm that could be late; three of them over, with the forecast against it, it is."""
    return silent >= 2 * WINDOW and silent >= 3 * (s.cadence or 0) and p < a.dead_below


def _forming(s: Situation) -> Reason:
    if s.active_28 == 0:
        return Reason("new_quiet", {"days": s.age or 0, "messages": s.messages_28})
    return Reason("new_group", {"days": s.age or 0, "active": s.active_28, "speakers": s.speakers})


def _never(s: Situation) -> tuple[State, Reason]:
    """No day with two people in all the time watched: two windows of it are enough to call it dead."""
    dead = s.watched_days >= 2 * WINDOW
    if s.staff_all and not s.messages_all:
        reason = Reason("staff_only", {"messages": s.staff_all, "days": s.watched_days})
    else:
        reason = Reason("never_active", {"days": s.watched_days, "messages": s.messages_all})
    return (State.DEAD if dead else State.DORMANT), reason


def _gone(s: Situation, silent: int, p: float) -> Reason:
    if s.staff_28 and not s.messages_28:
        return Reason("staff_talks_alone", {"days": silent, "messages": s.staff_28})
    if s.cadence is None:
        return Reason("silent_dead", {"days": silent, "percent": _percent(p)})
    return Reason("rhythm_broken", {"days": silent, "cadence": round(s.cadence, 1), "percent": _percent(p)})


def _still_heard(s: Situation, p: float, silent: int, a: Assumptions) -> tuple[State, Reason]:
    if _days_fell(s):
        return State.FADING, Reason("days_fell", {"before": s.active_best, "now": s.active_28})
    if _messages_fell(s):
        return State.FADING, Reason("messages_fell", {"before": s.messages_before, "now": s.messages_28})
    if silent >= 7 and s.overdue is not None and s.overdue < a.overdue_below:
        return State.FADING, Reason("overdue", {"days": silent, "cadence": round(s.cadence or 1, 1)})
    if p < a.alive_from:
        return State.FADING, Reason("unlikely", {"percent": _percent(p), "active": s.active_28})
    if s.active_28 == 0:
        return State.ALIVE, Reason("slow_rhythm", {"days": silent, "cadence": round(s.cadence or 1, 1)})
    return State.ALIVE, Reason("steady", {"active": s.active_28, "speakers": max(s.speakers, s.day_speakers)})


def _days_fell(s: Situation) -> bool:
    """Two Poisson deviations below the best 28 days of the quarter before: a slow decline is seen, chance is not."""
    return s.active_best >= 4 and s.active_28 <= s.active_best - 2 * math.sqrt(s.active_best)


def _messages_fell(s: Situation) -> bool:
    """Less than 40 % of a volume that was no accident, on fewer days too (one loud day proves nothing)."""
    return (
        s.messages_before >= 40
        and s.messages_28 * 5 <= s.messages_before * 2
        and s.active_28 < s.active_before
    )


def _percent(p: float) -> int:
    """Whole percents as the report shows p; the ends are never rounded to certainty."""
    return min(99, max(1, round(100 * round(p, 4))))
