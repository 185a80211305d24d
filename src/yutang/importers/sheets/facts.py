# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""One table's blocks to chunks of sightings: convert, judge, emit."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import PurePosixPath

import duckdb
import numpy as np
import pyarrow as pa

from yutang.importers import media, times
from yutang.importers.contract import CHUNK_ROWS, SIGHTING, Chunk, Reading, Reject
from yutang.importers.rows import Rows
from yutang.importers.sheets import free, orders
from yutang.importers.sheets.alike import Alike
from yutang.importers.sheets.blocks import Block
from yutang.importers.sheets.contacted import Contacted
from yutang.importers.sheets.convert import Converter, prepare
from yutang.importers.sheets.emit import NAMES, role_sql, statements
from yutang.importers.sheets.guess import Guess, Sample
from yutang.importers.sheets.judge import Showing, judge, rejects, shown
from yutang.importers.sheets.shapes import BY_TABLE, CONTACTS, FIELDS
from yutang.importers.sheets.twice import Twice
from yutang.importers.sheets.views import columns_of
from yutang.ledger.catalogue import Kind

_PLATFORMS = {
    "企业微信": "wecom", "企微": "wecom", "wecom": "wecom", "wework": "wecom", "wxwork": "wecom",
    "微信": "wechat", "wechat": "wechat", "weixin": "wechat", "qq": "qq", "tg": "telegram", "telegram": "telegram",
    "discord": "discord", "slack": "slack", "whatsapp": "whatsapp",
}  # fmt: skip
# WeChat's own numbers for what a message carries.
_TYPES = {
    "3": "image",
    "34": "voice",
    "43": "video",
    "47": "sticker",
    "49": "link",
    "48": "location",
    "42": "card",
}
_SYSTEM = frozenset({"系统", "系统消息", "系统提示", "通知", "system", "sys", "notice", "tip", "10000", "80"})
_UNTITLED = ("sheet", "工作表", "表")  # sheets nobody named


class Facts:
    """Reads one table of a file. `sql` is a private connection with the macros of `convert.prepare`."""

    def __init__(self, sql: duckdb.DuckDBPyConnection, sample: Sample, guess: Guess, how: Reading) -> None:
        self._sql = sql
        self._guess = guess
        self._how = how
        self._converter = Converter(sql, sample.columns, guess, how)
        headings = {field: column for column, field in guess.mapping.items()}
        self._contacted = Contacted(how.contacts, BY_TABLE[guess.table].fields, headings)
        self._twice, self._alike = Twice(), Alike()
        self._lost = dict.fromkeys(guess.attributes, 0)
        self._own = {c: free.column(sample.columns.index(c), of).name for c, of in guess.attributes.items()}
        self._hidden = tuple(
            sample.columns.index(column)
            for column, field in guess.mapping.items()
            if FIELDS.get(field) in CONTACTS
        )
        self._unpaid = 0
        self._foreign: Counter[str] = Counter()
        self._statements = statements(guess, sample.columns)
        fields = set(guess.mapping.values())
        self._fields = fields
        self._group = None if fields & {"group_id", "group_name"} else _titled(sample.name)
        self._sheet = f"[{sample.name.partition('!')[2]}] " if "!" in sample.name else ""
        self._named: set[tuple[str, str, str]] = set()
        self._types: dict[str, tuple[str | None, str | None, bool]] = {}
        self._undated = _midnight(how)

    def chunks(self, blocks: Iterator[Block], mended: Callable[[], list[str]] = list) -> Iterator[Chunk]:
        """The table's chunks in order; the last one carries the notes, with those of `mended`."""
        done = 0
        for block in blocks:
            done = max(done, block.done)
            made, lost = self._converter.fields(block.rows)
            made = self._lines(self._contacted.replaced(made))
            reason, header = judge(
                self._guess.table, made, lost, self._how.now, grouped=self._group is not None
            )
            told = tuple(shown(r, self._hidden) for r in block.rejects) + rejects(
                block, reason, header, Showing(self._sheet, self._hidden)
            )
            good = (reason == 0) & ~header
            yield from self._emitted(made if good.all() else made.filter(pa.array(good)), done, told)
        yield Chunk(self._guess.platform, Rows().take(), done, (), (*self._notes(), *mended()))

    def _lines(self, made: pa.Table) -> pa.Table:
        """With `nth`, where an order takes several lines."""
        if not self._guess.order_lines:
            return made
        with self._sql.cursor() as cursor:
            cursor.register("made", made)
            hashes = cursor.sql(orders.ALIKE).to_arrow_table()
        return made.append_column("nth", pa.array(self._alike.numbered(hashes), pa.int64()))

    def _emitted(self, made: pa.Table, done: int, told: tuple[Reject, ...]) -> Iterator[Chunk]:
        for platform, part in self._by_platform(made):
            rows = self._sightings(part, platform)
            for batch in rows.to_batches(max_chunksize=CHUNK_ROWS):
                yield Chunk(platform, batch, done, told)
                told = ()
        if told:
            yield Chunk(self._guess.platform, Rows().take(), done, told)

    def _by_platform(self, made: pa.Table) -> Iterator[tuple[str, pa.Table]]:
        if "platform" not in self._fields:
            yield self._guess.platform, made
            return
        names = made["platform"].combine_chunks().dictionary_encode()
        codes = [_platform(name, self._guess.platform) for name in names.dictionary.to_pylist()]
        places = names.indices.fill_null(len(codes)).to_numpy(zero_copy_only=False)
        found = np.array([*codes, self._guess.platform], dtype=object)[places]
        for code in sorted(set(codes) | {self._guess.platform}):
            if (mine := found == code).any():
                yield code, made.filter(pa.array(mine))

    def _sightings(self, made: pa.Table, platform: str) -> pa.Table:
        if not made.num_rows:
            return pa.Table.from_batches([], SIGHTING)
        with self._sql.cursor() as cursor:
            cursor.register("made", made)
            view = self._view(cursor, platform)
            parts = " union all ".join(self._statements)
            casts = ", ".join(f"{field.name}::{_TYPE[field.type]} as {field.name}" for field in SIGHTING)
            once = "materialized" if len(self._statements) > _MANY else ""
            rows = cursor.sql(f"with v as {once} ({view}) select {casts} from ({parts})").to_arrow_table()
            names = self._names(cursor, view, platform)
            self._count(cursor, view, made)
        told = pa.concat_tables([names, pa.Table.from_arrays(rows.columns, schema=SIGHTING)])
        return (
            told.combine_chunks() if len(self._statements) > 1 else told
        )  # each statement gives pieces of its own

    def _count(self, cursor: duckdb.DuckDBPyConnection, view: str, made: pa.Table) -> None:
        """What the notes will tell of these rows."""
        if self._guess.table == "people":
            self._twice.see(cursor.sql(f"select hash(p) h from ({view})").to_arrow_table()["h"])
        for column, field in self._own.items():
            if f"{field}_lost" in made.column_names:
                self._lost[column] += int(np.count_nonzero(made[f"{field}_lost"].to_numpy()))
        if self._guess.table == "orders":
            self._foreign.update(dict(cursor.sql(orders.FOREIGN.format(view)).fetchall()))
        if self._guess.table == "orders" and "order_status" in self._fields:
            self._unpaid += cursor.sql(f"select count(*) from ({view}) where unpaid").fetchall()[0][0]

    def _view(self, cursor: duckdb.DuckDBPyConnection, platform: str) -> str:
        table = self._guess.table
        given = columns_of(self._guess, platform, self._group, self._undated)
        inner = ", ".join(f"{sql} as {name}" for name, sql in given.items())
        role = role_sql(
            platform, self._fields | ({"role"} if self._fields & {"staff_flag", "bot_flag"} else set())
        )
        view = f"select *, {role if table in _ROLED else '0'} as role_code from (select *, {inner} from made)"
        return self._typed(cursor, view) if "message_type" in self._fields else _untyped(view, table)

    def _typed(self, cursor: duckdb.DuckDBPyConnection, view: str) -> str:
        """Message types as media codes; a picture without words gets its label."""
        words = [
            w for (w,) in cursor.execute("select distinct message_type from made").fetchall() if w is not None
        ]
        for word in words:
            self._types.setdefault(word, _carries(word))
        known = list(self._types.items())
        codes = pa.table({
            "word": pa.array([word for word, _ in known], pa.string()),
            "label": pa.array([label for _, (label, _, _) in known], pa.string()),
            "props": pa.array([props for _, (_, props, _) in known], pa.string()),
            "system": pa.array([system for _, (_, _, system) in known], pa.bool_()),
        })  # fmt: skip
        cursor.register("types", codes)
        return f"""select v.* replace (coalesce(text, t.label) as text,
            case when t.system then 5::tinyint else role_code end as role_code), t.props
            from ({view}) v left join types t on t.word = v.message_type"""

    def _names(self, cursor: duckdb.DuckDBPyConnection, view: str, platform: str) -> pa.Table:
        """The groups' names: told once a file each."""
        rows = Rows()
        named = self._group is not None or "group_name" in self._fields
        if named and (happened := NAMES.get(self._guess.table)) is not None:
            sql = f"with v as ({view}) select g, title, {happened} from v where title <> '' and g <> '' group by all"
            for group, title, at in sorted(cursor.execute(sql).fetchall()):
                if (platform, group, title) not in self._named:
                    self._named.add((platform, group, title))
                    rows.add(Kind.GROUP_SEEN, at, group=group, text=title)
        return pa.Table.from_batches([rows.take()])

    def _notes(self) -> Iterator[str]:
        yield f"note.table:{self._guess.table}"
        yield "note.columns:" + "; ".join(
            f"{column}={field}" for column, field in self._guess.mapping.items()
        )
        if self._converter.local:
            yield f"note.zone_assumed:{self._how.zone}"
        for unit in sorted({stamps.unit for stamps in self._guess.stamps.values() if stamps.unit}):
            yield f"note.unit:{unit}"
        if any(stamps.slashed for stamps in self._guess.stamps.values()):
            yield f"note.date_order:{'day_first' if self._how.day_first else 'month_first'}"
        if self._group is not None and self._guess.table in NAMES and self._guess.table != "orders":
            yield f"note.group_from_name:{self._group}"
        yield from self._notes_on_people()
        yield from (
            f"note.{question}" for question in self._guess.questions if not question.startswith("day_first")
        )

    def _notes_on_people(self) -> Iterator[str]:
        yield from self._contacted.notes()
        if self._guess.system:
            yield f"note.system:{self._guess.system}"
        yield from (f"note.values_lost:{column} ({lost})" for column, lost in self._lost.items() if lost)
        if self._unpaid:
            yield f"note.orders_unpaid:{self._unpaid}"
        if self._foreign:
            yield f"note.foreign_money:{', '.join(f'{code} ({n})' for code, n in sorted(self._foreign.items()))}"
        if self._guess.table != "people":
            return
        if twice := self._twice.count():
            yield f"note.people_twice:{twice}"
        if "source" in self._fields and not self._fields & {"follower", "follower_id"}:
            yield "note.source_alone"
        if self._guess.unused:
            yield f"note.columns_unused:{', '.join(self._guess.unused)}"


_MANY = 3  # statements: from there on the rows they select from are made once
_ROLED = ("messages", "counts", "members")
_TYPE = {
    pa.int8(): "tinyint", pa.int16(): "smallint", pa.int64(): "bigint", pa.string(): "varchar",
}  # fmt: skip


def _untyped(view: str, table: str) -> str:
    return f"select *, null as props from ({view})" if table == "messages" else view


def _carries(word: str) -> tuple[str | None, str | None, bool]:
    """(label, props, system) of a message type."""
    lowered = word.strip().lower()
    code = _TYPES.get(lowered) or media.placeholder(f"[{lowered}]")
    return media.LABELS.get(code or ""), media.props(code), lowered in _SYSTEM


def _platform(name: str, usual: str) -> str:
    return _PLATFORMS.get(name.strip().lower(), name.strip().lower()) or usual


def _titled(name: str) -> str:
    """The group's name where no column has it: the sheet's, or the file's."""
    file, _, sheet = name.partition("!")
    if sheet and not sheet.lower().startswith(_UNTITLED):
        return sheet
    return PurePosixPath(file).stem


def _midnight(how: Reading) -> int:
    """The beginning of the reader's day: when a roster without dates was true."""
    now = datetime.fromtimestamp(how.now / times.SECOND, how.zone)
    return times.micros_of(now.replace(hour=0, minute=0, second=0, microsecond=0), how.zone)


__all__ = ["Facts", "prepare"]
