"""A member's account gets another id: what they are here they stay, whoever told of it and however often."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from tests.accounts.people import person
from tests.connections.wecom.conftest import World
from tests.handover.tenant import Tenant
from tests.sources.conftest import Greeting

from fakecom.people import befriend, corp_in, found_group
from yutang.accounts.model import Role
from yutang.accounts.tables import user_account
from yutang.channels.contract.capabilities import Moderation
from yutang.channels.contract.message import Message
from yutang.groups.tables import customer_group
from yutang.handover import renumbered
from yutang.handover import store as handovers
from yutang.handover.model import HandoverState, Thing
from yutang.kit.db import Database
from yutang.outbox import store as sends
from yutang.outbox.model import SendKind, SendState
from yutang.outbox.store import Whom
from yutang.outbox.tables import send_part
from yutang.sources.model import Seat
from yutang.sources.tables import code_seat
from yutang.staff import store
from yutang.staff.actions import begin, place_staff
from yutang.staff.model import LEVELS, Preset
from yutang.staff.tables import ownership, staff_unit
from yutang.tasks import moderation
from yutang.tasks.tables import task


@pytest.fixture
def shop(world: World) -> Iterator[Greeting]:
    """Li follows two, and owns a group; what is told of members is heard."""
    corp_in(world.fake).apps[1000002].permissions.append("directory")
    befriend(world.fake, "li", "wmA", "wmB")
    found_group(world.fake, "li", "wr1", "wmA")
    world.sync("staff", "tags", "customers", "groups")
    made = Greeting(world)
    made.pushed.subscribers.append(renumbered.hearing(world.ledger.state, world.now))
    yield made
    made.close()


def id_of(shop: Greeting, ref: str) -> int:
    return shop.world.ledger.analytics.rows("select id from identity where external_id = ?", [ref])[0][0]


def column(shop: Greeting, wanted: sa.Column) -> list:
    return shop.read(lambda conn: list(conn.execute(sa.select(wanted)).scalars()))


def renumber(shop: Greeting, to: str = "li2") -> None:
    shop.fake.ctl("member/li/rename", to=to)
    shop.pushed.settle()
    shop.world.sync("groups")


def test_who_signs_in_as_them_sees_and_does_the_same_on(shop: Greeting) -> None:
    li = id_of(shop, "li")
    person(shop.state, "ann", Role.OPERATOR, staff_id=li)
    boss = person(shop.state, "boss")
    one = moderation.Wanted(action=Moderation.RENAME, subject_id="wecom:wr1", subject_name="一群", owner_id=li,
                            how="by_hand", reason="改名", text="二群")  # fmt: skip
    shop.write(moderation.ask, one, viewer=boss, now=shop.now(), zone=shop.desk.zone)
    (unit,) = begin(
        shop.state, boss, Preset.B2C, ["总部", "门店", "一组"][: len(LEVELS[Preset.B2C])], now=shop.now()
    )[:1]
    place_staff(shop.state, boss, [li], unit.id, now=shop.now())
    shop.write(store.assign, [id_of(shop, "wmA")], li, by=boss.user_id, now=shop.now())
    renumber(shop)
    new = id_of(shop, "li2")
    assert new != li
    assert [one for one in column(shop, user_account.c.staff_id) if one] == [new]
    for wanted in (ownership.c.staff_id, task.c.owner_staff_id, staff_unit.c.identity_id):
        assert column(shop, wanted) == [new]
    told = shop.world.ledger.analytics.rows
    assert told("select distinct staff_id, count(*) from relation where ended is null group by 1") == [
        (new, 2)
    ]
    assert column(shop, customer_group.c.owner_id) == [new]


def test_what_the_new_account_has_already_stays(shop: Greeting) -> None:
    """It was known before, and somebody works as it: of two accounts here neither is lost, and neither is made two."""
    li, wang = id_of(shop, "li"), id_of(shop, "wang")
    for login, staff in (("ann", li), ("bo", wang)):
        person(shop.state, login, Role.OPERATOR, staff_id=staff)
    for _ in range(2):
        shop.write(renumbered.carry, shop.world.id, "li", "wang", now=shop.now())
    assert column(shop, user_account.c.staff_id) == [li, wang]


def test_their_place_behind_a_code_is_theirs_with_whom_they_got_today(shop: Greeting) -> None:
    code = shop.code(Seat(staff="li", cap=3), Seat(staff="wang", backup=True))
    assert shop.scan(code, 2) == {"added": 2}
    shop.greet()
    renumber(shop)
    assert sorted(column(shop, code_seat.c.who)) == ["li2", "wang"]
    shop.keep()
    assert shop.over_there(code).user == ["li2"]
    assert shop.known(code).trouble is None
    shop.scan(code, 1)
    shop.greet()
    shop.keep()  # three are all that they may get
    assert shop.over_there(code).user == ["wang"]


def test_a_code_that_has_both_keeps_one_seat(shop: Greeting) -> None:
    code = shop.code(Seat(staff="li", cap=3), Seat(staff="wang"))
    for _ in range(2):
        shop.write(renumbered.carry, shop.world.id, "li", "wang", now=shop.now())
    assert column(shop, code_seat.c.who) == ["wang"]
    shop.keep()
    assert shop.over_there(code).user == ["wang"]


def test_of_whom_nobody_told_nothing_is_carried(shop: Greeting) -> None:
    person(shop.state, "ann", Role.OPERATOR, staff_id=id_of(shop, "li"))
    shop.write(renumbered.carry, shop.world.id, "li", "nobody", now=shop.now())
    assert column(shop, user_account.c.staff_id) == [id_of(shop, "li")]


def test_hand_overs_name_them_by_the_new_id(database: Database) -> None:
    """Whoever gives or gets; of another connection nothing moves, and whoever saw the old id asks for nothing."""
    usual = {"giver_id": 1, "giver_left": False, "receivers": [2], "message": "", "state": HandoverState.RUNNING,
             "digest": "", "made_by_name": "", "made_at": 1}  # fmt: skip
    told = {"thing": Thing.CUSTOMER, "to_id": 2, "due_at": 1}

    def write(conn: sa.Connection) -> None:
        for connection, giver, to in (
            (1, "li", "wang"),
            (1, "wang", "li"),
            (1, "wang", "zhao"),
            (2, "li", "li"),
        ):
            id_ = handovers.add(conn, usual | {"connection_id": connection, "giver_ref": giver})
            handovers.add_batch(conn, told | {"handover_id": id_, "to_ref": to}, [])
        for _ in range(2):
            handovers.renumber(conn, 1, "li", "li2")

    database.write(write)
    with database.read() as conn:
        found = [(handovers.one(conn, id_), handovers.batch(conn, id_)) for id_ in (1, 2, 3, 4)]
    assert [(of.giver_ref, batch.to_ref, batch.attempt) for of, batch in found if of and batch] == [
        ("li2", "wang", 1), ("wang", "li2", 1), ("wang", "zhao", 0), ("li", "li", 0)
    ]  # fmt: skip


def test_what_is_planned_is_asked_for_by_the_new_id(here: Tenant) -> None:
    here.world.sync()
    id_ = here.begin("wang")
    here.fake.ctl("member/li/rename", to="li2")
    here.ledger.state.write(lambda conn: renumbered.carry(conn, here.world.id, "li", "li2", now=here.now()))
    here.work()
    assert here.sums(id_) == {"waiting": 10}
    here.until(id_)
    assert here.sums(id_) == {"done": 10}


def test_a_send_goes_out_in_the_new_name(shop: Greeting) -> None:
    """In the transaction in which all else is carried."""
    usual = {"connection_id": shop.world.id, "kind": SendKind.MESSAGE, "name": "", "purpose": "", "audience": Whom(),
             "message": Message(text="x"), "state": SendState.RUNNING, "turn": 1, "made_by_name": "", "made_at": 1,
             "changed_at": 1}  # fmt: skip
    id_ = shop.write(sends.add, usual)
    part = {
        "send_id": id_,
        "number": 0,
        "staff_id": id_of(shop, "li"),
        "sender": "li",
        "people": 1,
        "due_at": 1 << 60,
    }
    shop.write(sends.add_parts, [part])
    renumber(shop)
    assert column(shop, send_part.c.sender) == ["li2"]
