"""Callbacks: what is let in, as what, and everything that is not."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channels.wecom.pushes import (
    CORP,
    ENVELOPE,
    KEY,
    NOW,
    SENT,
    TOKEN,
    check,
    fields,
    plain,
    push,
    query,
)

from yutang.channels.contract.inbound import Accepted, Event, Rejected, Request
from yutang.channels.wecom.crypto import Envelope
from yutang.channels.wecom.events import GROUP_DETAILS, MEANINGS, ContactEvent, GroupEvent
from yutang.channels.wecom.inbound import LARGEST, SKEW, decode, verify
from yutang.channels.wecom.wire import write
from yutang.channels.wecom.xml import parse
from yutang.kit.clock import SECOND

ADDED = plain("change_external_contact", "add_external_contact",
              fields(UserID="zhangsan", ExternalUserID="wo1", State="渠道A", WelcomeCode="CODE"))  # fmt: skip


def _event(request: Request, now: int = NOW) -> Event:
    found = verify(ENVELOPE, request, now)
    assert isinstance(found, Accepted)
    assert found.reply == b""
    (event,) = found.events
    return event


def _refused(request: Request, now: int = NOW) -> Rejected:
    found = verify(ENVELOPE, request, now)
    assert isinstance(found, Rejected)
    return found


def _but(request: Request, **changed: Any) -> Request:
    return msgspec.structs.replace(request, **changed)


def test_the_url_check_answers_the_plain_echo() -> None:
    assert verify(ENVELOPE, check(b"1616140317555161061"), NOW) == Accepted(reply=b"1616140317555161061")


def test_a_new_contact_arrives_whole() -> None:
    event = _event(push(ADDED))
    assert (event.kind, event.at, event.staff, event.person) == ("contact.added", NOW, "zhangsan", "wo1")
    assert isinstance(event.value, ContactEvent)
    assert (event.value.state, event.value.welcome_code, event.raw) == ("渠道A", "CODE", ADDED)


def test_a_retry_has_the_same_key_and_another_event_of_that_second_another() -> None:
    first = _event(push(ADDED))
    again = _event(push(ADDED, stamp=SENT + 5, nonce="n2", random=b"r" * 16), NOW + 5 * SECOND)
    other = _event(push(ADDED.replace(b"wo1", b"wo2")))
    assert first.key == again.key != other.key


@pytest.mark.parametrize(("event", "change"), sorted(MEANINGS))
def test_every_event_of_the_platform_has_a_kind_and_a_form(event: str, change: str) -> None:
    meaning = MEANINGS[event, change]
    found = decode(plain(event, change, fields(Tomorrow="new")), NOW)
    assert (found.kind, type(found.value), found.value.extra) == (
        meaning.kind,
        meaning.form,
        {"Tomorrow": "new"},
    )


@pytest.mark.parametrize("detail", [*sorted(GROUP_DETAILS), "change_of_tomorrow", ""])
def test_changes_of_a_group_have_kinds_of_their_own(detail: str) -> None:
    body = fields(ChatId="wr1", UpdateDetail=detail) + "<MemChangeCnt>1</MemChangeCnt>"
    found = decode(plain("change_external_chat", "update", body), NOW)
    assert (found.kind, found.group) == (GROUP_DETAILS.get(detail, "group.changed"), "wr1")


@pytest.mark.parametrize(
    ("items", "members"),
    [
        ("<MemChangeList><Item>a</Item><Item>b</Item></MemChangeList>", ["a", "b"]),
        ("<MemChangeList><Item>a</Item></MemChangeList>", ["a"]),
        ("", []),
    ],
)
def test_the_list_of_who_changed_may_be_missing(items: str, members: list[str]) -> None:
    body = (
        fields(ChatId="wr1", UpdateDetail="del_member", CurMemVer="v2") + "<QuitScene>0</QuitScene>" + items
    )
    value = decode(plain("change_external_chat", "update", body), NOW).value
    assert isinstance(value, GroupEvent)
    assert (value.members, value.quit_scene, value.join_scene, value.version) == (members, 0, None, "v2")


def test_what_a_member_writes_to_the_app_is_a_message() -> None:
    text = f"<xml><ToUserName>{CORP}</ToUserName><FromUserName>li</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>hello</Content><MsgId>5</MsgId></xml>"
    found = decode(text.encode(), NOW)
    assert (found.kind, found.staff, found.at, found.value.text) == (
        "message.received",
        "li",
        SECOND,
        "hello",
    )


def test_the_data_zone_speaks_json() -> None:
    found = decode(
        b'{"event_type":"conversation_new_message","timestamp":1780000001,"conversation_new_message":{"token":"T"}}',
        NOW,
    )
    assert (found.kind, found.at, found.value.conversation_new_message.token) == (
        "archive.ready",
        NOW + SECOND,
        "T",
    )


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no xml",
        b"<xml><CreateTime>soon</CreateTime></xml>",
        b"{",
        b'{"a":1}',
        b"\xff\xfe",
        b"<other/>",
        plain("new_event", "new_change"),
    ],
)
def test_what_is_not_understood_is_kept(text: bytes) -> None:
    event = _event(push(text))
    assert (event.kind, event.at, event.raw) == ("unknown", NOW, text)


@given(
    st.binary(max_size=300) | st.text(alphabet='<>/&;xmlCreateTimeItem019{}"!', max_size=200).map(str.encode)
)
def test_no_text_breaks_the_decoder(text: bytes) -> None:
    assert decode(text, NOW).raw == text


@pytest.mark.parametrize("skew", [SKEW, -SKEW])
def test_ten_minutes_are_let_in_and_not_a_second_more(skew: int) -> None:
    assert _event(push(ADDED), NOW + skew).kind == "contact.added"
    assert _refused(push(ADDED), NOW + skew + (SECOND if skew > 0 else -SECOND)) == Rejected("timestamp", 403)


BOMB = b'<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>'
OUTER = b'<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><Encrypt>&x;</Encrypt></xml>'
DEEP = b"<xml>" + b"<a>" * 9000 + b"</a>" * 9000 + b"</xml>"
RIGHT = push(ADDED)


@pytest.mark.parametrize(
    ("request_", "reason", "status"),
    [
        (_but(RIGHT, body=b"<xml>" + b"a" * 1_000_000), "too_large", 413),
        (_but(RIGHT, body=BOMB), "xml", 400),
        (_but(RIGHT, body=OUTER), "xml", 400),
        (_but(RIGHT, body=DEEP), "xml", 400),
        (_but(RIGHT, body=b"<xml><Encrypt><a>1</a></Encrypt></xml>"), "xml", 400),
        (_but(RIGHT, body=b"<xml></xml>"), "xml", 400),
        (_but(RIGHT, body=b'{"Encrypt":"x"}'), "xml", 400),
        (_but(RIGHT, query=RIGHT.query | {"nonce": "n2"}), "signature", 403),
        (_but(RIGHT, query=RIGHT.query | {"timestamp": str(SENT + 1)}), "signature", 403),
        (_but(RIGHT, query=RIGHT.query | {"timestamp": "soon"}), "query", 400),
        (_but(RIGHT, query=RIGHT.query | {"timestamp": "٣" * 10}), "query", 400),
        (_but(RIGHT, query={}), "query", 400),
        (_but(RIGHT, method="PUT"), "method", 405),
        (_but(check(b"1"), query=query("") | {"echostr": ""}), "query", 400),
        (push(ADDED, envelope=Envelope(TOKEN, KEY, "ww_another_corp")), "receiver", 403),
        (push(ADDED, envelope=Envelope("another", KEY, CORP)), "signature", 403),
    ],
)  # fmt: skip
def test_what_is_not_from_wecom_is_refused_and_can_be_counted(
    request_: Request, reason: str, status: int
) -> None:
    assert _refused(request_) == Rejected(reason, status)


def test_a_group_of_500_fits() -> None:
    items = "".join(f"<Item><![CDATA[wmAJ2GCAAAXtWyujaWJHDDGi0mA{n:05}]]></Item>" for n in range(500))
    body = fields(ChatId="wr1", UpdateDetail="add_member") + f"<MemChangeList>{items}</MemChangeList>"
    request = push(plain("change_external_chat", "update", body))
    assert len(request.body) < LARGEST * 0.9
    assert len(_event(request).value.members) == 500


def _leaves(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {leaf for one in value.values() for leaf in _leaves(one)}
    return {leaf for one in value for leaf in _leaves(one)} if isinstance(value, list) else {str(value)}


@pytest.mark.samples
@pytest.mark.parametrize("folder", ["ExternalContact", "Contact", "KfMessage", "Push"])
def test_samples_of_events_are_decoded_without_loss(samples: Path, folder: str) -> None:
    found = sorted((samples / "wecom_payloads" / "skit" / "events" / folder).glob("*.xml"))
    assert found
    for path in found:
        text = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        event = decode(text, NOW)
        assert event.value is not None, path.name
        assert _leaves(parse(text)) - {""} <= _leaves(write(event.value)), path.name
        assert event.kind != "unknown" or folder == "Push", path.name
