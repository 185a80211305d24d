"""The doctor's lines: each fault of a fake WeCom, and of our own door, as one line that says what to click where."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from tests.connections.conftest import SETTINGS
from tests.connections.wecom.conftest import World, refusing

from fakecom.people import corp_in
from fakecom.running import Running
from yutang.channels.wecom.client import Client, Clock, Pace
from yutang.channels.wecom.limits import Rates
from yutang.channels.wecom.rates import Limiter
from yutang.connections import inbox_store, store
from yutang.connections.model import ConnectionState
from yutang.connections.wecom.clients import connection_of
from yutang.connections.wecom.doctor import Known, examine, known
from yutang.connections.wecom.probing import Line
from yutang.fakecom.state.contacts import ContactWay, Tag, TagGroup
from yutang.kit.clock import SECOND
from yutang.locales import catalogue

CONTACTS = "externalcontact"
READS = {"getcallbackip", *(f"{CONTACTS}/{one}" for one in (
    "get_follow_user_list", "groupchat/list", "get_groupmsg_list_v2", "get_moment_list", "get_unassigned_list",
    "get_corp_tag_list", "get_strategy_tag_list", "list_contact_way",
))}  # fmt: skip


@pytest.fixture
def client(world: World, fake: Running) -> Iterator[Client]:
    told = SETTINGS | {
        "corp_id": "ww00000000000000aa",
        "secret": "the-secret-of-the-first-app",
        "base_url": fake.url,
    }
    clock = Clock(now=world.now, sleep=lambda _: None)
    made = Client(connection_of(told), Limiter(Rates()), clock=clock, pace=Pace(network=6.0))
    yield made
    made.close()


def seen(world: World, joins: int = 0) -> Known:
    with world.ledger.state.read() as conn:
        one = store.one(conn, world.id)
        assert one is not None
        return known(conn, one, joins=joins)


def lines(world: World, client: Client | None, callback: str = "", joins: int = 0) -> dict[str, Line]:
    """By the end of their names. Each has a sentence in both languages whose places are all filled."""
    found = examine(seen(world, joins), client, callback, world.now())
    for lang in ("zh", "en"):
        texts = catalogue(lang)
        assert all(texts[one.name] and texts[one.key].format(**one.params) for one in found)
    return {one.name.rsplit(".", 1)[1]: one for one in found}


def ends(found: dict[str, Line]) -> dict[str, str]:
    return {name: one.key.removeprefix("connection.").removeprefix("doctor.") for name, one in found.items()}


def test_it_only_reads(world: World, client: Client, fake: Running) -> None:
    corps, kept = msgspec.json.encode(fake.state.corps), seen(world)
    assert len(lines(world, client)) == 10
    asked = {
        name.removeprefix("corp ww00000000000000aa ")
        for name in fake.state.windows
        if name.startswith("corp ")
    }
    assert asked - {"gettoken"} == READS
    assert msgspec.json.encode(fake.state.corps) == corps
    assert seen(world) == kept


@pytest.mark.parametrize("path", sorted(READS - {"getcallbackip", f"{CONTACTS}/get_strategy_tag_list"}))
def test_a_permission_that_lacks_is_told_with_where_to_grant_it(
    world: World, client: Client, fake: Running, path: str
) -> None:
    name = {
        "get_follow_user_list": "permission",
        "get_corp_tag_list": "tags",
        "list_contact_way": "codes",
    }.get(path.removeprefix(f"{CONTACTS}/"), "permissions")
    with refusing(fake, path, 48002):
        found = lines(world, client)
    assert found[name].outcome == "failed"
    assert (found[name].key.rsplit(".", 1)[1], found[name].params["code"]) == ("failed", "48002")
    assert ("可调用接口的应用" in catalogue("zh")[found[name].key]) is True
    wrong = [one for one, line in found.items() if line.outcome == "failed"]
    assert wrong == [one for one in found if one in {name, "callback", "events"}]
    if name == "permission":
        assert [found[one].outcome for one in ("permissions", "tags", "codes")] == ["unknown"] * 3


def test_parts_that_lack_are_named_alone(world: World, client: Client, fake: Running) -> None:
    with (
        refusing(fake, f"{CONTACTS}/get_moment_list", 48002),
        refusing(fake, f"{CONTACTS}/groupchat/list", 60011),
    ):
        found = lines(world, client)["permissions"]
    assert found.params["parts"] == ["groups", "moments"]
    assert lines(world, client)["permissions"].params["parts"] == ["groups", "sends", "moments", "handovers"]


@pytest.mark.parametrize(("kind", "key"), [
    ("busy", "check.busy"), ("rate", "check.busy"), ("concurrency", "check.busy"), ("reset_before", "check.away"),
    ("bad_gateway", "check.away"), ("not_json", "check.garbled"),
])  # fmt: skip
def test_a_fault_of_one_call_is_no_lack_of_a_permission(
    world: World, client: Client, fake: Running, kind: str, key: str
) -> None:
    fake.ctl("faults", kind=kind, path=f"{CONTACTS}/get_corp_tag_list")
    found = ends(lines(world, client))
    assert (found["tags"], found["codes"], found["permissions"]) == (key, "codes.ok", "permissions.ok")


def test_one_of_several_outgoing_addresses_is_not_trusted(
    world: World, client: Client, fake: Running
) -> None:
    with refusing(fake, f"{CONTACTS}/list_contact_way", 60020):
        assert ends(lines(world, client))["codes"] == "check.ip.failed"


def test_nobody_in_range_hides_nothing_else(world: World, client: Client, fake: Running) -> None:
    for userid in ("li", "wang", "zhao"):
        fake.ctl("members", userid=userid, in_follow_scope=False)
    found = ends(lines(world, client))
    assert (found["range"], found["tags"]) == ("check.range.failed", "tags.ok")


def test_tags_count_with_those_of_rule_groups(world: World, client: Client, fake: Running) -> None:
    groups = corp_in(fake).tag_groups
    for group_id, strategy, count in (("g1", 0, 1500), ("g2", 7, 1199)):
        tags = {
            f"{group_id}t{n}": Tag(id=f"{group_id}t{n}", name=f"签{n}", create_time=1) for n in range(count)
        }
        groups[group_id] = TagGroup(
            group_id=group_id, group_name=group_id, create_time=1, strategy_id=strategy, tags=tags
        )
    found = lines(world, client)["tags"]
    assert (found.params, found.outcome) == ({"used": 2699, "most": 3000}, "ok")
    groups["g1"].tags["one-more"] = Tag(id="one-more", name="又一个", create_time=1)
    found = lines(world, client)["tags"]
    assert (found.key, found.outcome) == ("connection.doctor.tags.full", "failed")


def test_codes_count_from_page_to_page_with_those_into_groups(
    world: World, client: Client, fake: Running
) -> None:
    corp = corp_in(fake)
    old = fake.state.now - 400 * 86_400_000  # the platform lists the last 90 days unless it is told
    for n in range(1203):
        owner = 1000002 if n < 1201 else 1000009
        corp.ways[f"w{n}"] = ContactWay(config_id=f"w{n}", owner=owner, type=1, scene=2, created_at=old)
    found = lines(world, client, joins=3)["codes"]
    assert (found.params, found.outcome) == ({"used": 1204, "most": 500_000}, "ok")
    found = lines(world, client, joins=450_000)["codes"]
    assert (found.key, found.outcome) == ("connection.doctor.codes.full", "failed")


def test_of_one_that_is_off_nothing_is_asked(world: World, client: Client, fake: Running) -> None:
    world.ledger.state.write(lambda conn: store.change(conn, world.id, state=ConnectionState.OFF))
    assert ends(lines(world, client)) == {"state": "state.off"}
    assert not fake.state.windows


def test_of_one_that_cannot_be_opened_the_rest_is_told(world: World) -> None:
    found = ends(lines(world, None))
    assert found == {"secrets": "secrets.unreadable", "events": "events.none", "archive": "archive.off"}


def _refuse(world: World, reason: str, at: int) -> None:
    world.ledger.state.write(lambda conn: inbox_store.refuse(conn, {(world.id, reason): 3}, now=at))


def _event(world: World, at: int, key: str = "k") -> None:
    row: dict[str, Any] = {
        "connection_id": world.id, "key": key, "kind": "contact.added", "subject": "wm1", "staff": "li", "body": b"{}",
        "received_at": at, "happened_at": at, "state": "waiting", "attempts": 0, "due_at": at, "fault": "",
    }  # fmt: skip
    world.ledger.state.write(lambda conn: inbox_store.put(conn, [row]))


@pytest.mark.parametrize(("reason", "what"), [
    ("signature", "refused"), ("padding", "refused"), ("receiver", "refused"), ("timestamp", "clock"), ("query", "none"),
])  # fmt: skip
def test_why_nothing_comes_in(world: World, reason: str, what: str) -> None:
    _refuse(world, reason, world.now())
    found = lines(world, None)["events"]
    assert (ends({"events": found})["events"], found.outcome) == (f"events.{what}", "failed")
    assert what == "none" or found.params == {"refused": 3, "reason": reason}


def test_refusals_count_only_when_nothing_came_in_since(world: World) -> None:
    _refuse(world, "signature", world.now() - SECOND)
    _event(world, world.now())
    assert ends(lines(world, None))["events"] == "events.ok"
    world.fake.pass_time(60)
    _refuse(world, "signature", world.now())
    assert ends(lines(world, None))["events"] == "events.refused"


def test_events_that_nobody_handles(world: World) -> None:
    _event(world, world.now())
    world.fake.pass_time(599)
    assert ends(lines(world, None))["events"] == "events.ok"
    world.fake.pass_time(2)
    assert ends(lines(world, None))["events"] == "events.stuck"


def test_an_address_that_was_checked_and_is_quiet_is_not_wrong(world: World) -> None:
    world.ledger.state.write(lambda conn: store.change(conn, world.id, verified_at=world.now()))
    found = lines(world, None)["events"]
    assert (ends({"events": found})["events"], found.outcome) == ("events.quiet", "unknown")


@pytest.mark.parametrize("address", [
    "http://127.0.0.1:8000/callback/x", "http://localhost/callback/x", "https://10.1.2.3/callback/x",
    "https://yutang.lan/callback/x", "http://[::1]/callback/x",
])  # fmt: skip
def test_an_address_that_wecom_cannot_reach(world: World, client: Client, address: str) -> None:
    assert (
        ends(lines(world, client, address))["callback"] == "callback.away"
    )  # the fake stands on this side too
    client.connection = msgspec.structs.replace(client.connection, base="https://qyapi.weixin.qq.com")
    with refusing(world.fake, "getcallbackip", 60020):  # what it asks WeCom is not the point here
        found = examine(seen(world), client, address, world.now())
    assert (
        next(one.key for one in found if one.name.endswith("callback"))
        == "connection.doctor.callback.private"
    )
