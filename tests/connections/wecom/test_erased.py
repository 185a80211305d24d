"""Who was erased is not brought back by a sync or a callback, until they add a member of staff, or join a group, anew."""

from pathlib import Path

import pytest
from tests.accounts.people import person
from tests.connections.wecom.conftest import Pushed, World

from fakecom.people import befriend, found_group
from yutang.checkup.erasing import erase_everywhere
from yutang.connections import mirror, store
from yutang.connections.model import SyncKind
from yutang.connections.wecom.told import ToldGroup, ToldPair, ToldSeat, pack, unpack

KINDS = ("staff", "tags", "customers", "groups")
KNOWN = "select external_id from identity"


def _erase(world: World, who: str) -> None:
    boss = person(world.ledger.state, f"boss{world.now()}")
    ((id_,),) = world.ledger.analytics.rows(f"select id from identity where external_id = '{who}'")
    erase_everywhere(world.ledger, Path(world.folder), boss, id_, now=world.now())


@pytest.fixture
def gone(world: World) -> World:
    """wm0 was li's customer and sat in a group, and is erased; wm1 stays."""
    befriend(world.fake, "li", "wm0", "wm1")
    found_group(world.fake, "li", "wr0", "wm0", "wm1")
    world.sync(*KINDS)
    world.fake.pass_time(60)
    _erase(world, "wm0")
    world.fake.pass_time(60)
    return world


def test_a_sync_does_not_bring_them_back(gone: World) -> None:
    for _ in range(2):
        gone.sync(*KINDS)
        gone.fake.pass_time(3_600)
    known = {row[0] for row in gone.rows(KNOWN)}
    assert "wm0" not in known
    assert "wm1" in known


def test_who_waits_for_somebody_else_waits_no_more(world: World) -> None:
    """Li left: WeCom lists their customers for as long as nobody has got them."""
    befriend(world.fake, "li", "wm0", "wm1")
    world.sync(*KINDS)
    world.fake.ctl("member/li/resign")
    world.sync("staff", "unassigned")
    with world.ledger.state.read() as conn:
        assert sorted(one[1] for one in mirror.unassigned(conn, world.id)) == ["wm0", "wm1"]
    _erase(world, "wm0")
    for again in (False, True):
        if again:
            world.fake.pass_time(3_600)
            world.sync("staff", "unassigned")
        with world.ledger.state.read() as conn:
            assert [one[1] for one in mirror.unassigned(conn, world.id)] == ["wm1"]
        assert ("wm0",) not in world.rows(KNOWN)
    befriend(world.fake, "wang", "wm0")
    world.sync("customers", "unassigned")
    assert ("wm0",) in world.rows(KNOWN)


def test_what_is_remembered_names_nobody(gone: World) -> None:
    with gone.ledger.state.read() as conn:
        rows = conn.exec_driver_sql("select mark from erased_account").fetchall()
    assert len(rows) == 1
    assert "wm0" not in rows[0][0]


def test_who_adds_a_member_anew_is_somebody_new(gone: World) -> None:
    befriend(gone.fake, "wang", "wm0")
    gone.sync(*KINDS)
    relations = gone.rows(
        "select s.external_id from relation r join identity p on p.id = r.identity_id"
        " join identity s on s.id = r.staff_id where p.external_id = 'wm0' and r.ended is null"
    )
    assert relations == {("wang",)}  # of the relation from before nothing is known


def test_who_joins_a_group_anew_sits_there(gone: World) -> None:
    gone.fake.ctl("groups/wr0/leave", people=["wm0"])
    gone.sync("groups")
    assert "wm0" not in {row[0] for row in gone.rows(KNOWN)}
    gone.fake.pass_time(5)
    gone.fake.ctl("groups/wr0/join", people=["wm0"], scene=3)
    gone.sync("groups")
    assert "wm0" in {row[0] for row in gone.rows(KNOWN)}


def test_pages_of_a_sync_under_way_name_them_no_more(world: World) -> None:
    """The others on them stay: whom a list no longer names is gone for the sync."""
    befriend(world.fake, "li", "wm0", "wm1")
    world.sync(*KINDS)
    seats = tuple(ToldSeat(one, True, 1, 1, "wm0", one, "") for one in ("wm0", "wm1"))
    pages = {
        SyncKind.CUSTOMERS: [ToldPair("li", one, 1, "", "", 0, one, "", (), ()) for one in ("wm0", "wm1")],
        SyncKind.GROUPS: [ToldGroup("wr0", "g", "li", 1, "", seats)],
    }
    state = world.ledger.state
    for kind, rows in pages.items():
        state.write(lambda c, kind=kind, rows=rows: store.keep_page(c, world.id, kind, "0", pack(rows)))
    _erase(world, "wm0")
    with state.read() as conn:
        (pairs,) = store.pages(conn, world.id, SyncKind.CUSTOMERS, "0")
        (groups,) = store.pages(conn, world.id, SyncKind.GROUPS, "0")
    assert [one.person for one in unpack(pairs, ToldPair)] == ["wm1"]
    ((seat,),) = (one.seats for one in unpack(groups, ToldGroup))
    assert (seat.member, seat.inviter) == ("wm1", "")


def test_callbacks_do_not_bring_them_back(pushed: Pushed) -> None:
    world = pushed.world
    world.fake.ctl("add", userid="li", external_userid="wm0")
    world.fake.ctl("groups", userid="li", chat_id="wr0", people=["wm0"], name="g")
    pushed.settle()
    assert "wm0" in {row[0] for row in world.rows(KNOWN)}
    world.fake.pass_time(60)
    _erase(world, "wm0")
    world.fake.pass_time(60)
    world.fake.ctl("note", userid="li", external_userid="wm0", remark="还是他")
    world.fake.ctl("groups/wr0/leave", people=["wm0"])
    world.fake.ctl("delete", userid="li", external_userid="wm0", by="customer")
    pushed.settle()
    world.sync(*KINDS)
    assert "wm0" not in {row[0] for row in world.rows(KNOWN)}
    world.fake.pass_time(60)
    world.fake.ctl("add", userid="wang", external_userid="wm0")
    pushed.settle()
    assert "wm0" in {row[0] for row in world.rows(KNOWN)}
