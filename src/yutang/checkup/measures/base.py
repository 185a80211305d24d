"""The ground of every measure: who said how much in which group on which day, as of the check-up's day.

Makes cu_group, cu_said (all accounts but house and system, with their role), the view cu_sender_day (people
only) and cu_group_day. Message facts and counted rows of one group and day are never added up: where both
exist, the messages win.
"""

from yutang.engine.steps import Step
from yutang.ledger.catalogue import Kind, Role

PEOPLE = f"({Role.UNKNOWN:d}, {Role.PERSON:d})"
BRAND = f"({Role.STAFF:d}, {Role.BOT:d})"
LATE = 3  # days until the platform's count of a day is there, and one to spare
OUTSIDE = f"({Role.HOUSE:d}, {Role.SYSTEM:d})"  # outside every measure

GROUP = Step(
    "base.group",
    """create or replace temp table cu_group as
    select id as group_id, platform, external_id, coalesce(nullif(name, ''), external_id) as name,
        owner_id, line, created, dismissed, size_limit
    from customer_group
    where ($private or not private) and coalesce(created < $end, true)""",
)
ROLE = Step(
    "base.role",
    """create or replace temp table cu_account as
    select id as identity_id, coalesce(customer_id, -id) as person_id, role from identity""",
)
# The one pass over the facts: aggregate first, look roles up on what is left.
SAID = Step(
    "base.said",
    f"""create or replace temp table cu_said as
    select s.group_id, s.day, s.identity_id, s.messages, coalesce(a.role, {Role.UNKNOWN:d}) as role,
        false as counted
    from (
        select group_id, day, identity_id, count(*)::integer as messages from fact
        where kind = {Kind.MESSAGE_SENT:d} and day <= $as_of and group_id is not null
            and identity_id is not null
        group by group_id, day, identity_id
    ) s semi join cu_group g on g.group_id = s.group_id left join cu_account a on a.identity_id = s.identity_id
    where coalesce(a.role, {Role.UNKNOWN:d}) not in {OUTSIDE}""",
)
COUNTED = Step(
    "base.counted",
    f"""create or replace temp table cu_counted as
    select c.group_id, c.day, c.identity_id, max(c.amount)::integer as messages,
        max(try_cast(c.props ->> '$.speakers' as integer)) as speakers,
        bool_and(coalesce(c.props ->> '$.by' = 'statistics', false)) as official
    from fact c semi join cu_group g on g.group_id = c.group_id
    where c.kind = {Kind.GROUP_COUNTED:d} and c.day <= $as_of and c.amount >= 0
        and not exists (from cu_said s where s.group_id = c.group_id and s.day = c.day)
    group by all""",
)
# The platform's own statistics know owners; of a group some days may not be told (connections.wecom.counting), and on
# such a day there may have been talk. Where they are all there is, only the unbroken run of days up to now says
# anything; one that ended more than LATE days ago says nothing of now.
UNBROKEN = Step(
    "base.unbroken",
    f"""delete from cu_counted c using (
        select group_id, max(day) as last, max(day) filter (before is null or day > before + 1) as since
        from (
            select group_id, day, lag(day) over (partition by group_id order by day) as before
            from cu_counted where official and group_id not in (select group_id from cu_said)
        ) group by group_id
    ) r
    where c.group_id = r.group_id and c.official and (c.day < r.since or r.last < $as_of - {LATE})""",
)
COUNTED_SAID = Step(
    "base.counted",
    f"""insert into cu_said
    select c.group_id, c.day, c.identity_id, c.messages, coalesce(a.role, {Role.UNKNOWN:d}), true
    from cu_counted c left join cu_account a on a.identity_id = c.identity_id
    where c.identity_id is not null and c.messages > 0
        and coalesce(a.role, {Role.UNKNOWN:d}) not in {OUTSIDE}""",
)
SENDER_DAY = Step(
    "base.sender_day",
    f"""create or replace temp view cu_sender_day as
    select group_id, day, identity_id, messages from cu_said where role in {PEOPLE}""",
)
# A group's total that names no people counts whatever its members' own rows leave; speakers that the
# table doesn't give stand at two from $counted_active_messages messages on (docs/methods/check-up.md, active day).
GROUP_DAY = Step(
    "base.group_day",
    f"""create or replace temp table cu_group_day as
    with said as (
        select group_id, day, coalesce(sum(messages) filter (role in {PEOPLE}), 0)::integer as messages,
            (count(*) filter (role in {PEOPLE}))::integer as speakers,
            coalesce(sum(messages) filter (role in {BRAND}), 0)::integer as staff_messages
        from cu_said group by group_id, day
    ), total as (select group_id, day, messages, speakers, official from cu_counted where identity_id is null),
    both_ as (
        select group_id, day, coalesce(s.staff_messages, 0) as staff_messages,
            greatest(coalesce(s.messages, 0), coalesce(t.messages - coalesce(s.staff_messages, 0), 0))
                as messages,
            coalesce(s.speakers, 0) as named, t.speakers as told,
            t.group_id is not null and t.speakers is null as guessed, coalesce(t.official, false) as official
        from said s full join total t using (group_id, day)
    )
    select group_id, day, messages,
        case when not guessed then greatest(named, coalesce(told, 0))
            else greatest(named, least(messages, if(messages >= $counted_active_messages, 2, 1))) end as speakers,
        staff_messages, guessed, official
    from both_""",
)

STEPS = (GROUP, ROLE, SAID, COUNTED, UNBROKEN, COUNTED_SAID, SENDER_DAY, GROUP_DAY)
