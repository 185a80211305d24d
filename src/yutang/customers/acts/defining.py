"""Attributes made, changed and put away, each with its row of the audit log."""

from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts import audit
from yutang.accounts.model import Viewer
from yutang.customers import definitions
from yutang.customers.attributes import MOST, Definition, sound
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger
from yutang.ledger.marks import mark


def create(ledger: Ledger, viewer: Viewer, wanted: Definition, *, now: int) -> Definition:
    """Raises YutangError: attribute_code, attribute_taken, attribute_reserved, attribute_choices, attribute_limit,
    name_bad."""
    made = msgspec.structs.replace(sound(wanted), created_at=now, archived_at=None)

    def write(conn: sa.Connection) -> None:
        if definitions.one(conn, made.code) is not None:
            raise YutangError("attribute_taken", attribute=made.code)
        if sum(one.archived_at is None for one in definitions.listed(conn)) >= MOST:
            raise YutangError("attribute_limit", limit=MOST)
        definitions.add(conn, made)
        _note(conn, viewer, "attribute_created", made.code, now, after=made)

    ledger.state.write(write)
    return made


def change(
    ledger: Ledger,
    viewer: Viewer,
    code: str,
    values: dict[str, Any],
    *,
    now: int,
    archived: bool | None = None,
) -> Definition:
    """`values`: fields of Definition that are others now, never the type. Raises YutangError as `create`, and
    not_found, attribute_limit."""

    def write(conn: sa.Connection) -> Definition:
        before = definitions.one(conn, code)
        if before is None:
            raise YutangError("not_found", what="attribute")
        after = sound(msgspec.structs.replace(before, **values))
        if archived is not None:
            after = msgspec.structs.replace(
                after, archived_at=(before.archived_at or now) if archived else None
            )
        if after != before:
            definitions.change(conn, after)
            _note(conn, viewer, "attribute_changed", code, now, before=before, after=after)
        return after

    return ledger.state.write(write)


def remove(
    ledger: Ledger, viewer: Viewer, code: str, *, now: int, used: Callable[[sa.Connection, str], bool]
) -> bool:
    """Whether it had to be kept, archived: somebody has a value, or `used` says that a rule asks for it."""
    ((valued,),) = ledger.analytics.rows(
        "select exists(from attribute where attribute_id = ?)", [mark("attribute", code)]
    )

    def write(conn: sa.Connection) -> bool:
        before = definitions.one(conn, code)
        if before is None:
            raise YutangError("not_found", what="attribute")
        needed = bool(valued) or used(conn, code)
        if needed:
            definitions.change(conn, msgspec.structs.replace(before, archived_at=before.archived_at or now))
        else:
            definitions.delete(conn, code)
        _note(conn, viewer, "attribute_archived" if needed else "attribute_deleted", code, now, before=before)
        return needed

    return ledger.state.write(write)


def _note(conn: sa.Connection, viewer: Viewer, act: str, code: str, now: int, **what: Any) -> None:
    audit.record(conn, viewer, act, now=now, subject_kind="attribute", subject_id=code, **what)
