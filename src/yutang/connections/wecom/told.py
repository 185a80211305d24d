# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What the platform told, as plain rows: small enough to wait in State, and as tables for comparing."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
import pyarrow as pa

from yutang.channels.wecom.calls.customers import Pair
from yutang.channels.wecom.calls.groups import EXTERNAL, Group
from yutang.contacts import Contacts, Kind
from yutang.kit.clock import SECOND

ASSIGNED = 202  # add_way: an administrator gave them this customer
HOW = {1: "invited", 2: "link", 3: "scan"}  # join_scene
OTHER = "\x1f"  # stands before and behind the platform of an account that is not WeCom's
LARGEST = 64 << 20  # bytes of an unpacked page: more is none of ours
T = TypeVar("T")


class ToldPair(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A member of staff follows a customer. `since`: µs. `tags`: ids."""

    staff: str
    person: str
    since: int
    remark: str
    state: str
    add_way: int
    name: str
    unionid: str
    phones: tuple[str, ...]
    tags: tuple[str, ...]


class ToldSeat(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Somebody sits in a group. `joined`: µs. `state`: of the code that they came by."""

    member: str
    external: bool
    joined: int
    scene: int
    inviter: str
    name: str
    unionid: str
    state: str = ""


class ToldGroup(msgspec.Struct, frozen=True, array_like=True):
    """`created`: µs. `version`: "" where the server tells none."""

    chat_id: str
    name: str
    owner: str
    created: int
    version: str
    seats: tuple[ToldSeat, ...]


def pair_of(found: Pair) -> ToldPair:
    follow, contact = found.follow, found.contact
    return ToldPair(
        follow.userid, contact.external_userid, follow.createtime * SECOND, follow.remark, follow.state,
        follow.add_way, contact.name, contact.unionid, tuple(filter(None, follow.remark_mobiles)), found.tag_ids,
    )  # fmt: skip


def group_of(found: Group) -> ToldGroup:
    seats = tuple(
        ToldSeat(
            one.userid, one.type == EXTERNAL, one.join_time * SECOND, one.join_scene,
            one.invitor.userid if one.invitor else "", one.name, one.unionid, one.state,
        )
        for one in found.member_list
    )  # fmt: skip
    created = found.create_time * SECOND
    return ToldGroup(found.chat_id, found.name, found.owner, created, found.member_version, seats)


def pack(rows: Sequence[msgspec.Struct]) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(rows), 1)


def unpack(body: bytes, kind: type[T]) -> list[T]:
    """Raises zlib.error, msgspec.MsgspecError for what `pack` did not write."""
    return msgspec.msgpack.decode(zlib.decompressobj().decompress(body, LARGEST), type=list[kind])


def props_of(pair: ToldPair) -> str:
    """Of the fact that the relation began. The platform's own way of adding is the source until ours is known:
    `state` is what our codes carry."""
    how = "transferred" if pair.add_way == ASSIGNED else "added"
    told: dict[str, Any] = {"source": pair.state or f"add_way:{pair.add_way}", "state": pair.state,
                            "remark": pair.remark, "how": how, "add_way": pair.add_way}  # fmt: skip
    return msgspec.json.encode({name: value for name, value in told.items() if value != ""}).decode()


_FORMS = {
    "external": pa.bool_(),
    "since": pa.int64(),
    "joined": pa.int64(),
    "created": pa.int64(),
}  # else texts


def _schema(names: str) -> pa.Schema:
    return pa.schema([(name, _FORMS.get(name, pa.string())) for name in names.split()])


_PAIR = _schema("staff person since remark props name unionid")
_TAG = _schema("staff person tag corp_tag")
_PHONE = _schema("person ref told")
_GROUP = _schema("chat name owner created")
_SEAT = _schema("chat member external joined props inviter name unionid")


def pair_tables(rows: Iterable[ToldPair], tags: Mapping[str, str], contacts: Contacts) -> dict[str, pa.Table]:
    """Tables told_pair, told_tag and told_phone. `tags`: id → "group/name"; ids that are unknown say nothing.

    A phone that a member of staff noted leads to the customer as in a table of people; it is read and sealed here.
    """
    pairs: list[tuple[Any, ...]] = []
    tagged: list[tuple[str, str, str, str]] = []
    phones: dict[tuple[str, str], None] = {}
    for one in rows:
        pairs.append((one.staff, one.person, one.since, one.remark, props_of(one), one.name, one.unionid))
        tagged += [(one.staff, one.person, tags[id_], id_) for id_ in one.tags if id_ in tags]
        phones |= dict.fromkeys((one.person, phone) for phone in one.phones)
    return {
        "told_pair": _table(pairs, _PAIR), "told_tag": _table(tagged, _TAG),
        "told_phone": _phones(list(phones), contacts),
    }  # fmt: skip


def group_tables(rows: Iterable[ToldGroup]) -> dict[str, pa.Table]:
    """Tables told_group and told_seat."""
    groups: list[tuple[Any, ...]] = []
    seats: list[tuple[Any, ...]] = []
    for one in rows:
        groups.append((one.chat_id, one.name, one.owner, one.created))
        for seat in one.seats:
            came = {"how": HOW.get(seat.scene, ""), "state": seat.state}
            known = {name: value for name, value in came.items() if value}
            props = msgspec.json.encode(known).decode() if known else None
            seats.append((one.chat_id, seat.member, seat.external, seat.joined, props, seat.inviter or None,
                          seat.name, seat.unionid))  # fmt: skip
    return {"told_group": _table(groups, _GROUP), "told_seat": _table(seats, _SEAT)}


def _phones(told: list[tuple[str, str]], contacts: Contacts) -> pa.Table:
    found = contacts.column(Kind.PHONE, pa.array([phone for _, phone in told], pa.string()))
    columns = (found.hashes, found.sealed, found.last_fours, found.shown)
    rows = [
        (person, f"{OTHER}{Kind.PHONE}{OTHER}{hashed}", f"{sealed}{OTHER}{four or ''}{OTHER}{shown or ''}")
        for (person, _), hashed, sealed, four, shown in zip(
            told, *(c.to_pylist() for c in columns), strict=True
        )
        if hashed
    ]
    return _table(rows, _PHONE)


def _table(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [_array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(column: Sequence[Any], form: pa.DataType) -> pa.Array:
    """NUL fits into no text of PostgreSQL, half an emoji into no UTF-8: names hold both."""
    if form != pa.string():
        return pa.array(column, form)
    return pa.array([None if c is None else c.replace("\0", "").encode(errors="replace").decode() for c in column],
                    form)  # fmt: skip
