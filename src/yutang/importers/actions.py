# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""Bring exports into the ledger: detect, read, batch, acknowledge; resumable, and twice is once."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any, cast

import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.contacts import Contacts
from yutang.importers import met, store
from yutang.importers.batches import (
    PEOPLE,
    Batches,
    hold_back,
    of_people,
    plan_for,
    split,
    without_private,
)
from yutang.importers.chunks import guarded, with_end
from yutang.importers.contract import Chunk, FileReader, Reading, Unreadable
from yutang.importers.hints import Hints
from yutang.importers.lastnames import LastNames
from yutang.importers.model import FileOutcome, Options, Progress, Summary
from yutang.importers.registry import Assignment, assign, reads_trees
from yutang.importers.rejects import Rejects
from yutang.importers.tally import Tally, count
from yutang.importers.trees import walk
from yutang.importers.zoneless import zone_note
from yutang.kit.clock import zone
from yutang.kit.secrets import Secrets
from yutang.ledger.ledger import Ledger

TABLE = "table"  # the kind of file that holds people and orders
FORMAT_VERSION = "2"  # raise when readers give other rows for the same file: known files are read anew


def bring_in(
    ledger: Ledger,
    paths: list[Path],
    options: Options,
    *,
    now: int,
    rejects: Path,
    progress: Callable[[Progress], None] = lambda _: None,
    run_id: int | None = None,
) -> Summary:
    """Import every file of `paths`. What was acknowledged before a crash is not read into facts again.

    `run_id`: the import that was begun before and goes on, or was noted before it begins. Whatever `progress` raises
    ends the import where it is; what is known of it by then is noted with the run.
    """
    with ledger.state.read() as conn:
        options = msgspec.structs.replace(options, mappings=store.mappings(conn) | options.mappings)
    begun = run_id is not None
    if run_id is None:
        run_id = ledger.state.write(lambda conn: store.start(conn, "\n".join(map(str, paths)), now))
    with ledger.state.read() as conn:
        before = store.done_names(conn, run_id)
    passing = {path.resolve() for path in options.passing}
    found = [a for tree in walk(paths, options.zip_limit) for a in assign(tree)]
    assignments = [a for a in found if _where(a) not in passing]
    kept = Rejects(rejects, before)
    run = _Run(ledger, options, now, run_id, kept, progress, sum(a.size for a in assignments))
    try:
        memory = min(options.memory_mb, run.plan.store_mb)
        with ledger.analytics.budget(memory) if memory else nullcontext():
            for number, given in enumerate(assignments):
                run.one(given, number)
            run.finish()
    except BaseException:
        run.pool.shutdown()
        _broken_off(ledger, run_id, run.summary(kept.close()))
        raise
    run.pool.shutdown()
    summary = run.summary(kept.close())
    if begun:  # whoever began it has more to do before it is finished
        ledger.state.write(lambda conn: store.note(conn, run_id, summary))
    else:
        ledger.state.write(lambda conn: store.finish(conn, run_id, summary, now))
    return summary


def _broken_off(ledger: Ledger, run_id: int, summary: Summary) -> None:
    """Note how far it came. Where even that fails, what broke it is told, not this."""
    with suppress(Exception):
        ledger.state.write(lambda conn: store.note(conn, run_id, summary))


class _Run:
    """One import under way."""

    def __init__(
        self,
        ledger: Ledger,
        options: Options,
        now: int,
        run_id: int,
        rejects: Rejects,
        progress: Callable[[Progress], None],
        total: int,
    ) -> None:
        self.ledger, self.options, self.now, self.run_id = ledger, options, now, run_id
        self.rejects, self.progress, self.total = rejects, progress, total
        self.plan = plan_for(total)
        self.batches = Batches(self._take, self.plan)
        # One batch is applied while the next is read: reading is Python's work, applying DuckDB's.
        self.pool = ThreadPoolExecutor(1, "applier")
        self._pending: Future[int | None] | None = None
        self._alone: str | None = None  # the file whose rows are in no batch with another's
        self._again: set[str] = set()  # files of other runs, which are read anew to be this run's too
        self.tally = Tally()
        self.hints = Hints()
        self._contacts: Contacts | None = None
        self.files: list[FileOutcome] = []
        self.facts = self.rows = self.done = 0

    def summary(self, rejects: Path | None) -> Summary:
        """What came of it so far."""
        return Summary(
            files=self.files, facts=self.facts, reject_file=rejects, zone=self.ledger.zone,
            last_day=self.ledger.last_day(), chats=self.tally.chats(self.files),
            all_chats=self.tally.all(self.files), private_chats=self.tally.private_chats(self.files),
        )  # fmt: skip

    def _take(
        self, key: str, origin: str, platform: str, rows: pa.Table, files: list[dict[str, Any]]
    ) -> None:
        ready = self.ledger.prepare(platform, rows)
        alone, known = self._alone, [state for state in files if state["key"] not in self._again]

        def note(conn: sa.Connection) -> None:
            store.note_files(conn, known)
            if alone is not None:
                met.note_batch(conn, alone, key)

        wide = self.options.memory_mb and of_people(rows["kind"])

        def take() -> int | None:
            with self.ledger.analytics.budget(PEOPLE.store_mb) if wide else nullcontext():
                return self.ledger.take(
                    key, origin, platform, ready, now=self.now, run=self.run_id, also=note
                )

        self._settle()
        self._pending = self.pool.submit(take)

    def _settle(self) -> None:
        """Wait for the batch in hand; its error is raised here."""
        if self._pending is not None:
            pending, self._pending = self._pending, None
            self.facts += pending.result() or 0

    def finish(self) -> None:
        self.batches.flush()
        self._settle()
        self.hints.tell(self.ledger, now=self.now, run=self.run_id)

    def one(self, given: Assignment, number: int) -> None:
        """Read one assignment. Only what concerns this file ends up in its outcome; stores raise."""
        alone = len(given.names) == 1 and given.names[0] != given.tree.name
        name = f"{given.tree.name}/{given.names[0]}" if alone else given.tree.name
        name = self.options.named(name)
        outcome = FileOutcome(name=name, kind=given.kind)
        self.files.append(outcome)
        if given.reader is None:
            outcome.code, outcome.params = given.code, {k: str(v) for k, v in given.params.items()}
            return
        try:
            key = self._key(given)
            with self.ledger.state.read() as conn:
                row = store.file(conn, key)
            if row is not None and row.run_id != self.run_id and not self._met(key):
                outcome.known = row.done
                self._again.add(again := f"{key}@{self.run_id}")
                self._apart(given, outcome, again, number, 0)
            elif row is not None and row.done:
                self.files[-1] = known = msgspec.json.decode(row.figures, type=FileOutcome)
                known.known, known.name = row.run_id != self.run_id, name
            else:
                self._apart(given, outcome, key, number, row.chunks if row is not None else 0)
        except Unreadable as error:
            outcome.code, outcome.params = error.code, {k: str(v) for k, v in error.params.items()}
        self.done += given.size

    def _met(self, key: str) -> bool:
        """Note that another run's file would be this one's too. False: its batches hold other files as well."""
        with self.ledger.state.read() as conn:
            alone = met.stands_alone(conn, key)
        if alone:
            self.ledger.state.write(lambda conn: met.meet(conn, self.run_id, key))
        return alone

    def _key(self, given: Assignment) -> str:
        """Digest of the content and of everything that changes how it is read."""
        how = (FORMAT_VERSION, given.kind, self.options.zone, self.options.private, self.options.day_first,
               sorted((k, sorted(v.items())) for k, v in self.options.mappings.items()),
               sorted((self.options.mapping or {}).items()))  # fmt: skip
        digest = hashlib.blake2b(repr(how).encode(), digest_size=16)
        files = given.tree.files()
        for name in given.names:
            digest.update(f"\x1f{name if len(given.names) > 1 else ''}\x1f{files[name].size}\x1f".encode())
            with files[name].open() as source:
                while piece := source.read(1 << 20):
                    digest.update(piece)
                    self.progress(Progress(self.done, self.total, self.rows, self.files[-1].name))
        # Where a format has no group id, the file's name stands for it, so it belongs to the key.
        digest.update(given.names[0].encode() if len(given.names) == 1 else b"")
        return digest.hexdigest()

    def _apart(self, given: Assignment, outcome: FileOutcome, key: str, number: int, skip: int) -> None:
        """Read; a big file into batches of its own."""
        if given.size < met.ALONE or key in self._again:
            self._read(given, outcome, key, number, skip)
            return
        self.batches.flush()
        self._alone = key
        try:
            self._read(given, outcome, key, number, skip)
        except Unreadable:
            self.batches.flush()
            raise
        else:
            self.batches.flush()
        finally:
            self._alone = None

    def _read(self, given: Assignment, outcome: FileOutcome, key: str, number: int, skip: int) -> None:
        private: set[str] = set()
        groups: set[str] = set()
        names = LastNames()
        self.hints.begin(outcome)
        place = 0
        held: pa.RecordBatch | None = None
        chunk: Chunk | None = None
        for place, (chunk, last, whole) in enumerate(with_end(self._chunks(given)), 1):
            rows = without_private(chunk.rows, private) if not self.options.private else chunk.rows
            count(outcome, rows, groups)
            self.hints.see(rows)
            outcome.rejects += len(chunk.rejects)
            outcome.notes += [note for note in chunk.notes if note not in outcome.notes]
            outcome.private_chats = len(private)
            self.rejects.add(outcome.name, chunk.rejects)
            if last:
                outcome.notes += zone_note(given.kind, outcome.notes, self.options.zone)
            names.see(rows)
            parts = [*([held] if held is not None else []), rows, *([names.again()] if last else [])]
            rows = pa.concat_batches(parts)
            wait = 0 if last else hold_back(rows)
            held, rows = split(rows, wait)
            if place > skip:
                outcome.rows += rows.num_rows
                self.rows += rows.num_rows
                self.batches.add(
                    chunk.platform, rows, self._state(key, outcome, place, done=last and whole), number
                )
            self.progress(Progress(self.done + chunk.done, self.total, self.rows, outcome.name))
        if not outcome.known:
            self.tally.see(given.kind or "", groups, private)
        if chunk is None:
            outcome.code = "empty"

    def _state(self, key: str, outcome: FileOutcome, chunks: int, *, done: bool) -> dict[str, Any]:
        return {"key": key, "run_id": self.run_id, "name": outcome.name, "kind": outcome.kind, "chunks": chunks,
                "done": done, "figures": msgspec.json.encode(outcome).decode()}  # fmt: skip

    def _keys(self) -> Contacts:
        """The keys of the ledger's folder, for tables that may hold phones; a private ledger has its own."""
        if self._contacts is None:
            self._contacts = Contacts.open(self.ledger.state, Secrets(self.ledger.folder.parent))
        return self._contacts

    def _chunks(self, given: Assignment) -> Iterator[Chunk]:
        how = Reading(zone=zone(self.options.zone), now=self.now, day_first=self.options.day_first,
                      mapping=self.options.mapping, mappings=self.options.mappings,
                      attributes=self.options.attributes,
                      contacts=self._keys() if given.kind == TABLE else None)  # fmt: skip
        reader = given.reader
        if reader is None:
            return iter(())
        if reads_trees(reader):
            return guarded(lambda: reader.read(given.tree, list(given.names), how))
        file = given.tree.files()[given.names[0]]
        return guarded(lambda: cast(FileReader, reader).read(file, how))


def _where(given: Assignment) -> Path | None:
    """Where a file of its own lies on disk."""
    path = getattr(given.tree.files().get(given.names[0]), "path", None) if len(given.names) == 1 else None
    return path.resolve() if isinstance(path, Path) else None
