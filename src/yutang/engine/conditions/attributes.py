"""Conditions on attributes, each as a set of customers. An attribute is a row, choices are a row each."""

from yutang.engine.emit import Emit, Rows
from yutang.engine.rule import Anniversary, Between, ChoiceIs, DateIs, Known, NumberIs, TextIs
from yutang.engine.times import Late, edges
from yutang.ledger.marks import mark

_TEXT, _NUMBER = (("text", "max(v.text)"),), (("number", "max(v.number)"),)


def _attribute(code: str, emit: Emit) -> tuple[str, str, tuple[str, ...]]:
    which = f"v.attribute_id = {emit.bind(mark('attribute', code))}"
    return "attribute v", "v.customer_id", (which, *emit.one("v.customer_id"))


def known(leaf: Known, emit: Emit) -> Rows:
    return Rows(*_attribute(leaf.attribute, emit), numbers=_TEXT + _NUMBER)


def text(leaf: TextIs, emit: Emit) -> Rows:
    if leaf.how == "is":
        held = emit.among("v.text", leaf.values)
    else:
        found = [emit.dialect.contains("v.text", emit.bind(value)) for value in leaf.values]
        test = "= 1" if leaf.how == "begins" else "> 0"
        held = (f"({' or '.join(f'{place} {test}' for place in found)})",)
    return Rows(*_attribute(leaf.attribute, emit), test=held, numbers=_TEXT)


def choice(leaf: ChoiceIs, emit: Emit) -> Rows:
    return Rows(*_attribute(leaf.attribute, emit), test=emit.among("v.text", leaf.values), numbers=_TEXT)


def number(leaf: NumberIs, emit: Emit) -> Rows:
    held = emit.within("v.number", leaf.at_least, leaf.at_most)
    return Rows(*_attribute(leaf.attribute, emit), test=held, numbers=_NUMBER)


def date(leaf: DateIs, emit: Emit) -> Rows:
    """Both days included, so an end is compared as the day it lies in."""
    begin, end = edges(Between(leaf.since, leaf.until))
    low = (f"v.number >= {emit.bind(Late('day', begin))}",) if begin else ()
    high = (f"v.number <= {emit.bind(Late('day', end))}",) if end else ()
    held = low + high or ("v.number is not null",)
    return Rows(*_attribute(leaf.attribute, emit), test=held, numbers=_NUMBER)


def anniversary(leaf: Anniversary, emit: Emit) -> Rows:
    first, last = (emit.bind(Late(form, within=leaf.within)) for form in ("first", "last"))
    day = emit.dialect.day_of_year("v.number")
    inside = f"d.day >= {first} and d.day <= {last}"
    over = f"d.day > 0 and (d.day >= {first} or d.day <= {last})"
    source, customer, where = _attribute(leaf.attribute, emit)
    days = f"(select {customer}, v.number, {day} as day from {source} where {' and '.join(where)}) d"
    held = f"(({first} <= {last} and {inside}) or ({first} > {last} and {over}))"
    return Rows(days, "d.customer_id", (), test=(held,), numbers=(("number", "max(d.number)"),))
