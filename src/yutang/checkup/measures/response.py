"""Response: how long a question or an opening message waits for somebody else, and which questions stay alone.

An opening is a person's message after six silent hours (or the first of the window). Answers count from people
and staff, never from bots. Waiting is censored after 72 hours or at the end of the check-up's day; the figure
is the Kaplan-Meier median, for the mean of the answered ones alone flatters a group that answers nobody.
"""

import numpy as np
from numpy.typing import NDArray

from yutang.engine.steps import Step
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.traits import Trait
from yutang.stats import survival

# The last 28 days, once, for everything that needs single messages.
RECENT = Step(
    "response.recent",
    f"""create or replace temp table cu_recent as
    select f.id, f.group_id, f.identity_id, f.happened, f.day, f.traits, f.object_id,
        coalesce(a.role, {Role.UNKNOWN:d}) as role
    from fact f semi join cu_group g on g.group_id = f.group_id
    left join cu_account a on a.identity_id = f.identity_id
    where f.kind = {Kind.MESSAGE_SENT:d} and f.day <= $as_of and f.day > $as_of - 28
        and f.identity_id is not null
        and coalesce(a.role, {Role.UNKNOWN:d}) not in ({Role.HOUSE:d}, {Role.SYSTEM:d})""",
)
# The next turn = the next message whose sender is not the sender of the message before it.
ASKED = Step(
    "response.asked",
    f"""create or replace temp table cu_asked as
    with turn as (
        select *, lag(happened) over line as before, lag(identity_id) over line as prior
        from cu_recent where role <> {Role.BOT:d}
        window line as (partition by group_id order by happened, id)
    ), next as (
        select group_id, happened, role, traits & {Trait.QUESTION:d} > 0 as question, before,
            lead(case when identity_id <> prior then happened end ignore nulls) over (
                partition by group_id order by happened, id) as answered,
            least(happened + interval 72 hour, $end) as latest
        from turn
    )
    select group_id, question, answered is not null and answered <= latest as is_answered,
        epoch(least(coalesce(answered, latest), latest) - happened) / 60.0 as minutes
    from next
    where role in ({Role.UNKNOWN:d}, {Role.PERSON:d})
        and (question or before is null or happened - before >= interval 6 hour)""",
)
UNANSWERED = Step(
    "response.unanswered",
    """create or replace temp table cu_unanswered as
    select group_id, count(*) as unanswered from cu_asked
    where question and not is_answered and minutes >= 1440 group by group_id""",
)
WAITS = "select group_id, minutes, is_answered from cu_asked"

STEPS = (RECENT, ASKED, UNANSWERED)


def medians(
    groups: NDArray[np.int64], minutes: NDArray[np.float64], answered: NDArray[np.bool_]
) -> dict[int, float]:
    """Kaplan-Meier median by group id; a group where more than half still wait has none."""
    if not len(groups):
        return {}
    ids, code = np.unique(groups, return_inverse=True)
    found = survival.medians(code, minutes, answered, len(ids))
    return {g: m for g, m in zip(ids.tolist(), found.tolist(), strict=True) if m == m}  # noqa: PLR0124 - nan
