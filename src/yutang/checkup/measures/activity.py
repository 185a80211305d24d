"""Activity: active days (≥ 2 distinct speakers), own cadence, trend, and the bars of the last 28 days."""

from yutang.engine.steps import Step

ACTIVITY = Step(
    "activity.days",
    """create or replace temp table cu_activity as
    select group_id, min(day) as first_day, max(day) as last_day,
        max(day) filter (speakers >= 2) as last_active,
        max(day) filter (messages > 0) as last_spoken,
        count(*) filter (speakers >= 2) as active_days,
        count(*) filter (speakers >= 2 and day > $as_of - 7) as active_7,
        count(*) filter (speakers >= 2 and day > $as_of - 28) as active_28,
        count(*) filter (speakers >= 2 and day > $as_of - 56 and day <= $as_of - 28) as active_before,
        count(*) filter (speakers >= 2 and day > $as_of - 84 and day <= $as_of - 56) as active_third,
        count(*) filter (speakers >= 2 and day > $as_of - 112 and day <= $as_of - 84) as active_fourth,
        coalesce(sum(messages) filter (day > $as_of - 28), 0)::bigint as messages_28,
        coalesce(sum(messages) filter (day > $as_of - 56 and day <= $as_of - 28), 0)::bigint
            as messages_before,
        coalesce(sum(staff_messages) filter (day > $as_of - 28), 0)::bigint as staff_28,
        coalesce(sum(messages), 0)::bigint as messages_all,
        coalesce(sum(staff_messages), 0)::bigint as staff_all,
        coalesce(max(speakers) filter (day > $as_of - 28), 0) as day_speakers_28,
        count(*) filter (messages + staff_messages > 0 or guessed or official) as days_seen,
        bool_or(guessed) as guessed
    from cu_group_day group by group_id""",
)
# Own cadence: mean gap between the active days of the 180 days up to the last one.
CADENCE = Step(
    "activity.cadence",
    """create or replace temp table cu_cadence as
    select d.group_id, count(*) - 1 as gaps, (max(d.day) - min(d.day))::integer as span
    from cu_group_day d join cu_activity a using (group_id)
    where d.speakers >= 2 and d.day > a.last_active - 180
    group by d.group_id having count(*) > 1""",
)
SPARK = "select group_id, ($as_of - day)::integer, messages from cu_group_day where day > $as_of - 28 and messages > 0"

STEPS = (ACTIVITY, CADENCE)
