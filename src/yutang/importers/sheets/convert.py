# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Text cells to typed fields, as one SQL statement a block; stamps that SQL can't read go through Python."""

import unicodedata

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yutang.importers import times
from yutang.importers.contract import Reading
from yutang.importers.sheets import free
from yutang.importers.sheets.guess import Guess
from yutang.importers.sheets.picks import MACROS, picks
from yutang.importers.sheets.shapes import BY_TABLE, Value
from yutang.importers.sheets.values import NOTHING, Stamps

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
TOTALS = "('合计', '总计', '小计', '汇总', '合計', '總計', 'total', 'sum', 'subtotal', 'grand total')"
# Cells of these are signs, not words: full-width ones mean the same.
_SIGNS = frozenset({Value.TIME, Value.NUMBER, Value.MONEY, Value.REAL, Value.DAY})
_EMPTY = pa.array([""])
_NO_WORDS = pa.array(
    sorted({w for word in NOTHING for w in (word, word.upper(), word.title(), "NaN", "NaT", "None")})
)


class Converter:
    """Turns blocks of one table into its fields. One per table; `sql` is its private connection."""

    def __init__(
        self, sql: duckdb.DuckDBPyConnection, columns: tuple[str, ...], guess: Guess, how: Reading
    ) -> None:
        self._sql = sql
        self._how = how
        places = {
            name: columns.index(column)
            for column, name in guess.mapping.items()
            if column not in guess.attributes
        }
        own = {column: columns.index(column) for column in guess.attributes}
        extra = [free.column(own[column], one) for column, one in guess.attributes.items()]
        places |= {field.name: place for field, place in zip(extra, own.values(), strict=True)}
        chosen = {
            field.name: free.chosen(place, one)
            for field, place, one in zip(extra, own.values(), guess.attributes.values(), strict=True)
            if one.choices
        }
        self._fields = (*BY_TABLE[guess.table].fields, *extra)
        self._wide = guess.table in ("people", "orders")
        self._places = places
        self._stamps = {name: _settled(stamps, how) for name, stamps in guess.stamps.items()}
        self._select = ", ".join(
            part
            for field in self._fields
            for part in chosen.get(field.name) or picks(field, places.get(field.name), guess, self._stamps)
        )
        words = [field for field in self._fields if field.value in (Value.REF, Value.NAME, Value.TIME)]
        here = [f for f in words if f.name in places]
        heads = [f"c{places[f.name]} = '{_quoted(columns[places[f.name]])}'" for f in here[:2]]
        totals = [f"lower(c{places[f.name]}) in {TOTALS}" for f in here if guess.table != "messages"]
        self._select += f", {_all(heads)} as is_header, {_any(totals)} as is_total"
        self.local = False  # some stamp had no zone and took that of `how`

    def fields(self, rows: pa.Table) -> tuple[pa.Table, dict[str, Mask]]:
        """Typed fields (stamps in microseconds UTC), and by field of time the rows whose stamp can't be read."""
        with self._sql.cursor() as cursor:
            cursor.register("block", self._tidied(rows))
            made = cursor.sql(f"select {self._select} from block").to_arrow_table()
        bad: dict[str, Mask] = {}
        for field in self._fields:
            if field.value is not Value.TIME:
                continue
            at, bad[field.name] = self._stamp(field.name, made, rows)
            made = made.drop_columns([f"{field.name}_{part}" for part in ("at", "local", "told")])
            made = made.append_column(field.name, at)
        return made, bad

    def _tidied(self, rows: pa.Table) -> pa.Table:
        """Cells without the space around them, and null for the words that mean nothing; texts as they are.

        Done here and not in SQL: macros that use their argument twice double the work at each level.
        """
        columns: dict[str, pa.ChunkedArray] = {}
        for field in self._fields:
            if (place := self._places.get(field.name)) is None:
                continue
            cells = rows[f"c{place}"]
            if field.value in _SIGNS or (self._wide and field.value is Value.REF):
                cells = _half_width(cells)
            if field.value is not Value.TEXT:
                cells = pc.call_function("utf8_trim_whitespace", [cells])
                words = pc.SetLookupOptions(_EMPTY if field.value is Value.NAME else _NO_WORDS)
                void = pc.call_function("is_in", [cells], words)
                cells = pc.call_function("if_else", [void, pa.scalar(None, pa.string()), cells])
            columns[f"c{place}"] = cells
        return pa.table(columns)

    def _stamp(self, name: str, made: pa.Table, rows: pa.Table) -> tuple[pa.Array, Mask]:
        told = _mask(made[f"{name}_told"])
        at, known = _ints(made[f"{name}_at"])
        local, naive = _ints(made[f"{name}_local"])
        if naive.any():
            self.local = True
            at = np.where(naive, times.to_utc(local, self._how.zone), at)
            known = known | naive
        lost = told & ~known
        if lost.any():
            at = at.copy()
            self._one_by_one(name, rows, lost, at)
            known = known | (lost & (at != _NONE))
        return pa.array(at, pa.int64(), mask=~known), told & ~known

    def _one_by_one(self, name: str, rows: pa.Table, lost: Mask, at: Ints) -> None:
        day_first = self._stamps[name].day_first
        column = rows[f"c{self._places[name]}"]
        for place in np.flatnonzero(lost).tolist():
            try:
                text = unicodedata.normalize("NFKC", str(column[place])).strip()
                at[place] = times.parse_local(text, self._how.zone, day_first=day_first)
                self.local = True
            except (ValueError, OverflowError):
                at[place] = _NONE


_NONE = np.iinfo(np.int64).min


def prepare(sql: duckdb.DuckDBPyConnection) -> None:
    """Make the macros in a private connection."""
    sql.execute("set timezone = 'UTC'")
    for macro in MACROS:
        sql.execute(macro)


def _settled(stamps: Stamps, how: Reading) -> Stamps:
    day_first = how.day_first if how.day_first is not None else stamps.day_first
    return Stamps(stamps.share, stamps.unit, stamps.excel, stamps.slashed, day_first, stamps.clock)


def _half_width(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Full-width digits and signs as the usual ones. Most columns have none, which is quick to see."""
    plain = pc.call_function(
        "all", [pc.call_function("string_is_ascii", [cells])], pc.ScalarAggregateOptions()
    )
    if plain.as_py() is not False:
        return cells
    return pc.call_function("utf8_normalize", [cells], pc.Utf8NormalizeOptions("NFKC"))


def _mask(column: pa.ChunkedArray) -> Mask:
    return column.to_numpy(zero_copy_only=False).astype(bool)


def _ints(column: pa.ChunkedArray) -> tuple[Ints, Mask]:
    known = ~column.is_null().to_numpy(zero_copy_only=False)
    return column.fill_null(0).to_numpy(), known


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _all(parts: list[str]) -> str:
    return "coalesce(" + " and ".join(parts) + ", false)" if parts else "false"


def _any(parts: list[str]) -> str:
    return "(" + " or ".join(f"coalesce({part}, false)" for part in parts) + ")" if parts else "false"
