"""Pages: followed by cursor, resumed from any, ended by the first failure."""

from collections.abc import Callable

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls.pages import Page, Paged, pages

BUSY = Failure(trouble=Trouble.RETRY, code="-1")


class Numbers(Paged):
    numbers: list[int] = []


BOOK = {
    "": Numbers(numbers=[1, 2], next_cursor="x9"),
    "x9": Numbers(numbers=[], next_cursor="a0"),  # empty, and not the last
    "a0": Numbers(numbers=[3]),
}


def _pages(fetch: Callable[[str], Numbers | Failure], cursor: str = "") -> list[Page[int] | Failure]:
    return list(pages(fetch, lambda found: found.numbers, cursor))


def test_every_page_comes_and_says_where_to_go_on() -> None:
    assert _pages(BOOK.__getitem__) == [Page([1, 2], "x9"), Page([], "a0"), Page([3], "")]


def test_a_page_is_asked_for_when_it_is_wanted() -> None:
    asked: list[str] = []

    def fetch(cursor: str) -> Numbers:
        asked.append(cursor)
        return BOOK[cursor]

    walk = pages(fetch, lambda found: found.numbers)
    assert asked == []
    next(walk)
    assert asked == [""]


def test_what_failed_is_resumed_where_it_was() -> None:
    first = _pages(lambda cursor: BOOK[cursor] if cursor != "a0" else BUSY)
    assert first == [Page([1, 2], "x9"), Page([], "a0"), BUSY]
    last = [each for each in first if isinstance(each, Page)][-1]
    assert _pages(BOOK.__getitem__, last.next_cursor) == [Page([3], "")]


def test_a_circle_ends() -> None:
    found = _pages(lambda _: Numbers(numbers=[1], next_cursor="x"))
    assert [type(each) for each in found] == [Page, Page, Failure]
