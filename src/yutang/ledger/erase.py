# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""One person's accounts made nobody's: everywhere in the ledger, for good.

That something happened stays, so that every total still adds up; who it was, what they wrote and what was noted about
them goes: from the inlet's blobs, from what batches said, from sealed days (written anew) and from analytics. Their
facts get new keys, or the old ones would tell whether somebody knew them. A private chat is about them whoever writes
in it: it loses its reference, its name and all its words.

Analytics is distrusted while it lasts: a crash anywhere has it made anew at the next start, from what State says then.
Without a crash it is written anew then, for its file would tell on, byte by byte.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.kit.folder import disk_errors, sync_folder
from yutang.ledger import sealer, store
from yutang.ledger.blob import pack, unpack
from yutang.ledger.catalogue import Kind
from yutang.ledger.contract import Change
from yutang.ledger.facts import SHIFT
from yutang.ledger.posts import unpack_post
from yutang.ledger.tables import RESERVED, inlet
from yutang.ledger.withdraw import Stores

NOBODY = "erased:"  # the external id of an erased account begins so
# What of `props` says nothing of a person, and totals need.
_KEPT = (Kind.MESSAGE_SENT, Kind.GROUP_JOINED, Kind.GROUP_LEFT, Kind.ORDER_PLACED, Kind.ORDER_CHANGED,
         Kind.ORDER_REFUNDED, Kind.CONSENT_GIVEN, Kind.CONSENT_WITHDRAWN)  # fmt: skip
_PROPS = f"""case when kind in ({", ".join(str(int(kind)) for kind in _KEPT)}) then props
  when kind = {Kind.RELATION_BEGUN} then json_object('source', props ->> '$.source', 'how', props ->> '$.how')::varchar
  when kind in ({Kind.TAG_ADDED}, {Kind.TAG_REMOVED}) then json_object('source', props ->> '$.source',
    'confidence', (props ->> '$.confidence')::integer, 'until', (props ->> '$.until')::bigint)::varchar end"""
_MASK = "9223372036854775807::uhugeint"
# A person's own reference, or a pair's, is that of a private chat even where nothing says that it is one; a chat that
# goes by a name ("name:…") may be a group of that name.
_CHATS = f"""
create or replace temp table erased_chat as
select g.id, g.platform, g.external_id as ref, g.name, '{NOBODY}' || g.id as nobody from customer_group g
where (g.private and (g.id in (select group_id from fact where identity_id in (select id from erased))
    or g.id in (select group_id from membership where identity_id in (select id from erased))))
  or exists (select 1 from erased e where e.platform = g.platform and (
    (e.ref = g.external_id and (g.private or not starts_with(e.ref, 'name:')))
    or (starts_with(g.external_id, 'private:')
        and contains('|' || substr(g.external_id, 9) || '|', '|' || e.ref || '|'))))
"""
_CHAT = """json_merge_patch('{}', json_object('private', props -> '$.private',
  'members', props -> '$.members'))::varchar"""
# A group's owner is told in its props, by reference.
_OWNED = f"""select f.* replace (json_merge_patch(props, '{{"owner":null}}')::varchar as props) from fact f
join customer_group g on g.id = f.group_id semi join erased e
  on (e.platform = g.platform and e.ref = f.props ->> '$.owner')
  or f.props ->> '$.owner' = chr(31) || e.platform || chr(31) || e.ref
where f.kind = {Kind.GROUP_SEEN} and f.props is not null"""
BARED = f"""
create or replace temp table bared as
with owned as ({_OWNED}), known as (
  select * from fact where identity_id in (select id from erased) or group_id in (select id from erased_chat)
)
select id, day, case when kind = {Kind.GROUP_SEEN} and group_id in (select id from erased_chat) then {_CHAT}
    when kind = {Kind.GROUP_SEEN} then props else {_PROPS} end as props,
  case when kind = {Kind.ATTRIBUTE_SET} then null else amount end as amount,
  ((md5_number('erased ' || id) >> 64) & {_MASK})::bigint as key_hi,
  (md5_number('erased ' || id) & {_MASK})::bigint as key_lo
from (select * from known where id not in (select id from owned) union all from owned)
"""
_REBLOB = """
select f.* replace (coalesce(b.key_hi, f.key_hi) as key_hi, coalesce(b.key_lo, f.key_lo) as key_lo,
  case when b.id is null then f.props else b.props end as props,
  case when b.id is null then f.amount else b.amount end as amount,
  case when b.id is null then f.text end as text)
from _blob f left join bared b using (id) order by f.id
"""


_NAMED = (
    "exists (select 1 from erased_ref e where t.{0} = e.whole or (e.platform = $platform and t.{0} = e.ref))"
)
_LEFT = {
    "customers": f"select * from _told t where not {_NAMED.format('ref')}",
    "groups": f"""select t.* replace (case when {_NAMED.format("owner")} then null else owner end as owner,
      coalesce(c.nobody, t.ref) as ref, case when c.id is null then t.name end as name,
      case when c.id is null then t.name_at end as name_at)
      from _told t left join erased_chat c on c.platform = $platform and c.ref = t.ref""",
}


@runtime_checkable
class KeepsChats(Protocol):
    """A domain that holds what chats are called."""

    def unname(self, cursor: duckdb.DuckDBPyConnection) -> Change | None:
        """The chats of the temp table `erased_chat` are called `nobody` from now on, and have no name."""
        ...


class Erased(msgspec.Struct, frozen=True):
    """`facts` that name nobody any more; `days` that were sealed anew; `requests` put aside that named them."""

    facts: int
    days: int
    requests: int


def erase(
    stores: Stores, refs: Mapping[int, tuple[str, str]], *, now: int, also: Callable[[sa.Connection], None]
) -> Erased:
    """`refs`: identity → (platform, external id). Nothing may wait to be applied.

    `also` joins the transaction of State that makes it so: it names the accounts NOBODY + id.
    """
    with stores.state.read() as conn:
        waiting, known = store.applied(conn), store.sealed(conn)
        aside = _aside(conn, refs)
    sealer.prove_whole(stores.analytics, waiting)
    stores.analytics.wear()  # first: whatever cuts this short, no file is left that nobody knows to be worn
    with stores.analytics.distrusted(), stores.analytics.transaction() as cursor:
        chats_of(cursor, refs)
        cursor.execute(BARED)
        touched = cursor.execute("select day, id >> $shift from bared", {"shift": SHIFT}).fetchall()
        batches = {batch for _, batch in touched}
        blobs = _blobs(stores, cursor, [id_ for id_, _ in waiting if id_ in batches])
        said = _said(stores, cursor)
        unnamed = [domain.unname(cursor) for domain in stores.domains if isinstance(domain, KeepsChats)]
        changes = [change for change in unnamed if change]
        mark = stores.state.write(lambda conn: _reserve(conn, now))
        _bare(cursor)
        made = _reseal(stores, cursor, sorted({str(day) for day, _ in touched} & set(known)), mark)

        def write(conn: sa.Connection) -> None:
            store.replace_blobs(conn, blobs)
            store.replace_said(conn, said)
            _unname(conn, batches | {id_ for id_, _ in said})
            store.take_back(conn, aside)
            store.fill_reserved(conn, mark, 0, None)
            store.note_sealed(conn, made)
            for change in changes:
                change.write(conn)
            also(conn)

        stores.state.write(write)
        for change in changes:
            change.mirror(cursor)
        for domain in stores.domains:
            domain.settle(cursor, "erased_fact", gone=False)
        cursor.execute("insert into batch values (?, 0)", [mark])
    sealer.sweep(stores.state, stores.folder)
    return Erased(len(touched), len(made), len(aside))


def chats_of(
    cursor: duckdb.DuckDBPyConnection, refs: Mapping[int, tuple[str, str]]
) -> list[tuple[str, str | None]]:
    """(reference, name) of their private chats; makes the temp tables `erased` and `erased_chat`."""
    rows = [{"id": id_, "platform": platform, "ref": ref} for id_, (platform, ref) in refs.items()]
    shape = pa.schema([("id", pa.int64()), ("platform", pa.string()), ("ref", pa.string())])
    cursor.register("_refs", pa.Table.from_pylist(rows, shape))
    cursor.execute("create or replace temp table erased as from _refs")
    cursor.unregister("_refs")
    cursor.execute(_CHATS)
    return cursor.execute("select ref, name from erased_chat order by id").fetchall()


def _bare(cursor: duckdb.DuckDBPyConnection) -> None:
    """In analytics: facts, texts, and the accounts' own names."""
    cursor.execute(
        "update fact set props = b.props, amount = b.amount, key_hi = b.key_hi, key_lo = b.key_lo"
        " from bared b where b.id = fact.id"
    )
    cursor.execute("delete from payload where fact_id in (select id from bared)")
    cursor.execute(
        f"update identity set external_id = '{NOBODY}' || id, name = null, name_at = null"
        " where id in (select id from erased)"
    )
    cursor.execute("create or replace temp table changed_identity as select id, false as fresh from erased")
    cursor.execute(
        "create or replace temp table erased_fact as select f.* from fact f semi join bared using (id)"
    )


def _blobs(stores: Stores, cursor: duckdb.DuckDBPyConnection, ids: list[int]) -> dict[int, bytes]:
    """Batches that the inlet still holds, without what is personal of the erased."""
    made: dict[int, bytes] = {}
    for id_ in ids:
        with stores.state.read() as conn:
            blob = store.batch(conn, id_).blob
        cursor.register("_blob", unpack(blob))
        made[id_] = pack(cursor.sql(_REBLOB).to_arrow_table())
        cursor.unregister("_blob")
    return made


def _said(stores: Stores, cursor: duckdb.DuckDBPyConnection) -> dict[tuple[int, str], bytes]:
    """What batches said of accounts, without the erased; of groups, without them as owners or in a chat's name."""
    cursor.execute(
        "create or replace temp table erased_ref as"
        " select platform, ref, chr(31) || platform || chr(31) || ref as whole from erased"
    )
    made: dict[tuple[int, str], bytes] = {}
    for domain in stores.domains:
        if domain.name in _LEFT:
            with stores.state.read() as conn:
                for row in store.said(conn, domain.name):
                    rows = unpack(row.blob)
                    cursor.register("_told", rows)
                    kept = cursor.sql(_LEFT[domain.name], params={"platform": row.platform}).to_arrow_table()
                    cursor.unregister("_told")
                    if kept.num_rows != rows.num_rows or not kept.equals(rows):
                        made[row.batch_id, domain.name] = pack(kept)
    return made


def _aside(conn: sa.Connection, refs: Mapping[int, tuple[str, str]]) -> list[int]:
    """Requests put aside that name one of them: nobody could mend those any more without a name."""
    needles = [msgspec.json.encode(ref)[1:-1] for _, ref in refs.values()]
    found: list[int] = []
    for row in store.quarantined(conn, 1 << 31):
        blob = store.batch(conn, row[0]).blob
        try:
            body = unpack_post(blob)
        except Exception:  # noqa: BLE001 - damaged bytes: what can't be read may name anybody
            body = b"".join(needles)
        if any(needle in body for needle in needles):
            found.append(row[0])
    return found


def _unname(conn: sa.Connection, batches: set[int]) -> None:
    """Imported batches are called by a file, and that perhaps by the person."""
    mine = (inlet.c.id == sa.bindparam("one"), inlet.c.run_id.is_not(None))
    if batches:
        conn.execute(sa.update(inlet).where(*mine).values(origin="import"), [{"one": id_} for id_ in batches])


def _reserve(conn: sa.Connection, now: int) -> int:
    """The id that stands for the erasing: sealed days of before are older than it."""
    key = f"erase:{store.last_applied(conn)}:{now}"
    row = {"key": key, "origin": "erase", "platform": "", "received_at": now, "state": RESERVED, "rows": 0}
    id_ = store.put(conn, row)
    assert id_ is not None  # noqa: S101 - one erases at a time, and the clock goes on
    return id_


def _reseal(
    stores: Stores, cursor: duckdb.DuckDBPyConnection, days: list[str], upto: int
) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    if days:
        counts = dict(cursor.execute("select day::varchar, count(*) from fact group by 1").fetchall())
        with disk_errors(stores.folder):
            made = [sealer.write_day(cursor, stores.folder, day, upto, counts[day]) for day in days]
            sync_folder(stores.folder)
    return made
