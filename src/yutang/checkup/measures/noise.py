"""Noise: filler, staff monologue, and blasts (the same link or text put into at least $blast_groups groups).

Words that many people happen to use alike are no blast: it must be a link, or come from staff or a bot, or be
put into that many groups by one and the same account.
"""

from yutang.checkup.measures.base import BRAND
from yutang.engine.steps import Step
from yutang.ledger.traits import Trait

PRINT = Step(
    "noise.print",
    f"""create or replace temp table cu_print as
    select object_id, group_id, identity_id, bool_or(role in {BRAND}) as brand, count(*) as messages,
        min(day) as first_day, min(id) as first_id, bool_or(traits & {Trait.LINK:d} > 0) as is_link
    from cu_recent semi join (
        select object_id from cu_recent where object_id is not null and traits & {Trait.FILLER:d} = 0
        group by object_id having min(group_id) <> max(group_id)
    ) many using (object_id)
    where traits & {Trait.FILLER:d} = 0
    group by object_id, group_id, identity_id""",
)
BLAST = Step(
    "noise.blast",
    """create or replace temp table cu_blast as
    with one_hand as (
        select object_id, max(groups) as groups from (
            select object_id, count(*) as groups from cu_print group by object_id, identity_id
        ) group by object_id
    )
    select p.object_id, count(distinct p.group_id) as groups, sum(p.messages)::bigint as messages,
        min(p.first_day) as first_day, min(p.first_id) as first_id, bool_or(p.is_link) as is_link
    from cu_print p join one_hand h using (object_id) group by p.object_id
    having count(distinct p.group_id) >= $blast_groups
        and (bool_or(p.is_link) or bool_or(p.brand) or max(h.groups) >= $blast_groups)""",
)
NOISE = Step(
    "noise.shares",
    f"""create or replace temp table cu_noise as
    with part as (
        select group_id, count(*) as said,
            count(*) filter (traits & {Trait.FILLER:d} > 0) as filler,
            count(*) filter (traits & {Trait.COMPLAINT:d} > 0 and role not in {BRAND}) as complaints
        from cu_recent group by group_id
    ), blasted as (
        select group_id, sum(messages) as messages from cu_print semi join cu_blast using (object_id)
        group by group_id
    )
    select p.group_id, said, filler / said::double as filler_share,
        coalesce(b.messages, 0) / said::double as blast_share, complaints
    from part p left join blasted b using (group_id)""",
)
BLASTS = """select coalesce(left(p.text, 80), ''), b.is_link, b.groups, b.messages, b.first_day
    from cu_blast b left join (from payload semi join cu_blast c on payload.fact_id = c.first_id) p
        on p.fact_id = b.first_id
    order by b.groups desc, b.messages desc, b.object_id limit 200"""

STEPS = (PRINT, BLAST, NOISE)
