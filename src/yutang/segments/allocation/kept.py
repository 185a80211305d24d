# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""Plans that somebody confirmed, in State: who goes where, as it was shown to them.

The moves of a plan are one value: a plan is confirmed whole or not at all, in the transaction that makes its tasks.
"""

import hashlib
from collections.abc import Collection

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from pyarrow import ipc

from yutang.accounts.model import Viewer
from yutang.kit.errors import StateCorrupt, YutangError
from yutang.segments.tables import allocation

# `owner_id`: identity of who owns the customer; `opened`: 1, 2, … of a group that does not exist yet, where `to_group`
# is null. Everything else that is null is unknown: no region, no owner, sat nowhere.
MOVE = pa.schema(
    [
        ("customer_id", pa.int64()), ("tier_id", pa.int64()), ("region", pa.string()), ("owner_id", pa.int64()),
        ("from_group", pa.int64()), ("to_group", pa.int64()), ("opened", pa.int64()),
    ]
)  # fmt: skip
_DIGEST = 16  # bytes
_OPTIONS = ipc.IpcWriteOptions(compression="zstd")


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A confirmed plan. `people`: whom it moves. Instants: µs."""

    id: int
    layer_id: int
    people: int
    made_by: int | None
    made_by_name: str
    made_at: int
    undone_by_name: str | None
    undone_at: int | None


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """People of one owner who go into one group."""

    owner_id: int | None
    to_group: int | None
    opened: int | None
    tier_id: int
    region: str | None
    people: int


_COLUMNS = [allocation.c[name] for name in Kept.__struct_fields__]


def digest(moves: pa.Table) -> str:
    """What tells two plans apart: the same people go to the same groups."""
    sink = pa.BufferOutputStream()
    with ipc.new_stream(sink, MOVE) as writer:
        writer.write_table(moves.cast(MOVE).combine_chunks())
    return hashlib.blake2b(memoryview(sink.getvalue()), digest_size=_DIGEST).hexdigest()


def put(conn: sa.Connection, layer_id: int, moves: pa.Table, *, viewer: Viewer, now: int) -> int:
    """The id of a new plan. `moves`: rows of MOVE, each customer once."""
    row = {"layer_id": layer_id, "people": moves.num_rows, "moves": _pack(moves), "made_by": viewer.user_id or None,
           "made_by_name": viewer.name, "made_at": now}  # fmt: skip
    return conn.execute(sa.insert(allocation).values(**row).returning(allocation.c.id)).scalar_one()


def one(conn: sa.Connection, layer_id: int, id_: int) -> Kept:
    """Raises YutangError "not_found"."""
    wanted = sa.select(*_COLUMNS).where(allocation.c.id == id_, allocation.c.layer_id == layer_id)
    row = conn.execute(wanted).mappings().one_or_none()
    if row is None:
        raise YutangError("not_found", what="allocation")
    return Kept(**row)


def listed(conn: sa.Connection, layer_id: int, *, standing: bool = False) -> list[Kept]:
    """A layer's plans, newest first. `standing`: without those that were taken back."""
    wanted = sa.select(*_COLUMNS).where(allocation.c.layer_id == layer_id).order_by(allocation.c.id.desc())
    if standing:
        wanted = wanted.where(allocation.c.undone_at.is_(None))
    return [Kept(**row) for row in conn.execute(wanted).mappings()]


def moves_of(conn: sa.Connection, id_: int) -> pa.Table:
    """Rows of MOVE. Raises StateCorrupt for a value that nobody here wrote."""
    packed = conn.execute(sa.select(allocation.c.moves).where(allocation.c.id == id_)).scalar_one()
    return _unpack(packed)


def undo(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int) -> bool:
    """Take a plan back. False: it was before."""
    standing = (allocation.c.id == id_, allocation.c.undone_at.is_(None))
    values = {"undone_at": now, "undone_by_name": viewer.name}
    return bool(conn.execute(sa.update(allocation).where(*standing).values(**values)).rowcount)


def forget_people(conn: sa.Connection, ids: Collection[int]) -> int:
    """Take customers who were erased out of every plan; out of how many plans. `people` stays: so many were moved."""
    gone, found = pa.array(sorted(ids), pa.int64()), 0
    for id_ in conn.execute(sa.select(allocation.c.id).order_by(allocation.c.id)).scalars().all():
        moves = moves_of(conn, id_)
        left = moves.filter(pc.invert(pc.is_in(moves["customer_id"], value_set=gone)))
        if left.num_rows < moves.num_rows:
            conn.execute(sa.update(allocation).where(allocation.c.id == id_).values(moves=_pack(left)))
            found += 1
    return found


def parts(moves: pa.Table) -> list[Part]:
    """Who goes where together, in a fixed order."""
    keys = [name for name in Part.__struct_fields__ if name != "people"]
    counted = moves.group_by(keys).aggregate([([], "count_all")]).rename_columns([*keys, "people"])
    return [Part(**row) for row in counted.sort_by([(key, "ascending") for key in keys]).to_pylist()]


def _pack(moves: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with ipc.new_stream(sink, MOVE, options=_OPTIONS) as writer:
        writer.write_table(moves.cast(MOVE))
    data = sink.getvalue().to_pybytes()
    return hashlib.blake2b(data, digest_size=_DIGEST).digest() + data


def _unpack(packed: bytes) -> pa.Table:
    told, data = packed[:_DIGEST], packed[_DIGEST:]
    if hashlib.blake2b(data, digest_size=_DIGEST).digest() != told:
        raise StateCorrupt("state_corrupt", path="allocation", detail="moves do not match their digest")
    with ipc.open_stream(pa.py_buffer(data)) as reader:
        return reader.read_all()
