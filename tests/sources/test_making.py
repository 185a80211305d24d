"""Codes on a real fake of WeCom: made once whatever is lost, told who stands behind them, taken off."""

import pytest
from tests.sources.conftest import Shop

from fakecom.running import CORP
from yutang.fakecom.state.groups import JoinWay
from yutang.sources import actions, keeper, making, store, watching
from yutang.sources.actions import CodeForm
from yutang.sources.model import Code, CodeKind, CodeState, DutyWhy, Mode, Seat

LIVE, MAKING, FAILED, LOST, ENDED = (
    CodeState.LIVE, CodeState.MAKING, CodeState.FAILED, CodeState.LOST, CodeState.ENDED,
)  # fmt: skip


def joins(shop: Shop) -> dict[str, JoinWay]:
    return shop.fake.state.corps[CORP].join_ways


def fault(shop: Shop, kind: str, path: str = "externalcontact/add_contact_way", **more: object) -> None:
    shop.fake.ctl("faults", kind=kind, path=path, **{"count": 1, **more})


def test_a_wish_becomes_a_code_that_carries_its_key(shop: Shop) -> None:
    code = shop.code("li", "wang", name="收银台", verify=True)
    there = shop.over_there(code)
    assert (code.state, code.url) == (LIVE, there.qr_code)
    assert (there.state, there.user, there.remark) == (code.key, ["li", "wang"], "收银台")
    assert not there.skip_verify
    assert (code.behind, code.why, code.told) == (("li", "wang"), DutyWhy.ON_DUTY, code.wanted)


def test_a_code_of_one_can_lead_to_two_later(shop: Shop) -> None:
    code = shop.code("li")
    shop.act(
        actions.change_code, code.id, CodeForm(name="新", seats=(Seat(staff="wang"), Seat(staff="zhao")))
    )
    shop.keep()
    assert (shop.over_there(code).user, shop.over_there(code).remark) == (["wang", "zhao"], "新")
    assert len(shop.ways) == 1


def test_a_long_name_is_cut_to_what_the_platform_takes(shop: Shop) -> None:
    assert shop.over_there(shop.code("li", name="店" * 40)).remark == "店" * 30


@pytest.mark.parametrize("kind", ["reset_after", "truncated", "bad_gateway_after"])
def test_a_code_whose_answer_was_lost_is_found_and_not_made_twice(shop: Shop, kind: str) -> None:
    fault(shop, kind)
    code = shop.code("li")
    assert (code.state, len(shop.ways)) == (MAKING, 1)
    assert code.config_id == ""
    shop.fake.pass_time(31)
    keeper.keep(shop.desk)
    found = shop.known(code)
    assert (found.state, [found.config_id]) == (LIVE, list(shop.ways))
    assert found.url
    keeper.keep(shop.desk)
    assert shop.known(code).told == shop.known(code).wanted
    assert len(shop.ways) == 1


def test_a_code_that_was_never_made_is_made_after_all(shop: Shop) -> None:
    """Killed between writing the wish down and the call."""
    code = shop.wish("li")
    shop.write(store.change_code, code.id, asked_at=shop.now())
    keeper.keep(shop.desk)
    assert not shop.ways
    for _ in range(3):
        shop.fake.pass_time(31)
        keeper.keep(shop.desk)
    assert (shop.known(code).state, len(shop.ways)) == (LIVE, 1)


def test_killed_right_after_the_call_it_is_found_among_others(shop: Shop) -> None:
    """The platform made it, and we died before its answer was written down."""
    others = [shop.code("li", of=shop.source(f"s{n}")) for n in range(3)]
    code = shop.code("wang")
    kept = code.config_id
    shop.write(store.change_code, code.id, state=MAKING, config_id="", url="", told=0, asked_at=shop.now())
    shop.fake.pass_time(31)
    keeper.keep(shop.desk)
    assert shop.known(code).config_id == kept
    assert len(shop.ways) == 1 + len(others)


def test_what_is_refused_is_said_and_can_be_tried_again(shop: Shop) -> None:
    shop.fake.state.corps[CORP].members["li"].realname = False
    code = shop.code("li")
    assert code.state is FAILED
    assert code.trouble is not None
    assert (code.trouble.code, code.trouble.params) == ("staff", {"code": "41054"})
    shop.fake.state.corps[CORP].members["li"].realname = True
    shop.act(actions.again, code.id)
    keeper.keep(shop.desk)
    assert (shop.known(code).state, shop.known(code).trouble) == (LIVE, None)


def test_a_full_quota_says_so(shop: Shop) -> None:
    shop.fake.state.corps[CORP].policy.way_quota = 1
    shop.code("li")
    refused = shop.code("wang")
    assert refused.trouble is not None
    assert refused.trouble.code == "quota"


def test_a_busy_platform_is_asked_again_and_nothing_is_said_to_anybody(shop: Shop) -> None:
    fault(shop, "busy", count=3)
    code = shop.code("li")
    assert (code.state, code.trouble, code.asked_at) == (MAKING, None, None)
    shop.fake.pass_time(5)
    keeper.keep(shop.desk)
    assert (shop.known(code).state, len(shop.ways)) == (LIVE, 1)


def test_what_an_administrator_must_mend_is_the_connections_trouble(shop: Shop) -> None:
    shop.fake.state.corps[CORP].apps[1000002].permissions.remove("contact")
    code = shop.code("li")
    assert code.trouble is not None
    assert (code.state, code.trouble.code) == (MAKING, "connection")
    assert shop.world.connection().trouble is not None
    shop.fake.state.corps[CORP].apps[1000002].permissions.append("contact")
    shop.fake.pass_time(61)
    keeper.keep(shop.desk)
    assert (shop.known(code).state, shop.known(code).trouble) == (LIVE, None)


def test_the_next_in_turn_is_told_to_the_platform(shop: Shop) -> None:
    seats = (Seat(staff="li", cap=1), Seat(staff="wang"))
    code = shop.code(*seats, mode=Mode.IN_TURN)
    assert shop.over_there(code).user == ["li"]
    keeper.lead(shop.desk)
    keeper.keep(shop.desk)
    assert shop.known(code).wanted == code.wanted  # nothing changed: nothing is said


def test_an_ended_code_is_gone_over_there(shop: Shop) -> None:
    code = shop.code("li")
    shop.act(actions.end_code, code.id)
    keeper.keep(shop.desk)
    assert (shop.known(code).state, shop.ways) == (ENDED, {})
    assert shop.read(store.held, shop.world.id) == 0


def test_one_that_was_ended_while_it_was_made_is_taken_off_too(shop: Shop) -> None:
    fault(shop, "reset_after")
    code = shop.code("li")
    shop.act(actions.end_code, code.id)
    for _ in range(3):
        shop.fake.pass_time(31)
        keeper.keep(shop.desk)
    assert (shop.known(code).state, shop.ways) == (ENDED, {})


def test_ended_while_its_call_may_be_under_way_it_is_looked_for_once_that_is_over(shop: Shop) -> None:
    code = shop.wish("li")
    shop.write(store.change_code, code.id, asked_at=shop.now())  # the process was killed within the call
    shop.act(actions.end_code, code.id)
    keeper.keep(shop.desk)
    waits = shop.known(code)
    assert (waits.state, waits.due_at) == (CodeState.ENDING, shop.now() + making.LATE)
    late = CodeForm(name="x", seats=(Seat(staff="li"),))
    other = shop.act(actions.add_code, code.source_id, shop.world.id, CodeKind.PERSON, late)
    shop.write(store.change_code, other.id, key="late-" + code.key[5:])
    keeper.keep(shop.desk)
    shop.over_there(other).state = code.key  # the call arrives after all
    shop.write(store.change_code, other.id, config_id="")
    shop.fake.pass_time(31)
    for _ in range(2):
        keeper.keep(shop.desk)
    assert (shop.known(code).state, shop.ways) == (ENDED, {})


def test_a_groups_code_ended_in_doubt_may_keep_its_place_and_says_so(shop: Shop) -> None:
    fault(shop, "reset_after", "externalcontact/groupchat/add_join_way")
    code = grouped(shop, "wr1")
    shop.act(actions.end_code, code.id)
    shop.fake.pass_time(31)
    keeper.keep(shop.desk)
    ended = shop.known(code)
    assert ended.trouble is not None
    assert (ended.state, ended.trouble.code, len(joins(shop))) == (ENDED, "left", 1)
    assert shop.read(store.held, shop.world.id) == 1
    assert watching.watch(shop.desk) == 0  # nobody deleted it


def test_one_that_somebody_deleted_over_there_is_said_to_be_gone(shop: Shop) -> None:
    code = shop.code("li")
    shop.ways.clear()
    shop.act(actions.change_code, code.id, CodeForm(name="x", seats=(Seat(staff="wang"),)))
    shop.keep()
    found = shop.known(code)
    assert found.trouble is not None
    assert (found.state, found.trouble.code) == (ENDED, "gone")


def grouped(shop: Shop, *chats: str, **more: object) -> Code:
    for chat in chats:
        shop.fake.ctl("groups", corp=CORP, userid="li", chat_id=chat, name=chat)
    shop.world.sync("groups")
    return shop.code(*chats, kind=CodeKind.GROUP, **more)


def test_a_code_into_groups_has_at_most_five_behind_it(shop: Shop) -> None:
    chats = [f"wr{n}" for n in range(7)]
    code = grouped(shop, *chats, opens_more=True, base_name="福利群")
    there = joins(shop)[code.config_id]
    assert (code.state, code.url) == (LIVE, there.qr_code)
    assert (there.chat_id_list, there.state, there.room_base_name) == (chats[:5], code.key, "福利群")
    assert there.auto_create_room == 1


@pytest.mark.parametrize("kind", ["busy", "reset_after"])
def test_a_groups_code_whose_picture_did_not_come_gets_it_later(shop: Shop, kind: str) -> None:
    """The call that makes it doesn't return it; what was lost is asked for again, and nothing is made twice."""
    fault(shop, kind, "externalcontact/groupchat/get_join_way", count=9)
    code = grouped(shop, "wr1")
    assert (code.state, code.url) == (LIVE, "")
    for _ in range(9):
        shop.fake.pass_time(61)
        keeper.keep(shop.desk)
    found = shop.known(code)
    assert (found.url, found.trouble) == (joins(shop)[code.config_id].qr_code, None)
    assert keeper.keep(shop.desk) == 0


def test_killed_before_the_picture_was_asked_for_it_is_asked_for(shop: Shop) -> None:
    code = grouped(shop, "wr1")
    shop.write(store.change_code, code.id, url="")
    keeper.keep(shop.desk)
    assert shop.known(code).url == joins(shop)[code.config_id].qr_code


def test_a_full_group_makes_room_for_the_next(shop: Shop) -> None:
    chats = [f"wr{n}" for n in range(6)]
    code = grouped(shop, *chats, full_at=3)
    for n in range(3):
        shop.fake.ctl("scan", corp=CORP, code=code.config_id, external_userid=f"wm{n}")
    full = next(chat for chat in chats if len(shop.fake.state.corps[CORP].groups[chat].seats) >= 3)
    shop.fake.pass_time(2)
    shop.world.sync("groups")
    shop.keep()
    assert joins(shop)[code.config_id].chat_id_list == [chat for chat in chats if chat != full]


def test_a_groups_code_whose_answer_was_lost_is_said_to_be_and_made_anew_by_hand(shop: Shop) -> None:
    """The platform lists no such codes."""
    fault(shop, "reset_after", "externalcontact/groupchat/add_join_way")
    code = grouped(shop, "wr1")
    shop.fake.pass_time(31)
    keeper.keep(shop.desk)
    lost = shop.known(code)
    assert (lost.state, shop.read(store.held, shop.world.id)) == (LOST, 1)
    shop.act(actions.again, code.id)
    keeper.keep(shop.desk)
    new = shop.known(code)
    assert (new.state, len(joins(shop))) == (LIVE, 2)
    assert new.key != lost.key


def test_a_call_that_may_be_under_way_is_not_looked_for_yet(shop: Shop) -> None:
    fault(shop, "reset_after")
    code = shop.code("li")
    shop.fake.pass_time(10)
    keeper.keep(shop.desk)
    assert shop.known(code).due_at == (code.asked_at or 0) + making.LATE
