# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Which rows of a table are taken, which are passed over, and which are rejected, for what reason."""

import re
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yutang.importers import times
from yutang.importers.contract import Reject
from yutang.importers.sheets.blocks import Block
from yutang.importers.sheets.convert import Mask
from yutang.importers.sheets.shapes import KEYS

Codes = np.ndarray[Any, np.dtype[np.int8]]  # places in CODES
ROW_LIMIT = 500
_TIMES: Final = {"messages": "sent", "counts": "day", "orders": "ordered"}  # what a row can't do without
_PERSON: Final = frozenset({"messages", "members", "orders", "people", "staff", "house"})
_ACCOUNTS: Final = ("person_id", "phone_ref", "email_ref", "receiver_phone_ref", *KEYS)
_HINTS: Final = ("phone_hint", "receiver_phone_hint")
_STARRED: Final = ("person_id", "person_name", "receiver_name")
_NAMES: Final = ("person_name", "receiver_name", "given_name", "family_name")
_NUMBERS: Final = ("messages", "speakers", "members", "joins", "leaves", "size_limit")
CODES: Final = (
    "", "total_row", "time_missing", "time_bad", "time_ancient", "time_future", "left_before_joined", "group_missing",
    "person_missing", "person_masked", "count_missing", "number_bad", "number_negative", "amount_missing",
)  # fmt: skip
_CONTACT: Final = re.compile(r"\+?\d[\d -]{6,}\d{4}|[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII)
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
        _judge_person(table, made, reason)
    if not grouped and table in ("messages", "counts", "members", "groups"):
        _mark(reason, "group_missing", _null(made, "group_id") & _null(made, "group_name"))
    _judge_times(table, made, lost, now, reason)
    _mark(reason, "total_row", made["is_total"].to_numpy(zero_copy_only=False).astype(bool))
    header = made["is_header"].to_numpy(zero_copy_only=False).astype(bool)
    return reason, header


class Showing(msgspec.Struct, frozen=True):
    """How a rejected row is shown. `hidden`: its columns of phones and e-mails, which no file keeps in plain."""

    sheet: str
    hidden: tuple[int, ...]


def rejects(block: Block, reason: Codes, header: Mask, how: Showing) -> tuple[Reject, ...]:
    """The rejected rows with their numbers; blank rows and repeated headers are no rejects."""
    found: list[Reject] = []
    for place in np.flatnonzero((reason > 0) & ~header).tolist():
        cells = [column[place].as_py() for column in block.rows.columns]
        if any(cell is not None and cell.strip() for cell in cells):
            for hidden in how.hidden:
                cells[hidden] = _stars(cells[hidden])
            text = how.sheet + ",".join(cell or "" for cell in cells)
            reject = Reject(int(block.numbers[place]), CODES[int(reason[place])], text[:ROW_LIMIT])
            found.append(shown(reject, how.hidden))
    return tuple(found)


def shown(reject: Reject, hidden: tuple[int, ...]) -> Reject:
    """Of a table with contacts, without what looks like one, in whatever column it stands."""
    if not hidden:
        return reject
    return msgspec.structs.replace(reject, row=_CONTACT.sub(lambda found: _stars(found[0]) or "", reject.row))


def _stars(cell: str | None) -> str | None:
    return cell if cell is None or "*" in cell else f"{cell[: min(3, len(cell) // 3)]}***"


def _mark(reason: Codes, code: str, rows: Mask) -> None:
    reason[rows] = _CODE[code]


def _null(made: pa.Table, name: str) -> Mask:
    return made[name].is_null().to_numpy(zero_copy_only=False)


def _judge_person(table: str, made: pa.Table, reason: Codes) -> None:
    """Somebody must be named; in lists of people and orders stars name nobody, "张*" being many."""
    hiding = table in ("people", "orders")
    nobody, masked = np.ones(made.num_rows, bool), np.zeros(made.num_rows, bool)
    for name in (*_ACCOUNTS, *(_HINTS if hiding else ()), *_NAMES):
        if name in made.column_names:
            hidden = _starred(made, name) if hiding and name in _STARRED else masked & False
            nobody &= _null(made, name) | hidden
            masked |= hidden
    _mark(reason, "person_missing", nobody & ~masked)
    _mark(reason, "person_masked", nobody & masked)


def _starred(made: pa.Table, name: str) -> Mask:
    found = pc.call_function("match_substring", [made[name]], pc.MatchSubstringOptions("*"))
    return found.fill_null(False).to_numpy(zero_copy_only=False)


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
