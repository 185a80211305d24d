"""Pages of syncs under way, without a person who is erased.

The rest of a page stays: whom a list no longer names is gone for the sync. What it says of the erased would not be
taken anyway (connections.wecom.erased).
"""

from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from yutang.connections import store
from yutang.connections.model import SyncKind
from yutang.connections.wecom.told import ToldGroup, ToldPair, pack, unpack


def forget_people(conn: sa.Connection, refs: Collection[str]) -> None:
    """`refs`: ids of their accounts."""
    for connection in store.listed(conn) if refs else ():
        for kind in (SyncKind.CUSTOMERS, SyncKind.GROUPS):  # the others keep no page that names customers
            store.lock_sync(conn, connection.id, kind)
            for part in store.parts(conn, connection.id, kind):
                pages = store.pages(conn, connection.id, kind, part)
                left = [_without(body, kind, refs) for body in pages]
                if left != pages:
                    store.drop_pages(conn, connection.id, kind, [part])
                    for body in left:
                        store.keep_page(conn, connection.id, kind, part, body)


def _without(body: bytes, kind: SyncKind, refs: Collection[str]) -> bytes:
    """As it is, where it names none of them."""
    if kind is SyncKind.CUSTOMERS:
        told = unpack(body, ToldPair)
        stay = [one for one in told if one.person not in refs]
        return pack(stay) if len(stay) < len(told) else body
    groups = unpack(body, ToldGroup)
    kept = [_seats(one, refs) for one in groups]
    return pack(kept) if kept != groups else body


def _seats(group: ToldGroup, refs: Collection[str]) -> ToldGroup:
    seats = tuple(
        msgspec.structs.replace(one, inviter="") if one.inviter in refs else one
        for one in group.seats
        if one.member not in refs
    )
    return msgspec.structs.replace(group, seats=seats)
