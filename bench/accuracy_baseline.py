"""The peer of the forecast: a plain logistic regression on 22 features of fixed windows."""

import duckdb
import numpy as np

from yutang.checkup.forecast.features import Past

WINDOWS = (7, 28, 90, 180)
COUNTS = f"""
with said as (
    select s.group_id, s.cut, {", ".join(f"count(distinct d.identity_id) filter (d.day > s.cut - {w}) as k{w}" for w in WINDOWS)}
    from snapshot s join cu_sender_day d
        on d.group_id = s.group_id and d.day <= s.cut and d.day > s.cut - {max(WINDOWS)}
    group by s.group_id, s.cut
), days as (
    select s.group_id, s.cut, {", ".join(f"count(*) filter (speakers >= 2 and day > cut - {w}) as a{w}, sum(messages) filter (day > cut - {w}) as m{w}" for w in WINDOWS)},
        count(*) filter (speakers >= 2) as active, count(*) as talked
    from snapshot s join cu_group_day d on d.group_id = s.group_id and d.day <= s.cut
    group by s.group_id, s.cut
)
select {", ".join(f"coalesce({kind}{w}, 0)::double as {kind}{w}" for kind in "amk" for w in WINDOWS)},
    coalesce(active, 0)::double as active, coalesce(talked, 0)::double as talked
from snapshot left join said using (group_id, cut) left join days using (group_id, cut) order by group_id, cut"""


def windows(con: duckdb.DuckDBPyConnection, past: Past) -> np.ndarray:
    """(n, 22): active days, messages and speakers over 7, 28, 90, 180 days (12); silence of active and of

    talking days (2); own rate of either (2); silence relative to it, plain and in powers (4); age (1), and
    the trend of active days (1). In the order of `past`; `snapshot` must still be that of `past`.
    """
    c = {name: np.asarray(values) for name, values in con.execute(COUNTS).fetchnumpy().items()}
    counts = [np.log1p(c[f"{kind}{w}"]) for kind in "amk" for w in WINDOWS]
    age = past.age + 7.0
    silent, quiet = past.silent.astype(float), past.quiet.astype(float)
    active, talked = (c["active"] + 0.5) / age, (c["talked"] + 0.5) / age
    relative = silent * active
    return np.column_stack(
        [
            *counts,
            np.log1p(silent),
            np.log1p(quiet),
            np.log(active),
            np.log(talked),
            np.log1p(relative),
            np.log1p(quiet * talked),
            np.exp(-relative),
            c["active"] * np.log((age + silent) / age),
            np.log(age),
            np.log((c["a28"] + 0.5) / (c["a90"] + 1.5)),
        ]
    )
