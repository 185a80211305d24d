"""The audit log: who did what to what, from where, and why; written in the transaction of the act."""

from typing import Any, cast

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Role, Viewer
from yutang.accounts.tables import audit_log

LARGEST = 64 << 10  # bytes of `before` or `after`; more is replaced by its size
SECRET = ("password", "secret", "token", "csrf", "cookie", "digest", "authorization")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One act. `before` and `after`: JSON values, what the act changed."""

    id: int
    happened_at: int  # microseconds, UTC
    user_id: int | None
    user_name: str
    token_id: int | None
    act: str  # locales "act.<act>"
    subject_kind: str
    subject_id: str
    before: Any
    after: Any
    reason: str
    address: str


def nobody(address: str = "") -> Viewer:
    """Who acts when nobody is signed in. May do nothing; stands in the log without a name."""
    return Viewer(user_id=0, login="", name="", role=Role.OPERATOR, token_scopes=frozenset(), address=address)


def record(  # noqa: PLR0913 - fixed by everybody who calls it
    conn: sa.Connection, viewer: Viewer, act: str, *, now: int, subject_kind: str = "", subject_id: str = "",
    before: Any = None, after: Any = None, reason: str = "",
) -> None:  # fmt: skip
    """Write one act into the log, inside the transaction that does it. Texts under secret names are left out."""
    conn.execute(
        sa.insert(audit_log).values(
            happened_at=now, user_id=viewer.user_id or None, user_name=viewer.name, token_id=viewer.token_id or None,
            act=act, subject_kind=subject_kind, subject_id=subject_id, before=_json(before), after=_json(after),
            reason=reason[:2_000].replace("\x00", ""), address=viewer.address,
        )
    )  # fmt: skip


def listed(
    conn: sa.Connection, *, before: int | None = None, limit: int = 50, act: str | None = None,
    user_id: int | None = None, subject: tuple[str, str | None] | None = None,
) -> list[Entry]:  # fmt: skip
    """Acts, newest first. `subject`: its kind, and its id or None for all of the kind; `before`: an entry's id."""
    wanted = sa.select(audit_log).order_by(audit_log.c.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(audit_log.c.id < before)
    if act is not None:
        wanted = wanted.where(audit_log.c.act == act)
    if user_id is not None:
        wanted = wanted.where(audit_log.c.user_id == user_id)
    if subject is not None:
        wanted = wanted.where(audit_log.c.subject_kind == subject[0])
        wanted = wanted if subject[1] is None else wanted.where(audit_log.c.subject_id == subject[1])
    return [_entry(row) for row in conn.execute(wanted).mappings()]


def _entry(row: sa.RowMapping) -> Entry:
    values = {name: row[name] for name in Entry.__struct_fields__}
    for name in ("before", "after"):
        values[name] = None if values[name] is None else msgspec.json.decode(values[name])
    return Entry(**values)


def _json(value: Any) -> str | None:
    if value is None:
        return None
    plain = msgspec.to_builtins(value, enc_hook=str, str_keys=True)
    text = msgspec.json.encode(_without_secrets(plain))
    return text.decode() if len(text) <= LARGEST else msgspec.json.encode({"too_large": len(text)}).decode()


def _without_secrets(value: Any) -> Any:
    """A net below the callers, who hand in no secrets: texts whose name says secret are blacked out."""
    if isinstance(value, dict):
        known = cast("dict[str, Any]", value)
        return {k: "***" if _secret(k, v) else _without_secrets(v) for k, v in known.items()}
    if isinstance(value, list):
        return [_without_secrets(item) for item in cast("list[Any]", value)]
    return value


def _secret(name: str, value: Any) -> bool:
    return isinstance(value, str) and any(word in name.lower() for word in SECRET)
