"""Pictures of messages: kept once, handed to a channel when they are needed, again when it has forgotten them."""

import hashlib

import sqlalchemy as sa

from yutang.channels.contract.channel import Channel
from yutang.channels.contract.doors import Handle
from yutang.channels.contract.outcomes import Failure, Refused
from yutang.kit.clock import SECOND
from yutang.kit.db import Database, upsert
from yutang.kit.errors import YutangError
from yutang.outbox.tables import send_picture, send_upload

REF = "picture:"
LARGEST, SMALLEST = 10 << 20, 6  # bytes (WeCom page 90253)
AHEAD = 3_600 * SECOND  # a handle that ends sooner is not begun with
KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
MESSAGE, MOMENT = "message", "moment"


def keep(conn: sa.Connection, content: bytes, name: str, *, by: int, now: int) -> int:
    """The id of a picture; the same one twice is one. Raises YutangError picture_size {limit}, picture_kind."""
    if not SMALLEST <= len(content) <= LARGEST:
        raise YutangError("picture_size", limit=LARGEST >> 20)
    kind = next((kind for head, kind in KINDS.items() if content.startswith(head)), "")
    if not kind:
        raise YutangError("picture_kind")
    digest = hashlib.sha256(content).hexdigest()
    row = {"digest": digest, "name": f"{name.rpartition('.')[0] or name}"[:60] + f".{kind}", "content": content,
           "made_by": by or None, "made_at": now}  # fmt: skip
    conn.execute(upsert(conn, send_picture).values(**row).on_conflict_do_nothing())
    found = sa.select(send_picture.c.id).where(send_picture.c.digest == digest)
    return int(conn.execute(found).scalar_one())


def content(conn: sa.Connection, id_: int) -> tuple[str, bytes] | None:
    """(name, bytes)."""
    found = sa.select(send_picture.c.name, send_picture.c.content).where(send_picture.c.id == id_)
    row = conn.execute(found).one_or_none()
    return None if row is None else (row[0], row[1])


def there(conn: sa.Connection, ref: str) -> bool:
    """Whether a message's reference names a picture."""
    id_ = _id(ref)
    found = sa.select(send_picture.c.id).where(send_picture.c.id == id_)
    return id_ is not None and conn.execute(found).first() is not None


def handle(
    state: Database, channel: Channel, connection_id: int, ref: str, purpose: str, *, now: int
) -> str | Refused | Failure:
    """What the channel calls the picture. An upload whose answer is lost is made again: it reaches nobody."""
    id_ = _id(ref)
    with state.read() as conn:
        kept = None if id_ is None else _known(conn, id_, connection_id, purpose, now + AHEAD)
        found = None if id_ is None or kept else content(conn, id_)
    if kept:
        return kept
    if found is None or id_ is None:
        return Refused("picture", permanent=True)
    made = channel.put(found[1], found[0], purpose)
    if not isinstance(made, Handle):
        return made
    row = {"picture_id": id_, "connection_id": connection_id, "purpose": purpose, "handle": made.id,
           "until": made.expires_at}  # fmt: skip
    changed = {"handle": made.id, "until": made.expires_at}
    keys = ["picture_id", "connection_id", "purpose"]
    state.write(
        lambda conn: conn.execute(
            upsert(conn, send_upload).values(**row).on_conflict_do_update(index_elements=keys, set_=changed)
        )
    )
    return made.id


def _known(conn: sa.Connection, id_: int, connection_id: int, purpose: str, until: int) -> str | None:
    one = send_upload.c
    wanted = sa.select(one.handle).where(
        one.picture_id == id_, one.connection_id == connection_id, one.purpose == purpose,
        sa.or_(one.until.is_(None), one.until > until),
    )  # fmt: skip
    return conn.execute(wanted).scalar()


def _id(ref: str) -> int | None:
    number = ref.removeprefix(REF)
    return int(number) if ref.startswith(REF) and number.isdigit() and len(number) < 16 else None
