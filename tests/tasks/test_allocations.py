"""Which tasks a confirmed plan of groups makes: pure, by hand; and that sums are kept whatever the plan."""

from collections import Counter

import hypothesis.strategies as st
from hypothesis import given
from tests.tasks.taskworld import DAY, NOW

from yutang.accounts.model import Role, Viewer
from yutang.engine.rule import Did, Fact
from yutang.segments.allocation.kept import Part
from yutang.segments.layers.model import Layer, Tier
from yutang.tasks.allocations import Rooms, wanted

BOSS = Viewer(user_id=5, login="boss", name="Boss", role=Role.SUPERVISOR)
WROTE = Did(Fact("message.sent"))
TIERS = [
    Tier(id=n, name=name, rule=WROTE, stay=None, hold_days=0, capacity=None)
    for n, name in ((1, "新客"), (2, "老客"))
]
LAYER = Layer(id=4, name="梯", tiers=TIERS, created_at=0, changed_at=0)
ROOMS = Rooms(names={31: "一群", 32: "二群"}, owners={31: 70, 32: None})


def part(
    people: int,
    *,
    owner: int | None = None,
    to: int | None = None,
    opened: int | None = None,
    tier: int = 1,
    region: str | None = None,
) -> Part:
    return Part(owner_id=owner, to_group=to, opened=opened, tier_id=tier, region=region, people=people)


def made(*parts: Part, by: Viewer = BOSS):
    return wanted(9, LAYER, parts, ROOMS, by=by, now=NOW)


def test_people_are_invited_by_whom_they_belong_to() -> None:
    (one,) = made(part(3, owner=50, to=31))
    assert (one.kind, one.subject_name, one.params, one.owner_staff_id, one.assignee_id) == (
        "invite_group",
        "一群",
        {"n": 3},
        50,
        None,
    )
    assert (one.subject_id, one.source_id, one.due_at) == ("4:9:50:31", "9:50:31", NOW + 3 * DAY)
    assert (one.why.code, one.why.params) == ("allocation_confirmed", {"layer": "梯", "by": "Boss"})


def test_of_nobody_they_are_the_groups_owners_and_else_of_who_confirmed() -> None:
    owned, free, new = made(part(1, to=31), part(1, to=32), part(1, opened=1))[1:]
    assert [(one.owner_staff_id, one.assignee_id) for one in (owned, free, new)] == [
        (70, None),
        (None, 5),
        (None, 5),
    ]
    by_program = made(part(1, to=32), by=Viewer(user_id=0, login="", name="", role=Role.ADMINISTRATOR))[0]
    assert by_program.assignee_id is None  # no account is number 0


def test_a_group_to_be_opened_is_opened_by_whom_most_of_its_people_belong_to() -> None:
    opening, *inviting = made(
        part(2, owner=50, opened=1, region="上海"),
        part(6, owner=51, opened=1, region="上海"),
        part(1, opened=1, region="上海"),
    )
    assert (opening.kind, opening.owner_staff_id, opening.params) == ("open_group", 51, {"n": 9, "opened": 1})
    assert opening.due_at < min(one.due_at for one in inviting)
    assert opening.harm > max(one.harm for one in inviting)
    assert {one.subject_name for one in (opening, *inviting)} == {"新客 · 上海"}


def test_what_has_no_name_is_called_by_its_tier() -> None:
    names = [
        one.subject_name for one in made(part(1, owner=50, to=99, tier=2), part(1, owner=50, to=98, tier=7))
    ]
    assert names == ["老客", ""]  # a group that was never named; a tier that is gone by now


_part = st.builds(
    lambda people, owner, place: part(people, owner=owner, **place),
    st.integers(1, 500), st.none() | st.sampled_from([50, 51, 52]),
    st.sampled_from([{"to": 31}, {"to": 32}, {"opened": 1}, {"opened": 2}, {"opened": 3}]),
)  # fmt: skip


@given(st.lists(_part, max_size=14, unique_by=lambda one: (one.owner_id, one.to_group, one.opened)))
def test_everybody_is_invited_once_and_each_new_group_opened_once(parts: list[Part]) -> None:
    tasks = made(*parts)
    inviting = [one for one in tasks if one.kind == "invite_group"]
    opening = {one.params["opened"]: one.params["n"] for one in tasks if one.kind == "open_group"}
    assert sum(int(one.params["n"]) for one in inviting) == sum(one.people for one in parts)
    wanted_ = Counter[int | str | float]()
    for one in parts:
        if one.opened is not None:
            wanted_[one.opened] += one.people
    assert opening == dict(wanted_)
    assert len({(one.source_id, one.kind) for one in tasks}) == len(
        tasks
    )  # none swallows another when they are kept
    assert all((one.owner_staff_id is None) or (one.assignee_id is None) for one in tasks)
