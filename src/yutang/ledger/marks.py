"""Names as numbers: attributes, tags, purposes, sources and orders in a fact's columns, without a registry.

A fact can name a tag that nobody defined yet: its number follows from its name. 52 bits, so that JavaScript keeps
them; among 10,000 names two fall together with a chance of 1 in 90,000.
"""

import hashlib
from typing import Literal

Class = Literal["attribute", "tag", "purpose", "source", "order"]
MASK = (1 << 52) - 1


def mark(of: Class, *names: str) -> int:
    """The number of a name (parts of it are kept apart)."""
    told = "\x1f".join((of, *names)).encode()
    return int.from_bytes(hashlib.md5(told, usedforsecurity=False).digest()[8:], "little") & MASK


def mark_sql(of: Class, *names: str) -> str:
    """The same for expressions of DuckDB; null where one of them is."""
    parts = f" || chr(31) || {' || chr(31) || '.join(names)}"
    return f"(md5_number_lower('{of}'{parts}) & {MASK})::bigint"
