"""What joins, leaves and sizes alone can say. Whether people talk can't be seen, so most groups stay unknown."""

from yutang.checkup.model import Advice, Reason, State
from yutang.checkup.situation import Situation

Verdict = tuple[State, Advice, str | None, Reason]


def of_roster(s: Situation) -> Verdict:
    """State, advice, first move and the sentence why, for a group of which only the roster is known."""
    members = s.members
    if members is None:
        return State.UNKNOWN, Advice.UNKNOWN, "get_messages", Reason("no_evidence")
    if not s.joins and not s.leaves:
        return _sizes_only(s, members)
    if members <= 2 and s.leaves:
        return State.DEAD, Advice.STOP, "close", Reason("nobody_left", {"members": members, "left": s.leaves})
    if drained(s):
        gone = Reason("drained", {"left": s.leaves, "members": members})
        return State.DEAD, Advice.STOP, "carry_people" if s.silent_buyers else "close", gone
    moved = s.retained - s.inflow + s.evaporation  # members 28 days ago
    if s.evaporation >= 3 and s.evaporation * 10 >= moved and s.evaporation > 2 * s.inflow:
        return (
            State.FADING,
            Advice.REVIVE,
            "fix_entry",
            Reason("losing_people", {"left": s.evaporation, "joined": s.inflow, "members": members}),
        )
    return _staying(s, members)


def _staying(s: Situation, members: int) -> Verdict:
    """Nothing drains it: full, growing, or still."""
    if nearly_full(s):
        return (
            State.UNKNOWN,
            Advice.KEEP,
            "open_next",
            Reason("nearly_full", {"members": members, "limit": s.size_limit or 0}),
        )
    if s.inflow > s.evaporation and s.inflow >= 3:
        return (
            State.UNKNOWN,
            Advice.KEEP,
            "get_messages",
            Reason("growing", {"joined": s.inflow, "left": s.evaporation, "members": members}),
        )
    return State.UNKNOWN, Advice.UNKNOWN, "get_messages", Reason("roster_quiet", {"members": members})


def _sizes_only(s: Situation, members: int) -> Verdict:
    if s.buyers_90:
        return (
            State.UNKNOWN,
            Advice.KEEP,
            "get_messages",
            Reason("members_buy", {"buyers": s.buyers_90, "members": members}),
        )
    return State.UNKNOWN, Advice.UNKNOWN, "get_messages", Reason("size_only", {"members": members})


def drained(s: Situation) -> bool:
    """Half of all who ever came are gone, and nobody has come for 90 days: nothing holds or fills it."""
    closed = s.last_join is not None and (s.as_of - s.last_join).days >= 90
    return s.roster and closed and s.leaves >= 5 and s.leaves >= s.retained


def nearly_full(s: Situation) -> bool:
    """At 95 % of the limit that the roster gives; without a stated limit nothing is said."""
    return s.members is not None and bool(s.size_limit) and s.members * 20 >= (s.size_limit or 0) * 19
