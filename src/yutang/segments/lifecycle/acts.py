"""What customers did, once per customer: orders that stand, days on which they acted, whether we know each other.

Temporary tables `lc_…` on one cursor; a customer is a row of `customer` (a person), all else is left out.
"""

from yutang.engine.steps import Step
from yutang.ledger.catalogue import Ending, Kind, Role
from yutang.ledger.traits import Trait

PEOPLE = f"({Role.UNKNOWN:d}, {Role.PERSON:d})"
SEEN = "day <= $day and happened < $end"

# An order may be several rows that share its mark. Its newest row says whether anything came of it, at one instant a
# change of status; refunds count against it whenever they came, so one that arrives before its order is not lost. An
# order in foreign money is an order, worth nothing here.
ORDERS = Step(
    "lifecycle.orders",
    f"""create or replace temp table lc_order as
    select min(customer_id) as customer_id, min(happened) filter (where kind = {Kind.ORDER_PLACED:d}) as placed,
        min(day) filter (where kind = {Kind.ORDER_PLACED:d}) as day,
        coalesce(sum(case when traits & {Trait.FOREIGN_MONEY:d} > 0 then 0
            when kind = {Kind.ORDER_PLACED:d} then amount
            when kind = {Kind.ORDER_REFUNDED:d} then -amount end), 0)::bigint as cents
    from fact
    where kind in ({Kind.ORDER_PLACED:d}, {Kind.ORDER_REFUNDED:d}, {Kind.ORDER_CHANGED:d}) and {SEEN}
        and customer_id is not null
    group by coalesce(object_id, -id)
    having placed is not null and arg_max(
        traits & {Trait.CANCELLED:d}, (happened, kind = {Kind.ORDER_CHANGED:d}, key_hi, key_lo)
    ) filter (where kind <> {Kind.ORDER_REFUNDED:d}) = 0""",
)
BOUGHT = Step(
    "lifecycle.bought",
    """create or replace temp table lc_bought as
    select customer_id, count(*) as orders, sum(cents)::bigint as cents, max(placed) as last_at,
        max(day) as last_day
    from lc_order group by customer_id""",
)
# Days, not messages: messages come in bursts, and ten in a minute are no rhythm.
ACTED = Step(
    "lifecycle.acted",
    f"""create or replace temp table lc_acted as
    with said as (
        select customer_id, day, max(happened) as last_at from fact
        where kind = {Kind.MESSAGE_SENT:d} and {SEEN} and customer_id is not null
        group by customer_id, day
    ), did as (
        select customer_id, day, last_at, true as word from said
        union all select customer_id, day, placed, false from lc_order
    ), days as (
        select customer_id, day, max(last_at) as last_at, bool_or(word) as word from did
        group by customer_id, day
    )
    select customer_id, max(last_at) as last_at, max(day) as last_day, max(day) filter (where word) as word_day,
        count(*) filter (where day > $day - $rhythm_window) as days,
        max(day) - min(day) filter (where day > $day - $rhythm_window) as span
    from days group by customer_id""",
)
# Contact either way: a relation, a seat in a group, staff who wrote to them one to one. (Words are in lc_acted.)
MET = Step(
    "lifecycle.met",
    f"""create or replace temp table lc_met as
    with told as (
        select distinct f.group_id from fact f
        join customer_group g on g.id = f.group_id and g.private
        join identity i on i.id = f.identity_id and i.role = {Role.STAFF:d}
        where f.kind = {Kind.MESSAGE_SENT:d} and f.{SEEN.replace(" and ", " and f.")}
    )
    select customer_id from relation where since < $end
    union
    select i.customer_id from membership m join identity i on i.id = m.identity_id
    join customer_group g on g.id = m.group_id
    where (m.joined is null or m.joined < $end)
        and (not g.private or m.group_id in (select group_id from told))""",
)
# Ended by the customer, every one of them; a transfer hands the relation on and ends nothing.
GONE = Step(
    "lifecycle.gone",
    f"""create or replace temp table lc_gone as
    select customer_id, max(ended) as ended from relation
    where since < $end and cause is distinct from {Ending.TRANSFERRED:d}
    group by customer_id
    having bool_and(coalesce(ended < $end and cause = {Ending.CUSTOMER_DELETED:d}, false))""",
)
SPREAD = Step(
    "lifecycle.spread",
    f"""create or replace temp table lc_spread as
    select distinct who.customer_id from membership m
    join identity who on who.id = m.inviter_id join identity guest on guest.id = m.identity_id
    where m.joined < $end and m.joined >= $end - to_days($spreading)
        and guest.role in {PEOPLE} and guest.customer_id <> who.customer_id""",
)
STEPS = (ORDERS, BOUGHT, ACTED, MET, GONE, SPREAD)
