"""What of a callback is history: who ended it and why."""

import pytest

from yutang.channels.wecom.inbound import decode
from yutang.connections.wecom.hinted import of_contacts, of_groups
from yutang.ledger.catalogue import Ending

CONTACT, CHAT = "change_external_contact", "change_external_chat"


def told(event: str, change: str, **fields: str) -> bytes:
    body = {
        "Event": event,
        "ChangeType": change,
        "MsgType": "event",
        "FromUserName": "sys",
        "CreateTime": "1700000000",
    }
    return (
        "<xml>" + "".join(f"<{name}>{value}</{name}>" for name, value in (body | fields).items()) + "</xml>"
    ).encode()


@pytest.mark.parametrize(
    ("change", "more", "causes"),
    [
        ("del_external_contact", {}, [Ending.STAFF_DELETED]),
        ("del_external_contact", {"Source": "DELETE_BY_TRANSFER"}, [Ending.TRANSFERRED]),
        ("del_follow_user", {}, [Ending.CUSTOMER_DELETED]),
        ("transfer_fail", {"FailReason": "customer_refused"}, [Ending.TRANSFER_REFUSED]),
        ("transfer_fail", {}, [Ending.TRANSFER_REFUSED]),
        ("transfer_fail", {"FailReason": "customer_limit_exceed"}, []),
        ("edit_external_contact", {}, []),
    ],
)
def test_why_it_ended(change: str, more: dict[str, str], causes: list[Ending]) -> None:
    """Whose taker is full has refused nothing."""
    event = decode(told(CONTACT, change, UserID="li", ExternalUserID="wmA", **more), 0)
    assert of_contacts([event])["hint_end"]["cause"].to_pylist() == [int(one) for one in causes]


def test_names_that_were_taken_out_are_nobody() -> None:
    """Of who was erased while the event waited."""
    items = "<Item>wmA</Item><Item></Item><Item><![CDATA[]]></Item>"
    event = decode(told(CHAT, "update", ChatId="wr1", UpdateDetail="add_member", MemChangeList=items), 0)
    assert of_groups([event])["hint_move"]["member"].to_pylist() == ["wmA"]
