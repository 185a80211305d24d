"""Codes on whose roster somebody stands."""

import msgspec
import sqlalchemy as sa

from yutang.sources.model import CodeKind, CodeState
from yutang.sources.tables import code_seat, live_code


class Standing(msgspec.Struct, frozen=True):
    """`alone`: nobody else stands behind the code, so it leads to nobody without them."""

    id: int
    name: str
    alone: bool


def of_staff(conn: sa.Connection, connection_id: int, userid: str) -> list[Standing]:
    """Live ones, by name."""
    code, seat = live_code.c, code_seat.c
    others = sa.select(seat.code_id).where(seat.code_id == code.id, seat.who != userid).exists()
    mine = sa.select(seat.code_id).where(seat.who == userid)
    wanted = sa.select(code.id, code.name, sa.not_(others)).where(
        code.id.in_(mine), code.connection_id == connection_id, code.kind == CodeKind.PERSON,
        code.state.not_in((CodeState.ENDING, CodeState.ENDED)),
    )  # fmt: skip
    return [
        Standing(row[0], row[1], bool(row[2])) for row in conn.execute(wanted.order_by(code.name, code.id))
    ]
