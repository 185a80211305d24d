"""Recency, frequency, money: quintiles over everybody who ever bought.

Score of a value v among n customers, c of whom have v or less: (5·c − 1) div n + 1. Equal values share a score, the
higher one: whom an id happens to favour must not decide who is a good customer. Integer arithmetic only.
"""

from yutang.engine.steps import Step

_SCORE = "((5 * count(*) over (order by {}) - 1) // count(*) over () + 1)::smallint"

RFM = Step(
    "lifecycle.rfm",
    f"""create or replace temp table lc_rfm as
    select customer_id, {_SCORE.format("last_day")} as recency, {_SCORE.format("orders")} as frequency,
        {_SCORE.format("cents")} as money
    from lc_bought semi join customer c on c.id = customer_id""",
)
