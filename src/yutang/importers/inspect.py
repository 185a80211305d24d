# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What an upload holds, before it is imported: kinds, tables, what their columns are taken for, and how that reads."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa

from yutang.importers.contract import File, Reading, Unreadable
from yutang.importers.kinds.table import READER
from yutang.importers.registry import Assignment, assign
from yutang.importers.sheets.contacted import MASKED, OTHER
from yutang.importers.sheets.guess import Guess, Sample, guess, signature
from yutang.importers.sheets.shapes import BY_TABLE, FIELDS
from yutang.importers.trees import walk
from yutang.importers.zoneless import ALWAYS, OFTEN
from yutang.ledger.catalogue import Kind

TABLES = 50  # whose rows are read for a preview; of more, the columns are shown
ROWS = 20  # of one preview
SAMPLES, CELL = 3, 60  # cells under a heading, and characters of one
FILES = 2_000  # shown one by one
_NAMES = 5_000
_BETWEEN = frozenset({Kind.IDENTITY_LINKED, Kind.RELATION_BEGUN, Kind.RELATION_ENDED})  # of two accounts
_NAMED = frozenset({Kind.ATTRIBUTE_SET, Kind.TAG_ADDED, Kind.CONSENT_GIVEN, Kind.CONSENT_WITHDRAWN})
_HASHED = frozenset({"phone", "email", MASKED})


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column. `field`: what it is taken for, null where it is not understood or left out on purpose."""

    heading: str
    field: str | None
    guessed: bool  # False: a person said so, now or in an earlier import
    samples: list[str]


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """One row as it will be read. `kind`: of the catalogue, lower case; `what`: text, name or number."""

    kind: str
    happened_at: int | None  # ms; null for what is no event, such as a list of staff
    group: str | None
    who: str | None
    what: str | None


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table of a file. `shape`: what it is taken for; null: unknown, and nothing of it will be read."""

    signature: str  # under it corrections are sent back, and remembered
    sheet: str | None
    shape: str | None
    columns: list[Column]
    fields: list[str]  # what a column may be in a table of this shape; of all shapes where it is unknown
    questions: list[
        str
    ]  # what had better be confirmed: "day_first:日期", "amount_unit:金额", "ids_rounded:群ID"
    preview: list[Sighting]


class Inspected(msgspec.Struct, frozen=True, kw_only=True):
    """One file, or one export of many files."""

    name: str
    kind: str | None
    code: str | None  # why it can't be read: locales "unreadable.<code>"
    params: dict[str, str]
    size: int  # bytes
    tables: list[Table]


class Inspection(msgspec.Struct, frozen=True, kw_only=True):
    files: list[Inspected]
    more: int  # files beyond the first 2,000
    zone_needed: bool  # some times say no zone: the one told is used
    shapes: dict[str, list[str]]  # every shape a table may be, with its fields


def inspect(
    paths: list[Path], how: Reading, *, known: dict[str, dict[str, str]], zip_limit: int,
    named: Callable[[str], str] = str,
) -> Inspection:  # fmt: skip
    """Look at every file. `known`: mappings by signature, remembered ones under those told now."""
    files: list[Inspected] = []
    count, zone, left = 0, False, TABLES
    for given in (a for tree in walk(paths, zip_limit) for a in assign(tree)):
        count += 1
        if count > FILES:
            zone |= given.kind in OFTEN
            continue
        found, local = _file(given, how, known, left)
        left -= len(found.tables)
        zone |= local
        files.append(msgspec.structs.replace(found, name=named(found.name)))
    shapes = {name: [field.name for field in shape.fields] for name, shape in BY_TABLE.items()}
    return Inspection(files=files, more=max(0, count - FILES), zone_needed=zone, shapes=shapes)


def _file(
    given: Assignment, how: Reading, known: dict[str, dict[str, str]], left: int
) -> tuple[Inspected, bool]:
    """A file, and whether its times need a zone."""
    alone = len(given.names) == 1 and given.names[0] != given.tree.name
    found = Inspected(
        name=f"{given.tree.name}/{given.names[0]}" if alone else given.tree.name, kind=given.kind,
        code=given.code, params={k: str(v) for k, v in given.params.items()}, size=given.size, tables=[],
    )  # fmt: skip
    if given.kind != READER.kind:
        return found, given.kind in ALWAYS or given.kind in OFTEN
    file = given.tree.files()[given.names[0]]
    how = msgspec.structs.replace(how, mappings=known)
    try:
        looked = _looked(file, how, rows=left > 0)
    except Unreadable as wrong:
        params = {k: str(v) for k, v in wrong.params.items()}
        return msgspec.structs.replace(found, code=wrong.code, params=params), False
    understood = [guessed for _, guessed, _ in looked if guessed is not None]
    if not understood:
        columns = ", ".join(c for c in looked[0][0].columns if c) if looked else ""
        code, params = ("table_unknown", {"columns": columns}) if looked else ("table_empty", {})
        found = msgspec.structs.replace(found, code=code, params=params)
    tables = [_table(sample, guessed, known, rows) for sample, guessed, rows in looked]
    return msgspec.structs.replace(found, tables=tables), any(_local(guessed) for guessed in understood)


def _looked(file: File, how: Reading, *, rows: bool) -> list[tuple[Sample, Guess | None, list[Sighting]]]:
    """Each table, what it is taken for, and its first rows as they will be read."""
    if not rows:
        told = [(sample, how.mappings.get(signature(sample.columns))) for sample, _ in READER.look(file)]
        return [(sample, guess(sample, mapping, how.attributes), []) for sample, mapping in told]
    begun = READER.begin(file, how)
    return [(sample, found, _sightings([chunk.rows for chunk in chunks])) for sample, found, chunks in begun]


def _local(known: Guess) -> bool:
    """Whether a table has times of day without a zone: Unix stamps have one."""
    return any(stamps.unit is None and stamps.clock for stamps in known.stamps.values())


def _table(
    sample: Sample, guessed: Guess | None, known: dict[str, dict[str, str]], preview: list[Sighting]
) -> Table:
    mark = signature(sample.columns)
    told = known.get(mark, {})
    fields = guessed.mapping if guessed else {}
    columns = [
        Column(heading=heading, field=fields.get(heading), guessed=heading not in told,
               samples=[cell[:CELL] for cell in dict.fromkeys(sample.under(place))][:SAMPLES])
        for place, heading in enumerate(sample.columns) if heading
    ]  # fmt: skip
    allowed = [field.name for field in BY_TABLE[guessed.table].fields] if guessed else sorted(FIELDS)
    sheet = sample.name.partition("!")[2] or None
    return Table(
        signature=mark, sheet=sheet, shape=guessed.table if guessed else None, columns=columns, fields=allowed,
        questions=list(guessed.questions) if guessed else [], preview=preview,
    )  # fmt: skip


def _sightings(parts: list[pa.RecordBatch]) -> list[Sighting]:
    """The first rows of people's doings; what only names a group gives that name to the others."""
    naming = [part.column("kind").to_numpy() == int(Kind.GROUP_SEEN) for part in parts]
    told = [part.filter(pa.array(mask)).slice(0, _NAMES) for part, mask in zip(parts, naming, strict=True)]
    rows = [_some(part.filter(pa.array(~mask))) for part, mask in zip(parts, naming, strict=True)]
    names = {row["group_ref"]: row["text"] for part in told for row in part.to_pylist() if row["text"]}
    found = [row for part in rows for row in part.to_pylist()] or [
        r for part in told for r in part.to_pylist()
    ]
    return [_sighting(row, names) for row in found[:ROWS]]


def _some(part: pa.RecordBatch) -> pa.RecordBatch:
    """The first rows, of each kind as many: a list of people says one thing of all of them before the next."""
    kinds = part.column("kind").to_numpy()
    each = ROWS // max(1, len(np.unique(kinds)))
    places = [np.flatnonzero(kinds == kind)[: max(1, each)] for kind in np.unique(kinds)]
    return part.take(pa.array(np.sort(np.concatenate([*places, np.array([], np.int64)])), pa.int64()))


def _sighting(row: dict[str, object], names: dict[object, object]) -> Sighting:
    kind = Kind(int(str(row["kind"])))
    group, who = row["group_ref"], row["actor_name"] or row["actor_ref"]
    told = _what(kind, row)
    happened = int(str(row["happened"]))
    return Sighting(
        kind=kind.name.lower(), happened_at=None if kind is Kind.IDENTITY_SEEN else happened // 1000,
        group=None if group is None else _plain(names.get(group, group)),
        who=None if who is None else _plain(who), what=None if told is None else str(told)[:200],
    )  # fmt: skip


def _what(kind: Kind, row: dict[str, object]) -> object:
    """What was said, named or counted. What is sealed beside an account stays out of sight."""
    if kind in _BETWEEN and row["related_ref"] is not None:
        return _plain(row["related_ref"])
    if kind in _NAMED:
        return row["object_ref"]
    return row["amount"] if row["text"] is None or kind is Kind.IDENTITY_SEEN else row["text"]


def _plain(ref: object) -> str:
    """A reference as a person reads it: a chat without an id goes by its name, a phone by being one."""
    _, _, other = str(ref).partition(OTHER)
    platform, sign, id_ = other.partition(OTHER)
    if sign:
        return platform if platform in _HASHED else id_
    return str(ref).removeprefix("name:")
