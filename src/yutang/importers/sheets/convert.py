# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Text cells to typed fields, as one SQL statement a block; stamps that SQL can't read go through Python."""

from collections.abc import Callable

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yutang.importers import times
from yutang.importers.contract import Reading
from yutang.importers.sheets.guess import Guess
from yutang.importers.sheets.shapes import BY_TABLE, Field, Value
from yutang.importers.sheets.values import NOT_YET, NOTHING, Stamps

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
TOTALS = "('合计', '总计', '小计', '汇总', '合計', '總計', 'total', 'sum', 'subtotal', 'grand total')"
_EMPTY = pa.array([""])
_NO_WORDS = pa.array(
    sorted({w for word in NOTHING for w in (word, word.upper(), word.title(), "NaN", "NaT", "None")})
)

# Text → microseconds. A stamp with a zone gives `at`, one without gives `local`. Only what begins with a year
# is cast: DuckDB takes "1/2/24" for the year 1 and knows "infinity".
MACROS = (
    # Spreadsheets protect long ids as ="123" or '123; data frames write 123.0.
    r"""create macro ident(x) as case
        when starts_with(x, '="') and ends_with(x, '"') then nullif(substr(x, 3, length(x) - 3), '')
        when starts_with(x, '''') then nullif(substr(x, 2), '')
        when ends_with(x, '.0') and regexp_full_match(x, '-?\d+\.0') then regexp_replace(x, '\.0$', '')
        else x end""",
    r"""create macro num(x) as coalesce(try_cast(x as double),
        try_cast(regexp_replace(x, '[,，\s¥￥$€元人条个次]', '', 'g') as double))""",
    "create macro whole(x) as try_cast(round(num(x)) as bigint)",
    r"""create macro zoned(x) as length(x) > 13 and
        regexp_matches(x, '(?:[Zz]|UTC|GMT|\d[ ]?[+-]\d\d:?(?:\d\d)?)$')""",
    """create macro plain(x) as case when contains(x, '年')
        then trim(replace(replace(replace(x, '年', '-'), '月', '-'), '日', ' ')) else x end""",
    r"create macro dated(x) as regexp_matches(x, '^(?:19|20)\d\d[-/]')",
)


class Converter:
    """Turns blocks of one table into its fields. One per table; `sql` is its private connection."""

    def __init__(
        self, sql: duckdb.DuckDBPyConnection, columns: tuple[str, ...], guess: Guess, how: Reading
    ) -> None:
        self._sql = sql
        self._how = how
        self._fields = BY_TABLE[guess.table].fields
        places = {name: columns.index(column) for column, name in guess.mapping.items()}
        self._places = places
        self._stamps = {name: _settled(stamps, how) for name, stamps in guess.stamps.items()}
        self._select = ", ".join(
            part
            for field in self._fields
            for part in _picks(field, places.get(field.name), guess, self._stamps)
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
                at[place] = times.parse_local(str(column[place]), self._how.zone, day_first=day_first)
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


def _picks(field: Field, place: int | None, guess: Guess, stamps: dict[str, Stamps]) -> list[str]:
    name = f'"{field.name}"'
    cell = f"c{place}"
    if field.value is Value.TIME:
        if place is None:
            return [
                f"null::bigint as {field.name}_at, null::bigint as {field.name}_local, false as {field.name}_told"
            ]
        return _stamp_picks(field.name, cell, stamps[field.name])
    if place is None:
        return [f"null::{'bigint' if field.value in (Value.NUMBER, Value.MONEY) else 'varchar'} as {name}"]
    cents = guess.cents.get(field.name, 100)
    made: dict[Value, Callable[[], str]] = {
        Value.REF: lambda: f"ident({cell})",
        Value.NAME: lambda: cell,
        Value.TEXT: lambda: f"nullif({cell}, '')",
        Value.WORD: lambda: cell,
        Value.NUMBER: lambda: f"whole({cell})",
        Value.MONEY: lambda: f"try_cast(round(num({cell}) * {cents}) as bigint)",
    }
    picks = [f"{made[field.value]()} as {name}"]
    if field.value in (Value.NUMBER, Value.MONEY):
        picks.append(f"{cell} is not null and whole({cell}) is null as {field.name}_odd")
    return picks


def _stamp_picks(name: str, cell: str, stamps: Stamps) -> list[str]:
    x = cell
    skipped = ", ".join(f"'{word}'" for word in sorted(NOT_YET))
    optional = name in ("left", "dismissed")
    # Programs write "never" as 1970, 1900 or 9999 where somebody hasn't left yet.
    never = rf" and not regexp_matches({x}, '^(?:0000|0001|1900|1970|9999)[-/]')" if optional else ""
    told = f"{x} is not null and {x} not in ({skipped}){never}" if optional else f"{x} is not null"
    at, local = _unix(x, stamps) if stamps.unit else _written(x, stamps)
    given = f"case when {told} then"
    return [
        f"{given} {at} end as {name}_at",
        f"{given} {local} end as {name}_local",
        f"({told}) as {name}_told",
    ]


def _unix(x: str, stamps: Stamps) -> tuple[str, str]:
    scale, digits = {"s": (1_000_000, 12), "ms": (1_000, 15), "us": (1, 18)}[stamps.unit or "s"]
    exact = f"case when length({x}) <= {digits} and not contains({x}, '.') then try_cast({x} as bigint) * {scale} end"
    # Doubles keep microseconds of this century: 1.7e15 < 2^53.
    return f"coalesce({exact}, try_cast(round(try_cast({x} as double) * {scale}) as bigint))", "null::bigint"


def _written(x: str, stamps: Stamps) -> tuple[str, str]:
    if stamps.excel:
        serial = f"try_cast({x} as double)"
        days = f"case when {serial} between 1 and 2958465 then {serial} - 25569 end"
        return "null::bigint", f"try_cast(round({days} * 86400000) * 1000 as bigint)"
    formats = ["%Y%m%d", "%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%d %H:%M:%S"]
    if stamps.slashed and stamps.day_first is not None:
        order = "%d/%m/%Y" if stamps.day_first else "%m/%d/%Y"
        formats += [order + clock for clock in ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")]
    listed = ", ".join(f"'{f}'" for f in formats)
    # Below ':' are the digits: "infinity" and "epoch" are stamps to DuckDB.
    other = f"when {x} < ':' then try_strptime({x}, [{listed}])"
    cast = f"case when dated(plain({x})) then try_cast(plain({x}) as timestamp) {other} end"
    return (
        f"case when zoned({x}) and dated({x}) then epoch_us(try_cast({x} as timestamptz)) end",
        f"case when not zoned({x}) then epoch_us({cast}) end",
    )


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
