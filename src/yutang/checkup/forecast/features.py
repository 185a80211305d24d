# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What the forecast looks at: seven numbers of a group's past, in one pass of SQL over its days.

Reads the check-up's `cu_group_day` and `cu_sender_day` for each row of `snapshot(group_id, cut)`. The cut's
own day is past, later days are unseen: the same statement serves a check-up (one cut a group) and a
measurement (hundreds of cuts a group). Every feature is bounded or a logarithm, and compares a group with
its own rhythm, so that busy and quiet platforms share one scale. docs/methods/forecast.md explains each.
"""

from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NAMES = ("quiet", "rhythm", "answers", "pace", "voices", "age", "silent")
LONG, SHORT = 365.0, 90.0  # half-lives in days
# A rate starts from 0.02 talking days in one day seen; an answered share from two of four talking days.
DAYS0, SPAN0 = 0.02, 1.0
ANSWERED0, TALKED0 = 2.0, 4.0
TEN = 10

# Distinct speakers of the last 90 days. The check-up has counted them already: one row a person in cu_person.
HEARD = """select s.group_id, s.cut, count(distinct d.identity_id) as speakers
    from snapshot s join cu_sender_day d
        on d.group_id = s.group_id and d.day <= s.cut and d.day > s.cut - 90
    group by s.group_id, s.cut"""
HEARD_IN_CHECKUP = """select s.group_id, s.cut, count(*) as speakers
    from snapshot s join cu_person p using (group_id) group by s.group_id, s.cut"""

PAST = f"""
with talk as (
    select s.group_id, s.cut, s.cut - d.day as ago, d.messages, d.speakers >= 2 as active, d.guessed
    from snapshot s join cu_group_day d on d.group_id = s.group_id and d.day <= s.cut
    where d.messages > 0
), past as (
    select group_id, cut, max(ago) as age, min(ago) as quiet, min(ago) filter (active) as silent,
        count(*) as days, min(ago, {TEN})[{TEN}] as ten,
        sum(pow(2.0, -ago / {LONG})) as talk_long, sum(pow(2.0, -ago / {SHORT})) as talk_short,
        coalesce(sum(pow(2.0, -ago / {LONG})) filter (active), 0) as active_long,
        coalesce(sum(messages) filter (ago < 90), 0) as messages,
        coalesce(bool_or(guessed) filter (ago < 90), bool_or(guessed)) as guessed
    from talk group by group_id, cut
), heard as ({{heard}})
select group_id, (cut - date '1970-01-01')::bigint as cut, coalesce(age, 0)::bigint as age,
    coalesce(quiet, 0)::bigint as quiet, coalesce(silent, -1)::bigint as silent,
    coalesce(days, 0)::bigint as days, coalesce(ten, -1)::bigint as ten,
    coalesce(talk_long, 0)::double as talk_long, coalesce(talk_short, 0)::double as talk_short,
    coalesce(active_long, 0)::double as active_long, coalesce(messages, 0)::bigint as messages,
    coalesce(speakers, 0)::bigint as speakers, coalesce(guessed, false) as guessed
from snapshot left join past using (group_id, cut) left join heard using (group_id, cut)
order by group_id, cut"""


class Past(NamedTuple):
    """One entry a snapshot. Days count from the cut backwards; the sums weigh a day by 2^(−ago / half-life)."""

    group_id: Ints
    cut: Ints  # days since 1970-01-01
    age: Ints  # since the first talking day (people said something)
    quiet: Ints  # since the last talking day
    silent: Ints  # since the last active day (≥ 2 speakers); −1: never
    days: Ints  # talking days in all; 0: never heard, and all else is 0
    ten: Ints  # since the tenth last talking day; −1: fewer than ten
    talk_long: Floats
    talk_short: Floats
    active_long: Floats
    messages: Ints  # in the last 90 days
    speakers: Ints  # distinct, in the last 90 days
    guessed: npt.NDArray[np.bool_]  # some days' speakers were guessed from a count of messages

    def where(self, keep: npt.NDArray[np.bool_]) -> "Past":
        """The snapshots that `keep` marks."""
        return Past._make(column[keep] for column in self)


def read(con: duckdb.DuckDBPyConnection, heard: str = HEARD) -> Past:
    """The past of every row of `snapshot`, in order of group and cut. `heard`: HEARD or HEARD_IN_CHECKUP."""
    columns = con.execute(PAST.format(heard=heard)).fetchnumpy()
    return Past(*(np.asarray(columns[name]) for name in Past._fields))


def matrix(past: Past) -> Floats:
    """Features (n, 7) in the order of NAMES. Finite for every past, also an empty one.

    All but age may only raise the forecast (slopes ≥ 0), so that each further quiet day lowers it; a longer
    age may raise it by less than quiet takes away (`model.sane`).
    """
    life = past.age - past.quiet
    pace_then = _rate(_then(past.talk_long, past.quiet, LONG), life, LONG)
    answered = _answered(past)
    answers = np.minimum(_rate(past.talk_short, past.age, SHORT) * answered, 0.98)
    # Fewer than ten talking days: how long ten take at the pace so far.
    span = np.where(past.ten >= 0, past.ten, (past.age + 7.0) * TEN / (past.days + 0.5))
    voices = np.where(past.guessed, past.messages, past.speakers)
    return np.column_stack(
        [
            -np.log1p(past.quiet * pace_then),
            -np.expm1(-28.0 * _rate(past.active_long, past.age, LONG)),
            np.log(answers / (1.0 - answers)),
            np.log(answered / (7.0 + span)),
            np.log(np.maximum(voices, 1.0)),
            np.log(28.0 + past.age),
            _silent(past),
        ]
    )


def _silent(past: Past) -> Floats:
    """Days without an active day, in units of the own rhythm of active days: a lone voice doesn't end it."""
    ever = past.silent >= 0
    waited = np.where(ever, past.silent, past.age)
    rate = _rate(np.where(ever, _then(past.active_long, waited, LONG), 0.0), past.age - waited, LONG)
    return -np.log1p(waited * rate)


def _then(decayed: Floats, quiet: Ints, half_life: float) -> Floats:
    """A decayed sum as it stood on the last talking day."""
    return decayed * np.exp2(quiet / half_life)


def _rate(decayed: Floats, age: Ints, half_life: float) -> Floats:
    """Days per day, 0 … 1: a decayed count over the decayed days in which it could happen."""
    keep = 2.0 ** (-1.0 / half_life)
    return (decayed + DAYS0) / ((1.0 - keep ** (age + 1.0)) / (1.0 - keep) + SPAN0)


def _answered(past: Past) -> Floats:
    """Share of talking days on which a second person spoke, as of the last one: silence doesn't change it."""
    talked = _then(past.talk_long, past.quiet, LONG)
    return (_then(past.active_long, past.quiet, LONG) + ANSWERED0) / (talked + TALKED0)
