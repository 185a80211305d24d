"""The first move: what to do first in a group that stays, from what ails it. The first rule that fits wins."""

from collections.abc import Callable

from yutang.checkup.model import State
from yutang.checkup.rules.roster import nearly_full
from yutang.checkup.situation import Situation

Rule = tuple[str, Callable[[Situation], bool]]


def always(s: Situation) -> bool:
    return True


def complains(s: Situation) -> bool:
    return s.complaints >= 3 and s.complaints * 20 >= s.messages_28


def waits(s: Situation) -> bool:
    return s.unanswered >= 3


def broadcast(s: Situation) -> bool:
    """The brand talks to itself: at least 70 % of what is said, and more than a greeting a week."""
    return s.staff_28 >= 4 and (s.staff_share or 0) >= 0.7


def blasted(s: Situation) -> bool:
    return (s.blast_share or 0) >= 0.3


def leaks(s: Situation) -> bool:
    before = s.retained - s.inflow + s.evaporation
    return s.roster and s.evaporation >= 3 and s.evaporation * 10 >= before


def one_host(s: Situation) -> bool:
    """Half of the talk hangs on one person, in a group that has others."""
    return s.key_people == 1 and s.speakers >= 4


REVIVE: tuple[Rule, ...] = (
    ("calm_complaints", complains),
    ("answer_questions", waits),
    ("stop_broadcast", broadcast),
    ("stop_blasts", blasted),
    ("fix_entry", leaks),
    ("ask_buyers", lambda s: s.silent_buyers > 0),
    ("ask_key_people", lambda s: s.key_people > 0),
    ("open_topic", always),
)
KEEP: tuple[Rule, ...] = (
    ("calm_complaints", complains),
    ("answer_questions", waits),
    ("stop_blasts", blasted),
    ("open_next", nearly_full),
    ("second_host", one_host),
)
WELCOME: tuple[Rule, ...] = (
    ("answer_questions", waits),
    ("welcome_again", lambda s: s.active_28 == 0),
    ("welcome", always),
)


def first(rules: tuple[Rule, ...], s: Situation) -> str | None:
    """The code of the first rule that holds, or None."""
    return next((code for code, holds in rules if holds(s)), None)


def to_keep(state: State, s: Situation) -> str | None:
    return first(WELCOME if state is State.FORMING else KEEP, s)
