"""Which customers somebody sees: one rule, AND-ed to every query of the analytics store that reads customers."""

from yutang.accounts.model import Scope

# Whom one of the staff follows now, and who is now in a group that one of them owns.
_SEEN = """(select r.customer_id from relation r
     where r.ended is null and r.staff_id in (select unnest($seen_staff::bigint[]))
    union all
    select i.customer_id from membership m
     join customer_group g on g.id = m.group_id join identity i on i.id = m.identity_id
     where m."left" is null and i.customer_id is not null
      and g.owner_id in (select unnest($seen_staff::bigint[])))"""


def customers_in_scope(scope: Scope, column: str = "customer_id") -> tuple[str, dict[str, object]]:
    """(condition on `column`, its values by `$name`). In brackets: AND it to a WHERE, as it is.

    `column`: the expression that holds the customer in the query, of our own code and never from outside.
    """
    if scope.everything:
        return "true", {}
    return f"({column} in {_SEEN})", {"seen_staff": sorted(scope.staff)}
