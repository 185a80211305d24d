"""All customer groups with their members: the list, then each group, several at a time; compared some at a time."""

from collections.abc import Iterator

import msgspec
import sqlalchemy as sa

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import groups
from yutang.channels.wecom.calls.groups import GroupInList
from yutang.channels.wecom.calls.pages import Page
from yutang.channels.wecom.errors import NO_GROUP
from yutang.connections import mirror
from yutang.connections.mirror import Held
from yutang.connections.model import SyncKind
from yutang.connections.wecom.asking import side_by_side
from yutang.connections.wecom.sync.run import Run, Tools
from yutang.connections.wecom.told import ToldGroup, group_of, pack, unpack

TOO_MANY = "81017"  # without a filter, more than 1,000 owners are refused
OUT_OF_SIGHT = frozenset({"60011", "84074", "48002"})
_NONE = frozenset(map(str, NO_GROUP))
OWNERS = 100
AT_ONCE_COMPARED = 500  # groups


class _Place(msgspec.Struct):
    """`todo`: chat → status, of what is still to be fetched; None until the list is whole. `fetched`: what waits to be
    compared. `listed`: all that are there."""

    todo: dict[str, int] | None = None
    fetched: dict[str, int] = {}
    listed: list[str] = []


def sync(tools: Tools, connection_id: int) -> dict[str, int]:
    """Raises Stopped, and what `tools.progress` raises."""
    run = Run(tools, connection_id, SyncKind.GROUPS)
    place = msgspec.convert(run.state.cursor or {}, _Place)
    if place.todo is None:
        found = _list(run)
        if isinstance(found, Failure):
            return run.end(found)
        place.todo, place.listed = found, sorted(found)
        run.keep(lambda: msgspec.to_builtins(place))
    failure = _fetch(run, place, place.todo)
    _compare(run, place)
    if failure is None:
        failure = _missing(run, place)
    return run.end(failure)


def _list(run: Run) -> dict[str, int] | Failure:
    """Status by chat. Groups of members who left are not among all the others: they are asked for by their status."""
    found: dict[str, int] = {}
    for status in (groups.ALL, groups.OWNER_LEFT, groups.INHERITING, groups.INHERITED):
        for page in _pages(run, status):
            if isinstance(page, Failure):
                return page
            found |= {one.chat_id: one.status for one in page.items}
    return found


def _pages(run: Run, status: int) -> Iterator[Page[GroupInList] | Failure]:
    whole = list(_walk(run, status, None))
    if not (whole and isinstance(whole[-1], Failure) and whole[-1].code == TOO_MANY):
        yield from whole
        return
    with run.tools.state.read() as conn:
        owners = mirror.staff(conn, run.id)
    for start in range(0, len(owners), OWNERS):
        yield from _walk(run, status, owners[start : start + OWNERS])


def _walk(run: Run, status: int, owners: list[str] | None) -> Iterator[Page[GroupInList] | Failure]:
    cursor, seen = "", {""}
    while True:
        page = run.tools.patience.ask(
            lambda at=cursor: next(groups.list_groups(run.client, owners=owners, status=status, cursor=at))
        )
        yield page
        if isinstance(page, Failure) or page.next_cursor in seen:
            return
        cursor = page.next_cursor
        seen.add(cursor)


def _fetch(run: Run, place: _Place, todo: dict[str, int]) -> Failure | None:
    """Each group into a page of its own; compared whenever enough of them wait."""
    failure = None
    total = len(todo) + run.counts["groups"]

    def get(chat_id: str) -> ToldGroup | Failure:
        found = run.tools.patience.ask(lambda: groups.get(run.client, chat_id))
        return found if isinstance(found, Failure) else group_of(found.group_chat)

    for chat_id, found in side_by_side(get, list(todo)):
        if isinstance(found, ToldGroup):
            place.fetched[chat_id] = todo.pop(chat_id)
            run.count({"groups": 1, "seats": len(found.seats)})
            run.keep(lambda: msgspec.to_builtins(place), (chat_id, pack([found])))
        elif (
            found.trouble is Trouble.DATA
        ):  # gone between the list and now, or none of ours: `_missing` sees to it
            todo.pop(chat_id)
            run.count({"groups_refused": 1})
        else:
            failure = found
        run.tools.progress(run.counts["groups"], total)
        if len(place.fetched) >= AT_ONCE_COMPARED:
            _compare(run, place)
    return failure


def _compare(run: Run, place: _Place) -> None:
    if not place.fetched:
        return
    statuses = place.fetched
    told = [one for chat_id in statuses for body in run.kept(chat_id) for one in unpack(body, ToldGroup)]
    place.fetched = {}
    now, settled = run.now, run.settled(list(statuses), lambda: msgspec.to_builtins(place))
    with run.tools.learner.one:  # what callbacks settled until now is newer than these pages
        touched = set(run.touched())
        quiet = [one for one in told if one.chat_id not in touched]
        held = [
            Held(chat_id=g.chat_id, owner=g.owner, version=g.version, status=statuses[g.chat_id])
            for g in quiet
        ]

        def also(conn: sa.Connection) -> None:
            settled(conn)
            mirror.put_groups(conn, run.id, held, now=now)

        run.count(run.tools.learner.groups(run.id, quiet, now=now, also=also))


def _missing(run: Run, place: _Place) -> Failure | None:
    """What we were shown before and is not listed now: no more, or out of our sight. Each is asked for by itself."""
    touched = set(run.touched())
    with run.tools.state.read() as conn:
        held = mirror.groups(conn, run.id)
    gone = [chat_id for chat_id in held if chat_id not in set(place.listed) | touched]
    over: list[str] = []
    unseen: list[str] = []
    now, refused = run.now, 0
    for chat_id in gone:
        found = run.tools.patience.ask(lambda one=chat_id: groups.get(run.client, one))
        if not isinstance(found, Failure):
            continue
        if found.code in OUT_OF_SIGHT:
            unseen.append(chat_id)
        elif found.code in _NONE:
            over.append(chat_id)
        elif found.trouble is Trouble.DATA:  # whatever that is, it does not say that the group is no more
            refused += 1
        else:
            return found
    with run.tools.learner.one:  # as in `_compare`
        touched = set(run.touched())
        ended = {chat_id: now for chat_id in over if chat_id not in touched}
        unseen = [chat_id for chat_id in unseen if chat_id not in touched]
        lost = [*ended, *unseen]
        run.count({"groups_gone": len(ended), "groups_unseen": len(unseen), "groups_refused": refused})
        run.tools.learner.dismissed(
            run.id, ended, now=now, also=lambda conn: mirror.lose_groups(conn, run.id, lost, now=now)
        )
    return None
