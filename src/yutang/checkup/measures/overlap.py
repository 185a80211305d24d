"""Which groups share people, for candidate groups only: shared ÷ the smaller group's people.

People = the roster where it is believed, else those heard in the last 180 days. Who sits in more than
$hub_groups groups is left out: a hub ties everything to everything, and costs the square of its groups.
Needs cu_weak(group_id) and cu_target(group_id), written by the check-up once the states are known.
"""

from yutang.checkup.measures.base import PEOPLE
from yutang.engine.steps import Step

POOL = Step(
    "overlap.pool",
    f"""create or replace temp table cu_pool as
    with known as (from cu_roster where known), everyone as (
        select distinct s.group_id, s.identity_id from cu_stay s semi join known using (group_id)
        where s.gone is null and s.role in {PEOPLE}
        union all
        select distinct d.group_id, d.identity_id from cu_sender_day d anti join known using (group_id)
        where d.day > $as_of - 180
    )
    select group_id, identity_id, count(*) over (partition by identity_id) as groups from everyone""",
)
PAIR = Step(
    "overlap.pair",
    """create or replace temp table cu_pair as
    with size as (select group_id, count(*) as people from cu_pool group by group_id),
    linked as (from cu_pool where groups between 2 and $hub_groups),
    shared as (
        select w.group_id as source, t.group_id as target, count(*) as shared
        from (from linked semi join cu_weak using (group_id)) w
        join (from linked semi join cu_target using (group_id)) t
            on t.identity_id = w.identity_id and t.group_id <> w.group_id
        group by all
    )
    select source, target, shared, a.people as source_people, b.people as target_people,
        shared / least(a.people, b.people)::double as overlap
    from shared join size a on a.group_id = source join size b on b.group_id = target
    where shared >= 3 and shared >= $merge_overlap / 2 * least(a.people, b.people)
    qualify row_number() over (partition by source order by overlap desc, shared desc, target) <= 5""",
)
PRINTS = Step(
    "overlap.prints",
    """create or replace temp table cu_same_prints as
    select source, target, count(distinct a.object_id) as prints
    from cu_pair join cu_print a on a.group_id = source join cu_print b
        on b.group_id = target and b.object_id = a.object_id
    group by all""",
)
PAIRS = """select p.source, p.target, p.shared, p.source_people, p.target_people, p.overlap,
    coalesce(s.prints, 0) from cu_pair p left join cu_same_prints s using (source, target)
    order by p.source, p.overlap desc, p.target"""

STEPS = (POOL, PAIR, PRINTS)
