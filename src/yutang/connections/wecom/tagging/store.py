"""Statements on tags that are kept on WeCom too. No decisions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.connections.model import Trouble
from yutang.connections.tables import wecom_tag
from yutang.connections.wecom.tagging.model import Bond, How
from yutang.connections.wecom.tagging.tables import wecom_kept_tag, wecom_mark, wecom_tag_push
from yutang.kit.db import upsert

SLICE = 500  # names in one IN, rows in one INSERT
Row = tuple[str, str, str, str, int]  # tag, member, customer, how, at


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A pair of a member and a customer, and a tag of the platform."""

    tag_id: str
    userid: str
    external_userid: str
    how: How
    at: int
    fault: str = ""


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """How far tags were brought level, the last time. `finished_at` None: not whole."""

    started_at: int
    finished_at: int | None
    counts: dict[str, int]
    trouble: Trouble | None


def bonds(conn: sa.Connection, id_: int) -> dict[int, Bond]:
    """By key."""
    one = wecom_kept_tag.c
    rows = conn.execute(sa.select(wecom_kept_tag).where(one.connection_id == id_)).mappings()
    return {row["key"]: Bond(**{name: row[name] for name in Bond.__struct_fields__}) for row in rows}


def bond(conn: sa.Connection, id_: int, found: Iterable[Bond]) -> None:
    """Put them in the place of what there was."""
    for one in found:
        row = msgspec.structs.asdict(one) | {"connection_id": id_}
        new = upsert(conn, wecom_kept_tag).values(**row)
        conn.execute(new.on_conflict_do_update(index_elements=["connection_id", "key"], set_=row))


def unbond(conn: sa.Connection, id_: int, keys: Iterable[int]) -> None:
    one = wecom_kept_tag.c
    gone = sa.delete(wecom_kept_tag).where(one.connection_id == id_, one.key == sa.bindparam("one"))
    given = [{"one": key} for key in keys]
    if given:
        conn.execute(gone, given)


def own(conn: sa.Connection, id_: int) -> set[str]:
    """Tags that this application made and that are there still."""
    one = wecom_tag.c
    found = sa.select(one.tag_id).where(one.connection_id == id_, one.ours, one.gone_at.is_(None))
    return set(conn.execute(found).scalars())


def marks(
    conn: sa.Connection, id_: int, *, staff: Collection[str] | None = None,
    people: Collection[str] | None = None,
) -> list[Row]:  # fmt: skip
    """All of them; or those of these members, of these customers."""
    one = wecom_mark.c
    wanted = sa.select(one.tag_id, one.userid, one.external_userid, one.how, one.at).where(
        one.connection_id == id_
    )
    column, names = (one.userid, staff) if people is None else (one.external_userid, people)
    if names is None:
        return [tuple(row) for row in conn.execute(wanted)]
    found: list[Row] = []
    sorted_ = sorted(names)
    for start in range(0, len(sorted_), SLICE):
        some = column.in_(sorted_[start : start + SLICE])
        found += [tuple(row) for row in conn.execute(wanted.where(some))]
    return found


def put_marks(conn: sa.Connection, id_: int, found: Sequence[Mark]) -> None:
    for start in range(0, len(found), SLICE):
        rows = [msgspec.structs.asdict(one) | {"connection_id": id_} for one in found[start : start + SLICE]]
        new = upsert(conn, wecom_mark).values(rows)
        rest = {name: new.excluded[name] for name in ("how", "at", "fault")}
        keys = ["connection_id", "tag_id", "userid", "external_userid"]
        conn.execute(new.on_conflict_do_update(index_elements=keys, set_=rest))


def drop_marks(conn: sa.Connection, id_: int, found: Iterable[tuple[str, str, str]]) -> None:
    """(tag, member, customer)."""
    one = wecom_mark.c
    gone = sa.delete(wecom_mark).where(
        one.connection_id == id_, one.tag_id == sa.bindparam("t"), one.userid == sa.bindparam("u"),
        one.external_userid == sa.bindparam("e"),
    )  # fmt: skip
    given = [{"t": tag_id, "u": userid, "e": external} for tag_id, userid, external in found]
    if given:
        conn.execute(gone, given)


def blame_marks(conn: sa.Connection, id_: int, found: Mapping[tuple[str, str, str], str]) -> None:
    """(tag, member, customer) → why it couldn't be taken off."""
    one = wecom_mark.c
    told = sa.update(wecom_mark).where(
        one.connection_id == id_, one.tag_id == sa.bindparam("t"), one.userid == sa.bindparam("u"),
        one.external_userid == sa.bindparam("e"),
    ).values(fault=sa.bindparam("f"))  # fmt: skip
    given = [{"t": t, "u": u, "e": e, "f": fault} for (t, u, e), fault in found.items()]
    if given:
        conn.execute(told, given)


def drop_tags(conn: sa.Connection, id_: int, tag_ids: Iterable[str]) -> None:
    """Marks of tags that are deleted."""
    one = wecom_mark.c
    gone = sa.delete(wecom_mark).where(one.connection_id == id_, one.tag_id == sa.bindparam("one"))
    given = [{"one": tag_id} for tag_id in tag_ids]
    if given:
        conn.execute(gone, given)


def forget_people(conn: sa.Connection, people: Iterable[str]) -> None:
    """Of people who are erased, on every connection."""
    gone = sa.delete(wecom_mark).where(wecom_mark.c.external_userid == sa.bindparam("one"))
    given = [{"one": person} for person in people]
    if given:
        conn.execute(gone, given)


def counted(conn: sa.Connection, id_: int) -> list[tuple[str, str, str, int]]:
    """(tag, how, fault, how many marks)."""
    one = wecom_mark.c
    wanted = sa.select(one.tag_id, one.how, one.fault, sa.func.count()).where(one.connection_id == id_)
    rows = conn.execute(
        wanted.group_by(one.tag_id, one.how, one.fault).order_by(one.tag_id, one.how, one.fault)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def push(conn: sa.Connection, id_: int) -> Push | None:
    row = conn.execute(
        sa.select(wecom_tag_push).where(wecom_tag_push.c.connection_id == id_)
    ).mappings().one_or_none()  # fmt: skip
    if row is None:
        return None
    values: dict[str, Any] = {name: row[name] for name in Push.__struct_fields__}
    for name in ("counts", "trouble"):
        values[name] = None if values[name] is None else msgspec.json.decode(values[name])
    return msgspec.convert(values, Push)


def put_push(conn: sa.Connection, id_: int, state: Push) -> None:
    row = msgspec.structs.asdict(state) | {"connection_id": id_}
    for name in ("counts", "trouble"):
        row[name] = None if row[name] is None else msgspec.json.encode(row[name]).decode()
    new = upsert(conn, wecom_tag_push).values(**row)
    conn.execute(new.on_conflict_do_update(index_elements=["connection_id"], set_=row))
