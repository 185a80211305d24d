# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""What was sent to a customer, or was to be, and what became of it."""

import duckdb

from yutang.customers.queries.bonds import channel_name
from yutang.customers.views import CustomerTouch
from yutang.ledger.catalogue import Kind

NEWEST = 50
_STATES = {Kind.TOUCH_PROPOSED: "proposed", Kind.TOUCH_SENT: "sent", Kind.TOUCH_REFUSED: "refused"}
# One a send and account. What became of it stands above that it was proposed, whatever the clocks of platforms say;
# of two words on that the one that was heard last counts.
_TOUCHES = f"""
select last.id, last.kind, last.channel, epoch_ms(last.happened) from (
  select arg_max({{'id': id, 'kind': kind, 'channel': channel, 'happened': happened}},
    (kind <> {Kind.TOUCH_PROPOSED}, id)) as last
  from person_fact where kind in ({", ".join(str(int(kind)) for kind in _STATES)}) group by object_id, identity_id
) where last.channel is not null order by last.happened desc, last.id desc limit {NEWEST}
"""


def touches(cursor: duckdb.DuckDBPyConnection) -> list[CustomerTouch]:
    """The newest first, of the customer whose facts are `person_fact`."""
    return [
        CustomerTouch(id=str(id_), at=at, channel=name, state=_STATES[Kind(kind)])
        for id_, kind, channel, at in cursor.execute(_TOUCHES).fetchall()
        if (name := channel_name(channel)) is not None
    ]
