"""Pages and windows at their edges, of every list: the largest page, one more, exactly full, what goes between two."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from fakecom.people import befriend, corp_in, found_group
from fakecom.running import START, Caller, Running
from yutang.fakecom.life import days
from yutang.fakecom.state import sends, things
from yutang.fakecom.state.contacts import ContactWay, Strategy
from yutang.fakecom.state.corps import Member

OWNER, NOW = 1000002, START * 1000
E = "externalcontact/"
WINDOW = {"start_time": START - 60, "end_time": START + 60}
HELLO = {"text": {"content": "你好"}}


class Paged(msgspec.Struct, frozen=True):
    """A list in pages: `rows` of the answer, `key` of a row; `fill` makes one more thing to list, `drop` takes one."""

    path: str
    rows: str
    key: Callable[[Any], str]
    default: int
    most: int
    fill: Callable[[Running, str], object]
    drop: Callable[[Running, str], object]
    asked: dict[str, Any] = {}
    over: int = 0  # what a limit above `most` means: 0 the default


def field(*names: str) -> Callable[[Any], str]:
    def found(row: Any) -> str:
        for name in names:
            row = row[name]
        return row

    return found


def kept(name: str, make: Callable[[str], Any]) -> dict[str, Callable[[Running, str], object]]:
    """Filling and dropping for what stands in a dict of the corp, by its id."""
    return {
        "fill": lambda running, one: getattr(corp_in(running), name).__setitem__(one, make(one)),
        "drop": lambda running, one: getattr(corp_in(running), name).pop(one),
    }


def mass(running: Running) -> sends.MassMessage:
    made = sends.MassMessage(msgid="m", owner=OWNER, chat_type="single", create_time=NOW)
    return corp_in(running).mass.setdefault("m", made)


def moment(running: Running) -> sends.MomentTask:
    part = sends.MomentTask(userid="zhangsan", published_at=NOW)
    made = sends.Moment(moment_id="m", owner=OWNER, create_time=NOW, tasks={"zhangsan": part})
    return corp_in(running).moments.setdefault("m", made).tasks["zhangsan"]


def moment_tasks(running: Running) -> dict[str, sends.MomentTask]:
    """Those of a moment that nobody has published."""
    made = sends.Moment(moment_id="m", owner=OWNER, create_time=NOW)
    return corp_in(running).moments.setdefault("m", made).tasks


def target(running: Running) -> dict[str, sends.Target]:
    return mass(running).tasks.setdefault("zhangsan", sends.SendTask(userid="zhangsan")).targets


def link(running: Running) -> list[things.Caught]:
    made = things.Link(link_id="l", owner=OWNER, link_name="l", create_time=NOW)
    return corp_in(running).links.setdefault("l", made).customers


def message(one: str) -> sends.MassMessage:
    return sends.MassMessage(msgid=one, owner=OWNER, chat_type="single", create_time=NOW, content=HELLO)


def way(one: str) -> ContactWay:
    return ContactWay(config_id=one, owner=OWNER, type=1, scene=2, created_at=NOW, user=["lisi"])


def handed(one: str) -> sends.Transfer:
    return sends.Transfer(handover="zhangsan", takeover="lisi", external_userid=one, asked_at=NOW)


def part_now(running: Running, one: str) -> object:
    return running.ctl("delete", by="member", userid="zhangsan", external_userid=one)


PAIR = {"handover_userid": "zhangsan", "takeover_userid": "lisi"}
PART = {"moment_id": "m", "userid": "zhangsan"}
LISTS = [
    Paged(f"{E}list_contact_way", "contact_way", field("config_id"), 100, 1000, **kept("ways", way)),
    Paged(f"{E}get_groupmsg_list_v2", "group_msg_list", field("msgid"), 50, 100, **kept("mass", message),
          asked={"chat_type": "single", **WINDOW}),
    Paged(f"{E}get_groupmsg_task", "task_list", field("userid"), 500, 1000,
          lambda running, one: mass(running).tasks.__setitem__(one, sends.SendTask(userid=one)),
          lambda running, one: mass(running).tasks.pop(one), asked={"msgid": "m"}),
    Paged(f"{E}get_groupmsg_send_result", "send_list", field("external_userid"), 500, 1000,
          lambda running, one: target(running).__setitem__(one, sends.Target(userid="zhangsan", external_userid=one)),
          lambda running, one: target(running).pop(one), asked={"msgid": "m", "userid": "zhangsan"}),
    Paged(f"{E}get_moment_list", "moment_list", field("moment_id"), 20, 20, **kept("moments", lambda one: sends.Moment(
          moment_id=one, owner=OWNER, create_time=NOW)), asked=WINDOW),
    Paged(f"{E}get_moment_task", "task_list", field("userid"), 500, 1000,
          lambda running, one: moment_tasks(running).__setitem__(one, sends.MomentTask(userid=one)),
          lambda running, one: moment_tasks(running).pop(one), asked={"moment_id": "m"}),
    Paged(f"{E}get_moment_customer_list", "customer_list", field("external_userid"), 500, 1000,
          lambda running, one: moment(running).audience.append(one),
          lambda running, one: moment(running).audience.remove(one), asked=PART),
    Paged(f"{E}get_moment_send_result", "customer_list", field("external_userid"), 3000, 5000,
          lambda running, one: moment(running).reached.append(one),
          lambda running, one: moment(running).reached.remove(one), asked=PART),
    Paged(f"{E}groupchat/list", "group_chat_list", field("chat_id"), 1000, 1000,
          lambda running, one: found_group(running, "zhangsan", one),
          lambda running, one: running.ctl(f"groups/{one}/dismiss")),
    Paged(f"{E}contact_list", "info_list", field("external_userid"), 1000, 1000,
          lambda running, one: befriend(running, "zhangsan", one), part_now),
    Paged(f"{E}batch/get_by_user", "external_contact_list", field("external_contact", "external_userid"), 50, 100,
          lambda running, one: befriend(running, "zhangsan", one), part_now,
          asked={"userid_list": ["zhangsan"]}, over=100),
    Paged(f"{E}get_product_album_list", "product_list", field("product_id"), 50, 100, **kept("products",
          lambda one: things.Product(product_id=one, owner=OWNER, create_time=NOW))),
    Paged(f"{E}customer_acquisition/list_link", "link_id_list", str, 100, 100, **kept("links",
          lambda one: things.Link(link_id=one, owner=OWNER, link_name=one, create_time=NOW))),
]  # fmt: skip
APPENDED = [
    Paged(f"{E}transfer_result", "customer", field("external_userid"), 1000, 1000,
          lambda running, one: corp_in(running).transfers.append(handed(one)), part_now, asked=PAIR),
    Paged(f"{E}customer_acquisition/customer", "customer_list", field("external_userid"), 1000, 1000,
          lambda running, one: link(running).append(
              things.Caught(external_userid=one, userid="lisi", state="", at=NOW)), part_now,
          asked={"link_id": "l"}),
    Paged(f"{E}customer_strategy/list", "strategy", lambda row: f"{row['strategy_id']:05}", 1000, 1000,
          lambda running, one: corp_in(running).strategies.__setitem__(
              int(one), Strategy(strategy_id=int(one), name=one, create_time=NOW)), part_now),
]  # fmt: skip
BOTH = [pytest.param(one, id=one.path) for one in [*LISTS, *APPENDED]]
CHANGING = [pytest.param(one, id=one.path) for one in LISTS]


def filled(running: Running, paged: Paged, count: int) -> list[str]:
    ids = [f"{number:05}" for number in range(1, count + 1)]
    for one in ids:
        paged.fill(running, one)
    return ids


def page(app: Caller, paged: Paged, **more: Any) -> tuple[list[str], str]:
    said = app.post(paged.path, **paged.asked, **more)
    return [paged.key(row) for row in said[paged.rows]], said.get("next_cursor", "")


@pytest.mark.parametrize("paged", BOTH)
def test_the_largest_page_and_what_a_larger_one_means(running: Running, app: Caller, paged: Paged) -> None:
    ids = filled(running, paged, paged.most + 1)
    first, cursor = page(app, paged, limit=paged.most)
    assert first == ids[:-1]
    assert page(app, paged, limit=paged.most, cursor=cursor) == (ids[-1:], "")
    assert len(page(app, paged, limit=paged.most + 1)[0]) == (paged.over or paged.default)
    for nothing in (0, -1):
        assert page(app, paged, limit=nothing)[0] == ids[: paged.default]
    assert page(app, paged)[0] == ids[: paged.default]


@pytest.mark.parametrize("paged", BOTH)
def test_a_page_that_is_just_full_is_the_last(running: Running, app: Caller, paged: Paged) -> None:
    ids = filled(running, paged, 6)
    assert page(app, paged, limit=6) == (ids, "")
    first, cursor = page(app, paged, limit=3)
    assert (first, page(app, paged, limit=3, cursor=cursor)) == (ids[:3], (ids[3:], ""))
    # The limit may change from page to page, and one cursor may be used again after its answer was lost.
    assert page(app, paged, limit=2, cursor=cursor)[0] == ids[3:5]
    assert page(app, paged, limit=5, cursor=cursor) == (ids[3:], "")


@pytest.mark.parametrize("paged", CHANGING)
def test_what_goes_or_comes_between_two_pages_hides_and_repeats_nothing(
    running: Running, app: Caller, paged: Paged
) -> None:
    ids = filled(running, paged, 7)
    first, cursor = page(app, paged, limit=3)
    for gone in (ids[0], ids[2], ids[3]):  # one behind, the last that was given, the next
        paged.drop(running, gone)
    paged.fill(running, "00009")
    assert first == ids[:3]
    assert page(app, paged, limit=3, cursor=cursor)[0] == ids[4:]
    for gone in ids[4:]:
        paged.drop(running, gone)
    assert page(app, paged, limit=3, cursor=cursor) == (["00009"], "")
    paged.drop(running, "00009")
    assert page(app, paged, limit=3, cursor=cursor) == ([], "")


@pytest.mark.parametrize("paged", BOTH)
def test_a_cursor_of_another_list_or_another_app_is_none(running: Running, app: Caller, paged: Paged) -> None:
    filled(running, paged, 3)
    _, cursor = page(app, paged, limit=1)
    befriend(running, "wangwu", "wm1", "wm2")
    foreign = app.post(f"{E}batch/get_by_user", userid_list=["wangwu"], limit=1)["next_cursor"]
    assert app.code(paged.path, **paged.asked, limit=1, cursor=foreign) == 40058
    assert app.code(paged.path, **paged.asked, limit=1, cursor=f"{cursor[:-2]}AA") == 40058
    assert app.code(paged.path, **paged.asked, limit=1, cursor="💥") == 40058
    running.ctl("apps", agentid=9, secret="other", permissions=["contact"])
    other = running.app("other")
    assert other.code(paged.path, **paged.asked, limit=1, cursor=cursor) in {40058, 41047, 41060}


WINDOWS = [
    (f"{E}list_contact_way", "contact_way", "ways", lambda one, at: ContactWay(
        config_id=one, owner=OWNER, type=1, scene=2, created_at=at), {}, 0),
    (f"{E}get_groupmsg_list_v2", "group_msg_list", "mass", lambda one, at: sends.MassMessage(
        msgid=one, owner=OWNER, chat_type="single", create_time=at), {"chat_type": "single"}, 31),
    (f"{E}get_moment_list", "moment_list", "moments", lambda one, at: sends.Moment(
        moment_id=one, owner=OWNER, create_time=at), {}, 30),
]  # fmt: skip


@pytest.mark.parametrize(("path", "rows", "place", "make", "asked", "span"), WINDOWS)
def test_a_window_holds_both_its_ends(
    running: Running, app: Caller, path: str, rows: str, place: str, make: Any, asked: dict, span: int
) -> None:
    """Seconds count: what was made in the last second is in, to its last millisecond."""
    begin, end = START - 3600, START
    for number, at in enumerate((begin * 1000 - 1, begin * 1000, end * 1000 + 999, end * 1000 + 1000)):
        getattr(corp_in(running), place)[f"{number}"] = make(f"{number}", at)
    said = app.post(path, start_time=begin, end_time=end, **asked)[rows]
    assert [next(one for one in row.values() if one in {"0", "1", "2", "3"}) for row in said] == ["1", "2"]
    assert app.post(path, start_time=begin, end_time=begin, **asked)[rows] == said[:1]
    assert app.code(path, start_time=end, end_time=begin, **asked) == 40058
    if span:
        assert app.code(path, start_time=end - span * 86_400, end_time=end, **asked) == 0
        assert app.code(path, start_time=end - span * 86_400 - 1, end_time=end, **asked) == 40058
        for absent in ("start_time", "end_time"):
            assert app.code(path, **asked, **{absent: end}) == 40058


def test_the_window_of_codes_is_the_last_ninety_days_unless_it_is_said(running: Running, app: Caller) -> None:
    ninety = NOW - 90 * days.DAY
    for one, at in (("a", ninety - 1000), ("b", ninety), ("c", NOW)):
        corp_in(running).ways[one] = ContactWay(config_id=one, owner=OWNER, type=1, scene=2, created_at=at)

    def listed(**asked: int) -> str:
        return "".join(row["config_id"] for row in app.post(f"{E}list_contact_way", **asked)["contact_way"])

    assert listed() == "bc"
    assert listed(end_time=START - 1) == "ab"
    assert listed(start_time=START) == "c"


def test_customers_of_who_left_by_number_of_page_or_by_cursor(running: Running, app: Caller) -> None:
    """Both ways give the same rows; a page behind the end is empty and the last."""
    corp = corp_in(running)
    for userid in ("m1", "m2"):
        corp.members[userid] = Member(userid=userid, name=userid)
        befriend(running, userid, *(f"wm{userid}{number}" for number in range(4)))
        corp.members[userid].resigned_at = NOW
    path, found, cursor = f"{E}get_unassigned_list", [], ""
    for number in range(3):
        by_number = app.post(path, page_id=number, page_size=3)
        by_cursor = app.post(path, page_size=3, **({"cursor": cursor} if cursor else {}))
        assert by_number["info"] == by_cursor["info"]
        assert by_number["is_last"] is by_cursor["is_last"] is (number == 2)
        found += [row["external_userid"] for row in by_cursor["info"]]
        cursor = by_cursor["next_cursor"]
    assert (sorted(set(found)), len(found), cursor) == (sorted(corp.externals), 8, "")
    assert app.post(path, page_id=3, page_size=3).items() >= {"info": [], "is_last": True}.items()
    assert app.code(path, page_id=-1, page_size=3) == 40058


def test_a_list_by_place_refuses_places_that_are_none(app: Caller) -> None:
    """Accounts of 微信客服 are listed by offset and limit, a hundred at most; one before the first is no place."""
    for number in range(101):
        app.post("kf/account/add", name=f"客服{number}")
    path = "kf/account/list"
    names = [row["name"] for row in app.post(path, offset=99, limit=100)["account_list"]]
    assert names == ["客服99", "客服100"]
    assert len(app.post(path)["account_list"]) == 100
    assert app.post(path, offset=101)["account_list"] == []
    for wrong in ({"offset": -1}, {"limit": 0}, {"limit": -5}, {"limit": 101}):
        assert app.code(path, **wrong) == 40058
