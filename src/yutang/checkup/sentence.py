"""The whole check-up in one sentence, as a code and its numbers: locales "sentence.<code>". Pure."""

from yutang.checkup.model import Advice, Reason, State, Totals


def verdict(totals: Totals) -> Reason:
    """How many groups had a conversation on each of the last 7 days: none, unknown, zero, few, some, all."""
    n, alive = totals.groups, totals.active_each_of_7_days
    if not n:
        return Reason("none")
    if totals.states.get(State.UNKNOWN, 0) == n:
        return Reason("unknown", {"n": n})
    if not alive or alive == n:
        return Reason("all" if alive else "zero", {"n": n, "alive": alive})
    return Reason("few" if 2 * alive < n else "some", {"n": n, "alive": alive})


def then(totals: Totals) -> Reason | None:
    """What can be let go, and the hours a week it frees: locales "sentence.then.<code>". None: nothing can."""
    stop, merge = totals.advice.get(Advice.STOP, 0), totals.advice.get(Advice.MERGE, 0)
    if not stop and not merge:
        return None
    code = "both" if stop and merge else "stop" if stop else "merge"
    return Reason(code, {"stop": stop, "merge": merge, "hours": round(totals.hours_freed_per_week, 1)})
