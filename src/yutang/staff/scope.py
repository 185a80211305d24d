"""Which customers somebody sees: one rule, AND-ed to every query of the analytics store that reads customers."""

from yutang.accounts.model import Scope


def customers_in_scope(
    scope: Scope, column: str = "customer_id", *, one: int | None = None
) -> tuple[str, dict[str, object]]:
    """(condition on `column`, its values by `$name`). In brackets: AND it to a WHERE, as it is.

    Seen is whom one of the staff follows now, and who is now in a group that one of them owns. `column`: the
    expression that holds the customer in the query, of our own code and never from outside. `one`: the customer that
    a query about a single one asks for: the condition then reads that customer's rows only.
    """
    if scope.everything:
        return "true", {}
    values: dict[str, object] = {"seen_staff": sorted(scope.staff)}
    if one is None:
        return f"({column} in {_seen()})", values
    return f"({column} in {_seen('$seen_customer::bigint')})", values | {"seen_customer": one}


def _seen(one: str | None = None) -> str:
    """A set, not EXISTS: there a bare column of the outer query would be taken for one of these tables'."""
    follower, member = (
        ("true", "true") if one is None else (f"r.customer_id = {one}", f"i.customer_id = {one}")
    )
    staff = "(select unnest($seen_staff::bigint[]))"
    return f"""(select r.customer_id from relation r
     where r.ended is null and r.staff_id in {staff} and {follower}
    union all
    select i.customer_id from membership m
     join customer_group g on g.id = m.group_id join identity i on i.id = m.identity_id
     where m."left" is null and i.customer_id is not null and g.owner_id in {staff} and {member})"""
