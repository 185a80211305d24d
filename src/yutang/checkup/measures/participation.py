"""Participation over the last 28 days: own shares of creators, active and watchers; Gini; key people.

Key people = the fewest who make half of the messages (CHAOSS contributor absence factor), of 28 days, else 90.
Gini = Σ(2i − n − 1)·xᵢ ÷ (n·Σx), x ascending, over speakers and silent members where a roster exists.
"""

from yutang.engine.steps import Step

PERSON = Step(
    "participation.person",
    """create or replace temp table cu_person as
    select group_id, identity_id, sum(messages) filter (day > $as_of - 28) as m28,
        sum(messages)::bigint as m90, count(*) as days90
    from cu_sender_day where day > $as_of - 90 group by group_id, identity_id""",
)
# Ranks by messages, ties by identity so that the same facts give the same people.
RANKED = Step(
    "participation.ranked",
    """create or replace temp table cu_ranked as
    with used as (
        select p.group_id, identity_id, m28 is not null as now, coalesce(m28, m90)::bigint as messages
        from cu_person p join (
            select group_id, bool_or(m28 is not null) as talks from cu_person group by group_id
        ) t on t.group_id = p.group_id and (m28 is not null) = t.talks
    )
    select group_id, identity_id, now, messages,
        row_number() over most as place, sum(messages) over most as running,
        sum(messages) over (partition by group_id) as total
    from used window most as (partition by group_id order by messages desc, identity_id
        rows between unbounded preceding and current row)""",
)
PARTICIPATION = Step(
    "participation.shares",
    """create or replace temp table cu_participation as
    with heads as (
        select p.group_id, count(*) filter (m28 is not null) as speakers
        from cu_person p group by p.group_id
    ), all_ as (
        select group_id, coalesce(h.speakers, 0) as speakers, r.watchers,
            coalesce(h.speakers, 0) + coalesce(r.watchers, 0) as n
        from heads h full join cu_watchers r using (group_id)
    )
    select a.group_id, max(a.speakers) as speakers, max(a.watchers) as watchers,
        count(*) filter (place is not null and running - messages < total / 2.0) as key_people,
        sum((2 * (a.n - place + 1) - a.n - 1) * messages) filter (now)
            / nullif(max(a.n) * max(total) filter (now), 0)::double as gini,
        sum(messages) filter (now and place <= ceil(a.n / 100.0)) / max(total) filter (now)::double
            as top_share
    from all_ a left join cu_ranked k on k.group_id = a.group_id group by a.group_id""",
)

STEPS = (PERSON, RANKED)
SHARES = (PARTICIPATION,)  # needs cu_watchers of flows
