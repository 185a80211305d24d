# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What a customer bought: orders with their rows, refunds and status; and in sum."""

import duckdb

from yutang.customers.views import CustomerOrder, CustomerSpending, OrderLine
from yutang.ledger.catalogue import Kind
from yutang.ledger.traits import Trait

MOST = 50  # orders that are shown
_PLACED, _REFUNDED, _CHANGED = int(Kind.ORDER_PLACED), int(Kind.ORDER_REFUNDED), int(Kind.ORDER_CHANGED)
# One order is what shares a mark, as in `customers.folds`.
_ORDERS = f"""
select coalesce(object_id, -id) as one, epoch_ms(min(happened) filter (kind = {_PLACED})) as placed,
  coalesce(sum(amount) filter (kind = {_PLACED}), 0)::bigint,
  coalesce(sum(amount) filter (kind = {_REFUNDED}), 0)::bigint,
  arg_max(status, (happened, kind = {_CHANGED}, key_hi, key_lo)) filter (status is not null),
  coalesce(arg_max(traits & {int(Trait.CANCELLED)}, (happened, kind = {_CHANGED}, key_hi, key_lo))
    filter (kind <> {_REFUNDED}), 0) <> 0,
  bool_or(traits & {int(Trait.FOREIGN_MONEY)} <> 0), max(json_extract_string(props, '$.currency')),
  list({{'items': json_extract_string(props, '$.items'), 'cents': amount}} order by id) filter (kind = {_PLACED})
from (select *, json_extract_string(props, '$.status') as status from person_fact)
where kind in ({_PLACED}, {_REFUNDED}, {_CHANGED})
group by one order by placed desc nulls last, one limit {MOST}
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
