"""All customers of all staff: lists of members side by side, a page a call, compared list by list.

Nothing is held in memory but the list that is compared: 1,000 pages of 100 pairs each wait in State meanwhile.
"""

from typing import Any

import msgspec

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import customers
from yutang.channels.wecom.calls.customers import Pair
from yutang.channels.wecom.calls.pages import Page
from yutang.connections import mirror
from yutang.connections.model import SyncKind
from yutang.connections.wecom.asking import AT_ONCE, side_by_side
from yutang.connections.wecom.learning import Extent
from yutang.connections.wecom.sync.run import Run, Tools
from yutang.connections.wecom.told import ToldPair, pack, pair_of, unpack

# The member is not in sight, or has no 客户联系: for this list it is data, whatever it is for others.
OF_A_MEMBER = frozenset({"84074", "60011", "301002"})
STAFF = 25  # members in one list: fewer would cost calls, more would be compared at once


class _Place(msgspec.Struct):
    """`lists`: part → its members; `at`: part → where it is to be read on, None when it is read to its end. A part that
    is compared is in neither. `lost`: members whom the server refused, who are left as they are. `alone`: members who
    turned out to have no customers, who are asked for with nobody else."""

    lists: dict[str, list[str]]
    at: dict[str, str | None]
    lost: list[str]
    alone: list[str] = []


def sync(tools: Tools, connection_id: int) -> dict[str, int]:
    """Raises Stopped, and what `tools.progress` raises."""
    run = Run(tools, connection_id, SyncKind.CUSTOMERS)
    with tools.state.read() as conn:
        staff = mirror.staff(conn, connection_id)
        tags = {id_: tag.whole for id_, tag in mirror.tags(conn, connection_id).items()}
    place = msgspec.convert(run.state.cursor, _Place) if run.state.cursor else _Place(*_parts(staff), [])
    reading, failure = _Reading(run, place), None
    for part, found in side_by_side(reading.read, list(place.lists)):
        if isinstance(found, Failure):
            failure = found
        else:
            _compare(run, place, part, tags)
            tools.progress(run.counts["pairs"], None)
    return run.end(failure)


def _parts(staff: list[str]) -> tuple[dict[str, list[str]], dict[str, str | None]]:
    """Lists of about the same length, enough of them to be read side by side."""
    count = max(min(AT_ONCE, len(staff)), -(-len(staff) // STAFF))
    return {str(n): staff[n::count] for n in range(count)}, {str(n): "" for n in range(count)}


def _compare(run: Run, place: _Place, part: str, tags: dict[str, str]) -> None:
    staff = place.lists[part]
    told = (pair for body in run.kept(part) for pair in unpack(body, ToldPair))
    extent = Extent(staff=staff, touched=run.touched, since=run.started_at)
    settled = run.settled([part], lambda: _done(place, part))
    run.count(run.tools.learner.pairs(run.id, told, extent, tags, now=run.now, also=settled))


def _done(place: _Place, part: str) -> Any:
    place.lists.pop(part, None)
    place.at.pop(part, None)
    return msgspec.to_builtins(place)


def _refused(failure: Failure) -> bool:
    return failure.trouble is Trouble.DATA or failure.code in OF_A_MEMBER


class _Reading:
    """Reads lists to their ends, in several threads; `place` says how far each is."""

    def __init__(self, run: Run, place: _Place) -> None:
        self._run, self._place = run, place

    def read(self, part: str) -> Failure | None:
        """The rest of one list, into pages. Of a member whom the server refuses, or who has no customers, the list is
        read anew without."""
        failure = None if self._place.at[part] is None else self._walk(part)
        if failure is None or not _refused(failure):
            return failure
        staff = self._asked(part)
        found = {one: self._page([one], "") for one in staff}
        refused = [one for one, page in found.items() if isinstance(page, Failure)]
        worse = [page for page in found.values() if isinstance(page, Failure) and not _refused(page)]
        if worse:
            return worse[0]
        alone = [
            one
            for one, page in found.items()
            if isinstance(page, Page) and not (page.items or page.next_cursor)
        ]
        self._run.keep(lambda: self._without(part, refused, alone), drop=[part])
        if refused:
            self._run.count({"staff_refused": len(refused)})
        return self._walk(part)

    def _asked(self, part: str) -> list[str]:
        return [one for one in self._place.lists[part] if one not in self._place.alone]

    def _walk(self, part: str) -> Failure | None:
        staff = self._asked(part)
        while staff and (at := self._place.at[part]) is not None:
            page = self._page(staff, at)
            if isinstance(page, Failure):
                return page
            if (
                page.next_cursor and page.next_cursor == at
            ):  # the server would turn in a circle, and we with it
                return Failure(trouble=Trouble.RETRY, code="same_cursor")
            rows = [pair_of(one) for one in page.items]
            self._run.count({"pairs": len(rows)})
            body, then = pack(rows), page.next_cursor or None
            self._run.keep(lambda then=then: self._at(part, then), (part, body))
            self._run.tools.progress(self._run.counts["pairs"], None)
        return None

    def _at(self, part: str, then: str | None) -> Any:
        self._place.at[part] = then
        return msgspec.to_builtins(self._place)

    def _without(self, part: str, refused: list[str], alone: list[str]) -> Any:
        self._place.lists[part] = [one for one in self._place.lists[part] if one not in refused]
        self._place.lost = sorted({*self._place.lost, *refused})
        self._place.alone = sorted({*self._place.alone, *alone})
        return self._at(part, "")

    def _page(self, staff: list[str], at: str) -> Page[Pair] | Failure:
        return self._run.tools.patience.ask(lambda: next(customers.by_staff(self._run.client, staff, at)))
