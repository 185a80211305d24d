# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Who was erased leaves every list that was frozen or uploaded; the list says how many did, so that it still adds up.

A rule's members are found anew by its next sweep: what is left of an erased person there is nobody in particular.
"""

from collections.abc import Collection

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from yutang.ledger.ledger import Ledger
from yutang.segments.saved import blob, mirror, store
from yutang.segments.saved.model import Segment, SegmentKind


def forget_people(ledger: Ledger, ids: Collection[int]) -> int:
    """`ids`: of all accounts of who was erased; in how many lists they were. Twice is once."""

    def write(conn: sa.Connection) -> int:
        lists = [one for one in store.segments(conn, archived=True) if one.kind is not SegmentKind.DYNAMIC]
        return sum(_forget(conn, one, ids) for one in lists)

    found = ledger.state.write(write)
    if found:
        mirror.level_all(ledger)
    return found


def _forget(conn: sa.Connection, of: Segment, ids: Collection[int]) -> bool:
    packed = store.ids_of(conn, of.id)
    held = blob.unpack(packed or blob.EMPTY)
    gone = pc.call_function("is_in", [held["customer_id"]], pc.SetLookupOptions(pa.array(ids, pa.int64())))
    left = held.filter(pc.call_function("invert", [gone]))
    if left.num_rows == held.num_rows:
        return False
    told = of.origin or {}
    erased = int(told.get("erased", 0)) + held.num_rows - left.num_rows
    store.change(conn, of.id, {"origin": told | {"erased": erased}})
    standing = store.standings(conn, [of.id])[of.id]
    kept, checksum = blob.pack(left)
    now = msgspec.structs.replace(
        standing, generation=standing.generation + 1, members=left.num_rows, checksum=checksum
    )
    return store.stand(conn, now, kept, before=standing.generation)
