"""Orders of the groups' people: spend, and those who buy but say nothing. A person in two groups counts in both."""

from yutang.checkup.measures.base import PEOPLE
from yutang.engine.steps import Step
from yutang.ledger.catalogue import Kind

# Orders that came to nothing; one given as part refunded still counts in full.
UNDONE = "^(已?全?额?退款|已退|已取消|取消|已关闭|交易关闭|关闭|refund|cancel|closed|void)"

SPEND = Step(
    "money.spend",
    f"""create or replace temp table cu_spend as
    select coalesce(a.person_id, -f.identity_id) as person_id,
        coalesce(sum(f.amount) filter (f.day > $as_of - 90), 0)::bigint as spend_90,
        sum(f.amount)::bigint as spend_365
    from fact f left join cu_account a on a.identity_id = f.identity_id
    where f.kind = {Kind.ORDER_PLACED:d} and f.day <= $as_of and f.day > $as_of - 365
        and f.identity_id is not null and f.amount > 0
        and not coalesce(regexp_matches(lower(f.props ->> '$.status'), {UNDONE!r}), false)
    group by 1""",
)
# Orders may hang on another identity (the shop's) of the same customer: joined by person.
BUYER = Step(
    "money.buyer",
    f"""create or replace temp table cu_buyer as
    with people as (
        select group_id, identity_id from cu_stay where gone is null and role in {PEOPLE}
        union select group_id, identity_id from cu_person
    )
    select p.group_id, coalesce(a.person_id, -p.identity_id) as person_id,
        min(p.identity_id) as identity_id, max(s.spend_90) as spend_90, max(s.spend_365) as spend_365,
        coalesce(sum(t.m90), 0)::bigint as messages
    from people p left join cu_account a on a.identity_id = p.identity_id
    join cu_spend s on s.person_id = coalesce(a.person_id, -p.identity_id)
    left join cu_person t on t.group_id = p.group_id and t.identity_id = p.identity_id
    group by 1, 2""",
)
MONEY = Step(
    "money.group",
    """create or replace temp table cu_money as
    select group_id, sum(spend_90)::bigint as spend_90, count(*) filter (spend_90 > 0) as buyers_90,
        count(*) filter (messages = 0) as silent_buyers
    from cu_buyer group by group_id""",
)

STEPS = (SPEND, BUYER, MONEY)
