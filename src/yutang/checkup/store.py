"""Reads for the check-up: its window, and what the steps have measured. SQL in, values out."""

import datetime as dt
from collections.abc import Mapping

import duckdb
import msgspec
import numpy as np

from yutang.checkup.measures import activity, load, noise, people, response, rows
from yutang.checkup.model import Blast, Person
from yutang.checkup.report import Seat
from yutang.checkup.settings import Assumptions
from yutang.checkup.situation import Situation
from yutang.checkup.survey import Part, Sent
from yutang.engine.steps import places
from yutang.kit import clock
from yutang.ledger.catalogue import Kind

NO_DAY = dt.date(1970, 1, 1)  # as of when nothing has a day at all
# Rosters carry the day on which they were read, not one on which something happened.
HAPPENED = (
    Kind.MESSAGE_SENT,
    Kind.MESSAGE_RECALLED,
    Kind.GROUP_JOINED,
    Kind.GROUP_LEFT,
    Kind.GROUP_COUNTED,
    Kind.ORDER_PLACED,
)
LAST_DAY = f"""select coalesce(max(day) filter (kind in ({", ".join(str(int(k)) for k in HAPPENED)})), max(day))
    from fact"""
PEOPLE_IN = f"""with one as (select unnest($groups::bigint[]) as group_id), seen as (
        select m.identity_id from membership m semi join one on one.group_id = m.group_id
        where coalesce(m.joined < $end, true)
            and (m."left" is null or greatest(m."left", m.joined) >= $end)
        union
        select f.identity_id from fact f semi join one on one.group_id = f.group_id
        where f.day > $as_of - 28 and f.day <= $as_of and (f.kind = {Kind.MESSAGE_SENT:d}
            or f.kind = {Kind.GROUP_COUNTED:d} and f.amount > 0)
    )
    select count(distinct coalesce(i.customer_id, -i.id)) from seen s join identity i on i.id = s.identity_id
    where i.role in (0, 1)"""

Values = Mapping[str, object]
Cursor = duckdb.DuckDBPyConnection


def fetch(cursor: Cursor, sql: str, values: Values) -> list[tuple[object, ...]]:
    """All rows of a query, with those of `values` bound that it names."""
    return cursor.execute(sql, {p: values[p] for p in places(sql)} or None).fetchall()


def last_day(cursor: Cursor) -> dt.date:
    """The day of the newest fact that tells of something that happened."""
    return cursor.execute(LAST_DAY).fetchall()[0][0] or NO_DAY


def values_of(cursor: Cursor, day: dt.date, zone: str, a: Assumptions, *, private: bool) -> dict[str, object]:
    """What the steps' places are bound to. Instants are UTC without a zone, as stored."""
    place = clock.zone(zone)

    def midnight(of: dt.date) -> dt.datetime:
        local = dt.datetime(of.year, of.month, of.day, tzinfo=place)
        return local.astimezone(dt.UTC).replace(tzinfo=None)

    offset = dt.datetime(day.year, day.month, day.day, 12, tzinfo=place).utcoffset() or dt.timedelta()
    orders = cursor.execute(
        f"select exists(from fact where kind = {Kind.ORDER_PLACED:d} and day <= $1)", [day]
    ).fetchall()
    return {
        **msgspec.structs.asdict(a),
        "as_of": day,
        "start": midnight(day - dt.timedelta(27)),
        "end": midnight(day + dt.timedelta(1)),
        "offset": int(offset.total_seconds()),
        "private": private,
        "any_orders": orders[0][0],
    }


def situations(cursor: Cursor, values: Values) -> list[Situation]:
    return [Situation(*r) for r in fetch(cursor, rows.ROWS, values)]  # pyright: ignore[reportArgumentType]


def sparks(cursor: Cursor, values: Values) -> dict[int, list[int]]:
    """People's messages by day, oldest first, of the groups that have any in 28 days."""
    found: dict[int, list[int]] = {}
    for group, ago, messages in cursor.execute(activity.SPARK, {"as_of": values["as_of"]}).fetchall():
        found.setdefault(group, [0] * 28)[27 - ago] = messages
    return found


def waits(cursor: Cursor) -> dict[int, float]:
    """Median minutes to an answer, by group."""
    rows = cursor.execute(response.WAITS).fetchall()
    if not rows:
        return {}
    groups, minutes, answered = zip(*rows, strict=True)
    return response.medians(
        np.array(groups, dtype=np.int64),
        np.array(minutes, dtype=np.float64),
        np.array(answered, dtype=np.bool_),
    )


def carried(cursor: Cursor) -> dict[int, list[Person]]:
    """Whom to watch or to carry to 1:1, by group, the most pressing first."""
    found: dict[int, list[Person]] = {}
    for group, ref, name, why, messages, spend in cursor.execute(people.PEOPLE).fetchall():
        found.setdefault(group, []).append(
            Person(id=ref, name=name, why=why, messages=messages, spend_cents=spend)
        )
    return found


def blasts(cursor: Cursor, absorbed: list[int]) -> list[Sent]:
    """Blasts of one link or text, without the wordings that a reworded one has `absorbed`."""
    return [
        Sent(
            Blast(sample=sample, is_link=is_link, groups=groups, messages=messages, first_day=first),
            [Part(*part) for part in zip(ids, counts, days, strict=True)],
        )
        for sample, is_link, groups, messages, first, ids, counts, days in cursor.execute(
            noise.BLASTS, {"absorbed": absorbed}
        ).fetchall()
    ]


def seats(cursor: Cursor) -> list[Seat]:
    return [Seat(*r) for r in cursor.execute(load.SEATS).fetchall()]


def private_chats(cursor: Cursor) -> int:
    return cursor.execute("select count(*) from customer_group where private").fetchall()[0][0]


def people_count(cursor: Cursor) -> int:
    """People in the groups now or heard in the last 28 days; one in three groups, or with two accounts, is one."""
    return cursor.execute(
        """select count(distinct coalesce(a.person_id, -p.identity_id)) from (
            select identity_id from cu_stay where gone is null and role in (0, 1)
            union select identity_id from cu_person where m28 is not null
        ) p left join cu_account a using (identity_id)"""
    ).fetchall()[0][0]


def people_in(cursor: Cursor, groups: list[int], values: Values) -> int:
    """`people_count` over some groups only, from the facts: no check-up needs to have run on this cursor."""
    wanted = {"groups": groups, "as_of": values["as_of"], "end": values["end"]}
    return cursor.execute(PEOPLE_IN, wanted).fetchall()[0][0]
