"""The tag that is suggested: most who bear one of theirs bear it too, it is defined, and nobody refused it."""

from pathlib import Path

import pytest
from tests.customers.shop import ADMIN, NOW, Shop, follows, met, operator, staff, tagged
from tests.ledger.batch import DAY, START

from yutang.ledger.marks import mark
from yutang.segments.tags.book import Book
from yutang.segments.tags.model import Group, Tag
from yutang.sidebar.suggesting import LEAST, Suggested, refuse, suggested

TEA, CUP, SALE = "偏好/茶", "偏好/茶具", "活动/双十一"


def book(*names: str, archived: str = "", exclusive: bool = False) -> Book:
    groups = {name.partition("/")[0] for name in names}
    numbered = {name: n for n, name in enumerate(sorted(groups), 1)}
    tags = [
        Tag(
            id=mark("tag", name), code=name, group_id=numbered[name.partition("/")[0]], name=name.partition("/")[2],
            until_days=None, description="", created_at=0, archived_at=1 if name == archived else None,
        )
        for name in names
    ]  # fmt: skip
    made = [Group(id=n, name=name, exclusive=exclusive, position=n) for name, n in numbered.items()]
    return Book(made, tags, {})


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Eight who like tea: six of them cups too. Li likes tea. Ten others bear the sale's tag alone."""
    made = Shop(tmp_path)
    told = [staff("an", "安"), staff("bo", "波"), met("li", "李雷"), follows("li", "an"), tagged("li", TEA)]
    for n in range(8):
        told += [met(f"t{n}"), follows(f"t{n}", "an" if n < 3 else "bo"), tagged(f"t{n}", TEA)]
        told += [tagged(f"t{n}", CUP)] if n < 6 else []
    for n in range(10):
        told += [met(f"s{n}"), follows(f"s{n}", "bo"), tagged(f"s{n}", SALE)]
    made.tell(*told)
    return made


def ask(shop: Shop, known: Book, *, who: str = "li", viewer=ADMIN, now: int = NOW) -> Suggested | None:
    with shop.ledger.state.read() as conn, shop.ledger.analytics.cursor() as cursor:
        return suggested(conn, cursor, shop.customer(who), known, viewer, now=now)


def test_what_most_of_them_bear_too(shop: Shop) -> None:
    found = ask(shop, book(TEA, CUP, SALE))
    assert found == Suggested(tag_id=mark("tag", CUP), name=CUP, because=TEA, n=6, of=8)
    assert ask(shop, book(TEA, CUP, SALE), who="t0") is None  # bears both
    assert ask(shop, book(TEA, CUP, SALE), who="s0") is None  # nothing speaks for any


def test_only_a_tag_that_is_defined_in_use_and_stands_beside_others(shop: Shop) -> None:
    assert ask(shop, book(TEA, SALE)) is None
    assert ask(shop, book(TEA, CUP, archived=CUP)) is None
    assert ask(shop, book(TEA, CUP, exclusive=True)) is None


def test_what_was_refused_is_not_suggested_again(shop: Shop) -> None:
    for _ in range(2):
        shop.ledger.state.write(lambda c: refuse(c, shop.customer("li"), mark("tag", CUP), ADMIN, now=NOW))
    assert ask(shop, book(TEA, CUP)) is None
    assert ask(shop, book(TEA, CUP), who="t7") is not None


def test_only_of_customers_whom_the_viewer_sees(shop: Shop) -> None:
    assert LEAST > 3
    assert ask(shop, book(TEA, CUP), viewer=operator(shop, "an")) is None  # three others are too few
    found = ask(shop, book(TEA, CUP), who="t7", viewer=operator(shop, "bo"))
    assert found is None  # of the four others three: fewer than five


def test_a_tag_that_ended_counts_no_more(shop: Shop) -> None:
    shop.tell(tagged("li", TEA, START + DAY, until=START + 2 * DAY))
    assert ask(shop, book(TEA, CUP)) is None


def test_what_everybody_has_tells_nothing(shop: Shop) -> None:
    shop.tell(
        *(tagged(f"{kind}{n}", CUP, START + DAY) for kind, many in (("t", 8), ("s", 10)) for n in range(many))
    )
    assert ask(shop, book(TEA, CUP, SALE)) is None
