"""What files and programs may say of people. An attribute that takes a consent of its own is set where that is looked
for, customer by customer: a file shows none, nor does a program."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa

from yutang.customers import definitions
from yutang.customers.attributes import Definition, check
from yutang.importers.model import Attribute
from yutang.importers.posted import Judge
from yutang.importers.sheets.free import IGNORED, told
from yutang.kit.db import Database
from yutang.kit.errors import YutangError

Columns = Mapping[str, str]  # heading → field


def defined(conn: sa.Connection) -> dict[str, Attribute]:
    """By code, how the tenant's attributes are read from files."""
    return {code: Attribute(code, str(one.type), one.choices) for code, one in _in_use(conn).items()}


def may_be_read(conn: sa.Connection, mappings: Iterable[Columns]) -> None:
    """Raises YutangError for a column that is to be a sensitive attribute, import_sensitive {heading, attribute}; or of
    another type than the tenant defined, import_type {heading, attribute, type, told}."""
    known = _in_use(conn)
    for mapping in mappings:
        for heading, field in mapping.items():
            code, type_ = told(field) or ("", None)
            if (one := known.get(code)) is None:
                continue
            said = {"heading": heading[:80], "attribute": code}
            if one.sensitive:
                raise YutangError("import_sensitive", **said)
            if type_ is not None and type_ != one.type:
                raise YutangError("import_type", **said, type=str(one.type), told=type_)


def without_sensitive(conn: sa.Connection, kept: Mapping[str, Columns]) -> dict[str, dict[str, str]]:
    """Mappings of before (signature → columns) that name an attribute which is sensitive by now, with it left out."""
    codes = {code for code, one in _in_use(conn).items() if one.sensitive}
    made: dict[str, dict[str, str]] = {}
    for signature, mapping in kept.items():
        out = {
            h: IGNORED[1] for h, field in mapping.items() if (f := told(field)) is not None and f[0] in codes
        }
        if out:
            made[signature] = {**mapping, **out}
    return made


def posted(state: Database) -> Judge:
    """Judges what a program says of attributes: asks what is defined once, where there is anything to judge.

    The judge raises YutangError: attribute_sensitive {attribute}, attribute_value {attribute, type}. A value is taken
    back without a question.
    """

    @cache
    def known() -> dict[str, Definition]:
        with state.read() as conn:
            return _in_use(conn)

    def judge(code: str, value: Any, number: int | None) -> int | None:
        if value is None or (one := known().get(code)) is None:
            return number
        if one.sensitive:
            raise YutangError("attribute_sensitive", attribute=code)
        return check(one, value).number

    return judge


def _in_use(conn: sa.Connection) -> dict[str, Definition]:
    return {one.code: one for one in definitions.listed(conn)}
