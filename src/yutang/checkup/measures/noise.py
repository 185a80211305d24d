"""Noise: filler, staff monologue, and blasts (the same link or text put into many groups).

A blast = $blast_groups groups within three days, by links, by staff, or by one and the same account: words that
many people happen to use alike are none. Bots repeat themselves by trade and make none. Good-morning wishes that
go round are filler, however much poetry follows the greeting.
"""

from yutang.checkup.measures.base import BRAND
from yutang.engine.steps import Step
from yutang.ledger.catalogue import Role
from yutang.ledger.traits import Trait

# A wish of at most 40 characters that opens or ends with a greeting; a digit or a link makes it an offer.
GREETING = (
    r"(早安|早上好|早晨好|上午好|中午好|午安|下午好|晚上好|晚安"
    r"|周末愉快|节日快乐|新年快乐|good morning|good night)"
)
ALL = "大家|各位|家人们?|亲们?|朋友们|宝子们|姐妹们"
WISH = f"""length(p.text) <= 40 and not regexp_matches(p.text, '[0-9０-９]') and regexp_matches(lower(p.text),
        '^({ALL}|[^\\p{{L}}])*{GREETING}|{GREETING}({ALL})?[^\\p{{L}}]*$')"""

PRINT = Step(
    "noise.print",
    f"""create or replace temp table cu_print as
    select object_id, group_id, identity_id, day, bool_or(role in {BRAND}) as brand, count(*) as messages,
        min(id) as first_id, bool_or(traits & {Trait.LINK:d} > 0) as is_link
    from cu_recent semi join (
        select object_id from cu_recent
        where object_id is not null and traits & {Trait.FILLER:d} = 0 and role <> {Role.BOT:d}
        group by object_id having min(group_id) <> max(group_id)
    ) many using (object_id)
    where traits & {Trait.FILLER:d} = 0 and role <> {Role.BOT:d}
    group by object_id, group_id, identity_id, day""",
)
WIDE = Step(
    "noise.wide",
    """create or replace temp table cu_wide as
    with spread as (
        select object_id, count(distinct group_id) as groups from (
            select object_id, group_id, day - unnest([0, 1, 2]) as start from cu_print
        ) group by object_id, start
    ), close as (select object_id from spread group by object_id having max(groups) >= $blast_groups),
    hand as (
        select object_id, max(groups) as groups from (
            select object_id, count(distinct group_id) as groups from cu_print group by object_id, identity_id
        ) group by object_id
    )
    select p.object_id, count(distinct p.group_id) as groups, sum(p.messages)::bigint as messages,
        min(p.day) as first_day, min(p.first_id) as first_id, bool_or(p.is_link) as is_link
    from cu_print p semi join close using (object_id) join hand h using (object_id) group by p.object_id
    having bool_or(p.is_link) or bool_or(p.brand) or max(h.groups) >= $blast_groups""",
)
BLAST = Step(
    "noise.blast",
    f"""create or replace temp table cu_blast as
    select w.*, coalesce(left(p.text, 80), '') as sample, coalesce(not w.is_link and {WISH}, false) as wish
    from cu_wide w left join (
        select fact_id, text from payload semi join cu_wide on cu_wide.first_id = payload.fact_id
    ) p on p.fact_id = w.first_id""",
)
NOISE = Step(
    "noise.shares",
    f"""create or replace temp table cu_noise as
    with part as (
        select group_id, count(*) as said,
            count(*) filter (traits & {Trait.FILLER:d} > 0) as filler,
            count(*) filter (traits & {Trait.COMPLAINT:d} > 0 and role not in {BRAND}) as complaints
        from cu_recent group by group_id
    ), sent as (
        select p.group_id, sum(p.messages) filter (not b.wish) as blasted,
            sum(p.messages) filter (b.wish) as wished
        from cu_print p join cu_blast b using (object_id) group by p.group_id
    )
    select p.group_id, said, (filler + coalesce(s.wished, 0)) / said::double as filler_share,
        coalesce(s.blasted, 0) / said::double as blast_share, complaints
    from part p left join sent s using (group_id)""",
)
BLASTS = """with top as (
        select * from cu_blast
        where not wish and object_id not in (select unnest($absorbed::bigint[]))
        order by groups desc, messages desc, object_id limit 200
    ), part as (
        select object_id, group_id, sum(messages)::bigint as messages, min(day) as first_day
        from cu_print semi join top using (object_id) group by object_id, group_id
    ), parts as (
        select object_id, list(group_id order by group_id) as g, list(messages order by group_id) as m,
            list(first_day order by group_id) as d
        from part group by object_id
    )
    select t.sample, t.is_link, t.groups, t.messages, t.first_day, p.g, p.m, p.d
    from top t join parts p using (object_id) order by t.groups desc, t.messages desc, t.object_id"""

STEPS = (PRINT, WIDE, BLAST, NOISE)
