"""Statements on what of WeCom is remembered by id: staff, tags, groups, daily counts. No decisions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.connections.tables import (
    connection,
    wecom_group,
    wecom_staff,
    wecom_statistic,
    wecom_tag,
    wecom_unassigned,
)
from yutang.kit.db import upsert

SLICE = 2_000  # rows of one INSERT: SQLite takes 32,766 values


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """`ours`: made by this application, which alone may change or delete it."""

    tag_id: str
    group_id: str
    group_name: str
    name: str
    ours: bool = False

    @property
    def whole(self) -> str:
        """As facts name it."""
        return f"{self.group_name}/{self.name}"


def staff(conn: sa.Connection, id_: int) -> list[str]:
    """Members whom the application sees now."""
    one = wecom_staff.c
    found = sa.select(one.userid).where(one.connection_id == id_, one.gone_at.is_(None)).order_by(one.userid)
    return list(conn.execute(found).scalars())


def set_staff(conn: sa.Connection, id_: int, userids: Sequence[str], *, now: int) -> None:
    """These are all that it sees."""
    rows = [{"connection_id": id_, "userid": one, "seen_at": now, "gone_at": None} for one in userids]
    lost = [{"one": userid} for userid in set(staff(conn, id_)) - set(userids)]
    _put(conn, wecom_staff, rows, ["connection_id", "userid"])
    one = wecom_staff.c
    gone = sa.update(wecom_staff).where(one.connection_id == id_, one.userid == sa.bindparam("one"))
    if lost:
        conn.execute(gone.values(gone_at=now), lost)


def strangers(conn: sa.Connection, id_: int) -> set[str]:
    """Members of other corps: those whom connections to another account than this one's know, and none to it does."""
    known = sa.select(wecom_staff.c.userid).join(connection)
    mine = sa.select(connection.c.account).where(connection.c.id == id_).scalar_subquery()
    ours = set(conn.execute(known.where(connection.c.account == mine)).scalars())
    return set(conn.execute(known.where(connection.c.account != mine)).scalars()) - ours


def tags(conn: sa.Connection, id_: int, *, gone: bool = False) -> dict[str, Tag]:
    """By the platform's id. `gone`: also those that are deleted."""
    one = wecom_tag.c
    wanted = sa.select(wecom_tag).where(one.connection_id == id_)
    wanted = wanted if gone else wanted.where(one.gone_at.is_(None))
    rows = conn.execute(wanted.order_by(one.tag_id)).mappings()
    return {row["tag_id"]: Tag(**{name: row[name] for name in Tag.__struct_fields__}) for row in rows}


def tag_count(conn: sa.Connection, id_: int) -> int:
    """How many there are, our own making among them."""
    one = wecom_tag.c
    counted = sa.select(sa.func.count()).where(one.connection_id == id_, one.gone_at.is_(None))
    return conn.execute(counted).scalar_one()


def put_tags(conn: sa.Connection, id_: int, found: Iterable[Tag], *, ours: bool | None = None) -> None:
    """Add them, or change their names. `ours` None: as it is known."""
    rows = [msgspec.structs.asdict(tag) | {"connection_id": id_, "gone_at": None} for tag in found]
    if ours is not None:
        rows = [row | {"ours": ours} for row in rows]
    _put(conn, wecom_tag, rows, ["connection_id", "tag_id"], keep=() if ours is not None else ("ours",))


def lose_tags(conn: sa.Connection, id_: int, tag_ids: Iterable[str], *, now: int) -> None:
    """They are deleted over there."""
    one = wecom_tag.c
    gone = sa.update(wecom_tag).where(one.connection_id == id_, one.tag_id == sa.bindparam("one"))
    given = [{"one": tag_id} for tag_id in tag_ids]
    if given:
        conn.execute(gone.values(gone_at=now), given)


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A group that we were shown."""

    chat_id: str
    owner: str
    version: str
    status: int = 0


def groups(conn: sa.Connection, id_: int) -> dict[str, Held]:
    """Those that are there still."""
    one = wecom_group.c
    wanted = sa.select(wecom_group).where(one.connection_id == id_, one.gone_at.is_(None))
    rows = conn.execute(wanted.order_by(one.chat_id)).mappings()
    return {row["chat_id"]: Held(**{name: row[name] for name in Held.__struct_fields__}) for row in rows}


def version_of(conn: sa.Connection, id_: int, chat_id: str) -> str:
    one = wecom_group.c
    found = sa.select(one.version).where(
        one.connection_id == id_, one.chat_id == chat_id, one.gone_at.is_(None)
    )
    return conn.execute(found).scalar() or ""


def put_groups(conn: sa.Connection, id_: int, found: Iterable[Held], *, now: int) -> None:
    more = {"connection_id": id_, "fetched_at": now, "gone_at": None}
    rows = [msgspec.structs.asdict(group) | more for group in found]
    _put(conn, wecom_group, rows, ["connection_id", "chat_id"])


def lose_groups(conn: sa.Connection, id_: int, chat_ids: Iterable[str], *, now: int) -> None:
    """They are no more, or out of our sight."""
    one = wecom_group.c
    gone = sa.update(wecom_group).where(one.connection_id == id_, one.chat_id == sa.bindparam("one"))
    given = [{"one": chat_id} for chat_id in chat_ids]
    if given:
        conn.execute(gone.values(gone_at=now), given)


def set_unassigned(conn: sa.Connection, id_: int, found: Iterable[tuple[str, str, int]]) -> None:
    """(member who left, customer, when they left): these are all."""
    conn.execute(sa.delete(wecom_unassigned).where(wecom_unassigned.c.connection_id == id_))
    rows = [
        {"connection_id": id_, "userid": userid, "external_userid": external, "left_at": left}
        for (userid, external), left in {(u, e): left for u, e, left in found}.items()
    ]
    _put(conn, wecom_unassigned, rows, ["connection_id", "userid", "external_userid"])


def forget_people(conn: sa.Connection, refs: Collection[str]) -> int:
    """Erased customers wait for nobody."""
    given = [{"one": ref} for ref in refs]
    gone = sa.delete(wecom_unassigned).where(wecom_unassigned.c.external_userid == sa.bindparam("one"))
    return conn.execute(gone, given).rowcount if given else 0


def unassigned(conn: sa.Connection, id_: int) -> list[tuple[str, str, int]]:
    one = wecom_unassigned.c
    wanted = sa.select(one.userid, one.external_userid, one.left_at).where(one.connection_id == id_)
    return [tuple(row) for row in conn.execute(wanted.order_by(one.userid, one.external_userid))]


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """What the platform counted of one owner's groups on one day (days since 1970, in China)."""

    owner: str
    day: int
    chats: int
    chats_with_messages: int
    members: int
    members_with_messages: int
    messages: int


def put_days(conn: sa.Connection, id_: int, found: Iterable[Day]) -> None:
    rows = [msgspec.structs.asdict(day) | {"connection_id": id_} for day in found]
    _put(conn, wecom_statistic, rows, ["connection_id", "owner", "day"])


def days(conn: sa.Connection, id_: int, *, since: int = 0) -> list[Day]:
    one = wecom_statistic.c
    wanted = sa.select(wecom_statistic).where(one.connection_id == id_, one.day >= since)
    rows = conn.execute(wanted.order_by(one.day, one.owner)).mappings()
    return [Day(**{name: row[name] for name in Day.__struct_fields__}) for row in rows]


def last_day(conn: sa.Connection, id_: int) -> int | None:
    one = wecom_statistic.c
    return conn.execute(sa.select(sa.func.max(one.day)).where(one.connection_id == id_)).scalar()


def _put(
    conn: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    keys: list[str],
    keep: Sequence[str] = (),
) -> None:
    """Insert, or put in the place of what has these keys; columns in `keep` stay."""
    for start in range(0, len(rows), SLICE):
        new = upsert(conn, table).values([dict(row) for row in rows[start : start + SLICE]])
        changed = {name: new.excluded[name] for name in rows[0] if name not in (*keys, *keep)}
        changing = new.on_conflict_do_update(index_elements=keys, set_=changed) if changed else None
        conn.execute(new.on_conflict_do_nothing() if changing is None else changing)
