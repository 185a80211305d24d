"""Pictures, videos and files of messages: kept once, handed to a channel when they are needed, again when it has
forgotten them. A message names one by what it is and its id: "picture:3"."""

import hashlib
from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from yutang.channels.contract.channel import Channel
from yutang.channels.contract.doors import Handle
from yutang.channels.contract.outcomes import Failure, Refused
from yutang.kit.clock import SECOND
from yutang.kit.db import Database, upsert
from yutang.kit.errors import YutangError
from yutang.outbox import sorts
from yutang.outbox.tables import send_picture, send_upload

REF = "picture:"
LARGEST, SMALLEST = sorts.LARGEST[sorts.PICTURE], sorts.SMALLEST
AHEAD = 3_600 * SECOND  # a handle that ends sooner is not begun with
MESSAGE, MOMENT, PICTURE = "message", "moment", "picture"  # what an upload is for, at the channel


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """`ref`: as a message names it. `size`: bytes."""

    ref: str
    kind: str
    name: str
    size: int


def keep(conn: sa.Connection, content: bytes, name: str, *, by: int, now: int) -> int:
    """The id of a picture; the same one twice is one. Raises YutangError picture_size {limit}, picture_kind."""
    if not SMALLEST <= len(content) <= LARGEST:
        raise YutangError("picture_size", limit=LARGEST >> 20)
    ending = sorts.ending(content, name)
    if not ending or sorts.sort_of(ending) != sorts.PICTURE:
        raise YutangError("picture_kind")
    return _put(conn, content, name, ending, by=by, now=now)


def keep_any(conn: sa.Connection, content: bytes, name: str, *, by: int, now: int) -> Kept:
    """A picture, a video or a file, by its content. Raises YutangError upload_kind, upload_over {limit}: MB."""
    ending = sorts.ending(content, name)
    if not ending:
        raise YutangError("upload_kind")
    kind = sorts.sort_of(ending)
    if not SMALLEST <= len(content) <= sorts.LARGEST[kind]:
        raise YutangError("upload_over", limit=sorts.LARGEST[kind] >> 20)
    id_ = _put(conn, content, name, ending, by=by, now=now)
    return kept(conn, [f"{kind}:{id_}"])[0]


def kept(conn: sa.Connection, refs: Sequence[str]) -> list[Kept]:
    """Those that there are, in the order of `refs`."""
    ids = {id_ for ref in refs if (id_ := _id(ref)) is not None}
    one = send_picture.c
    found = sa.select(one.id, one.name, sa.func.length(one.content)).where(one.id.in_(ids))
    rows = {row[0]: (row[1], row[2]) for row in conn.execute(found)}
    made: list[Kept] = []
    for ref in dict.fromkeys(refs):
        name, size = rows.get(_id(ref) or 0, ("", 0))
        if name and sorts.sort_of(name.rpartition(".")[2]) == ref.partition(":")[0]:
            made.append(Kept(ref=ref, kind=ref.partition(":")[0], name=name, size=size))
    return made


def _put(conn: sa.Connection, content: bytes, name: str, ending: str, *, by: int, now: int) -> int:
    digest = hashlib.sha256(content).hexdigest()
    # NUL fits into no text of PostgreSQL, and a name is shown.
    called = "".join(one for one in name.rpartition(".")[0] or name if one.isprintable())[:60] or "file"
    row = {"digest": digest, "name": f"{called}.{ending}", "content": content,
           "made_by": by or None, "made_at": now}  # fmt: skip
    # Chosen again, it is as new: nothing tidies it away while its message is written (outbox.unused).
    put = upsert(conn, send_picture).values(**row)
    conn.execute(put.on_conflict_do_update(index_elements=["digest"], set_={"made_at": now}))
    found = sa.select(send_picture.c.id).where(send_picture.c.digest == digest)
    return int(conn.execute(found).scalar_one())


def content(conn: sa.Connection, id_: int) -> tuple[str, bytes] | None:
    """(name, bytes)."""
    found = sa.select(send_picture.c.name, send_picture.c.content).where(send_picture.c.id == id_)
    row = conn.execute(found).one_or_none()
    return None if row is None else (row[0], row[1])


def there(conn: sa.Connection, ref: str, kind: str = sorts.PICTURE) -> bool:
    """Whether a message's reference names something that is kept and is a `kind`."""
    return ref.startswith(f"{kind}:") and bool(kept(conn, [ref]))


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


def forget(conn: sa.Connection, connection_id: int, refs: Sequence[str]) -> None:
    """The channel knows these uploads no more."""
    ids = [id_ for ref in refs if (id_ := _id(ref)) is not None]
    one = send_upload.c
    which = (one.connection_id == connection_id, one.picture_id.in_(ids))
    conn.execute(sa.delete(send_upload).where(*which))


def _known(conn: sa.Connection, id_: int, connection_id: int, purpose: str, until: int) -> str | None:
    one = send_upload.c
    wanted = sa.select(one.handle).where(
        one.picture_id == id_, one.connection_id == connection_id, one.purpose == purpose,
        sa.or_(one.until.is_(None), one.until > until),
    )  # fmt: skip
    return conn.execute(wanted).scalar()


def _id(ref: str) -> int | None:
    kind, _, number = ref.partition(":")
    sound = kind in sorts.LARGEST and number.isascii() and number.isdigit() and len(number) < 16
    return int(number) if sound else None
