"""Messages of our app to **members** ("please confirm 37 sends"), never to customers."""

from typing import Any

from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls.messages import Text
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Maybe, Wire

SEND = Call("POST", "message/send")
RECALL = Call("POST", "message/recall", repeats=True)
UPDATE_CARD = Call("POST", "message/update_template_card")


class SendAsk(Ask):
    """`touser`: ids with | between, ≤ 1,000. Text ≤ 2,048 bytes. `enable_duplicate_check`: the same within the
    interval is dropped, which makes a repeated send harmless. Card and textcard as the platform has them."""

    msgtype: str
    agentid: int
    touser: Maybe[str] = UNSET
    toparty: Maybe[str] = UNSET
    totag: Maybe[str] = UNSET
    text: Maybe[Text] = UNSET
    markdown: Maybe[Text] = UNSET
    textcard: Maybe[dict[str, Any]] = UNSET
    template_card: Maybe[dict[str, Any]] = UNSET
    safe: Maybe[int] = UNSET
    enable_id_trans: Maybe[int] = UNSET
    enable_duplicate_check: Maybe[int] = UNSET
    duplicate_check_interval: Maybe[int] = UNSET


class RecallAsk(Ask):
    msgid: str


class UpdateCardAsk(Ask):
    """The card that a member tapped, once, by the event's response code."""

    agentid: int
    response_code: str
    userids: Maybe[list[str]] = UNSET
    partyids: Maybe[list[int]] = UNSET
    tagids: Maybe[list[int]] = UNSET
    atall: Maybe[int] = UNSET
    button: Maybe[dict[str, Any]] = UNSET
    template_card: Maybe[dict[str, Any]] = UNSET
    enable_id_trans: Maybe[int] = UNSET


class SentApp(Wire):
    """Ids with | between, of those who did not get it. More than 30 a minute to one member are dropped, unsaid."""

    msgid: str = ""
    invaliduser: str = ""
    invalidparty: str = ""
    invalidtag: str = ""
    unlicenseduser: str = ""
    response_code: str = ""


class UpdatedCard(Wire):
    invaliduser: list[str] = []


def send(client: Client, ask: SendAsk) -> SentApp | Failure:
    return client.ask(SEND, SentApp, ask)


def recall(client: Client, msgid: str) -> Wire | Failure:
    """Within 24 hours (42052)."""
    return client.ask(RECALL, Wire, RecallAsk(msgid=msgid))


def update_card(client: Client, ask: UpdateCardAsk) -> UpdatedCard | Failure:
    return client.ask(UPDATE_CARD, UpdatedCard, ask)
