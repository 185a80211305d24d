"""Text cells of one column as SQL: what a block selects for each sort of field."""

from collections.abc import Callable

from yutang.importers.sheets.guess import Guess
from yutang.importers.sheets.shapes import Field, Value
from yutang.importers.sheets.values import NOT_YET, Stamps

# The money a cell names, in ISO 4217; "¥" is left open, which two countries write.
_SYMBOLS = {"US$": "USD", "HK$": "HKD", "NT$": "TWD", "$": "USD", "€": "EUR", "£": "GBP"} | {
    code: code for code in ("USD", "EUR", "GBP", "HKD", "CNY")
}  # fmt: skip
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
        try_cast(regexp_replace(replace(replace(x, '−', '-'), '(', '-'),
          '[,，\s¥￥$€£元人条个次)]|RMB|CNY|USD|EUR|HKD|GBP|US|HK|NT', '', 'gi') as double))""",
    "create macro whole(x) as try_cast(round(num(x)) as bigint)",
    r"""create macro zoned(x) as length(x) > 13 and
        regexp_matches(x, '(?:[Zz]|UTC|GMT|\d[ ]?[+-]\d\d:?(?:\d\d)?)$')""",
    """create macro plain(x) as case when contains(x, '年')
        then trim(replace(replace(replace(x, '年', '-'), '月', '-'), '日', ' ')) else x end""",
    r"create macro dated(x) as regexp_matches(x, '^(?:19|20)\d\d[-/]')",
)


def picks(field: Field, place: int | None, guess: Guess, stamps: dict[str, Stamps]) -> list[str]:
    """What is selected of a block for a field, whose cells stand in column `place`; nulls for one that has none.

    Times become NAME_at, NAME_local and NAME_told, numbers also NAME_odd (no number), money NAME_in (its currency).
    """
    name = f'"{field.name}"'
    cell = f"c{place}"
    if field.value is Value.TIME:
        if place is None:
            return [
                f"null::bigint as {field.name}_at, null::bigint as {field.name}_local, false as {field.name}_told"
            ]
        return _stamp_picks(field.name, cell, stamps[field.name])
    if place is None:
        bare = "bigint" if field.value in (Value.NUMBER, Value.MONEY) else "varchar"
        money = [f"null::varchar as {field.name}_in"] if field.value is Value.MONEY else []
        return [f"null::{bare} as {name}", *money]
    cents = guess.cents.get(field.name, 100)
    made: dict[Value, Callable[[], str]] = {
        Value.REF: lambda: f"ident({cell})",
        Value.NAME: lambda: cell,
        Value.TEXT: lambda: f"nullif({cell}, '')",
        Value.WORD: lambda: cell,
        Value.NUMBER: lambda: f"whole({cell})",
        Value.MONEY: lambda: f"try_cast(round(num({cell}) * {cents}) as bigint)",
        Value.REAL: lambda: f"case when isfinite(num({cell})) then num({cell}) end",
        Value.DAY: lambda: _day(cell),
        Value.PHONE: lambda: f"ident({cell})",
        Value.EMAIL: lambda: cell,
    }
    parts = [f"{made[field.value]()} as {name}"]
    if field.value in (Value.NUMBER, Value.MONEY):
        # A bad value of an attribute costs that value, not the person: counted, and said.
        what = "lost" if field.name.startswith("attr_") else "odd"
        parts.append(f"{cell} is not null and whole({cell}) is null as {field.name}_{what}")
    if field.value in (Value.REAL, Value.DAY):
        parts.append(f"{cell} is not null and {made[field.value]()} is null as {field.name}_lost")
    if field.value is Value.MONEY:
        cases = " ".join(f"when '{symbol}' then '{code}'" for symbol, code in _SYMBOLS.items())
        found = f"upper(regexp_extract({cell}, '(?i)(?:US|HK|NT)?[$€£]|USD|EUR|GBP|HKD|CNY'))"
        parts.append(f"case {found} {cases} end as {field.name}_in")
    return parts


def _day(x: str) -> str:
    """Days since 1970 of a date however it is written; a spreadsheet's number counts from 1899-12-30."""
    listed = ", ".join(f"'{f}'" for f in ("%Y%m%d", "%Y.%m.%d", "%Y-%m-%d", "%Y/%m/%d"))
    written = f"try_cast(plain({x}) as date)"
    return rf"""case when try_cast({x} as double) between 10000 and 99999 then try_cast({x} as double)::bigint - 25569
        else coalesce(try_strptime({x}, [{listed}])::date,
          case when regexp_matches(plain({x}), '^(?:18|19|20)\d\d[-/]') then {written} end)
          - date '1970-01-01' end"""


def _stamp_picks(name: str, cell: str, stamps: Stamps) -> list[str]:
    x = cell
    skipped = ", ".join(f"'{word}'" for word in sorted(NOT_YET))
    optional = name in ("left", "dismissed", "ended", "refunded_at", "consent_at")
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
