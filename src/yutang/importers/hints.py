# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""Masked phones of an import and the customers they fit: how many, and a hint each. Nobody is merged by one."""

import hashlib
from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from yutang.contacts import store
from yutang.contacts.sealing import PART
from yutang.importers.model import FileOutcome
from yutang.importers.rows import Rows
from yutang.importers.sheets.contacted import MASKED, OTHER
from yutang.kit.db import Database
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger

_FRONT = f"{OTHER}{MASKED}{OTHER}"
_PROPS = '{"by":"import","evidence":"masked_phone"}'


class Hints:
    """Sees what an import brings; afterwards, when its customers are known, says whom its masks fit."""

    def __init__(self) -> None:
        self._refs: list[tuple[FileOutcome, set[str]]] = []

    def begin(self, outcome: FileOutcome) -> None:
        self._refs.append((outcome, set()))

    def see(self, rows: pa.RecordBatch) -> None:
        """Rows of the file begun last."""
        masked = pc.call_function("starts_with", [rows.column("actor_ref")], pc.MatchSubstringOptions(_FRONT))
        if pc.call_function("any", [masked]).as_py():
            self._refs[-1][1].update(pc.unique(rows.column("actor_ref").filter(masked)).to_pylist())

    def tell(self, ledger: Ledger, *, now: int, run: int) -> None:
        """Note each file's match rate, and suggest whom masked buyers may be: those that fit exactly one phone."""
        every = sorted(set[str]().union(*(refs for _, refs in self._refs)))
        if not every:
            return
        fitting = _fitting(ledger.state, every)
        for outcome, refs in self._refs:
            if refs:
                outcome.notes.append(f"note.masked_matched:{len(refs & fitting.keys())} / {len(refs)}")
        if fitting:
            _suggest(ledger, fitting, now, run)


def _fitting(state: Database, refs: list[str]) -> dict[str, int]:
    """Masked account → the one identity of a phone that shows the same digits; none where several do."""
    shown = {ref: ref.removeprefix(_FRONT)[: 2 * PART] for ref in refs}
    pairs = sorted({(both[:PART], both[PART:]) for both in shown.values()})
    with state.read() as conn:
        found = store.ids_by_shown(conn, pairs)
    often = Counter(hint for hint, _ in found)
    alone = {hint: id_ for hint, id_ in found if often[hint] == 1}
    return {ref: alone[both[PART:]] for ref, both in shown.items() if both[PART:] in alone}


def _suggest(ledger: Ledger, fitting: dict[str, int], now: int, run: int) -> None:
    wanted = pa.table({"id": pa.array(sorted(set(fitting.values())), pa.int64())})
    with ledger.analytics.cursor() as cursor:
        cursor.register("_wanted", wanted)
        names = dict(
            cursor.execute(
                "select id, external_id from identity where id in (select id from _wanted)"
            ).fetchall()
        )
        cursor.unregister("_wanted")
    rows = Rows()
    for ref, id_ in sorted(fitting.items()):
        rows.add(
            Kind.IDENTITY_LINKED,
            0,
            actor=ref,
            related=f"{OTHER}phone{OTHER}{names[id_]}",
            amount=0,
            props=_PROPS,
        )
    batch = pa.Table.from_batches([rows.take()])
    batch = batch.append_column("ordinal", pa.array(np.arange(batch.num_rows, dtype=np.int64)))
    batch = batch.append_column("file_no", pa.repeat(pa.scalar(0, pa.int32()), batch.num_rows))
    told = repr((run, sorted(fitting.items())))
    key = "hints:" + hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
    ledger.take(key, "masked phones", MASKED, batch, now=now, run=run)
