# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Customers over whom staff clash and on whom somebody must decide: whose they would be by the rules, who follows them,
and which unit is above all of those."""

import duckdb
import msgspec

from yutang.staff import ownership
from yutang.staff.model import ClashRule, OwnerRules, Why


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """`proposed`: identity of who would own by the owner rule; `followers`: names, who was there first, first; `above`:
    units from the deepest that holds all followers up to the root, none where their trees differ."""

    customer_id: int
    name: str | None
    proposed: str | None
    followers: list[str]
    above: list[int]


_CALLED = "select id, coalesce(name, external_id) as name from identity"
_CLASHES = f"""with owned as ($OWNERS), asked as (
  select customer_id, owner_id from owned where clash and why in ('{Why.ASK}', '{Why.OPEN}')
), follower as (
  select r.customer_id, r.staff_id, min(r.since) as since, any_value(p.path) as path
  from relation r left join place p on p.staff_id = r.staff_id
  where r.ended is null and r.customer_id in (select customer_id from asked) group by 1, 2
)
select a.customer_id, c.name, any_value(o.name) as proposed,
  list(n.name order by f.since, f.staff_id) as followers, list(f.path) filter (f.path is not null) as paths
from asked a join customer c on c.id = a.customer_id join follower f on f.customer_id = a.customer_id
join ({_CALLED}) n on n.id = f.staff_id left join ({_CALLED}) o on o.id = a.owner_id
left join spending s on s.customer_id = a.customer_id
group by a.customer_id, c.name order by max(coalesce(s.cents, 0)) desc, a.customer_id limit $most"""


def asked(cursor: duckdb.DuckDBPyConnection, rules: OwnerRules, most: int) -> list[Clash]:
    """Those who spent most first, `most` of them; none, while clashes are not asked about. Reads `place` and `decided`
    (customers.queries.owners.placed)."""
    if rules.clash is not ClashRule.ASK:
        return []
    sql = _CLASHES.replace("$OWNERS", ownership.owners_sql(rules))
    rows = cursor.execute(sql, {"most": most}).fetchall()
    return [
        Clash(customer_id=id_, name=name, proposed=proposed, followers=followers, above=above(paths))
        for id_, name, proposed, followers, paths in rows
    ]


def above(paths: list[list[int]]) -> list[int]:
    """What the paths begin with alike, the deepest first."""
    alike: list[int] = []
    for steps in zip(*paths, strict=False):
        if len(set(steps)) > 1:
            break
        alike.insert(0, steps[0])
    return alike
