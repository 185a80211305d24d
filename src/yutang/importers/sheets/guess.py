"""Which sort of table this is and which column is what, from the header and the values under it."""

import hashlib
import re
from collections.abc import Iterable, Mapping

import msgspec

from yutang.importers.model import Attribute
from yutang.importers.sheets import free, values
from yutang.importers.sheets.money import cents_of, totals
from yutang.importers.sheets.shapes import BY_TABLE, FIELDS, SHAPES, TELLING, Field, Shape, Value
from yutang.importers.sheets.systems import System, system_of
from yutang.importers.sheets.words import concepts, squash

TABLE = "@table"  # the key of a user's mapping that names the sort of table instead of a column
_MARKUP = re.compile(r"\s*[-+@<>{}/*;=]")  # how lines of patches, code and markup begin
_FORCED = 10.0  # a user's word; a preset's is half of it
_ENOUGH = 0.45  # a field that a table can't do without must fit at least so well


class Sample(msgspec.Struct, frozen=True):
    """The head of one table."""

    name: str  # of the file, and of the sheet behind a "!"
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]  # at most a few hundred

    def under(self, place: int) -> list[str]:
        """The values of a column that say something."""
        return values.known([row[place] if place < len(row) else None for row in self.rows])


class Guess(msgspec.Struct, frozen=True):
    """What a table is taken for: shown to the user, who may correct it (`Reading.mapping`)."""

    table: str  # messages, counts, members, groups, orders, people, staff, house
    mapping: dict[str, str]  # column → field, or "attribute:…"; columns without a field are left out
    confidence: float  # 0 … 1
    questions: tuple[str, ...] = ()  # "question.<code>:<detail>", what the user had better confirm
    stamps: dict[str, values.Stamps] = {}  # field → how its times are written
    cents: dict[str, int] = {}  # money field → cents in one of its units
    platform: str = "table"
    order_lines: bool = False  # an order takes several rows, one an item
    unused: tuple[str, ...] = ()  # columns that were not understood
    attributes: dict[str, Attribute] = {}  # column → what it says of a person, where the user said so
    totals: frozenset[str] = frozenset()  # money fields that tell of the whole order on each of its rows
    system: str | None = None  # the shop system whose export this is: the preset that was used


def signature(columns: Iterable[str]) -> str:
    """The same for two tables with the same columns, in any order: under it a mapping is remembered."""
    words = sorted(squash(column)[0] for column in columns)
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:24]


def guess(
    sample: Sample, told: dict[str, str] | None = None, defined: Mapping[str, Attribute] | None = None
) -> Guess | None:
    """The likeliest reading of a table; None when it is none of ours.

    `told`: the user's mapping, which wins. `defined`: the tenant's attributes by code.
    """
    told = told or {}
    shapes = [BY_TABLE[told[TABLE]]] if told.get(TABLE) in BY_TABLE else list(SHAPES)
    known = system_of(sample.columns)
    tried = [
        (_worth(sample, shape, found, told), shape, found)
        for shape in shapes
        if (found := _fit(sample, shape, _forced(sample, shape, told, known)))
    ]
    able = sorted((t for t in tried if t[0] > 0), key=lambda t: -t[0])
    if not able:
        return None
    worth, shape, found = able[0]
    sure = _confidence(worth, able[1][0] if len(able) > 1 else 0.0, shape, found)
    made = _guess(sample, shape, found, sure)
    if known is not None and shape.table in known.columns:
        platform = made.platform if made.platform == "wecom" else known.platform
        made = msgspec.structs.replace(made, system=known.name, platform=platform)
    return _with_attributes(made, sample, told, defined or {}) if shape.table == "people" else made


def _with_attributes(
    made: Guess, sample: Sample, told: dict[str, str], defined: Mapping[str, Attribute]
) -> Guess:
    """The columns that the user calls attributes; one without a type gets it from what stands in it."""
    found = {
        column: free.attribute(told[column], sample.under(place), defined)
        for place, column in enumerate(sample.columns)
        if free.told(told.get(column, "")) is not None
    }
    return msgspec.structs.replace(
        made,
        mapping=made.mapping
        | {column: f"{free.PREFIX}{one.code}:{one.type}" for column, one in found.items()},
        unused=tuple(column for column in made.unused if column not in found),
        attributes=found,
    )


def named(known: Guess) -> float:
    """How much the headings say by themselves: 1 for each that names its field outright, less for "name" or "type"."""
    fields = {field.name: field.concepts for field in BY_TABLE[known.table].fields}
    return sum(
        max((fields[name].get(c, 0.0) for c, weight in concepts(column) if weight == 1.0), default=0.0)
        for column, name in known.mapping.items()
        if not _MARKUP.match(column)
    )


def recognised(columns: Iterable[str]) -> float:
    """How many cells of a row are words that head columns: for finding the header below a title."""
    return sum(max((weight for _, weight in concepts(column)), default=0.0) for column in columns if column)


Found = dict[str, tuple[int, float]]  # field → (column, how well it fits)
Forced = dict[str, tuple[str, float]]  # column → (field, weight): no guess where somebody knows


def _forced(sample: Sample, shape: Shape, told: dict[str, str], known: System | None) -> Forced:
    """What a preset says of the columns, and the user above it. Of a preset's columns for one field the first wins."""
    preset = known.columns.get(shape.table, {}) if known is not None else {}
    ranks = {word: _FORCED / 2 - place / 100 for place, word in enumerate(preset)}
    found = {
        column: (preset[word], ranks[word])
        for column in sample.columns
        if (word := squash(column)[0]) in preset
    }
    return found | {column: (field, _FORCED) for column, field in told.items()}


def _fit(sample: Sample, shape: Shape, told: Forced) -> Found:
    """Each field's best column and each column's best field, the surest pairs first."""
    pairs: list[tuple[float, float, int, str]] = []
    for place, column in enumerate(sample.columns):
        for field in shape.fields:
            fit = _pair(sample, place, column, field, told, whole=shape.whole or field.whole)
            if fit > 0.15:
                pairs.append((fit, field.worth, -place, field.name))
    found: Found = {}
    taken: set[int] = set()
    for fit, _, place, name in sorted(pairs, reverse=True):
        if name not in found and place not in taken:
            found[name] = (-place, min(fit, 1.0))
            taken.add(place)
    return found


def _pair(sample: Sample, place: int, column: str, field: Field, told: Forced, *, whole: bool) -> float:
    if column in told:
        return told[column][1] if told[column][0] == field.name else 0.0
    least = 1.0 if whole else 0.0
    fits = (w * field.concepts.get(concept, 0.0) for concept, w in concepts(column) if w >= least)
    named = max(fits, default=0.0)
    return named * _suits(sample.under(place), field, column) if named else 0.0


def _suits(under: list[str], field: Field, column: str) -> float:
    """How well the values of a column suit a field, 0 … 1. An empty column suits any, a little less."""
    if not under:
        return 0.7
    if field.value is Value.TIME:
        share = values.stamps(under).share
        return share if share >= 0.3 else 0.0
    if field.value in (Value.NUMBER, Value.MONEY):
        return values.numbers(under)
    if field.value in (Value.PHONE, Value.EMAIL):
        return _suits_contacts(under, field, {concept for concept, _ in concepts(column)})
    return _suits_words(under, field, {concept for concept, _ in concepts(column)})


def _suits_contacts(under: list[str], field: Field, named: set[str]) -> float:
    """A column that is headed as a phone suits one whatever stands in it; one of member numbers must look it."""
    if field.value is Value.EMAIL:
        return 1.0 if any("@" in cell for cell in under) else 0.2
    own = any(concept.endswith("phone") for concept in named)
    return 1.0 if own or values.phones(under) >= 0.8 else 0.0


def _suits_words(under: list[str], field: Field, named: set[str]) -> float:
    if field.name == "person_id" and values.phones(under) >= 0.8:
        return 0.3  # a phone may be somebody's number with the shop; it is no id to be kept as it stands
    if field.value is Value.TEXT:
        return 0.2 if values.numbers(under) > 0.9 else 1.0
    if field.value is Value.WORD:
        # Types, states and channels repeat; a column with a value of its own in every row is none.
        return 1.0 if len(under) < 20 or len(set(under)) <= len(under) / 2 else 0.4
    # "sender", "user" or "group" head an id as often as a name: the values tell.
    loose = named & {"sender", "person", "group", "staff_name"}
    if loose and field.name in ("person_id", "group_id"):
        return 1.0 if values.ids(under) > 0.9 and _wild(under) else 0.3
    if loose and field.name in ("person_name", "group_name"):
        return 0.5 if values.ids(under) > 0.9 and _wild(under) else 1.0
    return 1.0


def _wild(under: list[str]) -> bool:
    """Ids no person would give a group as a name: digits in most of them."""
    return sum(any(c.isdigit() for c in v) for v in under) > 0.8 * len(under)


def _worth(sample: Sample, shape: Shape, found: Found, told: dict[str, str]) -> float:
    if not all(any(found.get(name, (0, 0.0))[1] >= _ENOUGH for name in one) for one in shape.needs):
        return 0.0
    sure = TABLE in told or (shape.table == "people" and any(free.told(field) for field in told.values()))
    if shape.table in TELLING and not sure and not _tells(sample, shape, found):
        return 0.0
    worth = {field.name: field.worth for field in shape.fields}
    return sum(worth[name] * fit for name, (_, fit) in found.items())


def _tells(sample: Sample, shape: Shape, found: Found) -> bool:
    named = {concept for place, _ in found.values() for concept, _ in concepts(sample.columns[place])}
    return bool(named & TELLING[shape.table]) or any(
        concept in TELLING[shape.table] for concept in _title(sample)
    )


def _title(sample: Sample) -> set[str]:
    """What the names of the file and the sheet say: 员工名单.xlsx, staff.csv."""
    words = re.split(r"[!/.\\]", sample.name)
    return {
        concept for word in words for concept, weight in concepts(word) if weight == 1.0 or not word.isascii()
    }


def _confidence(worth: float, second: float, shape: Shape, found: Found) -> float:
    sure = min(max(found[n][1] for n in one if n in found) for one in shape.needs)
    return round(0.5 * sure + 0.5 * (worth - second) / worth, 3) if len(found) > 1 else round(0.5 * sure, 3)


def _guess(sample: Sample, shape: Shape, found: Found, confidence: float) -> Guess:
    mapping = {
        sample.columns[place]: name for name, (place, _) in sorted(found.items(), key=lambda f: f[1][0])
    }
    under = {name: sample.under(place) for name, (place, _) in found.items()}
    stamps = {name: values.stamps(under[name]) for name in found if FIELDS[name] is Value.TIME}
    cents = {
        name: cents_of(sample.columns[found[name][0]], under[name])
        for name in found
        if FIELDS[name] is Value.MONEY
    }
    return Guess(
        table=shape.table,
        mapping=mapping,
        confidence=confidence,
        questions=tuple(_questions(sample, found, stamps, under)),
        stamps=stamps,
        cents=cents,
        platform="wecom" if _wecom(sample, shape, found, under) else "table",
        order_lines="items" in found and len(set(under.get("order_id", []))) < len(under.get("order_id", [])),
        totals=totals(sample.columns, sample.rows, {name: place for name, (place, _) in found.items()}),
        unused=tuple(column for column in sample.columns if column and column not in mapping),
    )


def _wecom(sample: Sample, shape: Shape, found: Found, under: dict[str, list[str]]) -> bool:
    if values.wecom(under.get("group_id", []), under.get("person_id", []) or under.get("wecom_id", [])):
        return True
    # A staff list has plain account names; its header says whose accounts they are.
    heads = " ".join(squash(sample.columns[place])[0] for place, _ in found.values())
    return shape.table in ("staff", "house") and any(word in heads for word in ("userid", "企业微信", "企微"))


def _questions(
    sample: Sample, found: Found, stamps: dict[str, values.Stamps], under: dict[str, list[str]]
) -> Iterable[str]:
    for name, how in stamps.items():
        if how.slashed and how.day_first is None:
            yield f"day_first:{sample.columns[found[name][0]]}"
    if "amount" in found:
        word, unit = squash(sample.columns[found["amount"][0]])
        told = unit or word.endswith(("cents", "fen", "分", "yuan", "元"))
        if not told and not any("." in v for v in under["amount"]):
            yield f"amount_unit:{sample.columns[found['amount'][0]]}"
    for name in ("group_id", "person_id", "message_id", "order_id"):
        if name in found and values.rounded(under[name]):
            yield f"ids_rounded:{sample.columns[found[name][0]]}"
