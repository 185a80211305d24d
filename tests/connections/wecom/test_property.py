"""A day of life, its callbacks shuffled, a tenth lost, a tenth doubled: after reconciliation all is as it is there.

The events are those that the fake itself words (its log of pushes); how they travel is what hypothesis chooses.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.connections.wecom.conftest import (
    GROUPS,
    MEMBERS,
    RELATIONS,
    SEATS,
    TAGS,
    World,
    truth_groups,
    truth_pairs,
    truth_seats,
    truth_tags,
)

from fakecom.people import corp_in
from fakecom.running import CORP, ONE_APP, Running
from yutang.channels.wecom.inbound import decode
from yutang.connections import inbox_store
from yutang.connections.inbox import _row
from yutang.connections.wecom.inbound import handle

pytestmark = pytest.mark.laws

# Events that the fake has no act for (wecom-api.md §5.3): they change nothing that is held, and harm nothing.
HEAD = "<ToUserName>ww</ToUserName><FromUserName>sys</FromUserName><CreateTime>1760000001</CreateTime><MsgType>event</MsgType>"
OTHERS = [
    f"<Event>customer_acquisition</Event><ChangeType>{one}</ChangeType><LinkId>cawc1</LinkId><State>s</State>"
    for one in ("friend_request", "customer_start_chat", "balance_low", "balance_exhausted", "link_unavailable", "delete_link")
] + [
    f"<Event>change_contact</Event><ChangeType>{one}</ChangeType><UserID>li</UserID>"
    for one in ("create_user", "update_user", "delete_user", "create_party", "update_party", "delete_party", "update_tag")
] + [
    f"<Event>{one}</Event><EventKey>k</EventKey><AgentID>1000002</AgentID>"
    for one in ("template_card_event", "taskcard_click", "enter_agent", "click", "view", "kf_account_auth_change", "brand_new_event")
]  # fmt: skip
PEOPLE = [f"wm{n}" for n in range(6)]
ACTS = (
    "add",
    "half",
    "by_member",
    "by_customer",
    "note",
    "tag",
    "found",
    "join",
    "leave",
    "name",
    "owner",
    "dismiss",
    "retag",
    "notice",
    "consent",
    "new_tag",
    "lose_tag",
    "shuffle",
    "hand_on",
    "refuse",
    "speak",
    "ask_service",
    "hire",
)
act = st.tuples(
    st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 5), st.sampled_from((0, 0, 1, 40, 4000))
)
days = st.lists(act, min_size=20, max_size=60)


class Life:
    """Acts of people in the fake; what can't be done at the moment is not done."""

    def __init__(self, fake: Running) -> None:
        self.fake = fake
        self.tags = list(fake.ctl("console/tags", group_name="意向", tags=["高", "低"])["tags"].values())

    def live(self, acts: list[tuple[str, int, int, int]]) -> None:
        for name, member, person, pause in acts:
            self.fake.pass_time(pause)
            self._do(name, ("li", "wang", "zhao")[member], PEOPLE[person], member)

    def _do(self, name: str, userid: str, person: str, n: int) -> None:
        chat = f"wr{n}"
        known = person in corp_in(self.fake).follows.get(userid, {})
        group = corp_in(self.fake).groups.get(chat)
        alive = group is not None and not group.dismissed_at
        acts: dict[str, Callable[[], Any]] = {
            "add": lambda: self._ctl("add", userid=userid, external_userid=person, state=f"s{n}"),
            "half": lambda: self._ctl("add", userid=userid, external_userid=person, half=True),
            "by_member": lambda: known and self._ctl("delete", userid=userid, external_userid=person, by="member"),
            "by_customer": lambda: known and self._ctl("delete", userid=userid, external_userid=person, by="customer"),
            "note": lambda: known and self._ctl("note", userid=userid, external_userid=person, remark=f"r{n}"),
            "tag": lambda: known and self._ctl("note", userid=userid, external_userid=person, add_tag=self.tags[:1 + n % 2]),
            "retag": lambda: self._ctl(f"console/tags/{self.tags[0]}/rename", name=f"名{person}"),
            "found": lambda: group is None and self._ctl("groups", userid=userid, chat_id=chat, people=[person], name=chat),
            "join": lambda: alive and self._ctl(f"groups/{chat}/join", people=[person], scene=3),
            "leave": lambda: alive and self._ctl(f"groups/{chat}/leave", people=[person], removed=bool(n)),
            "name": lambda: alive and self._ctl(f"groups/{chat}/change", name=f"群{person}"),
            "owner": lambda: alive and self._ctl(f"groups/{chat}/change", owner=userid),
            "dismiss": lambda: alive and person == "wm0" and self._ctl(f"groups/{chat}/dismiss"),
            "notice": lambda: alive and self._ctl(f"groups/{chat}/change", notice=f"公告{person}"),
            "consent": lambda: known and self._ctl(f"customer/{person}/consent", userid=userid),
            "new_tag": lambda: self._ctl("console/tags", group_name="意向", tags=[f"新{person}"]),
            "lose_tag": lambda: n and self._ctl(f"console/tags/{self.tags[1]}/delete"),
            "shuffle": lambda: self._ctl("console/tags/shuffle", group_id=""),
            "hand_on": lambda: known and self._hand_on(userid, ("wang", "zhao", "li")[n], person),
            "refuse": lambda: self._ctl(f"customer/{person}/refuse"),
            "speak": lambda: known and self._ctl(f"customer/{person}/speak", userid=userid, text="在吗"),
            "ask_service": lambda: self._ctl(f"customer/{person}/kf", text="在吗"),
            "hire": lambda: self._ctl("members", userid="sun", name="孙", parties=[1]),
        }  # fmt: skip
        acts[name]()

    def _hand_on(self, userid: str, other: str, person: str) -> None:
        """Handed on by us, as over there; it is done after a day, unless they refuse."""
        asked = {"handover_userid": userid, "takeover_userid": other, "external_userid": [person]}
        self.fake.app().raw("POST", "externalcontact/transfer_customer", json=asked)
        self.fake.pass_time(40_000)

    def _ctl(self, path: str, **asked: Any) -> None:
        """Who is a friend already, or sits there already, is left so: the fake refuses."""
        self.fake.http.post(f"/__ctl/{path}", json=asked)


def _travel(world: World, plains: list[str], random: Random, lost: float) -> None:
    """Into the inbox: shuffled, some lost, a tenth doubled; handled whenever it comes to pass."""
    road = [plain for plain in plains if random.random() >= lost]
    road += [plain for plain in road if random.random() < 0.1]
    random.shuffle(road)
    for plain in road:
        event = decode(plain.encode(), world.now())
        world.ledger.state.write(
            lambda conn, event=event: inbox_store.put(conn, [_row(world.id, event, world.now())])
        )
        if random.random() < 0.1:
            handle(world.tools)
    for _ in range(8):
        while handle(world.tools):
            pass
        world.fake.pass_time(10)


def _same(world: World) -> None:
    assert world.rows(RELATIONS) == truth_pairs(world.fake)
    assert world.rows(TAGS) == truth_tags(world.fake)
    assert world.rows(SEATS) == truth_seats(world.fake)
    there = truth_groups(world.fake)
    assert {row for row in world.rows(GROUPS) if not row[3]} == {row for row in there if not row[3]}


def _once(acts: list[tuple[str, int, int, int]], seed: int, cut: int, lost: float) -> None:
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        fake = Running()
        fake.ctl("corps", corpid=CORP, apps=ONE_APP, members=MEMBERS)
        for person in PEOPLE:
            fake.ctl("externals", external_userid=person, name=person)
        life, world = Life(fake), World(Path(folder), fake)
        try:
            if seed % 2:
                world.sync()
            log: list[str] = []
            later = [f"<xml>{HEAD}{body}</xml>" for body in OTHERS]
            fake.fake.emit = lambda corp, event: log.append(_worded(fake, corp, event))
            life.live(acts[:cut])
            _travel(world, log[:], random, lost)
            del log[:]
            life.live(acts[cut:])
            _travel(world, log + later, random, lost)
            fake.pass_time(90_000)  # who was handed on is there now
            world.sync()
            _same(world)
            before = world.ledger.analytics.rows("select count(*) from fact")
            fake.pass_time(3600)
            world.sync(
                "staff", "tags", "customers", "groups", "unassigned"
            )  # counts of a new day may have come in
            assert world.ledger.analytics.rows("select count(*) from fact") == before
        finally:
            world.close()
            fake.close()


def _worded(fake: Running, corp: Any, event: Any) -> str:
    from yutang.fakecom.events import xml

    return xml(event, corp.corpid, fake.fake.clock.seconds)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(days, st.integers(0, 1 << 30), st.integers(0, 40), st.sampled_from((0.1, 0.1, 0.5)))
def test_a_day_of_callbacks_shuffled_lost_and_doubled_ends_in_the_truth(
    acts: list[tuple[str, int, int, int]], seed: int, cut: int, lost: float
) -> None:
    _once(acts, seed, cut, lost)
