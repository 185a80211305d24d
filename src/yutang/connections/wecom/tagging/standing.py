"""How each kept tag stands over there: whose it is, who bears it, what could not be done and why."""

import msgspec
import sqlalchemy as sa

from yutang.connections.wecom.tagging import store
from yutang.connections.wecom.tagging.model import How


class Standing(msgspec.Struct, kw_only=True):
    """Of one tag, in pairs of a member and a customer. `own`: made by us, None while it isn't there. `fault`: why it
    can't be. `put` by us, `found` by somebody else's hand, `taken` off by somebody; `waiting` to be put; `refused`: by
    reason."""

    own: bool | None = None
    fault: str = ""
    put: int = 0
    found: int = 0
    taken: int = 0
    waiting: int = 0
    refused: dict[str, int] = msgspec.field(default_factory=dict[str, int])


def standings(conn: sa.Connection, id_: int) -> dict[int, Standing]:
    """By key, of all tags that are or were kept there."""
    bonds, own = store.bonds(conn, id_), store.own(conn, id_)
    by_tag: dict[str, list[Standing]] = {}
    found: dict[int, Standing] = {}
    for key, bond in bonds.items():
        found[key] = Standing(own=bond.tag_id in own if bond.tag_id else None, fault=bond.fault)
        by_tag.setdefault(bond.tag_id, []).append(found[key])
    for tag_id, how, fault, count in store.counted(conn, id_):
        for one in by_tag.get(tag_id, []):
            _add(one, how, fault, count)
    return found


def _add(one: Standing, how: str, fault: str, count: int) -> None:
    if fault:
        one.refused[fault] = one.refused.get(fault, 0) + count
    elif how == How.PUT:
        one.put += count
    elif how == How.FOUND:
        one.found += count
    elif how == How.TAKEN:
        one.taken += count
    elif how == How.PUTTING:
        one.waiting += count
