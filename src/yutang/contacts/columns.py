# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""Whole columns of phones or e-mails: each different cell is read, hashed and sealed once."""

import enum
from collections.abc import Callable, Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from yutang.contacts import emails, phones
from yutang.contacts.sealing import PART, WHOLE, Hasher, Sealer


class Kind(enum.StrEnum):
    """What reaches somebody; also the platform of the identity. Not `ledger.catalogue.Kind`."""

    PHONE = "phone"
    EMAIL = "email"


class Column(msgspec.Struct, frozen=True):
    """Arrays as long as the column. A cell is ok, or masked, or neither (empty, or no phone or e-mail).

    `ok`, `masked`, `rounded`: booleans, never null; rounded: digits were lost in a spreadsheet (a reason to give).
    `hashes`, `sealed`: strings, null where not ok. `last_fours`, `shown`: hashes of a phone's, also of masked ones;
    null where there is none. A masked phone and a kept one with both alike may be one: a hint, never a key.
    """

    ok: pa.Array
    masked: pa.Array
    rounded: pa.Array
    hashes: pa.Array
    sealed: pa.Array
    last_fours: pa.Array
    shown: pa.Array


class _Cells(msgspec.Struct, frozen=True):
    """What different cells hold: plain texts or None, one each."""

    whole: list[str | None]
    masked: list[bool]
    rounded: list[bool]
    last_fours: list[str | None]
    shown: list[str | None]


def column(
    kind: Kind, values: pa.Array | pa.ChunkedArray, *, hasher: Hasher, sealer: Sealer, country: str
) -> Column:
    """`values`: texts or numbers (a spreadsheet's), nulls allowed."""
    flat = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    coded = _texts(flat).dictionary_encode()
    texts: list[str] = coded.dictionary.to_pylist()
    cells = _phones(texts, country) if kind is Kind.PHONE else _emails(texts)
    place = coded.indices

    def spread(some: Sequence[object], type_: pa.DataType) -> pa.Array:
        return pa.array(some, type_).take(place)

    def hashed(of: str, some: list[str | None], size: int) -> pa.Array:
        return spread(_once(some, lambda plain: hasher.hash_many(of, plain, size)), pa.string())

    hashes = hashed(kind, cells.whole, WHOLE)
    return Column(
        ok=hashes.is_valid(),
        masked=spread(cells.masked, pa.bool_()).fill_null(fill_value=False),
        rounded=spread(cells.rounded, pa.bool_()).fill_null(fill_value=False),
        hashes=hashes,
        sealed=spread(_once(cells.whole, lambda plain: sealer.seal_many(kind, plain)), pa.string()),
        last_fours=hashed("last_four", cells.last_fours, PART),
        shown=hashed("shown", cells.shown, PART),
    )


def _once(some: list[str | None], work: Callable[[list[str]], list[str]]) -> list[str | None]:
    """`work` done on each different text, put back in its places."""
    plain = list({text: None for text in some if text})
    done = dict(zip(plain, work(plain), strict=True))
    return [done[text] if text else None for text in some]


def _phones(texts: list[str], country: str) -> _Cells:
    found = [phones.read(text, country) for text in texts]
    return _Cells(
        whole=[one.number if isinstance(one, phones.Phone) else None for one in found],
        masked=[isinstance(one, phones.Masked) for one in found],
        rounded=[one is None and phones.rounded(text) for one, text in zip(found, texts, strict=True)],
        last_fours=[(one.last_four or None) if one else None for one in found],
        shown=[(one.shown or None) if one else None for one in found],
    )


def _emails(texts: list[str]) -> _Cells:
    none: list[str | None] = [None] * len(texts)
    whole = [emails.read(text) for text in texts]
    masked = [one is None and emails.masked(text) for one, text in zip(whole, texts, strict=True)]
    return _Cells(whole=whole, masked=masked, rounded=[False] * len(texts), last_fours=none, shown=none)


def _texts(values: pa.Array) -> pa.Array:
    """Cells as text. Numbers with a point are whole ones here or nothing; Arrow would write them as powers of ten."""
    if pa.types.is_floating(values.type):
        whole = pc.and_(pc.equal(values, pc.floor(values)), pc.less(pc.abs(values), 1e15))
        values = pc.cast(pc.if_else(whole, values, None), pa.int64())
    return values if pa.types.is_string(values.type) else values.cast(pa.string())
