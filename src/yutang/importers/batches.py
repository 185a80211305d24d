# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""Chunks of many files → batches of the inlet: small files share one, big ones take several."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yutang.importers.contract import SIGHTING
from yutang.ledger.catalogue import Kind

LONG_IMPORT = 512 << 20  # bytes
_TINY = 1e-9  # thirds add up to a little less than one


class Plan(msgspec.Struct, frozen=True):
    """How much an import has in hand at once."""

    rows: int  # make a batch full
    size: int  # bytes, as well
    store_mb: int  # of the analytics store while it only takes batches in, beside the readers


# Bigger batches are faster and take more memory (make bench ONLY=import): what is read in seconds is read fast, what
# takes minutes is read small. Long texts fill a batch by `size`: four copies of it are alive at once.
QUICK, SMALL = Plan(75_000, 16 << 20, 64), Plan(25_000, 8 << 20, 48)
# A row about a person names two accounts, mostly new ones, and every batch looks once through all accounts and links
# there are: few big batches, and the room they need.
PEOPLE = Plan(250_000, 96 << 20, 768)

Take = Callable[[str, str, str, pa.Table, list[dict[str, Any]]], None]  # key, origin, platform, rows, files


class Batches:
    """Collects rows until a batch is full, then hands it over with the state of the files it completes."""

    def __init__(self, take: Take, plan: Plan = QUICK) -> None:
        self._take = take
        self._plan = plan
        self._clear()

    def _clear(self) -> None:
        self._platform: str | None = None
        self._parts: list[pa.Table] = []
        self._full = 0.0  # at 1 it goes
        self._states: dict[str, dict[str, Any]] = {}

    def add(self, platform: str, rows: pa.RecordBatch, state: dict[str, Any], number: int) -> None:
        """Add one chunk. `state`: row of `import_file` as it is once these rows are acknowledged."""
        if self._platform not in (None, platform):
            self.flush()
        plan = PEOPLE if of_people(rows.column("kind")) else self._plan
        for start, stop in pieces(rows, plan.rows):
            part = pa.Table.from_batches([rows.slice(start, stop - start)], schema=SIGHTING)
            self._platform = platform
            self._parts.append(
                part.append_column("file_no", pa.repeat(pa.scalar(number, pa.int32()), part.num_rows))
            )
            self._full += max(part.num_rows / plan.rows, part.nbytes / plan.size)
            if stop == rows.num_rows:
                self._states[state["key"]] = state
            if self._full > 1 - _TINY:
                self.flush()

    def flush(self) -> None:
        if self._platform is None:
            return
        rows = pa.concat_tables(self._parts)
        rows = rows.append_column("ordinal", pa.array(np.arange(rows.num_rows, dtype=np.int64)))
        states = list(self._states.values())
        name = (
            "\x1f".join(f"{s['key']}:{s['chunks']}:{s['done']}" for s in states)
            or f"part:{self._parts[0].nbytes}"
        )
        digest = hashlib.blake2b(name.encode(), digest_size=16)
        for column in ("happened", "actor_ref", "group_ref"):  # parts of one chunk share their states
            digest.update(str(rows[column].slice(0, 1).to_pylist()).encode())
        origin = states[-1]["name"] if states else ""
        platform = self._platform
        self._clear()
        self._take(digest.hexdigest(), origin, platform, rows, states)


def plan_for(total: int) -> Plan:
    """How to read `total` bytes of files."""
    return QUICK if total < LONG_IMPORT else SMALL


def of_people(kinds: pa.Array | pa.ChunkedArray) -> bool:
    """Whether rows of these kinds say which accounts are one person."""
    return bool((kinds.to_numpy() == int(Kind.IDENTITY_LINKED)).any())


def pieces(rows: pa.RecordBatch, full: int) -> Iterator[tuple[int, int]]:
    """Where to cut a chunk for batches of `full` rows: (start, stop), at least one.

    Never inside a run of messages of one instant, see `hold_back`: a longer run than `full` makes a longer piece. What
    a list says of a million people is all of one instant, and may be cut anywhere.
    """
    stamps = rows.column("happened").to_numpy()
    message = rows.column("kind").to_numpy() == int(Kind.MESSAGE_SENT)
    apart = (stamps[1:] != stamps[:-1]) | ~(message[1:] & message[:-1])
    between = np.append(np.flatnonzero(apart) + 1, rows.num_rows)
    start = 0
    while rows.num_rows - start > full:
        last = int(np.searchsorted(between, start + full, "right")) - 1
        stop = int(between[last] if last >= 0 and between[last] > start else between[last + 1])
        yield start, stop
        start = stop
    if start < rows.num_rows or not rows.num_rows:
        yield start, rows.num_rows


def hold_back(rows: pa.RecordBatch) -> int:
    """How many rows at the end share the last instant: they wait for the next chunk.

    Rows without an id are told apart by counting equal ones; a run of equals must not straddle two batches.
    """
    if rows.num_rows < 2:
        return 0
    stamps = rows.column("happened").to_numpy()
    earlier = np.flatnonzero(stamps != stamps[-1])
    return rows.num_rows - int(earlier[-1]) - 1 if earlier.size else 0


def split(rows: pa.RecordBatch, wait: int) -> tuple[pa.RecordBatch | None, pa.RecordBatch]:
    """The last `wait` rows, and those before."""
    cut = rows.num_rows - wait
    return (rows.slice(cut), rows.slice(0, cut)) if wait else (None, rows)


def without_private(rows: pa.RecordBatch, private: set[str]) -> pa.RecordBatch:
    """The rows that are not of private chats; `private` grows by the chats that say they are."""
    seen = rows.filter(pc.equal(rows.column("kind"), int(Kind.GROUP_SEEN)))
    marked = seen.filter(pc.match_substring_regex(seen.column("props"), r'"private"\s*:\s*true'))
    private.update(ref for ref in marked.column("group_ref").to_pylist() if ref)
    if not private:
        return rows
    hidden = pc.is_in(rows.column("group_ref"), value_set=pa.array(sorted(private), pa.string()))
    return rows.filter(pc.invert(hidden))
