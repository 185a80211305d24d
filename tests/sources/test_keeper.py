"""Codes as they should be, by themselves: led on, recycled, watched over; nothing is asked that need not be."""

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from tests.sources.conftest import CHINA, Shop, connect
from tests.sources.test_lane import HELLO, OFFICE, PNG, night

from fakecom.running import CORP
from yutang.accounts.model import Role, Viewer
from yutang.connections import store as connections
from yutang.connections.inbox import Added, Inbox
from yutang.kit.clock import DAY, SECOND
from yutang.sources import actions, keeper, pictures, scans, store, watching
from yutang.sources.actions import CodeForm
from yutang.sources.keeper import Keeper
from yutang.sources.leaks import FEW
from yutang.sources.living import Living
from yutang.sources.model import Code, CodeKind, CodeState, DutyWhy, Greeted, Mode, Seat, Welcome
from yutang.sources.scans import NewScan
from yutang.tasks import store as tasks
from yutang.tasks.model import Task

BOSS = Viewer(user_id=1, login="boss", name="Boss", role=Role.ADMINISTRATOR)


def came(shop: Shop, code: Code, staff: str = "li", count: int = 1, at: int | None = None) -> None:
    """As the lane writes it down."""
    now = shop.now() if at is None else at
    before = len(shop.scans(code))
    for n in range(count):
        new = NewScan(
            code_id=code.id, staff=staff, person=f"wm{before + n}", half=False, happened_at=now + n, received_at=now,
            greeted=Greeted.NONE, off_hours=False,
        )  # fmt: skip
        assert shop.write(scans.add, new) is not None


def open_tasks(shop: Shop) -> list[Task]:
    found: list[Task] = []
    for code in shop.read(store.codes):
        told = shop.read(tasks.of_subject, BOSS, "code", str(code.id), now=shop.now())
        found += [one for one in told if one.state == "open"]
    return found


def test_caps_lead_to_the_next_and_midnight_leads_back(shop: Shop) -> None:
    code = shop.code(
        Seat(staff="li", cap=2), Seat(staff="wang", cap=1), Seat(staff="zhao"), mode=Mode.IN_TURN
    )
    shown = [shop.over_there(code).user]
    for staff, count in (("li", 2), ("wang", 1)):
        came(shop, code, staff, count)
        shop.keep()
        shown.append(shop.over_there(code).user)
    shop.fake.pass_time(86_400)
    shop.keep()
    assert [*shown, shop.over_there(code).user] == [["li"], ["wang"], ["zhao"], ["li"]]


def test_hours_begin_and_end_by_themselves(shop: Shop) -> None:
    code = shop.code(Seat(staff="li", hours=OFFICE), Seat(staff="wang", backup=True))
    assert shop.over_there(code).user == ["li"]
    night(shop)
    shop.keep()
    assert (shop.over_there(code).user, shop.known(code).why) == (["wang"], DutyWhy.BACKUP)
    night(shop, hour=9, minute=0)
    shop.keep()
    assert (shop.over_there(code).user, shop.known(code).why) == (["li"], DutyWhy.ON_DUTY)


def test_what_did_not_change_is_not_said_again(shop: Shop) -> None:
    code = shop.code(Seat(staff="li", cap=10), Seat(staff="wang"))
    came(shop, code, count=5)
    assert keeper.lead(shop.desk) == 0
    assert keeper.keep(shop.desk) == 0
    assert shop.known(code).told == shop.known(code).wanted == code.wanted


def test_more_codes_than_a_statement_may_name_are_led_all_the_same(shop: Shop) -> None:
    first = shop.wish(Seat(staff="li", cap=1), Seat(staff="wang"), mode=Mode.IN_TURN)
    came(shop, first)

    def many(conn: sa.Connection) -> None:
        row = {name: getattr(first, name) for name in first.__struct_fields__ if name != "id"}
        for n in range(store.SOME):
            id_ = store.add_code(conn, row | {"key": f"k{n}", "created_by": None})
            store.put_seats(conn, id_, [Seat(staff="zhao")])

    shop.write(many)
    codes = shop.read(store.codes)
    assert len(codes) > store.SOME
    duties = shop.desk.duties(codes)
    assert duties.pop(first.id).staff == ("wang",)
    assert {duty.staff for duty in duties.values()} == {("zhao",)}
    assert set(shop.read(scans.totals, code_ids=[first.id])) == {first.id}


def test_codes_of_several_rosters_are_led_apart(shop: Shop) -> None:
    of = shop.source()
    first = shop.code(Seat(staff="li", cap=1), Seat(staff="wang"), of=of, mode=Mode.IN_TURN)
    second = shop.code(Seat(staff="li", cap=1), Seat(staff="zhao"), of=of, mode=Mode.IN_TURN)
    came(shop, first)
    assert keeper.lead(shop.desk) == 1
    keeper.keep(shop.desk)
    assert (shop.over_there(first).user, shop.over_there(second).user) == (["wang"], ["li"])


def test_only_codes_of_the_kind_that_is_asked_for_are_led(shop: Shop) -> None:
    code = shop.code(Seat(staff="li", cap=1), Seat(staff="wang"), mode=Mode.IN_TURN)
    came(shop, code)
    assert keeper.lead(shop.desk, kind=CodeKind.GROUP) == 0
    assert keeper.lead(shop.desk, kind=CodeKind.PERSON) == 1


def test_codes_of_an_ended_campaign_are_recycled_after_thirty_days(shop: Shop) -> None:
    of, other = shop.source("a"), shop.source("b")
    ended, goes_on = shop.code("li", of=of), shop.code("li", of=other)
    shop.act(actions.end_source, of.id)
    assert keeper.recycle(shop.desk) == 0
    shop.fake.pass_time(30 * 86_400 - 1)
    assert keeper.recycle(shop.desk) == 0
    shop.fake.pass_time(1)
    assert keeper.recycle(shop.desk) == 1
    keeper.keep(shop.desk)
    assert (shop.known(ended).state, shop.known(goes_on).state) == (CodeState.ENDED, CodeState.LIVE)
    assert list(shop.ways) == [goes_on.config_id]
    assert keeper.recycle(shop.desk) == 0


def test_a_campaign_is_over_on_its_last_day_too(shop: Shop) -> None:
    of = shop.source(begins_at=shop.now(), ends_at=shop.now() + 7 * DAY)
    shop.code("li", of=of)
    shop.fake.pass_time(36 * 86_400)
    assert keeper.recycle(shop.desk) == 0
    shop.fake.pass_time(86_400)
    assert keeper.recycle(shop.desk) == 1


def test_when_the_quota_gets_tight_they_go_at_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "SCARCE", 2)
    of = shop.source("a")
    shop.code("li", of=of)
    shop.act(actions.end_source, of.id)
    assert keeper.recycle(shop.desk) == 0
    shop.code("wang", of=shop.source("b"))
    assert keeper.recycle(shop.desk) == 1


def test_a_leak_raises_an_alarm_and_one_task(shop: Shop) -> None:
    of = shop.source(place="人民广场店", hours=OFFICE)
    code = shop.code("li", of=of)
    night(shop, hour=3, minute=0)
    came(shop, code, count=FEW + 5)
    shop.fake.pass_time(60)
    assert [watching.watch(shop.desk), watching.watch(shop.desk)] == [1, 0]
    alarm = shop.known(code).alarm
    assert alarm is not None
    assert (alarm.code, alarm.params) == ("leak_hours", {"n": FEW + 5, "usual": 0, "place": "人民广场店"})
    (task,) = open_tasks(shop)
    assert (task.kind, task.subject_name, task.why.code) == ("look_at_code", code.name, "code_leak_hours")
    assert task.due_at - shop.now() == 3_600 * SECOND


def test_who_looked_into_a_leak_is_left_alone_for_a_day(shop: Shop) -> None:
    code = shop.code("li", of=shop.source(hours=OFFICE))
    night(shop, hour=3, minute=0)
    came(shop, code, count=FEW)
    shop.fake.pass_time(60)
    watching.watch(shop.desk)
    shop.act(actions.calm, code.id)
    assert watching.watch(shop.desk) == 0
    assert shop.known(code).alarm is None
    shop.fake.pass_time(86_400)
    came(shop, code, count=FEW)
    shop.fake.pass_time(60)
    assert watching.watch(shop.desk) == 1


def test_a_full_code_says_so_until_there_is_room(shop: Shop) -> None:
    code = shop.code(Seat(staff="li", cap=1))
    came(shop, code)
    shop.keep()
    assert shop.known(code).why is DutyWhy.FULL
    assert watching.watch(shop.desk) == 1
    assert [one.why.code for one in open_tasks(shop)] == ["code_full"]
    shop.fake.pass_time(86_400)
    shop.keep()
    watching.watch(shop.desk)
    assert (shop.known(code).alarm, open_tasks(shop)) == (None, [])


def test_a_code_that_is_not_made_says_so_until_it_is(shop: Shop) -> None:
    member = shop.fake.state.corps[CORP].members["li"]
    member.realname = False
    code = shop.code("li")
    assert watching.watch(shop.desk) == 1
    assert [one.why.code for one in open_tasks(shop)] == ["code_not_made"]
    member.realname = True
    shop.act(actions.again, code.id)
    keeper.keep(shop.desk)
    watching.watch(shop.desk)
    assert (shop.known(code).alarm, open_tasks(shop)) == (None, [])


def test_one_look_does_all_of_it(shop: Shop) -> None:
    number = shop.write(pictures.keep, PNG, now=shop.now())
    of = shop.source(welcome=Welcome(text="你好", picture=number))
    code = shop.wish(Seat(staff="li", cap=1), Seat(staff="wang"), of=of, mode=Mode.IN_TURN)
    look = Keeper(shop.desk).look
    look()
    assert shop.known(code).state is CodeState.LIVE
    assert shop.read(pictures.handle, number, shop.world.id, shop.now()) is not None
    came(shop, code)
    look()
    assert shop.over_there(code).user == ["wang"]


def test_a_connection_whose_secrets_are_gone_holds_up_nobody_else(shop: Shop) -> None:
    code = shop.wish("li")
    lost = shop.wish("wang", of=shop.source("b"))
    other = connect(shop, agent_id="7")
    shop.write(connections.change, other, settings="closed with a key that is gone")
    shop.write(store.change_code, lost.id, connection_id=other)
    keeper.keep(shop.desk)
    assert shop.known(code).state is CodeState.LIVE
    assert (shop.known(lost).state, shop.known(lost).due_at > shop.now()) == (CodeState.MAKING, True)


def test_the_threads_make_a_code_and_greet_whoever_comes(shop: Shop) -> None:
    """As the server has them; the event comes from an inbox as a callback would put it there."""
    inbox = Inbox(shop.state, lambda: None, now=shop.now)
    living = Living(shop.desk)
    living.start(inbox)
    try:
        code = shop.wish("li", of=shop.source(welcome=HELLO))
        living.wake()
        until(lambda: shop.known(code).state is CodeState.LIVE)
        met = shop.fake.ctl("scan", corp=CORP, code=shop.known(code).config_id)
        living._lane.put(added(shop, code, met))
        until(lambda: [one.greeted for one in shop.scans(code)] == [Greeted.SENT])
    finally:
        inbox.close()
        living.stop()


def added(shop: Shop, code: Code, met: dict[str, str]) -> Added:
    now = shop.now()
    return Added(
        connection_id=shop.world.id, staff=met["userid"], person=met["external_userid"], state=code.key,
        welcome_code=met["welcome_code"], half=False, happened_at=now, received_at=now,
    )  # fmt: skip


def until(true: Callable[[], bool]) -> None:
    """Wait for a thread, at most half a minute."""
    for _ in range(1_500):
        if true():
            return
        threading.Event().wait(0.02)
    raise AssertionError("it never came to that")


def test_days_are_of_the_tenants_zone(shop: Shop) -> None:
    """A newcomer of before midnight in China takes none of today's room."""
    code = shop.code(Seat(staff="li", cap=1), Seat(staff="wang"), mode=Mode.IN_TURN)
    night(shop, hour=23, minute=59)
    came(shop, code)
    shop.keep()
    assert shop.over_there(code).user == ["wang"]
    shop.fake.pass_time(120)
    shop.keep()
    assert (shop.desk.zone, shop.over_there(code).user) == (CHINA, ["li"])


def test_a_roster_that_was_changed_while_it_was_told_is_told_again(shop: Shop) -> None:
    code = shop.code("li")
    shop.act(actions.change_code, code.id, CodeForm(name="x", seats=(Seat(staff="wang"),)))
    shop.act(actions.change_code, code.id, CodeForm(name="y", seats=(Seat(staff="zhao"),)))
    shop.keep()
    assert (shop.over_there(code).user, shop.over_there(code).remark) == (["zhao"], "y")
    assert shop.known(code).told == shop.known(code).wanted == code.wanted + 2
