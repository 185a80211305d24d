"""Ties: in how many of the last four weeks customer and staff both spoke to each other.

A week is two-way when both wrote in the same 1:1 chat, or when the word right after theirs in a group is a staff
member's within a day. Who else sits in the group is no contact.
"""

from yutang.engine.steps import Step
from yutang.ledger.catalogue import Kind, Role
from yutang.segments.lifecycle.acts import PEOPLE
from yutang.segments.lifecycle.model import Tie

WEEKS = 4

TALK = Step(
    "ties.talk",
    f"""create or replace temp table lc_talk as
    select f.id, f.group_id, f.customer_id, f.happened, ($day - f.day) // 7 as week, g.private,
        coalesce(i.role, {Role.UNKNOWN:d}) = {Role.STAFF:d} as staff
    from fact f join customer_group g on g.id = f.group_id left join identity i on i.id = f.identity_id
    where f.kind = {Kind.MESSAGE_SENT:d} and f.day <= $day and f.day > $day - {7 * WEEKS} and f.happened < $end
        and coalesce(i.role, {Role.UNKNOWN:d}) in (0, {Role.PERSON:d}, {Role.STAFF:d})""",
)
# Every contact by week; `mutual`: it went both ways.
CONTACT = Step(
    "ties.contact",
    f"""create or replace temp table lc_contact as
    with told as (select distinct group_id, week from lc_talk where private and staff),
    listed as (
        select m.group_id, i.customer_id from membership m join identity i on i.id = m.identity_id
        where i.role in {PEOPLE} and m.group_id in (select group_id from told)
            and (m.joined is null or m.joined < $end)
        union
        select group_id, customer_id from lc_talk where private and not staff
    ), turn as (
        select customer_id, week, staff, happened, lead(staff) over line as answered,
            lead(happened) over line as next_at
        from lc_talk where not private and group_id in (select group_id from lc_talk where staff)
        window line as (partition by group_id order by happened, id)
    )
    select customer_id, week, false as mutual from lc_talk where not staff
    union all
    select customer_id, week, false from told join listed using (group_id)
    union all
    select t.customer_id, week, true from lc_talk t semi join told using (group_id, week)
    where t.private and not t.staff
    union all
    select customer_id, week, true from turn
    where not staff and answered and next_at <= happened + to_hours($reply_hours)""",
)


def tied(into: str) -> tuple[Step, ...]:
    """Steps that make the temporary table `into` (customer_id, tie): whoever had any contact in the four weeks."""
    tie = Step(
        "ties.tie",
        f"""create or replace temp table {into} as
        select customer_id, case when count(distinct week) filter (where mutual) >= $strong_weeks
            then {Tie.STRONG:d} else {Tie.WEAK:d} end::tinyint as tie
        from lc_contact semi join customer c on c.id = customer_id group by customer_id""",
    )
    return (TALK, CONTACT, tie)
