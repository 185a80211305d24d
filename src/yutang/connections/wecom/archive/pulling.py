# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""From an archive's records to facts: the same ones that an import of them as a file makes, 1:1 chats included.

What a page says and how far the archive was read are kept in one transaction: killed anywhere, the next pull begins
where the last one is durable, and records that come again are known by their id.
"""

import datetime as dt
from collections.abc import Callable

import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.channels.contract.conversations import ConversationSource, Pulled, Said
from yutang.channels.contract.outcomes import Failure
from yutang.connections.wecom.archive import store
from yutang.connections.wecom.archive.model import EVERY, Archive
from yutang.connections.wecom.clients import said
from yutang.connections.wecom.learning import Learner
from yutang.connections.wecom.sightings import refs, register, tell
from yutang.importers.contract import Reading
from yutang.importers.kinds.wecom_archive import chunk_of_lines
from yutang.kit.clock import SECOND

PAGES = 8  # at a time: other connections wait
RETRY = 60 * SECOND
_KNOWN = """select external_id from customer_group semi join asked_chat on ref = external_id
where platform = 'wecom'"""


class Told(msgspec.Struct, frozen=True):
    """`facts`: new ones. `more`: there is more to be pulled at once. `failure`: it ended with this one."""

    facts: int
    more: bool = False
    failure: Failure | None = None


def pull(
    learner: Learner, connection_id: int, source: ConversationSource, *, now: Callable[[], int],
    check: Callable[[], None] = lambda: None, pages: int = PAGES,
) -> Told:  # fmt: skip
    """The next pages. `check` raises where it shall stop: between pages, so that nothing is half-done."""
    facts = 0
    for _ in range(pages):
        check()
        kept = _kept(learner, connection_id, source.name)
        found = source.pull(kept.cursor)
        if isinstance(found, Failure):
            _failed(learner, kept, found, now())
            return Told(facts, failure=found)
        facts += _apply(learner, kept, found, now())
        if not found.more:
            return Told(facts)
    return Told(facts, more=True)


def _kept(learner: Learner, connection_id: int, source: str) -> Archive:
    """Another source than before begins at its beginning: records that were taken are known."""
    with learner.ledger.state.read() as conn:
        kept = store.one(conn, connection_id)
    return kept if kept.source == source else msgspec.structs.replace(kept, source=source, cursor="")


def _failed(learner: Learner, kept: Archive, found: Failure, now: int) -> None:
    due_at = max(found.until or 0, now + RETRY)
    learner.ledger.state.write(lambda conn: store.trouble(conn, kept, said(found), now=now, due_at=due_at))


def _apply(learner: Learner, kept: Archive, found: Pulled, now: int) -> int:
    """What a page says, and the cursor behind it, in one transaction. How many facts were new."""
    rows, lost = _sightings(learner, found.rows, now)
    newest = max((row.at for row in found.rows if row.at <= now + EVERY), default=0)
    moved = msgspec.structs.replace(
        kept, cursor=found.cursor, records=kept.records + len(found.rows),
        unreadable=kept.unreadable + found.unreadable + lost,
        last_at=max(newest, kept.last_at or 0) or None, pulled_at=kept.pulled_at if found.more else now,
        due_at=now if found.more else now + EVERY, trouble=None, trouble_at=None,
    )  # fmt: skip

    def also(conn: sa.Connection) -> None:
        """Seats and consent may have been looked at meanwhile: they are left as they are."""
        there = store.one(conn, kept.connection_id)
        checked = {name: getattr(there, name) for name in _CHECKED}
        store.put(conn, msgspec.structs.replace(moved, **checked))

    return tell(learner.ledger, kept.connection_id, rows, now=now, also=also)


_CHECKED = ("seats", "groups", "covered", "people", "refused", "checked_at")


def _sightings(learner: Learner, said_: tuple[Said, ...], now: int) -> tuple[pa.Table, int]:
    """As rows of SIGHTING, and how many could not be read. Groups that are known are not announced again."""
    how = Reading(zone=dt.UTC, now=now)
    data = b"\n".join(row.body.replace(b"\n", b" ") for row in said_)

    def known(chats: list[str]) -> set[str]:
        with learner.ledger.analytics.cursor() as cursor:
            register(cursor, {"asked_chat": refs(chats)})
            return {ref for (ref,) in cursor.execute(_KNOWN).fetchall()}

    chunk = chunk_of_lines(data, how, known)
    return pa.Table.from_batches([chunk.rows]), len(chunk.rejects)
