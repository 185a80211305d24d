# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What a customer bought: orders with their rows, refunds and status; and in sum."""

import duckdb

from yutang.customers.refunds import refunded, went_back
from yutang.customers.views import CustomerOrder, CustomerSpending, OrderLine
from yutang.ledger.catalogue import Kind
from yutang.ledger.traits import Trait

MOST = 50  # orders that are shown
_PLACED, _REFUNDED, _CHANGED = int(Kind.ORDER_PLACED), int(Kind.ORDER_REFUNDED), int(Kind.ORDER_CHANGED)
# One order is what shares a mark, as in `customers.folds`.
_ORDERS = f"""
with told as (
  select *, coalesce(object_id, -id) as one, traits & {int(Trait.FOREIGN_MONEY)} <> 0 as strange,
    json_extract_string(props, '$.status') as status
  from person_fact where kind in ({_PLACED}, {_REFUNDED}, {_CHANGED})
), back as ({went_back("told", "one")}), ordered as (
  select one, epoch_ms(min(happened) filter (kind = {_PLACED})) as placed,
    coalesce(sum(amount) filter (kind = {_PLACED}), 0)::bigint as cents,
    arg_max(status, (happened, kind = {_CHANGED}, key_hi, key_lo)) filter (status is not null) as status,
    coalesce(arg_max(traits & {int(Trait.CANCELLED)}, (happened, kind = {_CHANGED}, key_hi, key_lo))
      filter (kind <> {_REFUNDED}), 0) <> 0 as off,
    bool_or(strange) as strange, max(json_extract_string(props, '$.currency')) as currency,
    list({{'items': json_extract_string(props, '$.items'), 'cents': amount}} order by id)
      filter (kind = {_PLACED}) as lines,
    coalesce(sum(amount) filter (kind = {_PLACED} and not strange), 0)::bigint as paid,
    count(*) filter (kind = {_PLACED} and not strange) as ours, count(*) filter (kind = {_PLACED}) as placed_rows
  from told group by one
)
select o.one, o.placed, o.cents, {refunded("b.back", "o.paid", ours="o.ours", placed="o.placed_rows")}, o.status, o.off,
  o.strange, o.currency, o.lines
from ordered o left join back b using (one)
order by o.placed desc nulls last, o.one limit {MOST}
"""


def orders(cursor: duckdb.DuckDBPyConnection) -> list[CustomerOrder]:
    """The newest MOST of the customer whose facts are `person_fact`."""
    return [
        CustomerOrder(
            id=str(one), placed_at=placed, cents=cents, refunded_cents=back, status=status, cancelled=off,
            foreign=foreign, currency=currency,
            lines=[OrderLine(items=line["items"], cents=line["cents"] or 0) for line in lines or []],
        )
        for one, placed, cents, back, status, off, foreign, currency, lines in cursor.execute(_ORDERS).fetchall()
    ]  # fmt: skip


def spending(cursor: duckdb.DuckDBPyConnection, customer_id: int) -> CustomerSpending:
    rows = cursor.execute(
        "select orders, cents, refunded, epoch_ms(first_at), epoch_ms(last_at) from spending where customer_id = ?",
        [customer_id],
    ).fetchall()
    count, cents, back, first, last = rows[0] if rows else (0, 0, 0, None, None)
    average = (2 * cents + count) // (2 * count) if count else None
    return CustomerSpending(orders=count, spend_cents=cents, refunded_cents=back, average_cents=average,
                    first_order_at=first, last_order_at=last)  # fmt: skip
