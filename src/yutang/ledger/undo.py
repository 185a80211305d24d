# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""A whole import taken back, as if it had never been.

What another import or post repeated stays, and becomes that one's own: such facts move to a batch of their own under
the run that repeated them, as the first one told them. Accounts, groups, names and roles are folded anew from what
the batches that stay said (`Domain.told`), memberships from the facts that stay. So a name becomes the last one that
is still told; roles and owners likewise. What jobs made of people holds nobody, and goes with them.

State is truth: new files of sealed days are written beside the old ones, then one transaction of State says that all
of it is so, then analytics follows. A crash before that transaction leaves nothing begun, one behind it is mended at
the next start (`rebuild.catch_up`).

A batch that another run found there, word for word (`Heirs`: batch → run), becomes that run's, and stays as it is.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.kit.errors import YutangError
from yutang.kit.folder import disk_errors, sync_folder
from yutang.ledger import projector, sealer, store
from yutang.ledger.blob import pack, unpack
from yutang.ledger.facts import SHIFT
from yutang.ledger.shape import FACT_COLUMNS
from yutang.ledger.tables import RESERVED
from yutang.ledger.withdraw import Stores, bereft, drop_orphans, withdraw

Heirs = Mapping[int, int]
MOVED_ROWS = 100_000  # facts in one batch of what moves: a blob of it is held in memory
_COLUMNS = ", ".join(f"f.{name}" for name in FACT_COLUMNS if name != "id")

OWN = f"""
create or replace temp table own_fact as select f.*, null::bigint as keeper from fact f
where f.id between $first::bigint << {SHIFT} and ($last::bigint + 1) << {SHIFT}
  and f.id >> {SHIFT} in (select id from undone_batch)
"""
# Facts that move, numbered within (run, platform, sealed or not); `part` is one new batch each.
MOVED = f"""
create or replace temp table moved_fact as
select *, dense_rank() over (order by run, platform, kept_sealed, (nth - 1) // {MOVED_ROWS}) - 1 as part,
  (nth - 1) % {MOVED_ROWS} as place
from (
  select o.* exclude (keeper), k.run, k.platform, s.day is not null as kept_sealed,
    row_number() over (partition by k.run, k.platform, s.day is not null order by o.id) as nth
  from own_fact o join keeper k on k.batch = o.keeper left join rewritten_day s on s.day = o.day
)
"""
MOVE = f"""
create or replace temp table new_fact as
select (b.id << {SHIFT}) + f.place as id, {_COLUMNS}, p.text
from moved_fact f join moved_batch b on b.part = f.part left join payload p on p.fact_id = f.id
"""


class UndoPreview(msgspec.Struct, frozen=True):
    """`facts` go, `kept` stay because others brought them too. `kept_by`: their runs; None: facts that were posted."""

    facts: int  # of the import; what jobs made of who goes is nobody's, and not counted
    kept: int
    kept_by: list[int | None]
    groups: list[str]  # names, or references, of groups that only this import knew
    people: int  # accounts that only this import knew


class _Moved(NamedTuple):
    part: int
    run: int | None
    platform: str
    sealed: bool
    facts: int


def preview_undo(stores: Stores, run: int, heirs: Heirs) -> UndoPreview:
    """What `undo` would do; done and rolled back."""
    with stores.analytics.cursor() as cursor:
        cursor.execute("begin")
        try:
            batches = _choose(stores, cursor, run, heirs)
            cursor.execute("delete from fact where id in (select id from own_fact where keeper is null)")
            withdraw(stores, cursor, batches)
            return _figures(cursor, heirs)
        finally:
            cursor.execute("rollback")


def undo_run(
    stores: Stores, run: int, heirs: Heirs, *, now: int, also: Callable[[sa.Connection], None]
) -> UndoPreview:
    """Take back every batch of `run` that has no heir. `also` joins the transaction that makes it so."""
    with stores.state.read() as conn:
        waiting, known = store.applied(conn), store.sealed(conn)
    sealer.prove_whole(stores.analytics, waiting)
    with stores.analytics.transaction() as cursor:
        batches = _choose(stores, cursor, run, heirs)
        _know_sealed(cursor, known)
        _sealed_days(cursor, "own_fact")
        moved = _moved(cursor)
        ids = stores.state.write(lambda conn: _reserve(conn, run, moved, now))
        _replace(cursor, ids)
        changes = withdraw(stores, cursor, batches)
        days = _sealed_days(cursor, "orphan_fact")
        drop_orphans(cursor)
        figures = _figures(cursor, heirs)
        made = _rewrite(stores, cursor, days, ids[-1])

        def write(conn: sa.Connection) -> None:
            store.hand_over(conn, heirs)
            store.take_back(conn, batches)
            for one, id_ in zip([*moved, None], ids, strict=True):
                blob = _blob(cursor, id_) if one is not None and not one.sealed else None
                store.fill_reserved(conn, id_, one.facts if one else 0, blob)
            for id_, left, blob in bereft(conn, cursor, [id_ for id_, _ in waiting]):
                store.fill_reserved(conn, id_, left, blob)
            store.note_sealed(conn, made)
            for change in changes:
                change.write(conn)
            also(conn)

        stores.state.write(write)
        for change in changes:
            change.mirror(cursor)
        for domain in stores.domains:
            domain.settle(cursor, "gone_fact", gone=True)
        counts = [one.facts for one in moved] + [0]
        cursor.execute("delete from batch where id in (select id from undone_batch)")
        _fill(cursor, "level", {"id": pa.array(ids, pa.int64()), "facts": pa.array(counts, pa.int64())})
        cursor.execute("insert into batch select id, facts from level")
    sealer.sweep(stores.state, stores.folder)
    return figures


def _choose(stores: Stores, cursor: duckdb.DuckDBPyConnection, run: int, heirs: Heirs) -> list[int]:
    """Makes `undone_batch`, `own_fact` (with who keeps it) and `keeper` (batch, run, platform)."""
    with stores.state.read() as conn:
        batches = [id_ for id_ in store.of_run(conn, run) if id_ not in heirs]
        _fill(cursor, "undone_batch", {"id": pa.array(batches, pa.int64())})
        first, last = (batches[0], batches[-1]) if batches else (1, 0)
        cursor.execute(OWN, {"first": first, "last": last})
        cursor.execute("create or replace temp table kept_key (batch bigint, key_hi bigint, key_lo bigint)")
        cursor.execute("create or replace temp table keeper (batch bigint, run bigint, platform varchar)")
        # A fact that moved once lies behind those that repeat it, where they are handed over now.
        since = min([first, *heirs])
        for row in store.said(conn, "repeated", since) if batches else ():
            keeper = heirs.get(row.batch_id, row.run_id)
            if keeper != run:
                cursor.register("_keys", unpack(row.blob))
                cursor.execute(
                    "insert into kept_key select ?, k.key_hi, k.key_lo from _keys k"
                    " semi join own_fact using (key_hi, key_lo)", [row.batch_id],
                )  # fmt: skip
                cursor.unregister("_keys")
                cursor.execute("insert into keeper values (?, ?, ?)", [row.batch_id, keeper, row.platform])
    cursor.execute(
        "update own_fact o set keeper = k.batch from (select key_hi, key_lo, min(batch) as batch from kept_key"
        " group by all) k where k.key_hi = o.key_hi and k.key_lo = o.key_lo"
    )
    return batches


def _know_sealed(cursor: duckdb.DuckDBPyConnection, known: dict[str, sa.Row[Any]]) -> None:
    """Makes `sealed_here`, and `rewritten_day` with no day in it yet."""
    _fill(cursor, "sealed_here", {
        "day": pa.array([dt.date.fromisoformat(day) for day in known], pa.date32()),
        "upto": pa.array([row.upto for row in known.values()], pa.int64()),
        "facts": pa.array([row.facts for row in known.values()], pa.int64()),
    })  # fmt: skip
    cursor.execute("create or replace temp table rewritten_day (day date, facts bigint, held bigint)")


def _sealed_days(cursor: duckdb.DuckDBPyConnection, going: str) -> list[dt.date]:
    """The sealed days that must be written anew, those of the facts in `going` too, which are there still. Raises when
    analytics lacks some of what they hold."""
    cursor.execute(
        "insert into rewritten_day select s.day, any_value(s.facts) as facts,"
        f" count(f.id) filter (f.id >> {SHIFT} <= s.upto) as held"
        " from sealed_here s left join fact f on f.day = s.day"
        f" where s.day in (select day from {going}) and s.day not in (select day from rewritten_day) group by s.day"
    )
    rows = cursor.execute("select day, facts, held from rewritten_day order by day").fetchall()
    for day, facts, held in rows:
        if facts != held:
            raise YutangError("analytics_behind", batch=str(day), held=held, applied=facts)
    return [row[0] for row in rows]


def _moved(cursor: duckdb.DuckDBPyConnection) -> list[_Moved]:
    cursor.execute(MOVED)
    return [
        _Moved(*row)
        for row in cursor.execute(
            "select part, any_value(run), any_value(platform), any_value(kept_sealed), count(*) from moved_fact"
            " group by part order by part"
        ).fetchall()
    ]


def _reserve(conn: sa.Connection, run: int, moved: list[_Moved], now: int) -> list[int]:
    """Ids for what moves, and a last one that stands for the undoing itself."""
    base = {"received_at": now, "state": RESERVED, "rows": 0, "origin": "undo"}
    ids: list[int] = []
    for one in [*moved, _Moved(len(moved), None, "", False, 0)]:
        last = f"{store.last_applied(conn)}.{one.part}"
        row = base | {"key": f"undo:{run}:{last}", "run_id": one.run, "platform": one.platform}
        id_ = store.put(conn, row)
        if id_ is None:
            raise YutangError("undo_again", run=run)
        ids.append(id_)
    return ids


def _replace(cursor: duckdb.DuckDBPyConnection, ids: list[int]) -> None:
    """The run's facts go, those that move come back under their new ids."""
    _fill(cursor, "moved_batch", {
        "part": pa.array(range(len(ids)), pa.int64()), "id": pa.array(ids, pa.int64()),
    })  # fmt: skip
    cursor.execute(MOVE)
    cursor.execute("delete from fact where id in (select id from own_fact)")
    cursor.execute("delete from payload where fact_id in (select id from own_fact)")
    projector.insert(cursor, "new_fact")


def _blob(cursor: duckdb.DuckDBPyConnection, id_: int) -> bytes:
    of_batch = f"select * from new_fact where id >> {SHIFT} = $id order by id"
    return pack(cursor.sql(of_batch, params={"id": id_}).to_arrow_table())


def _figures(cursor: duckdb.DuckDBPyConnection, heirs: Heirs) -> UndoPreview:
    _fill(cursor, "handed", {
        "batch": pa.array(list(heirs), pa.int64()), "run": pa.array(list(heirs.values()), pa.int64()),
    })  # fmt: skip
    ((facts, kept),) = cursor.execute(
        "select count(*) - count(keeper), count(keeper) + (select coalesce(sum(facts), 0) from batch"
        " where id in (select batch from handed))::bigint from own_fact"
    ).fetchall()
    runs = cursor.execute(
        "select run from keeper where batch in (select keeper from own_fact) union select run from handed"
        " order by run nulls last"
    ).fetchall()
    groups = cursor.execute(
        "select coalesce(name, ref) from withdrawn_group where gone order by 1"
    ).fetchall()
    ((people,),) = cursor.execute("select count(*) from withdrawn_identity where gone").fetchall()
    return UndoPreview(facts, kept, [row[0] for row in runs], [row[0] for row in groups], people)


def _rewrite(
    stores: Stores, cursor: duckdb.DuckDBPyConnection, days: list[dt.date], upto: int
) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    if days:
        counts = dict(cursor.execute(
            "select day, count(*) from fact where day in (select day from rewritten_day) group by day"
        ).fetchall())  # fmt: skip
        with disk_errors(stores.folder):
            made = [
                sealer.write_day(cursor, stores.folder, day.isoformat(), upto, counts.get(day, 0))
                for day in days
            ]
            sync_folder(stores.folder)
    return made


def _fill(cursor: duckdb.DuckDBPyConnection, table: str, columns: dict[str, pa.Array]) -> None:
    cursor.register("_rows", pa.table(columns))
    cursor.execute(f"create or replace temp table {table} as from _rows")
    cursor.unregister("_rows")
