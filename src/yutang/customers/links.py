# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Which accounts are one person: links from facts, and the customers that follow from them.

A strong link (same unionid, same phone, or said by a person) makes two accounts one customer. A weak one (a shared
e-mail) only suggests it. The customer's id is the smallest id of its accounts, so taking a link back gives each their
old id again, and the order in which links came does not matter.
"""

import duckdb

from yutang.ledger.catalogue import Kind

MEANS = ("phone", "email")  # platforms whose accounts are only ways to reach somebody: people may share them
SHARED_FROM = 10  # accounts of one platform behind one phone from which it is a shop's, or made up
BY_PERSON = 2  # `amount` of a link that a person made: it stands against all that is automatic

# A person's last word wins over everything; without one, whatever links does.
LINKS = f"""
insert into link
select one_id, other_id, max(amount) >= 1 as strong,
  coalesce(bool_or(amount = {BY_PERSON}), false) as by_user,
  min(happened) filter (kind = {Kind.IDENTITY_LINKED}) as since
from (select f.*, least(identity_id, object_id) as one_id, greatest(identity_id, object_id) as other_id from fact f
      where kind in ({Kind.IDENTITY_LINKED}, {Kind.IDENTITY_PARTED}) and identity_id <> object_id)
{{touched}}
group by one_id, other_id
having count(*) filter (kind = {Kind.IDENTITY_LINKED}) > 0
  and coalesce(arg_max(kind, (happened, key_hi, key_lo))
        filter (kind = {Kind.IDENTITY_PARTED} or amount = {BY_PERSON}), {Kind.IDENTITY_LINKED}) = {Kind.IDENTITY_LINKED}
"""
TOUCHED_LINK = f"""
create or replace temp table touched_link as
select distinct least(identity_id, object_id) as one_id, greatest(identity_id, object_id) as other_id
from {{source}} where kind in ({Kind.IDENTITY_LINKED}, {Kind.IDENTITY_PARTED}) and identity_id <> object_id
"""
# Whoever is linked to an end of a touched link may belong to another customer now: so may all accounts of theirs.
CONCERNED = """
create or replace temp table concerned as
with ends as (select one_id as id from touched_link union select other_id from touched_link),
near as (
  from ends union select l.other_id from link l join ends on ends.id = l.one_id
  union select l.one_id from link l join ends on ends.id = l.other_id
)
select id, customer_id as old, id as label from identity
where customer_id in (select i.customer_id from identity i join near on near.id = i.id)
"""
EVERYBODY = (
    "create or replace temp table concerned as select id, customer_id as old, id as label from identity"
)

# Every link of an account in hand, and all holders of a means that one of them holds.
NEAR_LINK = f"""
create or replace temp table near_link as
with touching as (
  select l.* from link l semi join concerned c on c.id = l.one_id
  union select l.* from link l semi join concerned c on c.id = l.other_id
), ends as (select one_id as id from touching union select other_id from touching),
means as (select i.id from identity i semi join ends using (id) where i.platform in {MEANS}),
whole as (
  from touching union select l.* from link l semi join means m on m.id = l.one_id
  union select l.* from link l semi join means m on m.id = l.other_id
)
select w.*, a.platform in {MEANS} as one_means, b.platform in {MEANS} as other_means,
  (a.platform, a.external_id) as one_account, (b.platform, b.external_id) as other_account
from whole w join identity a on a.id = w.one_id join identity b on b.id = w.other_id
"""
# holder–means: the means belong to all holders where the link is strong; of weak ones to the first, where there is no
# strong one. Who is first follows from facts (the time they were linked, then the account's name), never from ids:
# those follow the order in which files came.
EDGES = f"""
create or replace temp table edge as
with held as (
  select case when one_means then other_id else one_id end as holder,
    case when one_means then one_id else other_id end as means, strong, by_user, since,
    case when one_means then other_account else one_account end as account
  from near_link where one_means <> other_means
), counted as (
  select * exclude (since, account), count(*) over (partition by means) as holders,
    row_number() over (partition by means order by not strong, since, account) as rank
  from held
), made as (
  select holder as one_id, means as other_id, by_user as sure, rank from counted
  where by_user or rank = 1 or (strong and holders < {SHARED_FROM})
  union all
  select one_id, other_id, true, 0 from near_link where one_means = other_means and strong
)
select m.* from made m semi join concerned a on a.id = m.one_id semi join concerned b on b.id = m.other_id
"""
SPREAD = """
create or replace temp table spread as
with both_ways as (select one_id as id, other_id as near from edge union all select other_id, one_id from edge),
least_near as (
  select b.id, min(n.label) as label from both_ways b join concerned n on n.id = b.near group by b.id
)
select c.id, c.old, least(c.label, coalesce(l.label, c.label), up.label) as label, c.label as before
from concerned c join concerned up on up.id = c.label left join least_near l on l.id = c.id
"""
# Two unionids are two people, whoever shares their phone: there the phone belongs to its first holder alone.
TORN = """
create or replace temp table torn as
select c.label from concerned c join identity i on i.id = c.id and i.platform = 'unionid'
group by c.label having count(*) > 1
"""
UNTIE = """
delete from edge e where not sure and e.one_id in (select id from concerned where label in (from torn))
  and e.rank > (select min(f.rank) from edge f where f.other_id = e.other_id and not f.sure)
"""
MOVED = """
create or replace temp table moved as
select id, old, label as customer_id from concerned where label is distinct from old
"""


def relink(cursor: duckdb.DuckDBPyConnection, source: str | None) -> None:
    """Links and customers after the facts of `source` came or went (None: all anew).

    Leaves `moved` (id, old, customer_id): the accounts that are another customer's now. `identity.customer_id` and
    `fact.customer_id` follow.
    """
    if source is None:
        cursor.execute("delete from link")
        cursor.execute(LINKS.format(touched=""))
        cursor.execute(EVERYBODY)
    else:
        cursor.execute(TOUCHED_LINK.format(source=source))
        cursor.execute(
            "delete from link where (one_id, other_id) in (select (one_id, other_id) from touched_link)"
        )
        cursor.execute(LINKS.format(touched="semi join touched_link using (one_id, other_id)"))
        cursor.execute(CONCERNED)
    cursor.execute(NEAR_LINK)
    cursor.execute(EDGES)
    _spread(cursor)
    cursor.execute(TORN)
    if cursor.execute("select count(*) from torn").fetchall() != [(0,)]:
        cursor.execute(UNTIE)
        cursor.execute("update concerned set label = id")
        _spread(cursor)
    cursor.execute(MOVED)
    if cursor.execute("select count(*) from moved").fetchall() != [(0,)]:
        cursor.execute(
            "update identity set customer_id = m.customer_id from moved m where m.id = identity.id"
        )
    _move_facts(cursor, everything=source is None)


def _spread(cursor: duckdb.DuckDBPyConnection) -> None:
    """Smallest ids run along the edges, and jump to where those they reached have got: log(n) rounds of a chain."""
    changed = True
    while changed:
        cursor.execute(SPREAD)
        cursor.execute("create or replace temp table concerned as select id, old, label from spread")
        changed = cursor.execute("select count(*) from spread where label <> before").fetchall() != [(0,)]


def _move_facts(cursor: duckdb.DuckDBPyConnection, *, everything: bool) -> None:
    """Sealed days keep the customer as of their sealing, so all anew means comparing every fact."""
    whom = "(select id, customer_id from identity)" if everything else "moved"
    cursor.execute(
        f"update fact set customer_id = m.customer_id from {whom} m"
        " where m.id = fact.identity_id and fact.customer_id is distinct from m.customer_id"
    )
