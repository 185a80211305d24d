"""How many recipients are how: as it is kept, and counted one by one."""

from collections import Counter

import sqlalchemy as sa

Key = tuple[int, int, int, str, int]
_ROWS = "select send_id, coalesce(part_id, 0), coalesce(staff_id, 0), state, reason from send_recipient"
_KEPT = "select send_id, part_id, staff_id, state, reason, people from send_tally"


def counted(conn: sa.Connection) -> Counter[Key]:
    return Counter((row[0], row[1], row[2], row[3], row[4]) for row in conn.execute(sa.text(_ROWS)))


def kept(conn: sa.Connection) -> Counter[Key]:
    rows = conn.execute(sa.text(_KEPT))
    return Counter({(row[0], row[1], row[2], row[3], row[4]): row[5] for row in rows})
