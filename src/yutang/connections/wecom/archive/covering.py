# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Of how many groups the archive hears at all: somebody with a seat sits in them; and how many customers said no."""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from yutang.channels.contract.conversations import Consented, Consents
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.connections import mirror
from yutang.connections.wecom.archive import store
from yutang.connections.wecom.archive.model import Coverage
from yutang.connections.wecom.asking import Patience, side_by_side
from yutang.connections.wecom.learning import Learner
from yutang.connections.wecom.sightings import refs, register

_COVERED = """select distinct g.external_id from customer_group g
join membership m on m.group_id = g.id and m."left" is null join identity i on i.id = m.identity_id
semi join seated s on s.ref = i.external_id semi join shown c on c.ref = g.external_id
where g.platform = 'wecom' and i.platform = 'wecom'"""


def cover(
    learner: Learner, connection_id: int, consents: Consents, patience: Patience, *, now: int
) -> Coverage | Failure:
    """Asked of the platform, and kept. A group that it won't tell of is passed over."""
    seats = patience.ask(consents.seats)
    if isinstance(seats, Failure):
        return seats
    with learner.ledger.state.read() as conn:
        shown = sorted(mirror.groups(conn, connection_id))
    chats = _covered(learner, seats, shown)
    people = refused = 0
    for _, found in side_by_side(lambda chat: patience.ask(lambda: consents.in_group(chat)), chats):
        if isinstance(found, Consented):
            people, refused = people + found.people, refused + found.refused
        elif found.trouble not in (Trouble.DATA, Trouble.BUG):
            return found
    made = Coverage(seats=len(seats), groups=len(shown), covered=len(chats), people=people, refused=refused)

    def write(conn: sa.Connection) -> None:
        kept = store.one(conn, connection_id)
        told = msgspec.structs.asdict(made) | {"checked_at": now, "trouble": None, "trouble_at": None}
        store.put(conn, msgspec.structs.replace(kept, **told))

    learner.ledger.state.write(write)
    return made


def _covered(learner: Learner, seats: Sequence[str], shown: Sequence[str]) -> list[str]:
    with learner.ledger.analytics.cursor() as cursor:
        register(cursor, {"seated": refs(seats), "shown": refs(shown)})
        return sorted(chat for (chat,) in cursor.execute(_COVERED).fetchall())
