"""Events as XML: what wechatpy's parser reads back is what was meant, whatever the texts hold."""

import pytest
import xmltodict

from yutang.fakecom import events

CORP, AT = "ww-c", 1_760_000_000


def read(event: events.Event) -> dict:
    return xmltodict.parse(events.xml(event, CORP, AT))["xml"]


def test_the_head_is_the_same_for_every_event() -> None:
    found = read(events.Event(kind="kf_msg_or_event", fields={"Token": "t", "OpenKfId": "wk"}))
    assert list(found) == [
        "ToUserName",
        "FromUserName",
        "CreateTime",
        "MsgType",
        "Event",
        "Token",
        "OpenKfId",
    ]
    assert (found["ToUserName"], found["FromUserName"], found["CreateTime"]) == (CORP, "sys", str(AT))


@pytest.mark.parametrize("text", ["渠道A", "<b>&amp;", "]]>", "a]]>b<c>", " 两端空格 ", "'\"", "emoji 🎉"])
def test_any_text_comes_through(text: str) -> None:
    event = events.contact("add_external_contact", "u", "wm1", State=text)
    assert xmltodict.parse(events.xml(event, CORP, AT), strip_whitespace=False)["xml"]["State"] == text


def test_numbers_are_plain_and_texts_are_cdata() -> None:
    said = events.xml(events.tag("create", "et1", "tag", 3), CORP, AT)
    assert f"<CreateTime>{AT}</CreateTime>" in said
    assert "<StrategyId>3</StrategyId>" in said
    assert "<Id><![CDATA[et1]]></Id>" in said


def test_lists_are_items() -> None:
    event = events.chat("update", "wr1", "u", MemChangeList=["a", "b"], MemChangeCnt=2)
    assert read(event)["MemChangeList"] == {"Item": ["a", "b"]}
    assert read(events.chat("update", "wr1", "u", MemChangeList=["a"]))["MemChangeList"] == {"Item": "a"}


def test_what_is_empty_is_left_out_of_an_event_of_a_relation() -> None:
    found = read(events.contact("del_external_contact", "u", "wm1", Source="", State=""))
    assert {"Source", "State"} & found.keys() == set()
    assert read(events.contact("del_external_contact", "u", "wm1", Source="X"))["Source"] == "X"


def test_an_events_name_is_what_faults_go_by() -> None:
    assert events.contact("del_follow_user", "u", "wm1").name == "change_external_contact/del_follow_user"
    assert events.Event(kind="msgaudit_notify").name == "msgaudit_notify"
