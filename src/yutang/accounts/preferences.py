"""What a person set up for themself: saved views, columns, language. JSON values by name."""

import re
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.accounts.tables import preference
from yutang.kit.db import upsert
from yutang.kit.errors import YutangError

LARGEST = 20_000  # bytes of one value
MOST = 200  # names of one person
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")


def all_of(conn: sa.Connection, viewer: Viewer) -> dict[str, Any]:
    """Every preference of the viewer."""
    mine = sa.select(preference.c.name, preference.c.value).where(preference.c.user_id == viewer.user_id)
    return {
        name: msgspec.json.decode(value) for name, value in conn.execute(mine.order_by(preference.c.name))
    }


def put(conn: sa.Connection, viewer: Viewer, name: str, value: Any, *, now: int) -> None:
    """Set one; null takes it away. Raises YutangError: preference_name, preference_large, preference_limit."""
    if not NAME.fullmatch(name):
        raise YutangError("preference_name")
    mine = preference.c.user_id == viewer.user_id
    if value is None:
        conn.execute(sa.delete(preference).where(mine, preference.c.name == name))
        return
    text = msgspec.json.encode(value)
    if len(text) > LARGEST:
        raise YutangError("preference_large", limit=LARGEST)
    others = sa.select(sa.func.count()).select_from(preference).where(mine, preference.c.name != name)
    if conn.execute(others).scalar_one() >= MOST:
        raise YutangError("preference_limit", limit=MOST)
    row = {"user_id": viewer.user_id, "name": name, "value": text.decode(), "changed_at": now}
    new = upsert(conn, preference).values(**row)
    changed = {"value": new.excluded.value, "changed_at": new.excluded.changed_at}
    conn.execute(new.on_conflict_do_update(index_elements=["user_id", "name"], set_=changed))
