"""Whose each customer was, day by day, and what of it was retained: from links and waking time to stays and runs.

rt_stay: retained days under one follower; rt_run: retained days without a gap, whoever followed. Columns came and gone
(null: not yet) are days, `entry` and `exit` are codes of Came and Gone, or SAME: the same follower's next relation.
"""

from yutang.engine.steps import Step
from yutang.insight.retention.model import Came, Gone

SAME = 0  # neither came nor gone

MANY = Step(
    "stays.many",
    """create or replace temp table rt_many as
    select *, row_number() over (
        partition by customer_id order by later, since, staff_id, source_id, d1) as rank
    from rt_link semi join (select customer_id from rt_link group by 1 having count(*) > 1) using (customer_id)""",
)
# Between two days on which something begins or ends nothing changes: whose they are is asked once a piece.
PIECE = Step(
    "stays.piece",
    """create or replace temp table rt_piece as
    with point as (
        select customer_id, d0 as p from rt_many union select customer_id, d1 from rt_many
    ), piece as (
        select customer_id, p, lead(p) over (partition by customer_id order by p) as q from point
    ), held as (
        select p.customer_id, p, q, min(m.rank) as rank
        from piece p join rt_many m on m.customer_id = p.customer_id and m.d0 <= p and m.d1 >= q
        group by p.customer_id, p, q
    )
    select customer_id, p, q, staff_id, source_id,
        lag(q) over w is distinct from p or lag(staff_id) over w is distinct from staff_id
            or lag(source_id) over w is distinct from source_id as fresh,
        lead(p) over w is distinct from q as last
    from held join (select customer_id, rank, staff_id, source_id from rt_many) using (customer_id, rank)
    window w as (partition by customer_id order by p)""",
)
# Of several links that end on the last day, the one that ended last says why; of one instant, the lowest code.
FOLLOW = Step(
    "stays.follow",
    """create or replace temp table rt_follow as
    with why as (
        select customer_id, p.q, arg_max(m.cause, coalesce(m.ended, 0)::hugeint * 32 - m.cause) as cause
        from rt_piece p join rt_many m using (customer_id)
        where p.last and m.d1 = p.q group by customer_id, p.q
    ), numbered as (
        select *, count(*) filter (fresh) over (
            partition by customer_id order by p rows unbounded preceding) as n
        from rt_piece
    ), merged as (
        select customer_id, staff_id, source_id, min(p) as d0, max(q) as d1
        from numbered group by customer_id, n, staff_id, source_id
    )
    select m.customer_id, staff_id, source_id, d0, d1, cause
    from merged m left join why w on w.customer_id = m.customer_id and w.q = m.d1
    union all
    select customer_id, staff_id, source_id, d0, d1, cause
    from rt_link anti join (select distinct customer_id from rt_many) using (customer_id)""",
)
# An act beats silence: a relation that ends on the day on which somebody falls dormant is told as its end.
STAY = Step(
    "stays.stay",
    f"""create or replace temp table rt_stay as
    with held as (
        select f.customer_id, staff_id, source_id, greatest(d0, a0) as came, least(d1, a1) as gone,
            if(d1 <= a1, cause, null) as cause
        from rt_follow f join rt_awake a on a.customer_id = f.customer_id and a.a0 < f.d1 and f.d0 < a.a1
    ), seen as (
        select *, lag(gone) over w as before, lead(came) over w as after, first_value(came) over w as arrived,
            lag(staff_id) over w as from_staff, lead(staff_id) over w as to_staff
        from held window w as (partition by customer_id order by came
            rows between unbounded preceding and unbounded following)
    )
    select customer_id, staff_id, source_id, came, nullif(gone, $far) as gone, arrived,
        case when before is null then {Came.NEW:d} when before < came then {Came.RETURNED:d}
            else if(from_staff = staff_id, {SAME}, {Came.MOVED_IN:d}) end::tinyint as entry,
        case when gone = $far then null when after = gone then if(to_staff = staff_id, {SAME}, {Gone.MOVED_OUT:d})
            else coalesce(cause, {Gone.DORMANT:d}) end::tinyint as exit
    from seen""",
)
# The source is that of the relation that made them retained: of a run's first stay, handed on to the others.
RUN = Step(
    "stays.run",
    f"""create or replace temp table rt_run as
    with moved as (
        select *, count(*) filter (entry in ({Came.NEW:d}, {Came.RETURNED:d})) over (
            partition by customer_id order by came rows unbounded preceding) as n
        from rt_stay semi join (
            select customer_id from rt_stay where entry in ({SAME}, {Came.MOVED_IN:d})) m using (customer_id)
    )
    select customer_id, first(source_id order by came) as source_id, min(came) as came,
        last(gone order by came) as gone, min(arrived) as arrived, first(entry order by came) as entry,
        last(exit order by came) as exit, true as moved
    from moved group by customer_id, n
    union all
    select customer_id, source_id, came, gone, arrived, entry, exit, false
    from rt_stay anti join (
        select customer_id from rt_stay where entry in ({SAME}, {Came.MOVED_IN:d})) m using (customer_id)""",
)
SOURCE = Step(
    "stays.source",
    """update rt_stay set source_id = r.source_id from rt_run r
    where r.moved and r.customer_id = rt_stay.customer_id and r.came <= rt_stay.came
        and (r.gone is null or rt_stay.came < r.gone)""",
)

STEPS = (MANY, PIECE, FOLLOW, STAY, RUN, SOURCE)
