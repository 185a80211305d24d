"""What went back of each order, as one SELECT for all who ask: folds, a customer's page, scores.

Two ways to hear of it: refunds one by one (a credit note, a row of its own), and a column that tells what has gone back
so far, which every later export tells anew. Of the column the most is taken, per line where lines have it; since it
tells of the single ones too, the larger of the two counts. More than was paid for an order never came back of it.
"""

from yutang.ledger.catalogue import Kind
from yutang.ledger.traits import Trait

_SO_FAR = "coalesce(json_extract_string(props, '$.so_far') = 'true', false)"


def went_back(facts: str, by: str) -> str:
    """A SELECT of `by` and `back`, cents in the tenant's currency. `facts`: a table or CTE; `by`: columns of it."""
    return f"""select {by}, greatest(coalesce(sum(cents) filter (not so_far), 0),
    coalesce(sum(cents) filter (so_far), 0))::bigint as back
  from (
    select {by}, so_far, case when so_far then max(amount) else sum(amount) end as cents
    from (select {by}, amount, {_SO_FAR} as so_far, json_extract_string(props, '$.of') as part from {facts}
      where kind = {Kind.ORDER_REFUNDED} and traits & {int(Trait.FOREIGN_MONEY)} = 0)
    group by {by}, so_far, case when so_far then part end
  ) group by {by}"""


def refunded(back: str, cents: str, *, ours: str, placed: str) -> str:
    """SQL of what counts of `back`. `cents`: what was paid; `ours`, `placed`: rows of the order, in the tenant's
    currency and in any. Of an order in foreign money nothing counts; of one that is not known (yet), all that was said.
    """
    told = f"coalesce({back}, 0)"
    return f"case when {ours} > 0 then least({told}, {cents}) when {placed} > 0 then 0 else {told} end"
