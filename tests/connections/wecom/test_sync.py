"""A whole tenant read from the fake over HTTP: what is held is what is there; read again, nothing changes."""

import threading
from typing import Any

import msgspec
import pytest
from tests.connections.wecom.conftest import (
    ENDED,
    GROUPS,
    RELATIONS,
    SEATS,
    TAGS,
    World,
    refusing,
    truth_groups,
    truth_pairs,
    truth_seats,
    truth_tags,
)

from fakecom.people import befriend, corp_in, follow_of, found_group
from yutang.channels.wecom.limits import Rates
from yutang.connections import mirror
from yutang.connections.model import ConnectionState, SyncKind
from yutang.connections.wecom.sync import statistics
from yutang.connections.wecom.sync.run import Stopped

KINDS = ("staff", "tags", "customers")


def _facts(world: World) -> int:
    return world.ledger.analytics.rows("select count(*) from fact")[0][0]


def test_all_customers_of_all_staff(peopled: World) -> None:
    counts = peopled.sync(*KINDS)
    assert counts["pairs"] == counts["relations_begun"] == 135
    assert peopled.rows(RELATIONS) == truth_pairs(peopled.fake)
    names = dict(peopled.rows("select external_id, name from identity where role = 2"))
    assert names == {"li": "员工li", "wang": "员工wang", "zhao": "员工zhao"}
    assert peopled.connection().state is ConnectionState.LIVE


@pytest.mark.parametrize("refused", [False, True])
def test_a_member_without_customers_ends_nobody_elses_friendships(peopled: World, *, refused: bool) -> None:
    """Lists of members: of twenty, some have customers and stand in one list with others who have none."""
    members = corp_in(peopled.fake).members
    for n in range(17):
        members[f"m{n}"] = type(members["li"])(userid=f"m{n}", name="新")
    befriend(peopled.fake, "m3", "wm200")
    peopled.sync(*KINDS)
    assert peopled.rows(RELATIONS) == truth_pairs(peopled.fake)
    peopled.fake.ctl("delete", userid="m3", external_userid="wm200", by="customer")
    peopled.fake.ctl("policy", lonely_refused=refused)
    counts = peopled.sync(*KINDS)
    assert peopled.rows(RELATIONS) == truth_pairs(peopled.fake)
    assert peopled.rows(ENDED) == {("m3", "wm200", None)}
    assert len(truth_pairs(peopled.fake)) == 135
    assert "staff_refused" not in counts


def test_again_is_nothing(peopled: World) -> None:
    peopled.sync(*KINDS)
    before = _facts(peopled)
    peopled.fake.pass_time(3600)
    counts = peopled.sync(*KINDS)
    assert _facts(peopled) == before
    assert counts["relations_begun"] == counts["relations_ended"] == counts["tags_added"] == 0
    assert {kind: one.run for kind, one in peopled.syncs().items()} == dict.fromkeys(map(SyncKind, KINDS), 2)


def test_what_no_callback_told_is_repaired_and_counted(peopled: World) -> None:
    peopled.sync(*KINDS)
    peopled.fake.pass_time(86_400)
    peopled.fake.ctl("delete", userid="li", external_userid="wm007", by="customer")
    peopled.fake.ctl("delete", userid="li", external_userid="wm008", by="member")
    peopled.fake.ctl("add", userid="wang", external_userid="wm007")
    peopled.fake.ctl("note", userid="li", external_userid="wm009", remark="大客户")
    counts = peopled.sync(*KINDS)
    assert (counts["relations_ended"], counts["relations_begun"]) == (2, 1)
    assert peopled.rows(RELATIONS) == truth_pairs(peopled.fake)
    assert peopled.rows(ENDED) == {("li", "wm007", None), ("li", "wm008", None)}


def test_tags_both_their_names_and_who_has_them(peopled: World) -> None:
    made = peopled.fake.ctl("console/tags", group_name="意向", tags=["高", "低"])["tags"]
    peopled.fake.ctl("note", userid="li", external_userid="wm000", add_tag=list(made.values()))
    peopled.fake.ctl("note", userid="wang", external_userid="wm000", add_tag=[made["低"]])
    peopled.sync(*KINDS)
    assert peopled.rows(TAGS) == truth_tags(peopled.fake) == {
        ("li", "wm000", "意向/高"), ("li", "wm000", "意向/低"), ("wang", "wm000", "意向/低")
    }  # fmt: skip
    peopled.fake.pass_time(60)
    peopled.fake.ctl(f"console/tags/{made['高']}/rename", name="很高")
    peopled.fake.ctl("note", userid="wang", external_userid="wm000", remove_tag=[made["低"]])
    counts = peopled.sync(*KINDS)
    assert (counts["tags_renamed"], counts["tags_gone"]) == (1, 0)
    assert (
        peopled.rows(TAGS)
        == truth_tags(peopled.fake)
        == {("li", "wm000", "意向/很高"), ("li", "wm000", "意向/低")}
    )


def test_tags_end_with_the_relation_that_they_hang_on(peopled: World) -> None:
    made = peopled.fake.ctl("console/tags", group_name="意向", tags=["高"])["tags"]
    for userid in ("li", "wang"):
        peopled.fake.ctl("note", userid=userid, external_userid="wm000", add_tag=[made["高"]])
    peopled.sync(*KINDS)
    peopled.fake.pass_time(60)
    peopled.fake.ctl("delete", userid="wang", external_userid="wm000", by="member")
    counts = peopled.sync(*KINDS)
    assert counts["tags_removed"] == 1
    assert peopled.rows(TAGS) == truth_tags(peopled.fake) == {("li", "wm000", "意向/高")}
    before = _facts(peopled)
    peopled.fake.pass_time(60)
    peopled.sync(*KINDS)
    assert _facts(peopled) == before


def test_a_member_out_of_sight_keeps_what_is_held(peopled: World) -> None:
    peopled.sync(*KINDS)
    held = peopled.rows(RELATIONS)
    peopled.fake.ctl("members", userid="wang", in_follow_scope=False)
    counts = peopled.sync(*KINDS)
    assert counts["staff"] == 2
    assert peopled.rows(RELATIONS) == held


def test_a_member_whom_the_server_refuses_costs_nobody_else(peopled: World) -> None:
    peopled.sync("staff", "tags")
    peopled.fake.ctl("members", userid="wang", in_follow_scope=False)
    befriend(peopled.fake, "zhao", "wmZ")
    counts = peopled.sync("customers")
    assert counts["staff_refused"] == 1
    assert {row[0] for row in peopled.rows(RELATIONS)} == {"li", "zhao"}


FAULTS = ("busy", "rate", "concurrency", "token_expired", "reset_before", "bad_gateway", "reset_after", "truncated",
          "not_json", "extra_fields", "type_flips", "null_lists")  # fmt: skip


@pytest.mark.parametrize("kind", FAULTS)
def test_faults_of_the_platform_are_lived_through(peopled: World, kind: str) -> None:
    hits = 1 if kind == "rate" else 2  # refused right after a rest, it rests an hour and ends the run
    peopled.fake.ctl("faults", kind=kind, path="externalcontact/batch/get_by_user", count=hits)
    peopled.sync(*KINDS)
    assert sum(one["hits"] for one in peopled.fake.look("faults")["faults"]) == hits
    assert peopled.rows(RELATIONS) == truth_pairs(peopled.fake)


def test_a_bucket_that_is_full_is_waited_out(peopled: World) -> None:
    peopled.wire(Rates(corp_minute=10, share=1.0))
    for n in range(130, 400):
        befriend(peopled.fake, "li", f"wm{n}")
    peopled.sync(*KINDS)
    assert peopled.rows(RELATIONS) == truth_pairs(peopled.fake)
    assert sum(peopled.slept) > 5


def test_a_wrong_secret_stops_it_and_says_so(peopled: World) -> None:
    corp_in(peopled.fake).apps[1000002].secret = "another-secret-of-the-app"
    with pytest.raises(Stopped) as stopped:
        peopled.sync("staff")
    assert stopped.value.failure.code == "40001"
    one = peopled.connection()
    assert (one.state, one.trouble.code) == (ConnectionState.BROKEN, "credentials")
    assert peopled.syncs()[SyncKind.STAFF].finished_at is None


def test_an_address_that_is_not_trusted(peopled: World) -> None:
    peopled.fake.ctl("apps", agentid=1000002, trusted_ips=["10.9.8.7"])
    with pytest.raises(Stopped):
        peopled.sync("staff")
    trouble = peopled.connection().trouble
    assert (trouble.code, trouble.params["code"]) == ("ip", "60020")
    assert "127.0.0.1" in trouble.params["hint"]


def test_groups_and_who_sits_in_them(peopled: World) -> None:
    for n in range(30):
        found_group(peopled.fake, "li", f"wr{n:02}", "wang", *(f"wm{m:03}" for m in range(n)))
    counts = peopled.sync("staff", "groups")
    assert (counts["groups"], counts["seats_taken"]) == (30, sum(range(30)) + 60)
    assert peopled.rows(SEATS) == truth_seats(peopled.fake)
    assert peopled.rows(GROUPS) == truth_groups(peopled.fake)
    before = _facts(peopled)
    again = peopled.sync("groups")
    assert (again["seats_taken"], again["seats_left"], again["groups_changed"], _facts(peopled)) == (
        0,
        0,
        0,
        before,
    )


def test_groups_change_while_nobody_tells(peopled: World) -> None:
    for n in range(3):
        found_group(peopled.fake, "li", f"wr{n}", "wang", "wm000", "wm001")
    peopled.sync("staff", "groups")
    peopled.fake.pass_time(3600)
    peopled.fake.ctl("groups/wr0/leave", people=["wm000"])
    peopled.fake.ctl("groups/wr0/join", people=["wm002"], scene=3)
    peopled.fake.ctl("groups/wr1/change", name="新名", owner="wang")
    peopled.fake.ctl("groups/wr2/dismiss")
    counts = peopled.sync("groups")
    assert peopled.rows(SEATS) == truth_seats(peopled.fake)
    assert peopled.rows(GROUPS) == truth_groups(peopled.fake)
    assert (counts["seats_taken"], counts["seats_left"], counts["groups_changed"], counts["groups_gone"]) == (
        1,
        1,
        1,
        1,
    )


def test_a_group_out_of_sight_is_not_dissolved(peopled: World) -> None:
    found_group(peopled.fake, "wang", "wrX", "wm000")
    peopled.sync("staff", "groups")
    peopled.fake.ctl("apps", agentid=1000002, visible_parties=[], visible_users=["li", "zhao"])
    counts = peopled.sync("staff", "groups")
    assert (counts["groups_gone"], counts["groups_unseen"]) == (0, 1)
    assert peopled.rows(SEATS) == truth_seats(peopled.fake)


@pytest.mark.parametrize(("code", "gone"), [(45029, 0), (99999, 0), (40050, 1), (90501, 1)])
def test_only_a_group_that_is_said_to_be_none_is_dissolved(peopled: World, code: int, gone: int) -> None:
    found_group(peopled.fake, "wang", "wrX", "wm000")
    peopled.sync("staff", "groups")
    peopled.fake.ctl("apps", agentid=1000002, visible_parties=[], visible_users=["li", "zhao"])
    with refusing(peopled.fake, "externalcontact/groupchat/get", code):
        counts = peopled.sync("staff", "groups")
    assert (counts["groups_gone"], counts["groups_refused"]) == (gone, 1 - gone)
    assert len(peopled.rows(SEATS)) == (0 if gone else 2)


def test_groups_and_customers_of_who_left(peopled: World) -> None:
    found_group(peopled.fake, "wang", "wrX", "wm000")
    peopled.sync()
    peopled.fake.ctl("member/wang/resign")
    counts = peopled.sync()
    assert counts["unassigned"] == 5
    with peopled.ledger.state.read() as conn:
        assert {row[:2] for row in mirror.unassigned(conn, peopled.id)} == {
            ("wang", f"wm{n:03}") for n in range(5)
        }
    assert peopled.rows(SEATS) == truth_seats(peopled.fake)


COUNTED = """select g.external_id, (f.happened + interval 8 hour)::date::varchar, f.amount,
  f.props ->> '$.speakers' from fact f join customer_group g on g.id = f.group_id where f.kind = 8"""


def test_the_platforms_counts_say_what_surely_follows_of_single_groups(peopled: World) -> None:
    """2025-10-09 in Shanghai. Li has one group, in which there is talk; Wang has two silent ones, then one speaks."""
    found_group(peopled.fake, "li", "wrA", "wm000", "wm001")
    found_group(peopled.fake, "wang", "wrB", "wm000")
    found_group(peopled.fake, "wang", "wrC", "wm002")
    for who in ("wm000", "wm000", "wm001"):
        peopled.fake.ctl(f"customer/{who}/speak", chat_id="wrA", text="还有货吗")
    peopled.sync("staff", "groups")
    peopled.fake.pass_time(86_400)
    peopled.fake.ctl("customer/wm000/speak", chat_id="wrB", text="你好")
    peopled.fake.pass_time(86_400)
    peopled.sync("staff", "groups", "statistics")
    assert {row for row in peopled.rows(COUNTED) if row[1] >= "2025-10-09"} == {
        ("wrA", "2025-10-09", 3, "2"), ("wrB", "2025-10-09", 0, "0"), ("wrC", "2025-10-09", 0, "0"),
        ("wrA", "2025-10-10", 0, "0"),
    }  # fmt: skip
    before = _facts(peopled)
    assert peopled.sync("statistics")["owner_days"] == 2 * 3
    assert _facts(peopled) == before


def test_counts_are_asked_for_when_they_are_there(peopled: World) -> None:
    found_group(peopled.fake, "li", "wrA", "wm000")
    peopled.sync("staff", "groups")
    peopled.fake.pass_time(9 * 3600 + 3600 * 7)  # a quarter to nine the next morning
    peopled.sync("statistics")
    with peopled.ledger.state.read() as conn:
        assert {day.chats for day in mirror.days(conn, peopled.id, since=20370)} == set()


def test_counts_go_on_with_other_owners_than_they_began_with(peopled: World) -> None:
    """Cut off when all of wang's was read, and li founds a group meanwhile: each owner's day is told once."""
    found_group(peopled.fake, "wang", "wrB", "wm000")
    peopled.sync("staff", "groups")
    peopled.fake.ctl("customer/wm000/speak", chat_id="wrB", text="你好")
    peopled.fake.pass_time(2 * 86_400)

    class Cut(Exception):
        pass

    def cut(done: int, _total: Any) -> None:
        if done == statistics.BACK:
            raise Cut

    whole = peopled.tools
    peopled.tools = msgspec.structs.replace(whole, progress=cut)
    with pytest.raises(Cut):
        peopled.sync("statistics")
    peopled.tools = whole
    found_group(peopled.fake, "li", "wrA", "wm001")
    peopled.sync("groups", "statistics")
    with peopled.ledger.state.read() as conn:
        days = [(one.owner, one.day) for one in mirror.days(conn, peopled.id)]
    assert len(days) == len(set(days))
    assert {"wang"} <= {owner for owner, _ in days}
    spoken = {row for row in peopled.rows(COUNTED) if row[0] == "wrB" and row[2]}
    assert spoken == {("wrB", "2025-10-09", 1, "1")}


def test_a_sync_goes_on_where_it_was_cut_off(peopled: World) -> None:
    peopled.sync("staff", "tags")
    for n in range(130, 1000):
        befriend(peopled.fake, "zhao", f"wm{n}")
    calls = 0

    class Cut(Exception):
        pass

    def cut(_done: int, _total: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 5:
            raise Cut

    whole = peopled.tools
    peopled.tools = type(whole)(
        clients=whole.clients, learner=whole.learner, patience=whole.patience, progress=cut
    )
    with pytest.raises(Cut):
        peopled.sync("customers")
    peopled.tools = whole
    counts = peopled.sync("customers")
    assert counts["pairs"] == 135 + 870
    assert peopled.rows(RELATIONS) == truth_pairs(peopled.fake)
    assert peopled.syncs()[SyncKind.CUSTOMERS].run == 1


def test_deep_in_a_tenant_someone_is_deleted_while_it_is_read(peopled: World) -> None:
    peopled.sync(*KINDS)
    del corp_in(peopled.fake).follows["li"]["wm100"]
    corp_in(peopled.fake).externals["wm100"].followers.clear()
    follow_of(peopled.fake, "li", "wm101").remark = "x"
    peopled.sync(*KINDS)
    assert peopled.rows(RELATIONS) == truth_pairs(peopled.fake)


def test_a_page_that_was_not_kept_is_read_again_though_others_went_on(peopled: World) -> None:
    peopled.sync("staff", "tags")
    befriend(peopled.fake, "zhao", *(f"wm{n}" for n in range(900, 1100)))
    state, others, first = peopled.ledger.state, threading.Event(), list[str]()
    write = state.write

    def killed(function: Any) -> Any:
        """Whichever list is read first is cut off before its first page is kept, and after another's was."""
        mine = threading.current_thread().name
        if not mine.startswith("wecom"):
            return write(function)
        first[:] = first or [mine]
        if first == [mine]:
            assert others.wait(20)
            raise InterruptedError
        done = write(function)
        others.set()
        return done

    state.write = killed  # type: ignore[method-assign]
    with pytest.raises(InterruptedError):
        peopled.sync("customers")
    state.write = write  # type: ignore[method-assign]
    peopled.sync("customers")
    assert peopled.rows(RELATIONS) == truth_pairs(peopled.fake)
    assert peopled.syncs()[SyncKind.CUSTOMERS].run == 1
