# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What a message is and which message it repeats, computed from its text as columns.

Two DuckDB expressions over a varchar column named `text`, to be inlined by whoever stores facts. Fingerprints
are MD5: DuckDB's own `hash` changes between versions, and these numbers are kept.
"""

from collections.abc import Sequence

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yutang.ledger.links import ADDRESS, CANONICAL, LINK, quoted
from yutang.ledger.traits import Trait
from yutang.ledger.words import COMPLAINT, FILLER, MEDIA, MENTION_ALL, QUESTION, QUESTION_MARK

MIN_LETTERS = 6  # shorter texts repeat by chance: they get no fingerprint

_SHORT = 120  # bytes of UTF-8: 40 Chinese characters


def _found(pattern: str) -> str:
    return f"regexp_matches(text, {quoted(pattern)})"


def _whole(pattern: str) -> str:
    return f"regexp_full_match(text, {quoted(pattern)})"


def _bits() -> str:
    tests = {
        # A long text without a question mark tells something, whatever words it holds.
        Trait.QUESTION: f"{_found(QUESTION)} and (strlen(text) <= {_SHORT} or {_found(QUESTION_MARK)})",
        Trait.LINK: _found(LINK),
        Trait.FILLER: _whole(FILLER) + r" and not regexp_full_match(text, '\s*')",
        Trait.MENTION_ALL: _found(MENTION_ALL),
        Trait.COMPLAINT: _found(COMPLAINT),
    }
    rest = " + ".join(f"(case when {test} then {int(bit)} else 0 end)" for bit, test in tests.items())
    return f"case when text is null then 0 when {_whole(MEDIA)} then {int(Trait.MEDIA)} else {rest} end"


SQL_TRAITS = _bits()
"""Bits of `Trait` as INTEGER, never null. What the text cannot tell (ANSWER) is left to the caller."""


def _letters() -> str:
    """Letters and digits in lower case; full-width ones are made plain (DuckDB has no NFKC)."""
    wide = "".join(chr(0xFEE0 + c) for c in range(0x21, 0x7F))
    plain = "".join(chr(c) for c in range(0x21, 0x7F))
    narrowed = f"translate(text, {quoted(wide)}, {quoted(plain)})"
    text = f"case when {_found('[０-９Ａ-Ｚａ-ｚ]')} then {narrowed} else text end"
    return rf"lower(regexp_replace({text}, '[^\p{{L}}\p{{N}}]+', '', 'g'))"


def _number(expression: str) -> str:
    return f"(md5_number_lower({expression}) >> 1)::bigint"


def _print(enough: str) -> str:
    return (
        f"case when text is null then null when {_found(ADDRESS)} then {_number(CANONICAL)} "
        f"when {enough} and not {_whole(MEDIA)} then {_number(_letters())} end"
    )


# Asked of the raw text: it stops at the sixth letter, where counting would build the whole string twice.
SQL_FINGERPRINT = _print(_found(rf"(?:[\p{{L}}\p{{N}}][^\p{{L}}\p{{N}}]*){{{MIN_LETTERS}}}"))
"""63 bits as BIGINT: of the first link, else of the letters and digits when there are six; else null."""
# Six times all letters of all scripts take 20 ms to compile, more than a few texts take to be counted.
SQL_FINGERPRINT_OF_FEW = _print(
    rf"length(regexp_replace(text, '[^\p{{L}}\p{{N}}]+', '', 'g')) >= {MIN_LETTERS}"
)
"""The same for a few thousand texts at most: begins at once, and takes longer for each."""


def _evaluate(expression: str, texts: pa.Array | Sequence[str | None]) -> pa.Array:
    column = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())
    with duckdb.connect() as db:
        db.register("given", pa.table({"text": column, "place": pa.array(np.arange(len(column)))}))
        found = db.sql(f"select {expression} as found from given order by place").to_arrow_table()
    return found.column("found").combine_chunks()


def traits(texts: pa.Array | Sequence[str | None]) -> npt.NDArray[np.int32]:
    """Bits of `Trait` for each text, in order; 0 for null."""
    return np.asarray(_evaluate(f"({SQL_TRAITS})::integer", texts), dtype=np.int32)


def fingerprint(texts: pa.Array | Sequence[str | None]) -> pa.Array:
    """`object_id` for each text, in order: int64, null where the text is too short to be told apart."""
    return _evaluate(SQL_FINGERPRINT, texts)
