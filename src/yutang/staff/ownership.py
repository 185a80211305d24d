# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Who owns a customer: one statement over all customers, from their live relations and the organisation.

A customer's live relations, one a member of staff, the earliest begin counting:
- decided by hand and still following: that one owns (of several decisions about one person the newest);
- one follows: that one owns;
- several follow, and their units clash, and clashes are kept: who was there first owns;
- else the owner rule decides: first, last, the order of the organisation, or nobody until somebody decides.
A clash is two who stand in different units, neither within the other (a shop's manager and the shop's team are one
side). Who stands in no unit takes no side. Ties go to the smaller identity id: the same rows give the same owner.
"""

import pyarrow as pa
import sqlalchemy as sa

from yutang.staff import store
from yutang.staff.model import ClashRule, OwnerRule, OwnerRules, Why
from yutang.staff.tree import Tree

# `path`: the units from the root to the one they stand in; `rank`: its place in the order of the organisation.
PLACE = pa.schema(
    [("staff_id", pa.int64()), ("unit_id", pa.int64()), ("path", pa.list_(pa.int64())), ("rank", pa.int64())]
)
DECIDED = pa.schema([("identity_id", pa.int64()), ("staff_id", pa.int64()), ("decided_at", pa.int64())])


def places(conn: sa.Connection) -> pa.Table:
    """Where each member of staff stands: rows of PLACE."""
    tree = Tree(store.units(conn))
    ranks = {unit.id: n for n, unit in enumerate(tree.ordered())}
    staff = store.unit_by_staff(conn)
    rows = [
        {"staff_id": id_, "unit_id": unit, "path": tree.path(unit), "rank": ranks[unit]}
        for id_, unit in sorted(staff.items())
        if unit in ranks
    ]
    return pa.Table.from_pylist(rows, schema=PLACE)


def decided(conn: sa.Connection) -> pa.Table:
    """What was decided by hand: rows of DECIDED."""
    rows = [dict(zip(DECIDED.names, row, strict=True)) for row in store.assigned(conn)]
    return pa.Table.from_pylist(rows, schema=DECIDED)


_FOLLOWS = """follows as (
  select r.customer_id, r.staff_id, min(r.since) as since, any_value(p.path) as path, any_value(p.rank) as rank
  from relation r left join place p on p.staff_id = r.staff_id
  where r.ended is null group by all
), longest as (
  select customer_id, count(*) as followers, arg_max(path, len(path)) as path from follows group by all
), judged as (
  select l.customer_id, l.followers,
    coalesce(bool_or(f.path is not null and l.path[:len(f.path)] <> f.path), false) as clash,
    arg_min(f.staff_id, (f.since, f.staff_id)) as first_id,
    arg_min(f.staff_id, (-epoch_us(f.since), f.staff_id)) as last_id,
    arg_min(f.staff_id, (coalesce(f.rank, 9223372036854775807), f.since, f.staff_id)) as unit_id
  from longest l join follows f using (customer_id) group by l.customer_id, l.followers
), hand as (
  select i.customer_id, arg_max(d.staff_id, (d.decided_at, -d.identity_id)) as staff_id
  from decided d join identity i on i.id = d.identity_id
  join follows f on f.customer_id = i.customer_id and f.staff_id = d.staff_id group by all
)"""
_OWNER = {
    OwnerRule.FIRST: "first_id",
    OwnerRule.LAST: "last_id",
    OwnerRule.UNIT: "unit_id",
    OwnerRule.HAND: "null",
}
_WHY = {
    OwnerRule.FIRST: Why.FIRST,
    OwnerRule.LAST: Why.LAST,
    OwnerRule.UNIT: Why.UNIT,
    OwnerRule.HAND: Why.OPEN,
}


def owners_sql(rules: OwnerRules) -> str:
    """A SELECT of (customer_id, owner_id, clash, why) of every customer whom somebody follows; `owner_id` null =
    nobody's yet. Reads the tables relation and identity, and `place` and `decided`, the tables of this module.
    """
    owner, why = _OWNER[rules.owner], str(_WHY[rules.owner])
    clashing = {
        ClashRule.KEEP: ("first_id", Why.KEPT), ClashRule.SHARE: (owner, Why.SHARED), ClashRule.ASK: (owner, Why.ASK)
    }  # fmt: skip
    kept, clash_why = clashing[rules.clash]
    if kept == "null":
        clash_why = Why.OPEN
    return f"""with {_FOLLOWS}
select j.customer_id,
  case when h.staff_id is not null then h.staff_id when j.followers = 1 then j.first_id
       when j.clash then {kept} else {owner} end::bigint as owner_id,
  j.clash,
  case when h.staff_id is not null then '{Why.ASSIGNED}' when j.followers = 1 then '{Why.ONLY}'
       when j.clash then '{clash_why}' else '{why}' end as why
from judged j left join hand h on h.customer_id = j.customer_id"""
