"""Two check-ups side by side: only what differs. Pure."""

import datetime as dt

import msgspec

from yutang.checkup.model import Advice, Checkup, GroupReport, State, Totals


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """A group on one of the two days."""

    state: State
    advice: Advice
    p: float | None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A group that differs. Without `before` it came, without `after` it went."""

    id: str
    name: str
    owner: str | None
    before: Side | None
    after: Side | None


class CompareView(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    from_: dt.date
    to: dt.date
    before: Totals
    after: Totals
    entered: int
    left: int
    groups: list[Difference]  # in the order of the later check-up, those that left at the end


def compare(before: Checkup, after: Checkup) -> CompareView:
    """What differs in state or advice from one to the other; a chance that moved alone is no difference."""
    was, now = {g.id: g for g in before.groups}, {g.id: g for g in after.groups}
    found = [_difference(g, was.get(g.id), g) for g in after.groups if _differ(was.get(g.id), g)]
    found += [_difference(g, g, None) for g in before.groups if g.id not in now]
    return CompareView(
        from_=before.as_of,
        to=after.as_of,
        before=before.totals,
        after=after.totals,
        entered=sum(d.before is None for d in found),
        left=sum(d.after is None for d in found),
        groups=found,
    )


def _differ(old: GroupReport | None, new: GroupReport) -> bool:
    return old is None or (old.state, old.advice) != (new.state, new.advice)


def _difference(shown: GroupReport, old: GroupReport | None, new: GroupReport | None) -> Difference:
    return Difference(id=shown.id, name=shown.name, owner=shown.owner, before=_side(old), after=_side(new))


def _side(g: GroupReport | None) -> Side | None:
    return None if g is None else Side(state=g.state, advice=g.advice, p=g.p_active_28d)
