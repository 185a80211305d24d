"""A connection is removed and added again: its codes go on, for over there they never ended; meanwhile nobody asks."""

from typing import Any

from tests.connections.conftest import BOSS
from tests.sources.conftest import Greeting, Shop, connect

from yutang.connections import actions, store
from yutang.sources import keeper
from yutang.sources.model import Code, CodeState, Greeted, Seat, Welcome

OTHER_CORP = "ww0000000000000000"


def remove(shop: Shop) -> None:
    assert shop.write(actions.disconnect, shop.world.id, viewer=BOSS, now=shop.now())


def codes_of(shop: Shop, code: Code) -> tuple[int, CodeState, Any]:
    found = shop.known(code)
    return found.connection_id, found.state, found.trouble


def test_codes_go_on_when_their_connection_is_added_again(shop: Shop) -> None:
    connect(
        shop, agent_id="7"
    )  # another stays: without it a database might give the old number again by chance
    code = shop.code(Seat(staff="li"), Seat(staff="wang", backup=True))
    remove(shop)
    again = connect(shop)
    shop.world.id = again
    shop.write(keeper.store.want, code.id, now=shop.now(), name="门口")
    shop.keep()
    assert codes_of(shop, code) == (again, CodeState.LIVE, None)
    assert shop.over_there(code).remark == "门口"


def test_newcomers_are_greeted_and_counted_again(greeting: Greeting) -> None:
    connect(greeting, agent_id="7")
    code = greeting.code("li", of=greeting.source(welcome=Welcome(text="你好")))
    remove(greeting)
    path = greeting.read(store.one, connect(greeting)).path
    greeting.fake.pass_time(2)  # a change may go unnoticed at the door for a second
    greeting.pushed.at(path)
    assert greeting.scan(code) == {"added": 1}
    assert [tried.greeted for tried in greeting.greet()] == [Greeted.SENT]
    assert [scan.code_id for scan in greeting.scans(code)] == [code.id]


def test_while_nobody_serves_them_the_keeper_leaves_them_alone(shop: Shop) -> None:
    live, wanted = shop.code("li"), shop.wish("wang")
    shop.write(keeper.store.want, live.id, now=shop.now(), name="门口")
    remove(shop)
    before = [shop.known(code) for code in (live, wanted)]
    for _ in range(3):
        assert keeper.lead(shop.desk) == keeper.keep(shop.desk) == keeper.upload(shop.desk) == 0
        shop.fake.pass_time(120)
    assert [shop.known(code) for code in (live, wanted)] == before
    shop.world.id = connect(shop)
    shop.keep()
    assert [shop.known(code).state for code in (live, wanted)] == [CodeState.LIVE, CodeState.LIVE]
    assert shop.over_there(live).remark == "门口"


def test_nothing_is_asked_of_one_that_is_switched_off(shop: Shop) -> None:
    code = shop.code("li")
    shop.write(actions.switch, shop.world.id, on=False, viewer=BOSS, now=shop.now())
    shop.write(keeper.store.want, code.id, now=shop.now(), name="门口")
    assert keeper.keep(shop.desk) == 0
    assert shop.over_there(code).remark == "收银台"
    shop.write(actions.switch, shop.world.id, on=True, viewer=BOSS, now=shop.now())
    assert keeper.keep(shop.desk) == 1
    assert shop.over_there(code).remark == "门口"


def test_another_corp_gets_none_of_them(shop: Shop) -> None:
    code = shop.code("li")
    remove(shop)
    assert connect(shop, corp_id=OTHER_CORP) != code.connection_id
    shop.write(keeper.store.want, code.id, now=shop.now(), name="门口")
    assert keeper.keep(shop.desk) == 0
    assert shop.known(code).state is CodeState.LIVE
