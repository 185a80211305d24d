"""What customers did, once per customer: orders that stand, days on which they acted, whether we know each other.

Temporary tables `lc_…` on one cursor; a customer is a row of `customer` (a person), all else is left out.
"""

from yutang.customers.refunds import refunded, went_back
from yutang.engine.steps import Step
from yutang.ledger.catalogue import Ending, Kind, Role
from yutang.ledger.traits import Trait

PEOPLE = f"({Role.UNKNOWN:d}, {Role.PERSON:d})"
SEEN = "day <= $day and happened < $end"

# An order may be several rows that share its mark; a row without one is an order of its own. Its newest row says
# whether anything came of it, at one instant a change of status. Few are ever cancelled: those alone are looked at.
_MARK = "coalesce(object_id, -id)"
_PLACED, _CHANGED, _REFUNDED = Kind.ORDER_PLACED, Kind.ORDER_CHANGED, Kind.ORDER_REFUNDED
OFF = Step(
    "lifecycle.off",
    f"""create or replace temp table lc_off as
    with once as (
        select {_MARK} as mark from fact
        where kind in ({_PLACED:d}, {_CHANGED:d}) and traits & {Trait.CANCELLED:d} > 0 and {SEEN}
    )
    select {_MARK} as mark from fact
    where kind in ({_PLACED:d}, {_CHANGED:d}) and {SEEN} and {_MARK} in (select mark from once)
    group by mark
    having arg_max(traits & {Trait.CANCELLED:d}, (happened, kind = {_CHANGED:d}, key_hi, key_lo)) > 0""",
)
# Refunds count against their order whenever they came, so one that arrives before it is not lost. A credit note has a
# number of its own and no order under it (`placed` null): it is money back all the same. An order in foreign money is
# an order, worth nothing here.
ORDERS = Step(
    "lifecycle.orders",
    f"""create or replace temp table lc_order as
    with told as (
        select *, {_MARK} as mark, traits & {Trait.FOREIGN_MONEY:d} = 0 as ours from fact
        where kind in ({_PLACED:d}, {_REFUNDED:d}) and {SEEN} and customer_id is not null
            and {_MARK} not in (select mark from lc_off)
    ), back as ({went_back("told", "mark")}), ordered as (
        select mark, min(customer_id) as customer_id, min(happened) filter (where kind = {_PLACED:d}) as placed,
            min(day) filter (where kind = {_PLACED:d}) as day,
            coalesce(sum(amount) filter (where kind = {_PLACED:d} and ours), 0)::bigint as cents,
            count(*) filter (where kind = {_PLACED:d} and ours) as own,
            count(*) filter (where kind = {_PLACED:d}) as every
        from told group by mark
    )
    select o.customer_id, o.placed, o.day,
        o.cents - ({refunded("b.back", "o.cents", ours="o.own", placed="o.every")}) as cents
    from ordered o left join back b using (mark)""",
)
BOUGHT = Step(
    "lifecycle.bought",
    """create or replace temp table lc_bought as
    select customer_id, count(placed) as orders, sum(cents)::bigint as cents, max(placed) as last_at,
        max(day) as last_day
    from lc_order group by customer_id having orders > 0""",
)
# Days, not messages: messages come in bursts, and ten in a minute are no rhythm.
ACTED = Step(
    "lifecycle.acted",
    f"""create or replace temp table lc_acted as
    with did as (
        select customer_id, day, happened, true as word from fact
        where kind = {Kind.MESSAGE_SENT:d} and {SEEN} and customer_id is not null
        union all select customer_id, day, placed, false from lc_order where placed is not null
    ), days as (
        select customer_id, day, max(happened) as last_at, bool_or(word) as word from did
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
STEPS = (OFF, ORDERS, BOUGHT, ACTED, MET, GONE, SPREAD)
