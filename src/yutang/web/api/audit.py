"""The audit log, to read."""

from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.params import QueryParameter

from yutang.accounts import audit
from yutang.accounts.audit import Entry
from yutang.accounts.model import Permission
from yutang.web.needs import NeedsContext
from yutang.web.problem import Place, Problem

LARGEST_ID = (1 << 53) - 1
Word = Annotated[str | None, QueryParameter(max_length=300)]


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One act. `happened_at`: milliseconds since 1970, UTC; `act`: locales "act.<act>"."""

    id: int
    happened_at: int
    user_id: int | None
    user_name: str
    token_id: int | None
    act: str
    subject_kind: str
    subject_id: str
    before: Any
    after: Any
    reason: str
    address: str


class AuditPage(msgspec.Struct, frozen=True):
    items: list[AuditEntry]
    next: str | None


@get("/audit", operation_id="list_audit", tags=["audit"], opt={"permission": Permission.AUDIT_SEE},
     sync_to_thread=True)  # fmt: skip
def list_audit(
    context: NeedsContext, cursor: Annotated[str | None, QueryParameter(max_length=100)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50, act: Word = None,
    user_id: Annotated[int | None, QueryParameter(ge=1, le=LARGEST_ID)] = None, subject: Word = None,
) -> AuditPage:  # fmt: skip
    """Who did what, newest first. `subject`: "group:wx:1", or "group" for all of that kind."""
    before = _place(cursor)
    with context.state.read() as conn:
        found = audit.listed(conn, before=before, limit=limit + 1, act=_plain(act), user_id=user_id,
                             subject=_subject(_plain(subject)))  # fmt: skip
    more = str(found[limit - 1].id) if len(found) > limit else None
    return AuditPage([_view(entry) for entry in found[:limit]], more)


def _place(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and int(cursor) <= LARGEST_ID):
        raise Problem(400, "bad_cursor", errors=[Place("cursor", "bad_cursor")])
    return int(cursor)


def _plain(text: str | None) -> str | None:
    return text.replace("\x00", "") if text else None


def _subject(text: str | None) -> tuple[str, str | None] | None:
    if text is None:
        return None
    kind, colon, id_ = text.partition(":")
    return kind, id_ if colon else None


def _view(entry: Entry) -> AuditEntry:
    values = msgspec.structs.asdict(entry)
    values["happened_at"] = entry.happened_at // 1000
    return AuditEntry(**values)


routes = [list_audit]
