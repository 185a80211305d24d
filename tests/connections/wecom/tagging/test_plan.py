"""What is to be done so that the tags over there are ours: decided purely; done once, there is nothing left to do."""

from hypothesis import given
from hypothesis import strategies as st

from yutang.connections.wecom.tagging.model import (
    Bond,
    Fault,
    Kept,
    Plan,
    Room,
    There,
    Wanted,
    faulty,
    plan,
)

MOST = 3_000


def _room(*own: str, most: int = MOST, **more: object) -> Room:
    return Room(own=set(own), most=most, **more)


def _bonds(**tags: str) -> dict[int, Bond]:
    """k1="t1": our tag 1 is theirs t1."""
    return {int(key[1:]): Bond(int(key[1:]), tag) for key, tag in tags.items()}


def test_what_is_not_there_is_made_group_by_group_in_order() -> None:
    made = plan(
        Kept([Wanted(1, "意向", "高"), Wanted(2, "档位", "299"), Wanted(3, "意向", "低")]), {}, [], _room()
    )
    assert {group: [one.key for one in some] for group, some in made.make.items()} == {
        "意向": [1, 3],
        "档位": [2],
    }
    assert (made.bind, made.drop, made.faults) == ({}, [], {})


def test_one_of_the_name_that_was_there_is_shared_and_never_renamed_or_deleted() -> None:
    there = [There("et1", "g", "意向", "高")]
    made = plan(Kept([Wanted(1, "意向", "高")]), {}, there, _room())
    assert (made.bind, made.mine, made.changes) == ({1: "et1"}, set(), False)
    renamed = plan(Kept([Wanted(1, "意向", "很高")]), _bonds(k1="et1"), there, _room())
    assert (renamed.rename_tags, renamed.drop, renamed.loose) == ({}, [], [1])
    assert [one.name for one in renamed.make["意向"]] == ["很高"]
    archived = plan(Kept([]), _bonds(k1="et1"), there, _room())
    assert (archived.drop, archived.loose) == ([], [1])


def test_one_that_was_being_made_when_its_answer_was_lost_is_our_own() -> None:
    asked = {1: Bond(1, asked_at=1_000_000_000)}
    found = plan(Kept([Wanted(1, "意向", "高")]), asked, [There("et1", "g", "意向", "高", 1_001)], _room())
    assert (found.bind, found.mine) == ({1: "et1"}, {"et1"})
    before = plan(Kept([Wanted(1, "意向", "高")]), asked, [There("et1", "g", "意向", "高", 600)], _room())
    assert (before.bind, before.mine) == ({1: "et1"}, set())


def test_our_own_follows_new_names_of_tags_and_of_groups() -> None:
    there = [There("et1", "g", "意向", "高"), There("et2", "g", "意向", "低")]
    bonds = _bonds(k1="et1", k2="et2")
    tag = plan(Kept([Wanted(1, "意向", "很高"), Wanted(2, "意向", "低")]), bonds, there, _room("et1", "et2"))
    assert (tag.rename_tags, tag.rename_groups, tag.make, tag.drop) == ({"et1": "很高"}, {}, {}, [])
    both = Kept([Wanted(1, "购买意向", "高"), Wanted(2, "购买意向", "低")])
    group = plan(both, bonds, there, _room("et1", "et2"))
    assert (group.rename_groups, group.rename_tags, group.make) == ({"g": "购买意向"}, {}, {})
    stuck = plan(both, bonds, there, _room("et1", "et2", stuck={"g"}))
    assert (stuck.rename_groups, stuck.drop) == ({}, ["et1", "et2"])
    assert [one.key for one in stuck.make["购买意向"]] == [1, 2]


def test_a_group_with_somebody_elses_tag_keeps_its_name_and_ours_move_out() -> None:
    there = [There("et1", "g", "意向", "高"), There("etX", "g", "意向", "别人的")]
    made = plan(Kept([Wanted(1, "购买意向", "高")]), _bonds(k1="et1"), there, _room("et1"))
    assert (made.rename_groups, made.drop) == ({}, ["et1"])
    assert [one.key for one in made.make["购买意向"]] == [1]


def test_archived_ones_of_our_own_go_and_those_that_rest_stay() -> None:
    there = [There("et1", "g", "意向", "高"), There("et2", "g", "意向", "低")]
    bonds = _bonds(k1="et1", k2="et2")
    made = plan(Kept([], frozenset({2})), bonds, there, _room("et1", "et2"))
    assert (made.drop, made.loose, made.bind) == (["et1"], [1], {})


def test_long_names_are_told_and_keep_the_tag_under_its_last_name() -> None:
    long = "好" * 31
    made = plan(Kept([Wanted(1, "意向", long), Wanted(2, long, "高")]), _bonds(k1="et1"),
                [There("et1", "g", "意向", "高")], _room("et1"))  # fmt: skip
    assert (made.faults, made.bind, made.drop) == ({1: Fault.LONG, 2: Fault.LONG}, {1: "et1"}, [])


def test_the_cap_counts_what_is_there_and_rule_groups_and_fills_up_in_order() -> None:
    wanted = [Wanted(n, "意向", str(n)) for n in range(5)]
    there = [There("et9", "g", "别的", "x"), There("et1", "h", "旧的", "y")]
    made = plan(Kept(wanted), _bonds(k9="et1"), there, _room("et1", most=6, others=3))
    assert [one.key for one in made.make["意向"]] == [0, 1]  # 6 - 3 - 2, and one that is deleted before
    assert made.faults == dict.fromkeys((2, 3, 4), Fault.CAP)


def test_refusals_have_names() -> None:
    assert (faulty("40126"), faulty("84061"), faulty("12345")) == (Fault.CAP, Fault.RELATION, Fault.REFUSED)


NAMES = st.sampled_from(["高", "低", "中", "好" * 31])
GROUPS = st.sampled_from(["意向", "档位", "来源"])


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Kept, dict[int, Bond], list[There], set[str]]:
    """Tags there, some of our own, some bound; ours wanted under names that may be anything's."""
    places = draw(st.lists(st.tuples(GROUPS, NAMES.filter(lambda n: len(n) < 31)), unique=True, max_size=6))
    there = [There(f"et{n}", f"g{group}", group, name) for n, (group, name) in enumerate(places)]
    own = set(draw(st.lists(st.sampled_from([one.tag_id for one in there]), unique=True))) if there else set()
    ids = draw(st.permutations([one.tag_id for one in there]))
    bonds = {key: Bond(key, tag_id) for key, tag_id in enumerate(ids[: draw(st.integers(0, 6))])}
    names = draw(st.lists(st.tuples(GROUPS, NAMES), unique=True, max_size=6))
    keys = draw(st.permutations(range(8)))
    tags = [Wanted(key, group, name) for key, (group, name) in zip(keys, names, strict=False)]
    free = sorted(set(bonds) - {one.key for one in tags})
    resting = frozenset(draw(st.lists(st.sampled_from(free), unique=True))) if free else frozenset()
    return Kept(tags, resting), bonds, there, own


def _done(
    made: Plan, there: list[There], own: set[str], bonds: dict[int, Bond]
) -> tuple[list[There], dict[int, Bond]]:
    """As a platform would that refuses names that are taken, in the order in which it is asked."""
    left = [one for one in there if one.tag_id not in made.drop]
    left = [There(o.tag_id, o.group_id, made.rename_groups.get(o.group_id, o.group), o.name) for o in left]
    for tag_id, name in made.rename_tags.items():
        at = next(n for n, one in enumerate(left) if one.tag_id == tag_id)
        if not any((o.group, o.name) == (left[at].group, name) for o in left):
            left[at] = There(tag_id, left[at].group_id, left[at].group, name)
    now = {key: Bond(key, tag) for key, tag in made.bind.items()}
    now |= {key: bond for key, bond in bonds.items() if key not in made.bind and key not in made.loose}
    for group, some in made.make.items():
        for one in some:
            if not any((o.group, o.name) == (group, one.name) for o in left):
                new = There(f"new{one.key}-{len(left)}-{len(own)}", f"n{group}", group, one.name)
                left.append(new)
                own.add(new.tag_id)
                now[one.key] = Bond(one.key, new.tag_id)
    own |= made.mine
    return left, now


@given(worlds())
def test_carried_out_there_is_nothing_left_to_do_and_nothing_foreign_is_touched(
    world: tuple[Kept, dict[int, Bond], list[There], set[str]],
) -> None:
    kept, bonds, there, own = world
    foreign = [one for one in there if one.tag_id not in own]
    for _ in range(4):
        made = plan(kept, bonds, there, _room(*own))
        assert len(set(made.bind.values())) == len(made.bind)
        there, bonds = _done(made, there, own, bonds)
    last = plan(kept, bonds, there, _room(*own))
    names = {one.tag_id: (one.group, one.name) for one in there}
    for one in kept.tags:
        if last.faults.get(one.key) is not Fault.LONG and names.get(last.bind.get(one.key, "")) != (
            one.group,
            one.name,
        ):
            # Two that wait for each other's name: our own tags never do (segments.tags.book).
            assert (one.group, one.name) in names.values()
    assert not last.drop
    assert [one for one in there if one.tag_id in {o.tag_id for o in foreign}] == foreign
