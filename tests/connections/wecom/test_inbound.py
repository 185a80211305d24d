"""Callbacks of the fake over HTTP, each event of the platform: what it is about is asked, compared and told."""

from typing import Any

import pytest
import sqlalchemy as sa
from tests.connections.wecom.conftest import (
    ENDED,
    GROUPS,
    RELATIONS,
    SEATS,
    TAGS,
    Pushed,
    refusing,
    truth_groups,
    truth_pairs,
    truth_seats,
    truth_tags,
)

from fakecom.people import befriend, corp_in, found_group
from yutang.connections.model import ConnectionState, EventState
from yutang.connections.wecom.inbound import handle

LEFT = """select g.external_id, i.external_id, m.how_left from membership m join customer_group g on g.id = m.group_id
join identity i on i.id = m.identity_id where m."left" is not null"""


def _ctl(pushed: Pushed, path: str, /, **asked: Any) -> Any:
    return pushed.world.fake.ctl(path, **asked)


def _held(pushed: Pushed, sql: str) -> set[tuple[Any, ...]]:
    return pushed.world.rows(sql)


def test_a_friend_is_made_noted_and_lost(pushed: Pushed) -> None:
    person = _ctl(pushed, "add", userid="li", name="张先生", state="渠道A")["external_userid"]
    pushed.settle()
    assert _held(pushed, RELATIONS) == truth_pairs(pushed.world.fake) != set()
    assert _held(pushed, "select source, how from relation") == {("渠道A", 1)}
    (one,) = pushed.added
    assert (one.staff, one.person, one.state, bool(one.welcome_code)) == ("li", person, "渠道A", True)
    _ctl(pushed, "note", userid="li", external_userid=person, remark="大客户")
    pushed.settle()
    assert _held(pushed, RELATIONS) == truth_pairs(pushed.world.fake)
    _ctl(pushed, "delete", userid="li", external_userid=person, by="customer")
    pushed.settle()
    assert _held(pushed, RELATIONS) == set()
    assert _held(pushed, ENDED) == {("li", person, 1)}
    assert {event.state for event in pushed.events()} == {EventState.DONE}


def test_who_deleted_whom(pushed: Pushed) -> None:
    a, b = (_ctl(pushed, "add", userid="li")["external_userid"] for _ in "ab")
    pushed.settle()
    _ctl(pushed, "delete", userid="li", external_userid=a, by="member")
    _ctl(pushed, "delete", userid="li", external_userid=b, by="customer")
    pushed.settle()
    assert _held(pushed, ENDED) == {("li", a, 2), ("li", b, 1)}


def test_a_deletion_in_the_second_of_the_friendship(pushed: Pushed) -> None:
    """The clock stands still: three things of one second, and only the last is true."""
    person = _ctl(pushed, "add", userid="li")["external_userid"]
    _ctl(pushed, "delete", userid="li", external_userid=person, by="customer")
    pushed.settle(waits=0)
    assert _held(pushed, RELATIONS) == set()
    assert _held(pushed, ENDED) == {("li", person, 1)}


def test_who_was_friend_and_gone_before_we_asked_was_there(pushed: Pushed) -> None:
    person = _ctl(pushed, "add", userid="li")["external_userid"]
    pushed.world.fake.pass_time(100)
    _ctl(pushed, "delete", userid="li", external_userid=person, by="customer")
    pushed.settle()
    rows = _held(pushed, "select epoch_us(ended) - epoch_us(since), cause from relation")
    assert rows == {(100_000_000, 1)}


def test_who_deleted_us_and_came_back_is_back_whatever_the_lists_say(pushed: Pushed) -> None:
    _ctl(pushed, "policy", lost_stay_listed=True)
    person = _ctl(pushed, "add", userid="li")["external_userid"]
    pushed.settle()
    _ctl(pushed, "delete", userid="li", external_userid=person, by="customer")
    pushed.settle()
    pushed.world.sync("customers")
    assert _held(pushed, RELATIONS) == set()
    _ctl(pushed, "add", userid="li", external_userid=person)
    pushed.settle()
    assert {row[:2] for row in _held(pushed, RELATIONS)} == {("li", person)}


def test_a_customer_is_handed_on(pushed: Pushed) -> None:
    befriend(pushed.world.fake, "li", "wmA")
    pushed.world.sync("customers")
    pushed.world.fake.app().post(
        "externalcontact/transfer_customer",
        handover_userid="li",
        takeover_userid="wang",
        external_userid=["wmA"],
    )
    pushed.world.fake.pass_time(86_500)
    pushed.settle()
    assert _held(pushed, RELATIONS) == truth_pairs(pushed.world.fake)
    assert _held(pushed, ENDED) == {("li", "wmA", 3)}


def test_the_archive_is_agreed_to(pushed: Pushed) -> None:
    person = _ctl(pushed, "add", userid="li")["external_userid"]
    _ctl(pushed, f"customer/{person}/consent", userid="li")
    pushed.settle()
    found = _held(pushed, "select props ->> '$.purpose' from fact where kind = 18")
    assert found == {("archive",)}


def test_who_came_by_a_link_and_wrote_is_told_once(pushed: Pushed) -> None:
    """Named by its own event alone: neither lists nor the archive say it."""
    links = "externalcontact/customer_acquisition"
    asked = {"link_name": "获客链接1号", "range": {"user_list": ["li"]}}
    link = pushed.world.fake.app().post(f"{links}/create_link", **asked)["link"]["link_id"]
    for person in ("wmA", "wmB"):
        _ctl(pushed, f"link/{link}/open", external_userid=person, customer_channel="直播间")
    _ctl(pushed, "delete", userid="li", external_userid="wmB", by="customer")
    for _ in range(2):
        _ctl(pushed, "customer/wmA/speak", userid="li", text="你好")
    pushed.settle()
    sql = """select p.external_id, s.external_id from fact f join identity p on p.id = f.identity_id
    join identity s on s.id = f.staff_id where kind = 34"""
    assert _held(pushed, sql) == {("wmA", "li")}
    assert _held(pushed, "select distinct source from relation") == {("直播间",)}
    assert {event.state for event in pushed.events()} == {EventState.DONE}


def test_tags_of_the_console(pushed: Pushed) -> None:
    made = _ctl(pushed, "console/tags", group_name="意向", tags=["高", "低"])["tags"]
    person = _ctl(pushed, "add", userid="li")["external_userid"]
    _ctl(pushed, "note", userid="li", external_userid=person, add_tag=list(made.values()))
    pushed.settle()
    assert _held(pushed, TAGS) == truth_tags(pushed.world.fake) != set()
    _ctl(pushed, f"console/tags/{made['高']}/rename", name="很高")
    pushed.settle()
    assert _held(pushed, TAGS) == truth_tags(pushed.world.fake)
    _ctl(pushed, f"console/tags/{made['低']}/delete")
    pushed.settle()
    assert _held(pushed, TAGS) == truth_tags(pushed.world.fake) == {("li", person, "意向/很高")}


def test_a_group_from_its_founding_to_its_end(pushed: Pushed) -> None:
    chat = _ctl(pushed, "groups", userid="li", name="一群", people=["wmA", "wmB"])["chat_id"]
    pushed.settle()
    assert _held(pushed, SEATS) == truth_seats(pushed.world.fake) != set()
    _ctl(pushed, f"groups/{chat}/join", people=["wmC"], scene=3)
    _ctl(pushed, f"groups/{chat}/leave", people=["wmA"])
    _ctl(pushed, f"groups/{chat}/leave", people=["wmB"], removed=True)
    _ctl(pushed, f"groups/{chat}/change", name="二群", owner="wang", notice="x")
    pushed.settle()
    assert _held(pushed, SEATS) == truth_seats(pushed.world.fake)
    assert _held(pushed, GROUPS) == truth_groups(pushed.world.fake)
    assert _held(pushed, LEFT) == {(chat, "wmA", "left"), (chat, "wmB", "removed")}
    _ctl(pushed, f"groups/{chat}/dismiss")
    pushed.settle()
    assert _held(pushed, SEATS) == set()
    assert _held(pushed, GROUPS) == truth_groups(pushed.world.fake)


def test_who_was_removed_just_before_the_end_was_removed(pushed: Pushed) -> None:
    """Both events lie in the inbox before anybody asks, and then there is no group left to ask for."""
    chat = _ctl(pushed, "groups", userid="li", people=["wmA", "wmB"])["chat_id"]
    pushed.settle()
    pushed.world.fake.pass_time(60)
    _ctl(pushed, f"groups/{chat}/leave", people=["wmA"], removed=True)
    gone_at = pushed.world.now()
    pushed.world.fake.pass_time(60)
    _ctl(pushed, f"groups/{chat}/dismiss")
    pushed.settle()
    assert _held(pushed, SEATS) == set()
    assert (chat, "wmA", "removed") in _held(pushed, LEFT)
    when = """select epoch_us(m."left") from membership m join identity i on i.id = m.identity_id
      where i.external_id = 'wmA'"""
    assert _held(pushed, when) == {(gone_at // 1_000_000 * 1_000_000,)}
    assert {event.state for event in pushed.events()} == {EventState.DONE}


@pytest.mark.parametrize("code", [45029, 99999])
def test_a_refusal_that_says_nothing_of_the_group_is_not_the_end_of_its_event(
    pushed: Pushed, code: int
) -> None:
    chat = _ctl(pushed, "groups", userid="li", people=["wmA", "wmB"])["chat_id"]
    pushed.settle()
    _ctl(pushed, f"groups/{chat}/leave", people=["wmA"])
    with refusing(pushed.world.fake, "externalcontact/groupchat/get", code):
        pushed.arrived()
        pushed.handle()
    waits = [(e.state, e.fault) for e in pushed.events() if e.state is not EventState.DONE]
    assert waits == [(EventState.WAITING, str(code))]
    pushed.settle()
    assert _held(pushed, SEATS) == truth_seats(pushed.world.fake) != set()
    assert {event.state for event in pushed.events()} == {EventState.DONE}


@pytest.mark.parametrize("fault", ["lag", "stale_version"])
def test_a_group_that_lags_behind_its_event_is_asked_for_again(pushed: Pushed, fault: str) -> None:
    chat = _ctl(pushed, "groups", userid="li", people=["wmA"])["chat_id"]
    pushed.settle()
    _ctl(pushed, "faults", kind=fault, path="externalcontact/groupchat/get", count=2)
    _ctl(pushed, f"groups/{chat}/join", people=["wmC"], scene=3)
    pushed.arrived()
    pushed.handle()
    assert [e.fault for e in pushed.events() if e.state is EventState.WAITING] == ["lag"]
    pushed.settle()
    assert _held(pushed, SEATS) == truth_seats(pushed.world.fake)


@pytest.mark.parametrize("fault", ["lag", "stale_version"])
def test_a_group_that_lags_behind_the_last_of_its_events_is_asked_for_again(
    pushed: Pushed, fault: str
) -> None:
    """Two join one after the other, and the answer is as old as the first of them: the other did not leave."""
    chat = _ctl(pushed, "groups", userid="li", people=["wmA"])["chat_id"]
    pushed.settle()
    _ctl(pushed, "faults", kind=fault, path="externalcontact/groupchat/get", count=1)
    for person in ("wmC", "wmD"):
        _ctl(pushed, f"groups/{chat}/join", people=[person], scene=3)
        pushed.world.fake.pass_time(1)
    pushed.arrived()
    pushed.handle()
    assert [e.fault for e in pushed.events() if e.state is EventState.WAITING] == ["lag", "lag"]
    pushed.settle()
    assert _held(pushed, SEATS) == truth_seats(pushed.world.fake)
    assert _held(pushed, LEFT) == set()


def test_members_who_left_us_are_not_named_and_found_all_the_same(pushed: Pushed) -> None:
    chat = _ctl(pushed, "groups", userid="li", people=["wmA", "wmB"])["chat_id"]
    pushed.settle()
    _ctl(pushed, "faults", kind="cb_no_mem_list", path="change_external_chat/update", count=5)
    _ctl(pushed, f"groups/{chat}/leave", people=["wmA"])
    pushed.settle()
    assert _held(pushed, SEATS) == truth_seats(pushed.world.fake)


def test_what_cannot_be_asked_waits_and_is_not_lost(pushed: Pushed) -> None:
    _ctl(pushed, "faults", kind="busy", path="externalcontact/get", count=12)
    _ctl(pushed, "add", userid="li")
    pushed.arrived()
    assert handle(pushed.world.tools) == 1
    (event,) = pushed.events()
    assert (event.state, event.attempts, event.fault) == (EventState.WAITING, 1, "-1")
    pushed.settle(waits=8)
    assert _held(pushed, RELATIONS) == truth_pairs(pushed.world.fake) != set()


def test_an_event_we_fail_at_holds_up_no_other_and_is_kept(pushed: Pushed) -> None:
    state = pushed.world.ledger.state
    a, b, c = (_ctl(pushed, "add", userid="li")["external_userid"] for _ in "abc")
    state.write(lambda conn: conn.execute(sa.text(
        f"create trigger spoilt before insert on identity when new.external_id = '{b}'"
        " begin select raise(abort, 'spoilt'); end"
    )))  # fmt: skip
    heard: list[str] = []
    pushed.arrived()
    assert handle(pushed.world.tools, [lambda _, event: heard.append(event.person)]) == 3
    assert sorted(heard) == sorted([a, c])
    assert _held(pushed, RELATIONS) == {one for one in truth_pairs(pushed.world.fake) if b not in one}
    waits = [(e.fault, e.attempts) for e in pushed.events() if e.state == EventState.WAITING]
    assert waits == [("unexpected", 1)]
    for _ in range(14):
        pushed.world.fake.pass_time(1_300)
        pushed.handle()
    assert [e.state for e in pushed.events()].count(EventState.WAITING) == 1
    state.write(lambda conn: conn.execute(sa.text("drop trigger spoilt")))
    pushed.world.fake.pass_time(1_300)
    pushed.settle()
    assert _held(pushed, RELATIONS) == truth_pairs(pushed.world.fake)
    assert {event.state for event in pushed.events()} == {EventState.DONE}


@pytest.mark.parametrize("code", [45029, 99999])
def test_a_refusal_that_says_nothing_of_the_friendship_ends_none(pushed: Pushed, code: int) -> None:
    befriend(pushed.world.fake, "li", "wmA")
    pushed.world.sync("customers")
    _ctl(pushed, "note", userid="li", external_userid="wmA", remark="老客")
    with refusing(pushed.world.fake, "externalcontact/get", code):
        pushed.arrived()
        assert handle(pushed.world.tools) == 1
    (event,) = pushed.events()
    assert (event.state, event.fault) == (EventState.WAITING, str(code))
    pushed.settle()
    assert _held(pushed, RELATIONS) == truth_pairs(pushed.world.fake) != set()
    assert _held(pushed, ENDED) == set()


def test_a_secret_that_is_refused_stops_and_what_came_meanwhile_is_learned_after(pushed: Pushed) -> None:
    app = corp_in(pushed.world.fake).apps[1000002]
    app.secret, old = "another-secret-of-the-app", app.secret
    _ctl(pushed, "tokens/kill")
    _ctl(pushed, "add", userid="li")
    pushed.arrived()
    pushed.handle()
    assert pushed.world.connection().state is ConnectionState.BROKEN
    app.secret = old
    pushed.world.fake.pass_time(120)
    pushed.settle()
    assert _held(pushed, RELATIONS) == truth_pairs(pushed.world.fake) != set()


def test_thirty_copies_of_one_event_are_one(pushed: Pushed) -> None:
    _ctl(pushed, "faults", kind="cb_duplicate", path="*", count=1, how={"times": 30})
    _ctl(pushed, "add", userid="li")
    pushed.settle()
    assert len(pushed.events()) == len(pushed.added) == 1
    assert _held(pushed, RELATIONS) == truth_pairs(pushed.world.fake)


def test_a_group_nobody_may_see_is_left_alone(pushed: Pushed) -> None:
    found_group(pushed.world.fake, "wang", "wrX", "wmA")
    _ctl(pushed, "apps", agentid=1000002, visible_parties=[], visible_users=["li"])
    _ctl(pushed, "groups/wrX/join", people=["wmC"], scene=3)
    pushed.settle()
    assert _held(pushed, SEATS) == set()


def test_subscribers_hear_of_every_event_that_is_done_with(pushed: Pushed) -> None:
    heard: list[tuple[int, str]] = []

    def broken(_id: int, _event: Any) -> None:
        raise RuntimeError("of a subscriber")

    _ctl(pushed, "add", userid="li")
    _ctl(pushed, "groups", userid="li", people=["wmA"])
    pushed.arrived()
    handle(pushed.world.tools, [broken, lambda id_, event: heard.append((id_, event.kind))])
    assert sorted(heard) == [(pushed.world.id, "contact.added"), (pushed.world.id, "group.created")]


@pytest.mark.parametrize("fails", [0, 4])
def test_a_member_whose_account_has_another_id_follows_on(pushed: Pushed, fails: int) -> None:
    """The platform lets an account that it made itself be changed once; all relations are the new one's then."""
    fake = pushed.world.fake
    corp_in(fake).apps[1000002].permissions.append("directory")
    made = _ctl(pushed, "console/tags", group_name="意向", tags=["高"])["tags"]
    befriend(fake, "li", "wmA", "wmB")
    befriend(fake, "wang", "wmA")
    _ctl(pushed, "note", userid="li", external_userid="wmA", add_tag=list(made.values()))
    pushed.settle()
    pushed.world.sync("customers")
    pushed.world.fake.pass_time(60)
    _ctl(pushed, "member/li/rename", to="li2")
    if fails:
        _ctl(pushed, "faults", kind="busy", path="externalcontact/batch/get_by_user", count=fails)
    pushed.settle()
    assert _held(pushed, RELATIONS) == truth_pairs(fake)
    assert {row[0] for row in _held(pushed, RELATIONS)} == {"li2", "wang"}
    assert _held(pushed, ENDED) == {("li", "wmA", None), ("li", "wmB", None)}
    assert _held(pushed, TAGS) == truth_tags(fake) == {("li2", "wmA", "意向/高")}
    assert {event.state for event in pushed.events()} == {EventState.DONE}
