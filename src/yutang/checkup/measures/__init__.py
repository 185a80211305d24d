"""The measures, as SQL steps on a cursor, in the order in which they stand on each other."""

from yutang.checkup.measures import activity, base, flows, load, money, noise, participation, response

BEFORE_JUDGING = (
    *base.STEPS,
    *activity.STEPS,
    *participation.STEPS,
    *flows.STEPS,
    *participation.SHARES,
    *response.STEPS,
    *noise.STEPS,
    *money.STEPS,
    *load.STEPS,
)
