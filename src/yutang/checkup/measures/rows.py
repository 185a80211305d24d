"""Joins every measure into one row a group: the fields of `Situation`, in their order."""

# $offset: the zone's hours east of UTC on the check-up's day, for the day on which a group was born. A group's
# birth counts as seen when it is stated, or when its first sign comes a week after the store's first.
ROWS = """
with sign as (
    select group_id, least(a.first_day, s.first_day, (f.first_join + to_seconds($offset))::date) as first_day,
        greatest(a.last_day, s.last_day, (f.last_move + to_seconds($offset))::date) as last_day
    from cu_group left join cu_activity a using (group_id) left join cu_seen s using (group_id)
    left join cu_flow f using (group_id)
), store as (select min(first_day) as day from sign),
kinds as (
    select group_id, bool_or(not counted) as messaged from cu_said group by group_id
), counted as (
    select group_id, bool_or(official) as official, bool_and(official) as all_official from cu_counted group by group_id
),
sitters as (select group_id, count(*) as n from cu_seat group by group_id)
select g.group_id, g.platform, g.external_id, g.name, g.line, o.name, g.size_limit,
    coalesce(g.dismissed < $end, false), $as_of::date,
    coalesce((g.created + to_seconds($offset))::date,
        case when z.first_day > store.day + 7 then z.first_day end),
    z.first_day, if(z.last_day > $as_of, $as_of::date, z.last_day), a.first_day, a.last_active,
    coalesce(a.active_days, 0), coalesce(a.active_7, 0), coalesce(a.active_28, 0), coalesce(a.active_before, 0),
    greatest(a.active_before, a.active_third, a.active_fourth, 0),
    coalesce(a.messages_28, 0), coalesce(a.messages_before, 0), coalesce(a.staff_28, 0),
    coalesce(a.messages_all, 0), coalesce(a.staff_all, 0), coalesce(a.day_speakers_28, 0),
    coalesce(a.days_seen, 0), coalesce(k.messaged, false), t.group_id is not null, coalesce(a.guessed, false),
    coalesce(c.gaps, 0), coalesce(c.span, 0),
    coalesce(p.speakers, 0), p.watchers, coalesce(p.key_people, 0), p.gini, p.top_share,
    coalesce(f.retained, 0), coalesce(f.inflow, 0), coalesce(f.evaporation, 0), coalesce(f.joins, 0),
    coalesce(f.leaves, 0), (f.last_join + to_seconds($offset))::date, r.rejoin_rate,
    coalesce(x.known, false), s.members,
    coalesce(u.unanswered, 0), coalesce(n.complaints, 0), n.filler_share, n.blast_share,
    case when $any_orders then coalesce(m.spend_90, 0) end, coalesce(m.buyers_90, 0),
    coalesce(m.silent_buyers, 0), coalesce(w.n, 0),
    coalesce(t.official, false), coalesce(t.all_official, false)
from cu_group g cross join store join sign z using (group_id)
left join identity o on o.id = g.owner_id
left join cu_activity a using (group_id) left join kinds k using (group_id)
left join counted t using (group_id) left join cu_cadence c using (group_id)
left join cu_participation p using (group_id) left join cu_flow f using (group_id)
left join cu_rejoin r using (group_id) left join cu_roster x using (group_id)
left join cu_seen s using (group_id) left join cu_unanswered u using (group_id)
left join cu_noise n using (group_id) left join cu_money m using (group_id)
left join sitters w using (group_id)
order by g.group_id"""
