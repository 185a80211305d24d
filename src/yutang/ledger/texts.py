# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What a message is and which message it repeats, computed from its text as columns.

DuckDB expressions, to be inlined by whoever stores facts: `SQL_GLANCE` over a varchar column named `text`, the others
over it and the columns of the glance. Fingerprints are MD5: DuckDB's own `hash` changes between versions, and these
numbers are kept.
"""

from collections.abc import Sequence

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from yutang.ledger.traits import Trait
from yutang.phrases.links import ADDRESS, CANONICAL, LINK, quoted
from yutang.phrases.words import COMPLAINT, FILLER, MEDIA, MENTION_ALL, QUESTION, QUESTION_MARK

MIN_LETTERS = 6  # shorter texts repeat by chance: they get no fingerprint

_SHORT = 120  # bytes of UTF-8: 40 Chinese characters
_WIDE = "０-９Ａ-Ｚａ-ｚ"
_CASED = r"\p{Lu}\p{Lt}\p{Nl}"  # whatever `lower` changes, among letters and digits


def _found(pattern: str) -> str:
    return f"regexp_matches(text, {quoted(pattern)})"


def _whole(pattern: str) -> str:
    return f"regexp_full_match(text, {quoted(pattern)})"


# One automaton takes as long for all of these as for any one, and most messages have none of them.
_RARE = "|".join(f"(?:{one})" for one in (LINK, MENTION_ALL, COMPLAINT, f"[{_WIDE}{_CASED}]"))
_LETTERS = r"regexp_replace(text, '[^\p{L}\p{N}]+', '', 'g')"
SQL_GLANCE = f"{_found(_RARE)} as rare, {_whole(MEDIA)} as media, {_LETTERS} as letters"
"""Columns that the other expressions look at: `rare` and `media`, BOOLEAN, and `letters` (and digits), VARCHAR."""


def _bits() -> str:
    tests = {
        # A long text without a question mark tells something, whatever words it holds.
        Trait.QUESTION: f"{_found(QUESTION)} and (strlen(text) <= {_SHORT} or {_found(QUESTION_MARK)})",
        Trait.LINK: f"rare and {_found(LINK)}",
        Trait.FILLER: _whole(FILLER) + r" and not regexp_full_match(text, '\s*')",
        Trait.MENTION_ALL: f"rare and {_found(MENTION_ALL)}",
        Trait.COMPLAINT: f"rare and {_found(COMPLAINT)}",
    }
    rest = " + ".join(f"(case when {test} then {int(bit)} else 0 end)" for bit, test in tests.items())
    return f"case when text is null then 0 when media then {int(Trait.MEDIA)} else {rest} end"


SQL_TRAITS = _bits()
"""Bits of `Trait` as INTEGER, never null. What the text cannot tell (ANSWER) is left to the caller."""


def _plain() -> str:
    """`letters` in lower case, full-width ones made plain (DuckDB has no NFKC): without any of the rare they are so."""
    wide = "".join(chr(0xFEE0 + c) for c in range(0x21, 0x7F))
    plain = "".join(chr(c) for c in range(0x21, 0x7F))
    narrowed = f"translate(letters, {quoted(wide)}, {quoted(plain)})"
    return (
        f"case when rare then lower(case when {_found(f'[{_WIDE}]')} then {narrowed} else letters end)"
        " else letters end"
    )


def _number(expression: str) -> str:
    return f"(md5_number_lower({expression}) >> 1)::bigint"


SQL_FINGERPRINT = (
    f"case when text is null then null when rare and {_found(ADDRESS)} then {_number(CANONICAL)} "
    f"when length(letters) >= {MIN_LETTERS} and not media then {_number(_plain())} end"
)
"""63 bits as BIGINT: of the first link, else of the letters and digits when there are six; else null."""


def _evaluate(expression: str, texts: pa.Array | Sequence[str | None]) -> pa.Array:
    column = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())
    with duckdb.connect() as db:
        db.register("given", pa.table({"text": column, "place": pa.array(np.arange(len(column)))}))
        found = db.sql(
            f"select {expression} as found from (select *, {SQL_GLANCE} from given) order by place"
        ).to_arrow_table()
    return found.column("found").combine_chunks()


def traits(texts: pa.Array | Sequence[str | None]) -> npt.NDArray[np.int32]:
    """Bits of `Trait` for each text, in order; 0 for null."""
    return np.asarray(_evaluate(f"({SQL_TRAITS})::integer", texts), dtype=np.int32)


def fingerprint(texts: pa.Array | Sequence[str | None]) -> pa.Array:
    """`object_id` for each text, in order: int64, null where the text is too short to be told apart."""
    return _evaluate(SQL_FINGERPRINT, texts)
