"""Columns that a user calls an attribute of a person: "attribute:CODE" or "attribute:CODE:TYPE" in a mapping."""

import re
from collections.abc import Mapping
from typing import Final

from yutang.importers.model import Attribute
from yutang.importers.sheets import values
from yutang.importers.sheets.said import cut, quoted
from yutang.importers.sheets.shapes import FIELDS, Field, Value

PREFIX: Final = "attribute:"
# Type → how its cells are read. A choice of several is a cell cut at the signs that cut tags.
TYPES: Final = {
    "text": Value.NAME, "number": Value.REAL, "money": Value.MONEY, "date": Value.DAY, "choice": Value.WORD,
    "choices": Value.TEXT, "place": Value.NAME, "flag": Value.WORD,
}  # fmt: skip
IGNORED: Final = ("", "ignore", "-")  # a user's word for a column that means nothing
_TOLD = re.compile(rf"{PREFIX}([^\W\d]\w{{0,59}})(?::({'|'.join(TYPES)}))?")
_YES_NO = frozenset({"是", "否", "true", "false", "yes", "no", "y", "n"})


def told(field: str) -> tuple[str, str | None] | None:
    """(code, type or None where the values tell) of a mapping's field; None for one that names no attribute."""
    found = _TOLD.fullmatch(field)
    return (found[1], found[2]) if found else None


def known(field: str) -> bool:
    """Whether a user may map a column to this."""
    return field in FIELDS or field in IGNORED or told(field) is not None


def attribute(field: str, under: list[str], defined: Mapping[str, Attribute]) -> Attribute:
    """The attribute that a column is: as the tenant defined it, else of the type that the user named, else that of
    what stands under it."""
    code, type_ = told(field) or (field, None)
    return defined.get(code) or Attribute(code, type_ or _type(under))


def column(place: int, of: Attribute) -> Field:
    """The field such a column is read as; `place`: its number in the table."""
    return Field(f"attr_{place}", TYPES[of.type], 0, {})


def chosen(place: int, of: Attribute) -> list[str]:
    """What is selected of a block for an attribute with choices: one that is none of them costs the value."""
    name, cell = column(place, of).name, f"nullif(c{place}, '')"
    given = cut(cell) if of.type == "choices" else f"[{cell}]"
    fits = f"list_has_all([{', '.join(quoted(choice) for choice in of.choices)}], {given})"
    return [
        f"case when {fits} then {cell} end as {name}",
        f"{cell} is not null and not {fits} as {name}_lost",
    ]


def _type(under: list[str]) -> str:
    if under and all(cell.lower() in _YES_NO for cell in under):
        return "flag"
    if under and values.numbers(under) == 1.0:
        return "text" if any(_kept_as_written(cell) for cell in under) else "number"
    # A spreadsheet writes some of a column's dates as numbers.
    written = [cell for cell in under if not cell.replace(".", "").isdigit()]
    stamps = values.stamps(written)
    return "date" if written and stamps.share == 1.0 else "text"


def _kept_as_written(cell: str) -> bool:
    """A code that only looks like a number: with a zero in front, or longer than a number keeps its digits."""
    return (cell[:1] == "0" and cell[1:2].isdigit()) or len(cell) > 15
