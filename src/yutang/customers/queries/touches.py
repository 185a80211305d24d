# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""What was sent to a customer, or was to be, and what became of it."""

from typing import Any

import duckdb

from yutang.customers.queries.bonds import channel_name
from yutang.customers.views import CustomerTouch
from yutang.ledger.catalogue import Kind, Refusal

NEWEST = 50
_STATES = {Kind.TOUCH_PROPOSED: "proposed", Kind.TOUCH_SENT: "sent", Kind.TOUCH_REFUSED: "refused"}
# One a send and account. What became of it stands above that it was proposed, whatever the clocks of platforms say;
# of two words on that the one that was heard last counts.
_TOUCHES = f"""
select last.id, last.kind, last.channel, epoch_ms(last.happened), last.amount from (
  select arg_max({{'id': id, 'kind': kind, 'channel': channel, 'happened': happened, 'amount': amount}},
    (kind <> {Kind.TOUCH_PROPOSED}, id)) as last
  from person_fact where kind in ({", ".join(str(int(kind)) for kind in _STATES)}) group by object_id, identity_id
) where last.channel is not null order by last.happened desc, last.id desc limit {NEWEST}
"""


def touches(cursor: duckdb.DuckDBPyConnection) -> list[CustomerTouch]:
    """The newest first, of the customer whose facts are `person_fact`."""
    return [
        CustomerTouch(
            id=str(id_), at=at, channel=name, state=_STATES[Kind(kind)], reason=refusal(kind, amount)
        )
        for id_, kind, channel, at, amount in cursor.execute(_TOUCHES).fetchall()
        if (name := channel_name(channel)) is not None
    ]


def refusal(kind: int, amount: int | None) -> Any:
    """Why nothing came of a touch, as a name. None: something did, or a program posted the fact without saying why."""
    known = {int(one): one.name.lower() for one in Refusal}
    return known.get(amount) if kind == Kind.TOUCH_REFUSED and amount is not None else None
