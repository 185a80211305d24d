"""The stage of every customer, from what they did (acts) and the stage before.

The stage before is read from the facts that recorded it, not from `standing`: those survive a rebuild and a merge, and
a sweep that is done twice records nothing twice.
"""

from yutang.customers.queries.flowed import stage_at
from yutang.engine.steps import Step
from yutang.segments.lifecycle.model import Stage

# How long each may be silent: three of their own mean gaps, rounded up, within floor and cap.
LIMITS = Step(
    "lifecycle.limits",
    """create or replace temp table lc_limit as
    select customer_id, case when days >= $rhythm_days
        then least(greatest(($risk_times * span + days - 2) // (days - 1), $risk_floor), $risk_cap)
        else $risk_without_rhythm end as risk
    from lc_acted""",
)

BEFORE = Step("lifecycle.before", f"create or replace temp table lc_before as {stage_at('$day')}")
STAGE = Step(
    "lifecycle.stage",
    f"""create or replace temp table lc_stage as
    with person as (
        select c.id as customer_id, b.stage as before, coalesce(o.orders, 0) as orders,
            $day - a.last_day as silence, $day - a.word_day as word, l.risk,
            least(l.risk * $lost_times, $lost_cap) as lost,
            g.ended is not null and coalesce(a.last_at <= g.ended, true) as gone,
            m.customer_id is not null or a.word_day is not null as met
        from customer c
        left join lc_acted a on a.customer_id = c.id left join lc_limit l on l.customer_id = c.id
        left join lc_bought o on o.customer_id = c.id left join lc_before b on b.customer_id = c.id
        left join lc_gone g on g.customer_id = c.id left join lc_met m on m.customer_id = c.id
    )
    select customer_id, before, (case
        when gone then {Stage.LOST:d}
        when orders > 0 and (silence > lost or (before = {Stage.LOST:d} and silence > $back))
            then {Stage.LOST:d}
        when orders > 0 and (silence > risk or (before = {Stage.AT_RISK:d} and silence > $back))
            then {Stage.AT_RISK:d}
        when orders > 1 then {Stage.REPEAT:d}
        when orders = 1 then {Stage.BUYING:d}
        when word <= $interacting or (before = {Stage.INTERACTING:d} and word <= $interacting_stay)
            then {Stage.INTERACTING:d}
        when met then {Stage.AWARE:d}
        else {Stage.STRANGER:d} end)::tinyint as stage
    from person""",
)
STEPS = (LIMITS, BEFORE, STAGE)
