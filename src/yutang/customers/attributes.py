"""Attributes as the tenant defines them, and values as they are given, kept and shown. Pure; no I/O."""

import datetime as dt
import enum
import re
from typing import Any, cast

import msgspec

from yutang.accounts.words import a_name
from yutang.kit.errors import YutangError

MOST = 500  # definitions in use
MOST_CHOICES = 500
LONGEST_TEXT, LONGEST_CHOICE = 2_000, 60  # characters
LARGEST = (1 << 53) - 1
# Values that this package means something by: nobody defines these anew.
WISH, BIRTHDAY, MINOR = "frequency_wish", "birthday", "minor"
RESERVED = {WISH: "number", BIRTHDAY: "date", MINOR: "choice"}
SENSITIVE, GUARDIAN = "sensitive", "guardian"  # purposes of the consents that such values need
OF_AGE = 14  # years: under this a guardian consents (PIPL, article 31)


class AttributeType(enum.StrEnum):
    """Names for people: locales "attribute_type.<code>"."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"  # cents
    DATE = "date"  # YYYY-MM-DD
    CHOICE = "choice"
    CHOICES = "choices"
    PLACE = "place"


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """An attribute. `code` stays for good: facts and rules name it. `archived_at`: microseconds, UTC."""

    code: str
    name_zh: str
    name_en: str
    type: AttributeType
    choices: tuple[str, ...] = ()
    sensitive: bool = False
    position: int = 0
    created_at: int = 0
    archived_at: int | None = None


class Value(msgspec.Struct, frozen=True):
    """A checked value: `told` as facts keep it in props, `number` as they keep it in `amount`."""

    told: Any
    number: int | None


def sound(wanted: Definition) -> Definition:
    """The definition in one spelling. Raises YutangError: attribute_code, name_bad, attribute_choices."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", wanted.code):
        raise YutangError("attribute_code")
    kind = RESERVED.get(wanted.code)
    if kind is not None and kind != wanted.type:
        raise YutangError("attribute_reserved", attribute=wanted.code, type=kind)
    names = {"name_zh": a_name(wanted.name_zh), "name_en": a_name(wanted.name_en)}
    choices = tuple(dict.fromkeys(choice.strip() for choice in wanted.choices))
    chosen = wanted.type in (AttributeType.CHOICE, AttributeType.CHOICES)
    bad = any(not choice or len(choice) > LONGEST_CHOICE or "\0" in choice for choice in choices)
    if bad or chosen is not bool(choices) or len(choices) > MOST_CHOICES:
        raise YutangError("attribute_choices", limit=MOST_CHOICES, longest=LONGEST_CHOICE)
    return msgspec.structs.replace(wanted, choices=choices, **names)


def check(definition: Definition, value: Any) -> Value:
    """A value somebody gives. Raises YutangError attribute_value {attribute, type} for one of another type."""
    found = _CHECKS[definition.type](definition, value)
    if found is None:
        raise YutangError("attribute_value", attribute=definition.code, type=str(definition.type))
    return found


def shown(kind: str | None, number: int | None, texts: list[str]) -> Any:
    """A value in force as screens have it, from the columns of the table `attribute`."""
    if kind == AttributeType.CHOICES:
        return sorted(texts)
    if kind == AttributeType.MONEY:
        return number
    if kind == AttributeType.NUMBER:
        return _number(texts[0]) if texts else number
    if kind == AttributeType.DATE and number is not None:
        return (dt.date(1970, 1, 1) + dt.timedelta(days=number)).isoformat()
    return texts[0] if texts else None


def is_minor(code: str, value: Value, today: dt.date) -> bool:
    """Whether the value says that somebody is so young that their guardian consents for them."""
    if code == MINOR:
        return value.told == "yes"
    if code != BIRTHDAY:
        return False
    born = dt.date.fromisoformat(value.told)
    return (today.year - OF_AGE, today.month, today.day) < (born.year, born.month, born.day)


def _number(text: str) -> int | float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return int(found) if found.is_integer() else found


def _text(_: Definition, value: Any) -> Value | None:
    fits = isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT and "\0" not in value
    return Value(value.strip(), None) if fits else None


def _amount(definition: Definition, value: Any) -> Value | None:
    """A number, or cents: a truth value is neither."""
    whole = definition.type is AttributeType.MONEY
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        return None
    return Value(value, int(value)) if abs(value) <= LARGEST else None


def _date(_: Definition, value: Any) -> Value | None:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return None
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return None
    return Value(value, (day - dt.date(1970, 1, 1)).days)


def _choice(definition: Definition, value: Any) -> Value | None:
    return Value(value, None) if isinstance(value, str) and value in definition.choices else None


def _choices(definition: Definition, value: Any) -> Value | None:
    if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):  # pyright: ignore[reportUnknownVariableType]
        return None
    given = cast("list[str]", value)
    return Value(sorted(set(given)), None) if set(given) <= set(definition.choices) else None


_CHECKS = {
    AttributeType.TEXT: _text, AttributeType.PLACE: _text, AttributeType.NUMBER: _amount,
    AttributeType.MONEY: _amount, AttributeType.DATE: _date, AttributeType.CHOICE: _choice,
    AttributeType.CHOICES: _choices,
}  # fmt: skip
