"""Pages by opaque cursors. A cursor belongs to its query; it is passed back as it came and never read."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import msgspec

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.wire import Wire

T = TypeVar("T")


class Paged(Wire, kw_only=True):
    """An answer with a next page, unless `next_cursor` is empty. A page may hold less than was asked for, or nothing,
    and still not be the last."""

    next_cursor: str = ""


P = TypeVar("P", bound=Paged)


class Page(msgspec.Struct, Generic[T], frozen=True):
    """`next_cursor`: where to go on, also in another process; "" after the last page."""

    items: list[T]
    next_cursor: str


def pages(
    fetch: Callable[[str], P | Failure], items: Callable[[P], list[T]], cursor: str = ""
) -> Iterator[Page[T] | Failure]:
    """Page after page, from `cursor` on. A failure is the last thing that comes: what was fetched before stays good,
    and the page's cursor is where to resume. The next page is only asked for when it is wanted."""
    while True:
        found = fetch(cursor)
        if isinstance(found, Failure):
            yield found
            return
        yield Page(items(found), found.next_cursor)
        if not found.next_cursor:
            return
        if found.next_cursor == cursor:  # the server would turn in a circle, and we with it
            yield Failure(trouble=Trouble.RETRY, code="same_cursor")
            return
        cursor = found.next_cursor
