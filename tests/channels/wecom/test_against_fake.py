"""Client and callbacks on the wire, against the fake: its token, rates, permissions and faults; its pushes and forgeries."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.channels.wecom.platform import KEY, TOKEN, Platform, platform

from fakecom.people import corp_in
from yutang.channels.contract.inbound import Accepted, Event, Request
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import customers, ways
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.wire import Wire
from yutang.kit.clock import SECOND


def _failure(found: object) -> Failure:
    assert isinstance(found, Failure), found
    return found


def test_with_the_platforms_own_numbers_it_never_has_to_refuse() -> None:
    with platform(corp_minute=50, corp_hour=200, share=1.0) as there:
        there.running.ctl("settings", corp_minute=50, corp_hour=200)
        made = 0
        for _ in range(300):
            found = customers.follow_users(there.client)
            if not isinstance(found, Failure):
                made += 1
                continue
            assert (found.trouble, found.code) == (Trouble.THROTTLE, "rate")
            assert found.until is not None
            there.running.pass_time((found.until - there.now()) / SECOND + 0.001)
        assert made > 120
        assert there.slept == []


def test_a_ban_is_kept_without_asking() -> None:
    with platform(share=1.0) as there:
        customers.follow_users(there.client)
        there.running.ctl("settings", corp_minute=3)
        found = [customers.follow_users(there.client) for _ in range(20)]
        refused = _failure(found[-1])
        assert (refused.trouble, refused.until) == (Trouble.THROTTLE, there.now() + 60 * SECOND)
        asked = there.running.state.windows[
            f"corp {there.client.connection.corpid} externalcontact/get_follow_user_list"
        ]
        assert asked.in_minute == 4  # the one that was refused is the last that was made
        there.running.pass_time(61)
        assert not isinstance(customers.follow_users(there.client), Failure)


def test_a_token_that_died_is_replaced_once() -> None:
    with platform() as there:
        customers.follow_users(there.client)
        there.running.ctl("tokens/kill")
        assert not isinstance(customers.follow_users(there.client), Failure)
        there.fault("token_expired", "externalcontact/*")
        assert _failure(customers.follow_users(there.client)).trouble is Trouble.REAUTH
        there.mend()
        there.running.pass_time(7_300)
        assert not isinstance(customers.follow_users(there.client), Failure)


def test_an_untrusted_address_is_named() -> None:
    with platform() as there:
        there.running.ctl("apps", agentid=1000002, trusted_ips=["9.9.9.9"])
        found = _failure(customers.follow_users(there.client))
        assert (found.trouble, found.code) == (Trouble.CONFIG, "60020")
        assert "ip=127.0.0.1" in found.hint


def test_a_right_that_is_missing_is_an_operators_to_give() -> None:
    with platform() as there:
        there.running.ctl("apps", agentid=1000002, permissions=[])
        assert _failure(customers.follow_users(there.client)).trouble is Trouble.CONFIG


@pytest.mark.parametrize(
    "kind",
    ["busy", "reset_before", "reset_after", "bad_gateway", "bad_gateway_after", "truncated", "not_json"],
)
def test_one_fault_is_not_seen_by_who_reads(kind: str) -> None:
    with platform() as there:
        there.fault(kind, "externalcontact/get_follow_user_list", 1)
        found = customers.follow_users(there.client)
        assert isinstance(found, customers.FollowUsers)
        assert sorted(found.follow_user) == ["lisi", "wangwu", "zhangsan"]
        assert sum(there.slept) < 8


@pytest.mark.parametrize(
    ("kind", "made"),
    [("reset_before", 0), ("bad_gateway", 0), ("reset_after", 1), ("bad_gateway_after", 1), ("truncated", 1)],
)
def test_a_write_is_made_once_or_not_and_is_unsure_either_way(kind: str, made: int) -> None:
    with platform() as there:
        there.fault(kind, "externalcontact/add_contact_way", 1)
        found = _failure(ways.add(there.client, ways.AddAsk(type=1, scene=2, user=["lisi"])))
        assert found.unsure
        assert len(corp_in(there.running).ways) == made


def test_a_busy_write_is_made_once() -> None:
    with platform() as there:
        there.fault("busy", "externalcontact/add_contact_way", 2)
        assert isinstance(ways.add(there.client, ways.AddAsk(type=1, scene=2, user=["lisi"])), ways.AddedWay)
        assert len(corp_in(there.running).ways) == 1


def test_threads_share_one_token_and_one_pool() -> None:
    with platform() as there:
        found: list[Wire | Failure] = []

        def work(client: Client) -> None:
            found.extend(customers.list_ids(client, "zhangsan") for _ in range(10))

        threads = [threading.Thread(target=work, args=(there.client,)) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert [type(each) for each in found] == [customers.ExternalIds] * 80
        assert there.running.state.windows[f"corp {there.client.connection.corpid} gettoken"].in_hour == 1


class Door:
    """Our end of the callbacks: what our channel says of every request."""

    def __init__(self, there: Platform) -> None:
        self.events: list[Event] = []
        self.rejected: list[str] = []
        self.lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                query = dict(parse_qsl(urlsplit(self.path).query))
                found = there.channel.verify_inbound(
                    Request(method=self.command, query=query, headers={}, body=body)
                )
                with outer.lock:
                    if isinstance(found, Accepted):
                        outer.events.extend(found.events)
                    else:
                        outer.rejected.append(found.reason)
                reply = found.reply if isinstance(found, Accepted) else b""
                self.send_response(200 if isinstance(found, Accepted) else found.status)
                self.send_header("Content-Length", str(len(reply)))
                self.end_headers()
                self.wfile.write(reply)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: Any) -> None:
                pass

        class Wide(ThreadingHTTPServer):
            request_queue_size = 512  # a burst comes all at once

        self.server = Wide(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        url = f"http://127.0.0.1:{self.server.server_port}/"
        self.saved = there.running.ctl("callback", url=url, token=TOKEN, aes_key=KEY)

    def kinds(self) -> list[str]:
        return [each.kind for each in self.events]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def connected() -> Iterator[tuple[Platform, Door]]:
    with platform() as there:
        door = Door(there)
        yield there, door
        door.close()


def _settle(there: Platform) -> None:
    there.running.ctl("callbacks/settle", release=True)


def test_the_platform_accepts_our_address_and_we_its_events(connected: tuple[Platform, Door]) -> None:
    there, door = connected
    assert door.saved == {"saved": True, "why": ""}
    way = ways.add(there.client, ways.AddAsk(type=1, scene=2, user=["lisi"], state="春季A"))
    assert isinstance(way, ways.AddedWay)
    _settle(there)
    assert door.events == []  # what the API does is not echoed
    there.running.ctl("scan", code=way.config_id, external_userid="wm-new")
    there.running.ctl("groups/wr1/join", people=["wm-new"])
    there.running.ctl("delete", userid="zhangsan", external_userid="wm1", by="customer")
    _settle(there)
    assert door.rejected == []
    assert sorted(door.kinds()) == ["contact.added", "contact.removed_by_them", "group.member_joined"]
    by_kind = {each.kind: each for each in door.events}
    added = by_kind["contact.added"]
    assert (added.staff, added.person, added.value.state, bool(added.value.welcome_code)) == (
        "lisi",
        "wm-new",
        "春季A",
        True,
    )
    assert (by_kind["group.member_joined"].group, by_kind["group.member_joined"].value.members) == (
        "wr1",
        ["wm-new"],
    )
    assert {each.at for each in door.events} == {there.now() // SECOND * SECOND}


@pytest.mark.parametrize(
    ("forgery", "reason"),
    [("cb_wrong_signature", "signature"), ("cb_wrong_receiveid", "receiver"), ("cb_old_timestamp", "timestamp"),
     ("cb_big_body", "too_large"), ("cb_xml_bomb", "xml")],
)  # fmt: skip
def test_a_forged_push_is_counted_and_the_real_one_is_taken(
    connected: tuple[Platform, Door], forgery: str, reason: str
) -> None:
    there, door = connected
    there.running.ctl("faults", kind=forgery, path="*", count=1)
    there.running.ctl("delete", userid="zhangsan", external_userid="wm1", by="customer")
    _settle(there)
    assert set(door.rejected) == {reason}
    assert door.kinds() == ["contact.removed_by_them"]


def test_copies_of_one_event_have_one_key(connected: tuple[Platform, Door]) -> None:
    there, door = connected
    there.running.ctl("faults", kind="cb_duplicate", path="*", count=1, how={"times": 3})
    there.running.ctl("delete", userid="zhangsan", external_userid="wm1", by="customer")
    there.running.ctl("delete", userid="zhangsan", external_userid="wm2", by="customer")
    _settle(there)
    assert len(door.events) > 2
    assert len({each.key for each in door.events}) == 2


def test_two_hundred_of_one_second_are_two_hundred(connected: tuple[Platform, Door]) -> None:
    there, door = connected
    way = ways.add(there.client, ways.AddAsk(type=1, scene=2, user=["lisi"]))
    assert isinstance(way, ways.AddedWay)
    there.running.ctl("scan", code=way.config_id, times=200)
    _settle(there)
    assert len({each.key for each in door.events}) == len(door.events) == 200
    assert len({each.at for each in door.events}) == 1


@pytest.mark.parametrize("text", ["鱼塘😀", "a\x07b\x00c", "\u2028", '"引号"\n', "\x7f"])
def test_no_text_is_refused_for_how_it_is_written(text: str) -> None:
    """The platform refuses a literal \\uXXXX (40033), and JSON has no other way to write control characters."""
    with platform() as there:
        ask = customers.RemarkAsk(userid="zhangsan", external_userid="wm1", remark=text)
        assert not isinstance(customers.remark(there.client, ask), Failure)
        kept = corp_in(there.running).follows["zhangsan"]["wm1"].remark
        assert kept == text.replace("\x07", "").replace("\x00", "")
