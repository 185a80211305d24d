# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Members of staff who were told, beside the accounts that are held.

Tables that must be there: told_member (ref, name, department) and asked (now).
"""

import duckdb
import msgspec
import pyarrow as pa

from yutang.connections import departments
from yutang.connections.wecom.sightings import collected, rows
from yutang.ledger.catalogue import Kind, Role

TOLD = pa.schema([("ref", pa.string()), ("name", pa.string()), ("department", pa.string())])
# What somebody said of an account stays: only a person's word is above the platform's (customers.model.Rank.USER).
_USER = 3
SEEN = rows(
    Kind.IDENTITY_SEEN,
    f"""told_member t left join identity i on i.platform = 'wecom' and i.external_id = t.ref
  left join ({departments.TOLD}) d on d.identity_id = i.id
  where i.id is null or (i.role <> {Role.STAFF:d} and i.role_rank < {_USER})
    or (t.name <> '' and i.name is distinct from t.name)
    or (t.department <> '' and d.department is distinct from t.department)""",
    "(select now from asked)", actor_ref="t.ref", actor_name="nullif(t.name, '')", actor_role=str(int(Role.STAFF)),
    props="case when t.department <> '' then json_object('department', t.department)::varchar end",
)  # fmt: skip

# Customers who wait for somebody else, of members whose customers nobody ever told: accounts, and nothing more.
MET = rows(
    Kind.IDENTITY_SEEN,
    "told_person t left join identity i on i.platform = 'wecom' and i.external_id = t.ref where i.id is null",
    "(select now from asked)", actor_ref="t.ref", actor_role=str(int(Role.PERSON)),
)  # fmt: skip


class Told(msgspec.Struct, frozen=True):
    """Of a member; "" is what was not told."""

    name: str = ""
    department: str = ""


def compare(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    return collected(cursor, [SEEN])


def met(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """Of table told_person (ref): those who are new."""
    return collected(cursor, [MET])
