"""Statements on uploads. No decisions."""

from typing import Any

import sqlalchemy as sa

from yutang.importers.tables import upload, upload_file
from yutang.kit.jobs import ENDED
from yutang.kit.tables import job

KEY = "upload:"  # of the job that imports one, before its id: one at a time


def add(conn: sa.Connection, id_: int, folder: str, user_id: int, now: int) -> None:
    conn.execute(
        sa.insert(upload).values(id=id_, folder=folder, user_id=user_id, created_at=now, touched_at=now)
    )


def one(conn: sa.Connection, id_: int, user_id: int | None = None) -> sa.Row[Any] | None:
    """An upload; with `user_id` only if it is theirs."""
    wanted = sa.select(upload).where(upload.c.id == id_)
    if user_id is not None:
        wanted = wanted.where(upload.c.user_id == user_id)
    return conn.execute(wanted).one_or_none()


def open_ones(conn: sa.Connection, user_id: int) -> int:
    """How many a person has."""
    return int(conn.execute(sa.select(sa.func.count()).where(upload.c.user_id == user_id)).scalar_one())


def files(conn: sa.Connection, id_: int) -> list[sa.Row[Any]]:
    found = sa.select(upload_file).where(upload_file.c.upload_id == id_).order_by(upload_file.c.path)
    return list(conn.execute(found))


def file(conn: sa.Connection, id_: int, path: str) -> sa.Row[Any] | None:
    mine = sa.select(upload_file).where(upload_file.c.upload_id == id_, upload_file.c.path == path)
    return conn.execute(mine).one_or_none()


def weight(conn: sa.Connection, id_: int) -> tuple[int, int]:
    """(files, bytes they will have)."""
    told = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(upload_file.c.size), 0))
    count, size = conn.execute(told.where(upload_file.c.upload_id == id_)).one()
    return int(count), int(size)


def taken(conn: sa.Connection, id_: int, folded: str) -> bool:
    mine = sa.select(upload_file.c.path).where(upload_file.c.upload_id == id_, upload_file.c.folded == folded)
    return conn.execute(mine.limit(1)).one_or_none() is not None


def in_the_way(conn: sa.Connection, id_: int, parents: list[str], folded: str) -> bool:
    """Whether a file lies where a folder is needed, or a folder where the file shall lie."""
    clash = sa.or_(
        upload_file.c.folded.in_(parents), upload_file.c.folded.startswith(folded + "/", autoescape=True)
    )
    mine = sa.select(upload_file.c.path).where(upload_file.c.upload_id == id_, clash)
    return conn.execute(mine.limit(1)).one_or_none() is not None


def add_file(conn: sa.Connection, id_: int, path: str, place: str, folded: str, size: int) -> None:
    conn.execute(
        sa.insert(upload_file).values(upload_id=id_, path=path, place=place, folded=folded, size=size)
    )


def touch(conn: sa.Connection, id_: int, now: int) -> None:
    conn.execute(sa.update(upload).where(upload.c.id == id_).values(touched_at=now))


def remove(conn: sa.Connection, ids: list[int]) -> None:
    conn.execute(sa.delete(upload_file).where(upload_file.c.upload_id.in_(ids)))
    conn.execute(sa.delete(upload).where(upload.c.id.in_(ids)))


def old(conn: sa.Connection, before: int) -> list[sa.Row[Any]]:
    """Uploads nobody touched since, nor is any import reading or about to."""
    read = sa.select(job.c.id).where(
        job.c.only_one == sa.literal(KEY).concat(sa.cast(upload.c.id, sa.Text)), job.c.state.not_in(ENDED)
    )
    return list(conn.execute(sa.select(upload).where(upload.c.touched_at < before, ~read.exists())))


def folders(conn: sa.Connection) -> set[str]:
    return set(conn.scalars(sa.select(upload.c.folder)))
