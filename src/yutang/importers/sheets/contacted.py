# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Columns of phones and e-mails: read, hashed and sealed as they come in; in plain they go no further."""

from collections import Counter
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from yutang.contacts import Contacts, Kind
from yutang.importers.sheets.shapes import Field, Value

OTHER = "\x1f"  # before and behind the platform of a reference that is not of the batch's own
MASKED = "masked"  # the platform of who is known by a phone with stars in it only
_KINDS = {Value.PHONE: Kind.PHONE, Value.EMAIL: Kind.EMAIL}


class Contacted:
    """One table's contacts. Counts what was of no use, for the notes."""

    def __init__(self, contacts: Contacts | None, fields: Sequence[Field], columns: dict[str, str]) -> None:
        """`columns`: field → heading, of those that the table has."""
        self._contacts = contacts
        self._fields = [field for field in fields if field.value in _KINDS]
        self._columns = columns
        self._counts: Counter[str] = Counter()

    def replaced(self, made: pa.Table) -> pa.Table:
        """Each such field as three: NAME_ref (the identity), NAME_told (what is kept of it), NAME_hint (if masked).

        NAME_told: sealed, hash of the last four digits, hash of what a mask shows, with U+001F between. NAME_hint: the
        two hashes.
        """
        for field in self._fields:
            cells = made[field.name]
            made = made.drop_columns([field.name])
            ref, told, hint = self._read(field, cells)
            for part, column in (("ref", ref), ("told", told), ("hint", hint)):
                made = made.append_column(f"{field.name}_{part}", column)
        return made

    def _read(self, field: Field, cells: pa.ChunkedArray) -> tuple[pa.Array, pa.Array, pa.Array]:
        none = pa.nulls(len(cells), pa.string())
        if self._contacts is None or field.name not in self._columns or cells.null_count == len(cells):
            return none, none, none
        kind = _KINDS[field.value]
        found = self._contacts.column(kind, cells)
        self._count(field, cells, found.ok, found.masked, found.rounded)
        ref = _joined([pa.scalar(f"{OTHER}{kind}{OTHER}"), found.hashes], "")
        if kind is Kind.EMAIL:
            return ref, found.sealed, none
        fours, shown = (column.fill_null("") for column in (found.last_fours, found.shown))
        told = _joined([found.sealed, fours, shown], OTHER)
        hint = pc.call_function("if_else", [found.masked, _joined([found.last_fours, found.shown], ""), none])
        return ref, told, hint

    def _count(
        self, field: Field, cells: pa.ChunkedArray, ok: pa.Array, masked: pa.Array, rounded: pa.Array
    ) -> None:
        told = _true(pc.call_function("is_valid", [cells]))
        masks, lost = _true(masked), _true(rounded)
        self._counts[f"{field.value}s_masked"] += masks
        self._counts[f"{field.value}s_rounded"] += lost
        self._counts[f"{field.value}s_unread"] += told - _true(ok) - masks - lost

    def notes(self) -> Iterator[str]:
        """What became of them, once the table is through."""
        columns = [self._columns[field.name] for field in self._fields if field.name in self._columns]
        if self._contacts is None and columns:
            yield f"note.contacts_unused:{', '.join(columns)}"
        yield from (f"note.{code}:{count}" for code, count in sorted(self._counts.items()) if count)


def _joined(parts: list[pa.Array | pa.Scalar], between: str) -> pa.Array:
    """Texts one behind the other; null where one of them is."""
    return pc.call_function("binary_join_element_wise", [*parts, pa.scalar(between)])


def _true(flags: pa.Array | pa.ChunkedArray) -> int:
    return int(pc.call_function("sum", [pc.cast(flags, pa.int64())]).as_py() or 0)
