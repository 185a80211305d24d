"""Who went from one stage to another between the ends of two days: the people behind a number of the flows.

Stages are read from the facts that recorded them: `standing` knows only where everybody stands now.
"""

import datetime as dt
from typing import Any

from yutang.customers.model import STAGES, Flowed
from yutang.ledger.catalogue import Kind

ENDS, EVERY = "flows", "moves"
NEWCOMER = "new"


def stage_at(day: str) -> str:
    """A query of (customer_id, stage): what the facts said last, up to the end of the day in the place `day`."""
    return f"""select customer_id, arg_max(object_id, (happened, key_hi, key_lo))::tinyint as stage from fact
        where kind = {Kind.STAGE_CHANGED:d} and day <= {day} and customer_id is not null group by customer_id"""


# Each as the flows count: one end against the other, who stayed included; or every change in between.
_BETWEEN = f"""c.id in (select t.customer_id from ({stage_at("$flow_last")}) t
  left join ({stage_at("$flow_first")}) h on h.customer_id = t.customer_id
  where t.stage = $flow_to and h.stage is not distinct from $flow_from::tinyint)"""
_MOVED = f"""c.id in (select customer_id from fact
  where kind = {Kind.STAGE_CHANGED:d} and day > $flow_first and day <= $flow_last and object_id = $flow_to
    and amount is not distinct from $flow_from::bigint)"""


def read(text: str) -> Flowed:
    """ "flows~2026-10-01~2026-10-28~aware~buying", as addresses carry it; of "new" nothing was known before.

    Raises ValueError for anything else.
    """
    what, first, last, came_from, went_to = text.split("~")
    if what not in (ENDS, EVERY):
        raise ValueError(text)
    return Flowed(
        every=what == EVERY, first=dt.date.fromisoformat(first), last=dt.date.fromisoformat(last),
        came_from=None if came_from == NEWCOMER else STAGES.index(came_from) + 1, went_to=STAGES.index(went_to) + 1,
    )  # fmt: skip


def condition(flowed: Flowed) -> tuple[str, dict[str, Any]]:
    """On the table `customer` (as c), and the values it names."""
    values = {
        "flow_first": flowed.first, "flow_last": flowed.last, "flow_from": flowed.came_from, "flow_to": flowed.went_to,
    }  # fmt: skip
    return _MOVED if flowed.every else _BETWEEN, values
