"""Inflow − evaporation = retained, exactly, from membership intervals of people; rejoins; silent members.

The window is half open in UTC: [$start, $end), the tenant's midnights around 28 days. An interval without a
join began before everything; one that ends before it begins is taken to end when it began. Hence, for every
group: retained($end) = retained($start) + inflow − evaporation.
"""

from yutang.checkup.measures.base import PEOPLE
from yutang.engine.steps import Step
from yutang.ledger.catalogue import Kind, Role

# greatest() skips nulls: a missing join is no hindrance, a missing leave must be asked for.
STAY = Step(
    "flows.stay",
    f"""create or replace temp table cu_stay as
    select m.group_id, m.identity_id, m.joined,
        case when m."left" is not null and greatest(m."left", m.joined) < $end
            then greatest(m."left", m.joined) end as gone,
        coalesce(a.role, {Role.UNKNOWN:d}) as role
    from membership m semi join cu_group g on g.group_id = m.group_id
    left join cu_account a on a.identity_id = m.identity_id
    where coalesce(m.joined < $end, true)""",
)
FLOW = Step(
    "flows.flow",
    f"""create or replace temp table cu_flow as
    select group_id,
        count(*) filter (gone is null) as retained,
        count(*) filter (joined >= $start) as inflow,
        count(*) filter (gone >= $start) as evaporation,
        count(joined) as joins, count(gone) as leaves,
        min(joined) as first_join, max(joined) as last_join, greatest(max(joined), max(gone)) as last_move
    from cu_stay where role in {PEOPLE} group by group_id""",
)
REJOIN = Step(
    "flows.rejoin",
    f"""create or replace temp table cu_rejoin as
    select group_id, count(*) filter (back) / count(*)::double as rejoin_rate
    from (
        select group_id, identity_id, coalesce(max(joined) >= min(gone), false) and count(*) > 1 as back
        from cu_stay where role in {PEOPLE} group by group_id, identity_id having count(gone) > 0
    ) group by group_id""",
)
# A roster is believed when at most one in ten who ever spoke is missing from it: an export that shows a few
# joins is no roster, and its count of members would be wrong.
ROSTER = Step(
    "flows.roster",
    f"""create or replace temp table cu_roster as
    with listed as (select distinct group_id, identity_id from cu_stay where role in {PEOPLE}),
    spoke as (select distinct group_id, identity_id from cu_sender_day),
    missing as (
        select s.group_id, count(*) as speakers, count(*) filter (l.identity_id is null) as strangers
        from spoke s left join listed l using (group_id, identity_id) group by s.group_id
    )
    select f.group_id, coalesce(strangers * 10 <= speakers, true) as known
    from cu_flow f left join missing using (group_id)""",
)
WATCHERS = Step(
    "flows.watchers",
    f"""create or replace temp table cu_watchers as
    select s.group_id, count(*) filter (p.m28 is null) as watchers
    from (
        select distinct group_id, identity_id from cu_stay where gone is null and role in {PEOPLE}
    ) s semi join (from cu_roster where known) k on k.group_id = s.group_id
    left join cu_person p on p.group_id = s.group_id and p.identity_id = s.identity_id
    group by s.group_id""",
)
# What the exports said of groups without naming people: the newest count of members. A list without a day of
# its own stands on 1970-01-01.
SEEN = Step(
    "flows.seen",
    f"""create or replace temp table cu_seen as
    select group_id, min(day) filter (day > date '1970-01-01') as first_day,
        max(day) filter (day > date '1970-01-01') as last_day,
        arg_max(try_cast(props ->> '$.members' as integer), happened)
            filter (try_cast(props ->> '$.members' as integer) is not null) as members
    from fact where kind in ({Kind.GROUP_SEEN:d}, {Kind.GROUP_COUNTED:d}) and day <= $as_of
    group by group_id""",
)

STEPS = (STAY, FLOW, REJOIN, ROSTER, WATCHERS, SEEN)
