"""Pictures, videos and files that no message names: somebody chose another, or never kept what they wrote."""

import re

import sqlalchemy as sa

from yutang.kit.clock import DAY
from yutang.outbox import sorts
from yutang.outbox.tables import send, send_picture

KEPT_FOR = 7 * DAY  # since it was chosen last: a message may be written for days
AT_ONCE = 500
_NAMED = re.compile(rf'"(?:{"|".join(sorts.LARGEST)}):([0-9]{{1,15}})"')


def remove_unused(conn: sa.Connection, *, now: int) -> int:
    """Those that are old enough, AT_ONCE at most; how many. Decided and done in the caller's one transaction: a
    message that names one is kept before, and it stays, or after, and then it says that its picture is missing."""
    one = send_picture.c
    old = list(conn.execute(sa.select(one.id).where(one.made_at < now - KEPT_FOR).order_by(one.id)).scalars())
    if not old:
        return 0
    named: set[int] = set()
    for message in conn.execute(sa.select(send.c.message).where(send.c.message.contains(':"'))).scalars():
        named.update(int(id_) for id_ in _NAMED.findall(message))
    gone = [id_ for id_ in old if id_ not in named][:AT_ONCE]
    if gone:
        conn.execute(sa.delete(send_picture).where(one.id.in_(gone)))
    return len(gone)
