"""Shop systems by the headings of their exports (systems.json): whose accounts these are, and which column is what.

Only headings that words.json leaves open, or that several fields would like, stand in a preset; the rest is guessed as
in any table. The file follows the systems' public export headings.
"""

import functools
import importlib.resources
import json
from collections.abc import Iterable

import msgspec

from yutang.importers.sheets.words import squash

_ENOUGH = 2  # headings that name a system


class System(msgspec.Struct, frozen=True):
    """One shop system. `columns`: sort of table → squashed heading → field, or "ignore"."""

    name: str
    platform: str  # of the accounts in its exports
    tells: frozenset[str]  # squashed headings that its exports have and others seldom
    columns: dict[str, dict[str, str]]
    enough: int = _ENOUGH  # that many of them are needed


@functools.cache
def systems() -> tuple[System, ...]:
    text = (importlib.resources.files(__package__ or "") / "systems.json").read_text("utf-8")
    return tuple(
        System(
            name, name, frozenset(given["tells"].split()),
            {table: given[table] for table in ("orders", "people")}, given.get("enough", _ENOUGH),
        )
        for name, given in json.loads(text).items()
    )  # fmt: skip


def system_of(columns: Iterable[str]) -> System | None:
    """The system that most of the columns tell of; None where too few do."""
    words = {squash(column)[0] for column in columns}
    found = [(len(words & one.tells), one) for one in systems()]
    best = max(found, key=lambda pair: pair[0])
    return best[1] if best[0] >= best[1].enough else None
