"""Who came by a code: once each, counted by day and member, forgotten by name when they are erased."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.conftest import Shop

from states import ready
from yutang.kit.clock import DAY, SECOND
from yutang.sources import scans, store
from yutang.sources.actions import fresh
from yutang.sources.model import Code, Greeted, Scan
from yutang.sources.scans import NewScan
from yutang.sources.tables import live_code


def came(code: Code, person: str = "wma", at: int = 0, **more: object) -> NewScan:
    told = {"staff": "li", "half": False, "received_at": at, "greeted": Greeted.TRYING, "off_hours": False}
    return NewScan(code_id=code.id, person=person, happened_at=at, **(told | more))  # type: ignore[arg-type]


@pytest.fixture
def code(shop: Shop) -> Code:
    return shop.wish("li", "wang")


def test_the_same_coming_is_kept_once(shop: Shop, code: Code) -> None:
    first = shop.write(scans.add, came(code))
    assert first is not None
    assert shop.write(scans.add, came(code, greeted=Greeted.SENT)) is None
    assert [one.greeted for one in shop.scans(code)] == [Greeted.TRYING]
    for other in (came(code, at=1), came(code, staff="wang"), came(code, "wmb")):
        assert shop.write(scans.add, other) is not None
    assert len(shop.scans(code)) == 4


def test_what_came_of_a_welcome_is_written_beside_it(shop: Shop, code: Code) -> None:
    number = shop.write(scans.add, came(code))
    shop.write(scans.settle, number, Greeted.SENT, sent_at=3 * SECOND, fault="picture")
    found = shop.read(scans.known, code.id, "li", "wma", 0)
    assert found == Scan(
        id=number, code_id=code.id, staff="li", person="wma", half=False, happened_at=0, received_at=0,
        greeted=Greeted.SENT, off_hours=False, sent_at=3 * SECOND, fault="picture",
    )  # fmt: skip
    assert shop.read(scans.known, code.id, "li", "wma", 1) is None


def test_half_a_friend_is_known_until_they_are_a_whole_one(shop: Shop, code: Code) -> None:
    number = shop.write(scans.add, came(code, half=True, at=DAY))
    asked = (code.id, "li", "wma")
    found = shop.read(scans.half_friend, *asked, 2 * DAY)
    assert found is not None
    assert found.id == number
    assert shop.read(scans.half_friend, code.id, "wang", "wma", 2 * DAY) is None
    assert shop.read(scans.half_friend, *asked, DAY + scans.HALF) is None
    shop.write(scans.join, number, DAY, 2 * DAY)
    assert shop.read(scans.half_friend, *asked, 2 * DAY) is None


def test_counts_are_of_each_member_since_then(shop: Shop, code: Code) -> None:
    other = shop.wish("li", of=shop.source("b"))
    for n, staff in enumerate(("li", "li", "wang")):
        shop.write(scans.add, came(code, f"wm{n}", at=n * DAY, staff=staff))
    shop.write(scans.add, came(other, "wm9", at=5 * DAY))
    asked = [code.id, other.id]
    assert shop.read(scans.counts, 0, asked) == {code.id: {"li": 2, "wang": 1}, other.id: {"li": 1}}
    assert shop.read(scans.counts, DAY, asked) == {code.id: {"li": 1, "wang": 1}, other.id: {"li": 1}}
    assert shop.read(scans.counts, 0, [other.id]) == {other.id: {"li": 1}}
    assert shop.read(scans.counts, 9 * DAY, asked) == {}


def test_totals_are_of_what_came_of_the_welcomes(shop: Shop, code: Code) -> None:
    for n, greeted in enumerate((Greeted.SENT, Greeted.SENT, Greeted.LATE)):
        shop.write(scans.add, came(code, f"wm{n}", at=n * DAY, greeted=greeted))
    assert shop.read(scans.totals) == {code.id: {Greeted.SENT: 2, Greeted.LATE: 1}}
    assert shop.read(scans.totals, DAY) == {code.id: {Greeted.SENT: 1, Greeted.LATE: 1}}


def test_busy_codes_are_those_with_enough_since_then(shop: Shop, code: Code) -> None:
    for n in range(4):
        shop.write(scans.add, came(code, f"wm{n}", at=n))
    assert shop.read(scans.busy_codes, 1, 3) == [code.id]
    assert shop.read(scans.busy_codes, 1, 4) == []
    assert sorted(shop.read(scans.instants, code.id, 2)) == [2, 3]


def test_pages_are_newest_first_and_leave_out_nobody(shop: Shop, code: Code) -> None:
    numbers = [shop.write(scans.add, came(code, f"wm{n}", at=n)) for n in range(7)]
    seen: list[int] = []
    before = None
    while page := shop.read(scans.listed, code.id, before=before, limit=3):
        seen += [one.id for one in page]
        before = page[-1].id
    assert seen == numbers[::-1]


def test_who_is_erased_is_counted_and_not_known(shop: Shop, code: Code) -> None:
    for n, person in enumerate(("wma", "wma", "wmb")):
        shop.write(scans.add, came(code, person, at=n))
    shop.write(scans.forget_people, ["wma"])
    people = [one.person for one in shop.scans(code)]
    assert len(people) == len(set(people)) == 3
    assert "wma" not in people
    assert "wmb" in people
    assert shop.read(scans.counts, 0, [code.id]) == {code.id: {"li": 3}}
    shop.write(scans.forget_people, [])


def test_a_code_that_goes_takes_its_comings_with_it(shop: Shop, code: Code) -> None:
    shop.write(scans.add, came(code))
    shop.state.write(lambda conn: conn.execute(live_code.delete().where(live_code.c.id == code.id)))
    assert (shop.scans(code), shop.read(store.seats)) == ([], {})


COMINGS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["li", "wang"]), st.integers(0, 3)), max_size=12
)


@settings(max_examples=40, deadline=None)
@given(COMINGS, st.integers(0, 4))
def test_counting_is_as_a_list_would(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, str, int]], since: int
) -> None:
    """Any comings, doubled or not, beside a naive count."""
    state = ready(f"sqlite:///{tmp_path_factory.mktemp('scans') / 's.sqlite'}", durable=False)

    def write(conn) -> int:
        source = store.add_source(conn, {"name": "x", "place": "", "begins_at": None, "ends_at": None, "hours": (),
                                         "welcome": {}, "created_at": 0, "created_by": None, "ended_at": None})  # fmt: skip
        row = {"source_id": source, "connection_id": 1, "kind": "person", "name": "x", "key": "k", "mode": "together",
               "verify": False, "welcome": None, "full_at": 200, "opens_more": False, "base_name": "", "alarm": None,
               "alarm_at": None, "created_at": 0, "created_by": None, **fresh(0)}  # fmt: skip
        id_ = store.add_code(conn, row)
        for person, staff, at in told:
            new = NewScan(code_id=id_, staff=staff, person=person, half=False, happened_at=at, received_at=at,
                          greeted=Greeted.NONE, off_hours=False)  # fmt: skip
            scans.add(conn, new)
        return id_

    id_ = state.write(write)
    naive: dict[str, int] = {}
    for _, staff, at in set(told):
        if at >= since:
            naive[staff] = naive.get(staff, 0) + 1
    with state.read() as conn:
        found = scans.counts(conn, since, [id_]).get(id_, {})
        assert len(scans.listed(conn, id_, limit=100)) == len(set(told))
    state.close()
    assert found == naive
