"""A member of staff whose account has another id: what goes out in their name goes out under it.

Of what the platform has already it may tell under either id. The old one stays known as that of the account which a
member of a Moment was chosen by; a message has one sender, so whoever tapped it is them.
"""

import msgspec
import sqlalchemy as sa

from yutang.channels.contract.capabilities import Target
from yutang.channels.wecom.sending import JOB, SOUGHT, Sought
from yutang.outbox.model import UNSETTLED, PartState
from yutang.outbox.tables import send, send_member, send_part


def renumber(conn: sa.Connection, connection_id: int, old: str, new: str) -> None:
    """Again, it does nothing."""
    one, member = send_part.c, send_member.c
    sends = sa.select(send.c.id).where(send.c.connection_id == connection_id)
    posts = sa.select(member.send_id).where(member.userid == old, member.send_id.in_(sends))
    theirs = (one.send_id.in_(sends), sa.or_(one.sender == old, one.send_id.in_(posts)))
    # Another attempt than who is about to submit one has seen: it would still say the old id.
    planned = sa.update(send_part).where(*theirs, one.state == PartState.PLANNED)
    conn.execute(planned.values(attempt=one.attempt + 1))
    held = sa.select(one.id, one.ref).where(*theirs, one.state.in_((PartState.WAITING, *UNSETTLED)))
    for id_, ref in conn.execute(held).all():
        told = either(ref, old, new)
        if told != ref:
            conn.execute(sa.update(send_part).where(one.id == id_).values(ref=told))
    mine = sa.update(send_part).where(one.send_id.in_(sends), one.sender == old)
    conn.execute(mine.values(sender=new))
    publishes = sa.update(send_member).where(member.send_id.in_(sends), member.userid == old)
    conn.execute(publishes.values(userid=new))


def either(ref: str, old: str, new: str) -> str:
    """A trace that finds what was made in the name of either. Of a message the sender is left open: its recipients tell
    it from others."""
    kind, _, rest = ref.partition(":")
    head, _, kept = rest.rpartition(" ") if kind == JOB else ("", "", rest)
    if kind not in (SOUGHT, JOB):
        return ref
    try:
        sought = msgspec.json.decode(kept, type=Sought)
    except msgspec.DecodeError:  # refs of former versions
        return ref
    if sought.sender == old:
        sought = msgspec.structs.replace(sought, sender="")
    if sought.target is Target.FEED and old in sought.some and new not in sought.some:
        sought = msgspec.structs.replace(sought, some=(*sought.some, new))
    told = msgspec.json.encode(sought).decode()
    return f"{kind}:{head} {told}" if kind == JOB else f"{kind}:{told}"
