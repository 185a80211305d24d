# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Which rows of a table are taken, which are passed over, and which are rejected, for what reason."""

from typing import Any, Final

import numpy as np
import pyarrow as pa

from yutang.importers import times
from yutang.importers.contract import Reject
from yutang.importers.sheets.blocks import Block
from yutang.importers.sheets.convert import Mask

Codes = np.ndarray[Any, np.dtype[np.int8]]  # places in CODES
ROW_LIMIT = 500
_TIMES: Final = {"messages": "sent", "counts": "day", "orders": "ordered"}  # what a row can't do without
_PERSON: Final = frozenset({"messages", "members", "orders", "staff", "house"})
_NUMBERS: Final = ("messages", "speakers", "members", "joins", "leaves", "size_limit")
CODES: Final = (
    "", "total_row", "time_missing", "time_bad", "time_ancient", "time_future", "left_before_joined", "group_missing",
    "person_missing", "count_missing", "number_bad", "number_negative", "amount_missing",
)  # fmt: skip
_CODE: Final = {code: place for place, code in enumerate(CODES)}


def judge(
    table: str, made: pa.Table, lost: dict[str, Mask], now: int, *, grouped: bool
) -> tuple[Codes, Mask]:
    """(why each row is rejected, 0 for one that is taken; which rows are the header again).

    `lost` = by field of time the rows whose stamp can't be read; `grouped` = a group is known for every row.
    """
    reason = np.zeros(made.num_rows, np.int8)
    if "amount" in made.column_names and table == "orders":
        _mark(reason, "amount_missing", _null(made, "amount") & _null(made, "price"))
    _judge_numbers(table, made, reason)
    if table in _PERSON:
        _mark(reason, "person_missing", _null(made, "person_id") & _null(made, "person_name"))
    if not grouped and table in ("messages", "counts", "members", "groups"):
        _mark(reason, "group_missing", _null(made, "group_id") & _null(made, "group_name"))
    _judge_times(table, made, lost, now, reason)
    _mark(reason, "total_row", made["is_total"].to_numpy(zero_copy_only=False).astype(bool))
    header = made["is_header"].to_numpy(zero_copy_only=False).astype(bool)
    return reason, header


def rejects(block: Block, reason: Codes, header: Mask, sheet: str) -> tuple[Reject, ...]:
    """The rejected rows with their numbers; blank rows and repeated headers are no rejects."""
    found: list[Reject] = []
    for place in np.flatnonzero((reason > 0) & ~header).tolist():
        cells = [column[place].as_py() for column in block.rows.columns]
        if any(cell is not None and cell.strip() for cell in cells):
            text = sheet + ",".join(cell or "" for cell in cells)
            found.append(Reject(int(block.numbers[place]), CODES[int(reason[place])], text[:ROW_LIMIT]))
    return tuple(found)


def _mark(reason: Codes, code: str, rows: Mask) -> None:
    reason[rows] = _CODE[code]


def _null(made: pa.Table, name: str) -> Mask:
    return made[name].is_null().to_numpy(zero_copy_only=False)


def _judge_numbers(table: str, made: pa.Table, reason: Codes) -> None:
    if table == "counts":
        _mark(reason, "count_missing", _null(made, "messages") & _null(made, "speakers"))
    for name in _NUMBERS:
        if name in made.column_names and pa.types.is_integer(made[name].type):
            _mark(reason, "number_negative", made[name].fill_null(0).to_numpy() < 0)
    for name in made.column_names:
        if name.endswith("_odd"):
            _mark(reason, "number_bad", made[name].to_numpy(zero_copy_only=False).astype(bool))


def _judge_times(table: str, made: pa.Table, lost: dict[str, Mask], now: int, reason: Codes) -> None:
    if "left" in lost:
        joined, left = (made[name].fill_null(0).to_numpy() for name in ("joined", "left"))
        _mark(reason, "left_before_joined", (left < joined) & (left != 0))
    for name, bad in lost.items():
        at = made[name].fill_null(times.ANCIENT).to_numpy()
        _mark(reason, "time_future", at > now + times.DAY)
        _mark(reason, "time_ancient", at < times.ANCIENT)
        _mark(reason, "time_bad", bad)
        if name == _TIMES.get(table):
            _mark(reason, "time_missing", _null(made, name) & ~bad)
