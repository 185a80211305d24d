"""Whom to watch, or to carry to 1:1 first: silent buyers, co-builders of weak groups, key people."""

from yutang.engine.steps import Step

# A co-builder spoke on at least four days of the 180 up to the group's last active day.
CO_BUILDER = Step(
    "people.co_builder",
    """create or replace temp table cu_co_builder as
    with spoke as (
        select d.group_id, d.identity_id, sum(d.messages)::bigint as messages, count(*) as days
        from cu_sender_day d join cu_activity a using (group_id)
        semi join cu_weak w on w.group_id = d.group_id
        where d.day > coalesce(a.last_active, a.last_spoken) - 180
        group by d.group_id, d.identity_id having count(*) >= 4
    )
    from spoke
    qualify row_number() over (partition by group_id order by days desc, messages desc, identity_id) <= 3""",
)
CARRY = Step(
    "people.carry",
    """create or replace temp table cu_carry as
    with chosen as (
        select group_id, identity_id, 1 as rank, 'silent_buyer' as why, 0 as messages, spend_365 as spend
        from cu_buyer where messages = 0
        qualify row_number() over (partition by group_id order by spend_365 desc, identity_id) <= 5
        union all
        select group_id, identity_id, 2, 'co_builder', messages, 0 from cu_co_builder
        union all
        select group_id, identity_id, 3, 'key_person', messages, 0 from cu_ranked
        where place <= 3 and running - messages < total / 2.0
    )
    select group_id, identity_id, arg_min(why, rank) as why, min(rank) as rank,
        max(messages) as messages, max(spend) as spend
    from chosen group by group_id, identity_id""",
)
PEOPLE = """select c.group_id, coalesce(i.external_id, c.identity_id::varchar),
    coalesce(i.name, i.external_id, c.identity_id::varchar), c.why, c.messages,
    greatest(c.spend, coalesce(b.spend_365, 0))
    from cu_carry c left join identity i on i.id = c.identity_id
    left join cu_buyer b on b.group_id = c.group_id and b.identity_id = c.identity_id
    order by c.group_id, c.rank, c.spend desc, c.messages desc, c.identity_id"""

STEPS = (CO_BUILDER, CARRY)
