# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""In which department of their company members of staff are, as the platform or a list said it last. No unit of ours:
the organisation here decides who sees whom, and no platform may change that.
"""

from collections.abc import Mapping, Sequence

import duckdb

from yutang.channels.wecom.calls.directory import Department, User
from yutang.ledger.catalogue import Kind

COMPANY = 1  # the id of the department above all others
BETWEEN = " / "  # two departments, one within the other
# (identity_id, department), of all of whom one was ever told; few of these facts say a department.
TOLD = f"""
select identity_id, arg_max(json_extract_string(props, '$.department'), (happened, key_hi, key_lo)) as department
from fact where kind = {Kind.IDENTITY_SEEN:d} and contains(coalesce(props, ''), '"department"') group by 1
"""


def of(cursor: duckdb.DuckDBPyConnection, staff_ids: Sequence[int]) -> dict[int, str]:
    """Department by member of staff, of those who have one."""
    asked = (
        f"select * from ({TOLD}) where identity_id in (select unnest($staff::bigint[])) and department <> ''"
    )
    return dict(cursor.execute(asked, {"staff": list(staff_ids)}).fetchall())


def paths(departments: Sequence[Department]) -> dict[int, str]:
    """By id, as "East / Shop 1": the company is named for itself alone, a department without a name nowhere."""
    known = {one.id: one for one in departments}
    return {one.id: BETWEEN.join(_above(one, known)) for one in departments}


def of_user(user: User, named: Mapping[int, str]) -> str:
    """The main one, or the first; "" where none is told."""
    return named.get(user.main_department or next(iter(user.department), 0), "")


def _above(one: Department, known: Mapping[int, Department]) -> list[str]:
    """Names from the top down. Ends also where the platform's answer is a circle."""
    names: list[str] = []
    seen: set[int] = set()
    at: Department | None = one
    while at is not None and at.id not in seen:
        seen.add(at.id)
        if at.name and (at.id != COMPANY or at is one):
            names.append(at.name)
        at = known.get(at.parentid)
    return names[::-1]
