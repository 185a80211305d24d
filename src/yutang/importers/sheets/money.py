"""Columns of money: cents in one unit of them, and whether they tell of a row or of the whole order."""

import re
from collections.abc import Sequence

from yutang.importers.sheets.words import squash

_UNITS = {
    "分": 1, "fen": 1, "cents": 1, "cent": 1, "元": 100, "yuan": 100, "rmb": 100, "cny": 100, "万元": 1_000_000,
}  # fmt: skip
_WHOLE = re.compile(r"订单|总|order|total", re.IGNORECASE)  # headings that speak of an order
_OFTEN = 3  # orders of several rows with one amount each, where the heading doesn't

Rows = Sequence[Sequence[str | None]]


def cents_of(column: str, under: list[str]) -> int:
    """Cents in one unit of a money column: its bracket or name says 分 or 元; else yuan."""
    word, unit = squash(column)
    for name in (unit, word):
        if name in _UNITS:
            return _UNITS[name]
    if word.endswith(("cents", "fen", "分")) and not any("." in v for v in under):
        return 1
    return 1_000_000 if unit == "万" else 100


def totals(columns: Sequence[str], rows: Rows, places: dict[str, int]) -> frozenset[str]:
    """Fields of an order table that tell of the whole order on each of its rows: added up, they'd count it often.

    `places`: field → column. Rows that have a number of their own below the order's have an amount of their own.
    """
    if "order_id" not in places or "line_id" in places:
        return frozenset()
    order = [_cell(row, places["order_id"]) for row in rows]
    return frozenset(
        name
        for name in ("amount", "refunded")
        if name in places
        and repeated(
            columns[places[name]], list(zip(order, (_cell(row, places[name]) for row in rows), strict=True))
        )
    )


def repeated(heading: str, rows: Sequence[tuple[str | None, str | None]]) -> bool:
    """`rows`: (order, cell). Every order of several rows has one amount, on all of its rows or on one of them."""
    orders: dict[str, list[str | None]] = {}
    for order, cell in rows:
        if order is not None:
            orders.setdefault(order, []).append(cell or None)
    several = [cells for cells in orders.values() if len(cells) > 1]
    alike = all(len({cell for cell in cells if cell is not None}) <= 1 for cells in several)
    return alike and len(several) >= (1 if _WHOLE.search(heading) else _OFTEN)


def _cell(row: Sequence[str | None], place: int) -> str | None:
    return row[place] if place < len(row) else None
