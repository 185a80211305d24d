# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""After facts came or went: who is one customer, who they are, and what the facts say of them."""

import duckdb

from yutang.customers.folds import FOLDS
from yutang.customers.links import relink
from yutang.ledger.analytics import parsed
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.folds import fold, fold_all

_LINKS = (Kind.IDENTITY_LINKED, Kind.IDENTITY_PARTED)
# What jobs made of customers that are no more goes; their next run makes it anew.
RESULTS = ("segment_member", "standing", "tier_member")
# People only: an account of the brand's own, or a robot's, is nobody's customer, and a phone alone is one.
CUSTOMERS = f"""
insert into customer
select i.customer_id, coalesce(any_value(s.since), make_timestamp(0)), arg_max(i.name, i.name_at), count(*)::smallint,
  any_value(s.heard)
from identity i left join since s on s.id = i.customer_id
where i.customer_id in (select id from whom) group by i.customer_id
having bool_and(i.role in ({Role.UNKNOWN}, {Role.PERSON}))
"""
BACK = f"""
create or replace temp table back as
select distinct i.customer_id as id from changed_identity c join identity i on i.id = c.id
where not c.fresh and i.role in ({Role.UNKNOWN}, {Role.PERSON}) and i.customer_id not in (select id from customer)
"""
_DATED = "happened > make_timestamp(0)"
_SPAN = f"min(happened) as since, max(happened) filter (kind = {Kind.MESSAGE_SENT}) as heard"
_MOVED = " union select old from moved union select customer_id from moved"


def _customers(cursor: duckdb.DuckDBPyConnection, source: str, *, gone: bool, moved: bool) -> None:
    """The table `customer` after new facts (or, `gone`, after facts went): of whom they name, and of who moved."""
    also = _MOVED if moved else ""
    if gone:  # an account that no fact was of, a group's owner, may be gone as well
        also += " union select id from customer where id not in (select customer_id from identity)"
    cursor.execute(
        f"create or replace temp table whom as select customer_id as id from {source} where customer_id is not null"
        f" union select i.customer_id from changed_identity c join identity i on i.id = c.id{also}"
    )
    # Who was staff till now has no row that says since when.
    back = cursor.execute(parsed(cursor, BACK)).fetchall()
    recounted = "(from whom)" if gone else f"(select 0 as id where false{also} union all from back)"
    anew = f" union all select customer_id, {_SPAN} from fact where customer_id in {recounted} and {_DATED} group by 1"
    cursor.execute(
        "create or replace temp table since as select id, min(since) as since, max(heard) as heard from ("
        f" select customer_id as id, {_SPAN} from {source} where {_DATED} and not {gone} group by 1"
        " union all select id, since, heard from customer where since > make_timestamp(0)"
        f" and id in (select id from whom) and id not in {recounted}"
        f"{anew if gone or moved or back != [(0,)] else ''}) group by id"
    )
    cursor.execute("delete from customer where id in (select id from whom)")
    cursor.execute(parsed(cursor, CUSTOMERS))


def _all_customers(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute("create or replace temp table whom as select distinct customer_id as id from identity")
    cursor.execute(
        f"create or replace temp table since as select customer_id as id, {_SPAN} from fact"
        f" where customer_id is not null and {_DATED} group by 1"
    )
    cursor.execute("delete from customer")
    cursor.execute(parsed(cursor, CUSTOMERS))


def settle(cursor: duckdb.DuckDBPyConnection, source: str, *, gone: bool) -> None:
    """Bring analytics level with the facts of `source`, which are in the table `fact` now, or (`gone`) no more."""
    cursor.execute("create temp table if not exists changed_identity (id bigint, fresh boolean)")
    linked = cursor.execute(
        f"select exists(from {source} where kind in ({_LINKS[0]}, {_LINKS[1]}))"
    ).fetchall()[0][0]
    if linked:
        relink(cursor, source)
    moved = linked and cursor.execute("select count(*) from moved").fetchall() != [(0,)]
    _customers(cursor, source, gone=gone, moved=moved)
    if moved:
        cursor.execute(
            "create or replace temp table moved_customer as"
            " select old as id from moved union select customer_id from moved"
        )
        _forget_results(cursor, "select id from moved_customer")
    # A fact's customer may be another now than when it came.
    now = f"(select f.* replace (coalesce(i.customer_id, f.customer_id) as customer_id) from {source} f"
    now += " left join identity i on i.id = f.identity_id)"
    fold(cursor, FOLDS, now if moved else source, moved="moved_customer" if moved else "")
    cursor.execute("delete from changed_identity")


def settle_all(cursor: duckdb.DuckDBPyConnection) -> None:
    """The same for everything there is."""
    relink(cursor, None)
    _all_customers(cursor)
    _forget_results(cursor, "select customer_id from segment_member union select customer_id from standing")
    fold_all(cursor, FOLDS)


def _forget_results(cursor: duckdb.DuckDBPyConnection, whom: str) -> None:
    cursor.execute(
        f"create or replace temp table no_customer as select id from ({whom}) w(id)"
        " where id not in (select id from customer)"
    )
    for table in RESULTS:
        cursor.execute(f"delete from {table} where customer_id in (select id from no_customer)")
