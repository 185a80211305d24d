"""Load on each operator: groups sat in (as a member or heard in the last 90 days), owned, unread a day."""

from yutang.engine.steps import Step
from yutang.ledger.catalogue import Role

SEAT = Step(
    "load.seat",
    f"""create or replace temp table cu_seat as
    select group_id, identity_id from cu_stay where role = {Role.STAFF:d} and gone is null
    union select group_id, identity_id from cu_said where role = {Role.STAFF:d} and day > $as_of - 90
    union select g.group_id, g.owner_id from cu_group g
        join cu_account a on a.identity_id = g.owner_id where a.role = {Role.STAFF:d}""",
)
# Unread = everything said there by others, mean of 28 days; bots make red dots too.
LOAD = Step(
    "load.operator",
    """create or replace temp table cu_load as
    with own as (
        select group_id, identity_id, sum(messages) as messages
        from cu_said where day > $as_of - 28 group by group_id, identity_id
    )
    select s.group_id, s.identity_id,
        greatest(coalesce(a.messages_28 + a.staff_28, 0) - coalesce(o.messages, 0), 0) / 28.0 as unread,
        coalesce(g.owner_id = s.identity_id, false) as owns
    from cu_seat s join cu_group g using (group_id) left join cu_activity a using (group_id)
    left join own o on o.group_id = s.group_id and o.identity_id = s.identity_id""",
)
SEATS = """select l.identity_id, i.external_id, coalesce(i.name, i.external_id), l.group_id, l.unread, l.owns
    from cu_load l join identity i on i.id = l.identity_id order by l.identity_id, l.group_id"""

STEPS = (SEAT, LOAD)
