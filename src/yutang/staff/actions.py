"""Verbs on the organisation, each on a batch: decide, write, note in the audit log, in one transaction.

All of a batch or nothing. Who stands where decides who sees what: when one is done, nobody's scope is remembered.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from yutang.accounts import audit
from yutang.accounts.memory import memory_of
from yutang.accounts.model import Viewer
from yutang.accounts.words import a_name
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.staff import store
from yutang.staff.model import LEVELS, Change, NewUnit, OwnerRules, Preset, Unit
from yutang.staff.tree import Tree, check_archive, check_move, check_new

T = TypeVar("T")


def create_units(state: Database, viewer: Viewer, wanted: Sequence[NewUnit], *, now: int) -> list[Unit]:
    """New units, in the order given; one may stand within one before it.

    Raises YutangError: name_bad, not_found, unit_level, unit_too_deep, unit_limit.
    """
    return _change_tree(state, lambda conn, tree: _create(conn, tree, viewer, wanted, now))


def begin(state: Database, viewer: Viewer, preset: Preset, names: Sequence[str], *, now: int) -> list[Unit]:
    """A first organisation: one unit of each level of the preset, each within the one before.

    Raises YutangError: org_not_empty, preset_names {wanted}, name_bad.
    """
    levels = LEVELS[preset]
    if len(names) != len(levels):
        raise YutangError("preset_names", wanted=len(levels))
    chain = [
        NewUnit(name=name, level=level, within=n - 1 if n else None)
        for n, (name, level) in enumerate(zip(names, levels, strict=True))
    ]

    def write(conn: sa.Connection, tree: Tree) -> list[Unit]:
        if tree.units:
            raise YutangError("org_not_empty")
        return _create(conn, tree, viewer, chain, now)

    return _change_tree(state, write)


def change_units(state: Database, viewer: Viewer, wanted: Sequence[Change], *, now: int) -> list[Unit]:
    """Other names and positions. Raises YutangError: not_found, name_bad."""

    def write(conn: sa.Connection, tree: Tree) -> list[Unit]:
        return [_set(conn, tree, viewer, one, now) for one in wanted]

    return _change_tree(state, write)


def move_units(
    state: Database, viewer: Viewer, ids: Sequence[int], parent_id: int | None, *, now: int
) -> list[Unit]:
    """Units, with all below them, after those that stand under another already (None: as roots).

    Raises YutangError: not_found, unit_cycle, unit_too_deep, unit_level.
    """

    def write(conn: sa.Connection, tree: Tree) -> list[Unit]:
        moved: list[Unit] = []
        for id_ in dict.fromkeys(ids):
            check_move(tree, id_, parent_id)
            old = tree.unit(id_)
            if old.parent_id != parent_id:
                values = {"parent_id": parent_id, "position": tree.next_position(parent_id)}
                store.set_unit(conn, id_, **values)
                _note(conn, viewer, "unit_moved", id_, now, before={"parent_id": old.parent_id}, after=values)
                tree.put(msgspec.structs.replace(old, **values))
            moved.append(tree.unit(id_))
        return moved

    return _change_tree(state, write)


def archive_units(state: Database, viewer: Viewer, ids: Sequence[int], *, now: int) -> None:
    """Units that hold nothing any more: no unit outside the batch, no staff, no account.

    Raises YutangError: not_found, unit_in_use {name}.
    """

    def write(conn: sa.Connection, tree: Tree) -> None:
        staff, accounts = store.counts(conn), store.account_units(conn)
        check_archive(tree, ids, lambda id_: id_ in staff or id_ in accounts)
        for id_ in dict.fromkeys(ids):
            store.set_unit(conn, id_, archived_at=now)
            _note(conn, viewer, "unit_archived", id_, now, before={"name": tree.units[id_].name})

    _change_tree(state, write)


def place_staff(
    state: Database, viewer: Viewer, staff_ids: Iterable[int], unit_id: int | None, *, now: int
) -> int:
    """Members of staff into a unit (None: out of any); how many stood elsewhere. That they are staff is not asked here.

    Raises YutangError: not_found.
    """
    wanted = sorted(set(staff_ids))

    def write(conn: sa.Connection, tree: Tree) -> int:
        if unit_id is not None:
            tree.unit(unit_id)
        before = store.units_of(conn, wanted)
        moved = [id_ for id_ in wanted if before.get(id_) != unit_id]
        store.place(conn, moved, unit_id, now=now)
        if moved:
            old = {str(id_): before.get(id_) for id_ in moved}
            _note(conn, viewer, "staff_placed", unit_id, now, before=old, after={"staff": moved})
        return len(moved)

    return _change_tree(state, write)


def set_rules(state: Database, viewer: Viewer, wanted: OwnerRules, *, now: int) -> OwnerRules:
    """How owners are decided from now on."""

    def write(conn: sa.Connection) -> OwnerRules:
        before = store.rules(conn)
        if before != wanted:
            store.set_rules(conn, wanted)
            _note(conn, viewer, "owner_rules_changed", None, now, before=before, after=wanted)
        return wanted

    return state.write(write)


def assign(
    state: Database, viewer: Viewer, identity_ids: Sequence[int], staff_id: int | None, *, now: int,
    also: Callable[[sa.Connection], object] = lambda _: None,
) -> None:  # fmt: skip
    """Who owns these people, by hand (None: as the rules say). That the viewer sees them is the caller's to know.
    `also` runs in the same transaction.

    Raises YutangError "not_found" when the member of staff is outside the viewer's scope.
    """
    scope = viewer.scope
    if staff_id is not None and not scope.everything and staff_id not in scope.staff:
        raise YutangError("not_found", what="staff")
    ids = sorted(set(identity_ids))

    def write(conn: sa.Connection) -> None:
        before = {str(identity): staff for identity, staff, _ in store.assigned(conn, ids)}
        if staff_id is None:
            store.unassign(conn, ids)
        else:
            store.assign(conn, ids, staff_id, by=viewer.user_id, now=now)
        after = {"people": ids, "staff_id": staff_id}
        audit.record(
            conn, viewer, "owner_assigned", now=now, subject_kind="customer", before=before, after=after
        )
        also(conn)

    state.write(write)


def _change_tree(state: Database, write: Callable[[sa.Connection, Tree], T]) -> T:
    def locked(conn: sa.Connection) -> T:
        store.lock(conn)
        return write(conn, Tree(store.units(conn)))

    done = state.write(locked)
    memory_of(state).proved.forget()
    return done


def _create(
    conn: sa.Connection, tree: Tree, viewer: Viewer, wanted: Sequence[NewUnit], now: int
) -> list[Unit]:
    made: list[Unit] = []
    for one in wanted:
        parent_id = one.parent_id
        if one.within is not None:
            if not 0 <= one.within < len(made):
                raise YutangError("not_found", what="unit")
            parent_id = made[one.within].id
        check_new(tree, parent_id, one.level)
        position = tree.next_position(parent_id) if one.position is None else one.position
        values = {"parent_id": parent_id, "name": a_name(one.name), "level": one.level, "position": position}
        made.append(store.add_unit(conn, **values))
        tree.put(made[-1])
        _note(conn, viewer, "unit_created", made[-1].id, now, after=values)
    return made


def _set(conn: sa.Connection, tree: Tree, viewer: Viewer, wanted: Change, now: int) -> Unit:
    old = tree.unit(wanted.id)
    values: dict[str, Any] = {}
    if isinstance(wanted.name, str):
        values["name"] = a_name(wanted.name)
    if isinstance(wanted.position, int):
        values["position"] = wanted.position
    changed = {name: value for name, value in values.items() if value != getattr(old, name)}
    if changed:
        store.set_unit(conn, old.id, **changed)
        before = {name: getattr(old, name) for name in changed}
        _note(conn, viewer, "unit_changed", old.id, now, before=before, after=changed)
    return msgspec.structs.replace(old, **changed)


def _note(conn: sa.Connection, viewer: Viewer, act: str, id_: int | None, now: int, **what: Any) -> None:
    subject = {"subject_kind": "unit", "subject_id": "" if id_ is None else str(id_)}
    audit.record(conn, viewer, act, now=now, **subject, **what)
