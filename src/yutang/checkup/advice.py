"""From a group's situation and outlook to state, advice, first move, reasons and confidence. Pure."""

import msgspec

from yutang.checkup.model import Advice, Confidence, Reason, State
from yutang.checkup.outlook import Outlook
from yutang.checkup.rules import moves
from yutang.checkup.rules.roster import of_roster
from yutang.checkup.rules.state import enough, of_talk
from yutang.checkup.settings import Assumptions
from yutang.checkup.situation import Situation


class Judgement(msgspec.Struct, frozen=True):
    """What the check-up says of one group. `reasons[0]` is the one sentence why, then the numbers."""

    state: State
    advice: Advice
    first_move: str | None
    reasons: tuple[Reason, ...]
    confidence: Confidence
    merge_with: int | None = None


def judge(s: Situation, outlook: Outlook | None, a: Assumptions) -> Judgement:
    """Judge one group by itself; `guide` adds a merge once all groups are judged."""
    found = _judged(s, outlook, a)
    if not s.by_statistics or s.dismissed:
        return found
    return msgspec.structs.replace(found, reasons=(*found.reasons, Reason("by_statistics")))


def _judged(s: Situation, outlook: Outlook | None, a: Assumptions) -> Judgement:
    if s.dismissed:
        return Judgement(State.DEAD, Advice.STOP, "close", (Reason("dismissed"),), Confidence.HIGH)
    if outlook is None or not enough(s):
        return _without_talk(s)
    p = outlook.p or 0.0
    state, why = of_talk(s, p, a)
    advice = _advice(state, s)
    return Judgement(
        state,
        advice,
        _move(advice, state, s),
        (why, *diagnosis(s), *outlook.reasons),
        confidence(s, p, state),
    )


def guide(j: Judgement, target: int, reason: Reason) -> Judgement:
    """The same judgement, with the advice to guide the people into `target`."""
    return Judgement(
        j.state, Advice.MERGE, "guide_people", (reason, *j.reasons), j.confidence, merge_with=target
    )


def _without_talk(s: Situation) -> Judgement:
    if (s.messaged or s.counted) and not (s.joins or s.leaves):
        few = Reason("too_little", {"messages": s.heard, "days": s.watched_days})
        return Judgement(State.UNKNOWN, Advice.UNKNOWN, "get_messages", (few,), Confidence.LOW)
    state, advice, move, why = of_roster(s)
    return Judgement(state, advice, move, (why,), Confidence.LOW)


def _advice(state: State, s: Situation) -> Advice:
    if state in (State.ALIVE, State.FORMING):
        return Advice.KEEP
    if state is State.DEAD:
        return Advice.STOP
    # a group that never lived, or has nobody to wake, isn't woken
    if state is State.DORMANT and s.active_days < 3 and (s.members or 0) < 5 and not s.silent_buyers:
        return Advice.STOP
    return Advice.REVIVE


def _move(advice: Advice, state: State, s: Situation) -> str | None:
    if advice is Advice.KEEP:
        return moves.to_keep(state, s)
    if advice is Advice.REVIVE:
        return moves.first(moves.REVIVE, s)
    return "carry_people" if s.silent_buyers or s.active_days >= 4 else "close"


def diagnosis(s: Situation) -> list[Reason]:
    """The further numbers, worst first: only what an operator would act on."""
    found: list[Reason] = []
    if moves.complains(s):
        found.append(Reason("complaints", {"n": s.complaints}))
    if moves.waits(s):
        found.append(Reason("unanswered", {"n": s.unanswered}))
    if moves.broadcast(s):
        found.append(Reason("monologue", {"percent": round(100 * (s.staff_share or 0))}))
    if moves.blasted(s):
        found.append(Reason("blasted", {"percent": round(100 * (s.blast_share or 0))}))
    if (s.filler_share or 0) >= 0.4:
        found.append(Reason("filler", {"percent": round(100 * (s.filler_share or 0))}))
    if moves.leaks(s):
        found.append(Reason("leaking", {"left": s.evaporation, "joined": s.inflow}))
    if moves.one_host(s):
        found.append(Reason("one_host", {"speakers": s.speakers}))
    if s.silent_buyers:
        found.append(Reason("silent_buyers", {"n": s.silent_buyers}))
    return found


def confidence(s: Situation, p: float, state: State) -> Confidence:
    """High: two months of messages, and a forecast that isn't near a limit. Guessed speakers: low; so are speakers
    among whom staff can't be told apart, but a silence that was counted is one."""
    if s.guessed or s.watched_days < 28 or (s.by_statistics and s.messages_28):
        return Confidence.LOW
    clear = p <= 0.05 or p >= 0.9 or (state is State.DEAD and s.last_active is None)
    if clear and s.messaged and s.watched_days >= 56 and s.heard >= 20:
        return Confidence.HIGH
    return Confidence.MEDIUM
