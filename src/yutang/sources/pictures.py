"""Pictures of welcomes: kept once, and uploaded to each platform before anybody needs them."""

import hashlib
from collections.abc import Collection

import sqlalchemy as sa

from yutang.channels.contract.doors import Handle
from yutang.kit.db import upsert
from yutang.kit.errors import YutangError
from yutang.sources.tables import source_picture, source_upload

LARGEST = 2 << 20  # bytes: the platform takes ten million, a phone on the road takes its time
SMALLEST = 6  # bytes (WeCom page 96484)
_KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))


def keep(conn: sa.Connection, content: bytes, *, now: int) -> int:
    """Its number; the same picture has the same. Raises welcome_picture_kind, welcome_picture_large {most}."""
    kind = next((kind for begin, kind in _KINDS if content.startswith(begin)), None)
    if kind is None or len(content) < SMALLEST:
        raise YutangError("welcome_picture_kind")
    if len(content) > LARGEST:
        raise YutangError("welcome_picture_large", most=LARGEST)
    digest = hashlib.sha256(content).hexdigest()
    row = {"digest": digest, "name": f"{digest[:12]}.{kind}", "content": content, "made_at": now}
    conn.execute(upsert(conn, source_picture).values(**row).on_conflict_do_nothing())
    found = sa.select(source_picture.c.id).where(source_picture.c.digest == digest)
    return int(conn.execute(found).scalar_one())


def there(conn: sa.Connection, id_: int) -> bool:
    return conn.execute(sa.select(source_picture.c.id).where(source_picture.c.id == id_)).scalar() is not None


def content(conn: sa.Connection, id_: int) -> tuple[str, bytes] | None:
    """Name and bytes."""
    wanted = sa.select(source_picture.c.name, source_picture.c.content).where(source_picture.c.id == id_)
    row = conn.execute(wanted).one_or_none()
    return None if row is None else (row.name, row.content)


def handle(conn: sa.Connection, id_: int, connection_id: int, now: int) -> str | None:
    """As the platform knows it now. None: it does not, or no longer."""
    one = source_upload.c
    wanted = sa.select(one.handle).where(
        one.picture_id == id_,
        one.connection_id == connection_id,
        sa.or_(one.until.is_(None), one.until > now),
    )
    return conn.execute(wanted).scalar()


def uploaded(conn: sa.Connection, id_: int, connection_id: int, made: Handle) -> None:
    row = {"picture_id": id_, "connection_id": connection_id, "handle": made.id, "until": made.expires_at}
    new = upsert(conn, source_upload).values(**row)
    changed = {"handle": made.id, "until": made.expires_at}
    conn.execute(new.on_conflict_do_update(index_elements=["picture_id", "connection_id"], set_=changed))


def lost(conn: sa.Connection, id_: int, connection_id: int, handle: str) -> None:
    """The platform knows this handle no more: it is uploaded anew."""
    one = source_upload.c
    of = (one.picture_id == id_, one.connection_id == connection_id, one.handle == handle)
    conn.execute(sa.delete(source_upload).where(*of))


def drop(conn: sa.Connection, kept: Collection[int], *, before: int) -> int:
    """Let go of all from before then but these; how many."""
    old = sa.select(source_picture.c.id).where(source_picture.c.made_at < before)
    gone = [{"one": id_} for id_ in conn.execute(old).scalars() if id_ not in kept]
    if gone:
        conn.execute(sa.delete(source_picture).where(source_picture.c.id == sa.bindparam("one")), gone)
    return len(gone)
