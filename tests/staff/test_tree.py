"""What may stand where in an organisation: pure, against slow counts over generated trees."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from yutang.kit.errors import YutangError
from yutang.staff.model import DEEPEST, LEVELS, MOST, Level, Preset, Unit
from yutang.staff.tree import Tree, check_archive, check_move, check_new


def unit(id_: int, parent_id: int | None, level: Level = Level.COMPANY, **more) -> Unit:
    return Unit(id=id_, parent_id=parent_id, name=f"u{id_}", level=level, **{"position": 0, **more})


@st.composite
def forests(draw: st.DrawFn) -> list[Unit]:
    """Units of one level, each under an earlier one or none, positions as they come."""
    size = draw(st.integers(1, 12))
    found: list[Unit] = []
    for n in range(1, size + 1):
        able = [one.id for one in found if len(Tree(found).path(one.id)) < DEEPEST]
        parent = draw(st.none() | st.sampled_from(able)) if able else None
        found.append(unit(n, parent, position=draw(st.integers(0, 2))))
    return found


def ancestors(units: dict[int, Unit], id_: int) -> list[int]:
    """The slow way: parent by parent."""
    parent = units[id_].parent_id
    return [] if parent is None else [*ancestors(units, parent), parent]


def why(do, *args) -> str | None:
    try:
        do(*args)
    except YutangError as refused:
        return refused.code
    return None


@given(forests())
def test_paths_order_and_totals_are_what_the_parents_say(units: list[Unit]) -> None:
    tree, by_id = Tree(units), {one.id: one for one in units}
    assert all(tree.path(id_) == [*ancestors(by_id, id_), id_] for id_ in by_id)
    order = [one.id for one in tree.ordered()]
    assert sorted(order) == sorted(by_id)
    assert all(order.index(a) < order.index(id_) for id_ in by_id for a in ancestors(by_id, id_))
    for id_, one in by_id.items():
        within = {other for other in by_id if id_ in [*ancestors(by_id, other), other]}
        assert {below.id for below in tree.ordered(id_)} == within
        assert tree.totals({n: n for n in by_id})[id_] == sum(within)
        siblings = [(child.position, child.id) for child in tree.children(one.parent_id)]
        assert siblings == sorted(siblings)


@given(forests(), st.integers(1, 12), st.none() | st.integers(1, 12))
def test_a_move_never_makes_a_circle_nor_too_deep_a_tree(
    units: list[Unit], id_: int, parent_id: int | None
) -> None:
    tree = Tree(units)
    refused = why(check_move, tree, id_, parent_id)
    if id_ not in tree.units or (parent_id is not None and parent_id not in tree.units):
        assert refused == "not_found"
        return
    circle = parent_id is not None and id_ in tree.path(parent_id)
    assert (refused == "unit_cycle") is circle
    if refused is None:
        old = tree.units[id_]
        tree.put(unit(id_, parent_id, position=old.position))
        assert sorted(one.id for one in tree.ordered()) == sorted(tree.units)
        assert all(len(tree.path(one)) <= DEEPEST for one in tree.units)


@given(forests(), st.data())
def test_to_put_is_to_build_anew(units: list[Unit], data: st.DataObject) -> None:
    tree = Tree(units)
    new = unit(data.draw(st.integers(1, len(units) + 1)), None, position=data.draw(st.integers(0, 3)))
    tree.put(new)
    anew = Tree([*(one for one in units if one.id != new.id), new])
    assert tree.units == anew.units
    assert all(tree.children(id_) == anew.children(id_) for id_ in [None, *tree.units])


def test_eight_levels_and_no_more() -> None:
    chain = [unit(n, n - 1 or None) for n in range(1, DEEPEST + 1)]
    tree = Tree(chain)
    assert why(check_new, tree, DEEPEST, Level.TEAM) == "unit_too_deep"
    assert why(check_new, tree, DEEPEST - 1, Level.TEAM) is None
    two = Tree([*chain, unit(20, None), unit(21, 20)])
    assert why(check_move, two, 20, DEEPEST - 2) is None
    assert why(check_move, two, 20, DEEPEST - 1) == "unit_too_deep"


@pytest.mark.parametrize("preset", list(Preset))
def test_a_root_begins_a_preset_and_below_come_its_levels_downwards(preset: Preset) -> None:
    top, levels = LEVELS[preset][0], LEVELS[preset]
    assert {level for level in Level if why(check_new, Tree([]), None, level) is None} == {
        one[0] for one in LEVELS.values()
    }
    for n, level in enumerate(levels):
        tree = Tree([unit(1, None, top), unit(2, 1, level)])
        allowed = {one for one in Level if why(check_new, tree, 2, one) is None}
        assert allowed == set(levels[n:])


def test_a_shop_does_not_move_into_a_company() -> None:
    tree = Tree([unit(1, None, Level.SUPPLIER), unit(2, 1, Level.DISTRIBUTOR), unit(3, 2, Level.SHOP),
                 unit(4, 3, Level.TEAM), unit(9, None, Level.COMPANY)])  # fmt: skip
    assert why(check_move, tree, 3, 9) == "unit_level"
    assert why(check_move, tree, 4, 9) is None
    assert why(check_move, tree, 4, None) == "unit_level"
    assert why(check_move, tree, 2, 3) == "unit_cycle"
    deep = Tree(
        [*tree.units.values(), unit(5, 4, Level.TEAM), unit(6, None, Level.SUPPLIER), unit(7, 6, Level.TEAM)]
    )
    assert why(check_move, deep, 3, 6) is None
    assert why(check_move, deep, 3, 7) == "unit_level"


def test_what_stands_below_a_moved_root_must_fit_too() -> None:
    tree = Tree([unit(1, None, Level.COMPANY), unit(2, 1, Level.TEAM), unit(3, None, Level.COMPANY)])
    assert why(check_move, tree, 1, 3) is None
    odd = Tree([*tree.units.values(), unit(4, 1, Level.SHOP)])  # from another version, or by hand
    assert why(check_move, odd, 1, 3) == "unit_level"


def test_archived_units_are_not_found() -> None:
    tree = Tree([unit(1, None), unit(2, 1, archived_at=5)])
    assert list(tree.units) == [1]
    assert why(tree.unit, 2) == "not_found"
    assert why(check_new, tree, 2, Level.TEAM) == "not_found"


def test_what_holds_something_is_not_archived() -> None:
    tree = Tree([unit(1, None), unit(2, 1), unit(3, 2), unit(4, None)])
    assert why(check_archive, tree, [1], lambda _: False) == "unit_in_use"
    assert why(check_archive, tree, [2, 3], lambda _: False) is None
    assert why(check_archive, tree, [2, 3], lambda id_: id_ == 3) == "unit_in_use"
    assert why(check_archive, tree, [4, 9], lambda _: False) == "not_found"


def test_there_are_so_many_units_and_no_more() -> None:
    full = Tree([unit(n, None) for n in range(1, MOST + 1)])
    assert why(check_new, full, None, Level.COMPANY) == "unit_limit"
