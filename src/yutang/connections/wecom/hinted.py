# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Decoded callbacks as tables for `hints`. Pure."""

from collections.abc import Iterable
from typing import Any

import msgspec
import pyarrow as pa

from yutang.channels.contract.inbound import Event
from yutang.channels.wecom.events import ContactEvent, GroupEvent, LinkEvent
from yutang.connections.wecom.told import HOW
from yutang.ledger.catalogue import Ending

BY_TRANSFER = "DELETE_BY_TRANSFER"  # ContactEvent.source
NO_ROOM = (
    "customer_limit_exceed"  # ContactEvent.fail_reason: the taker is full, and the customer refused nothing
)
REMOVED = 1  # GroupEvent.quit_scene
_ENDINGS = {
    "contact.removed_by_us": Ending.STAFF_DELETED,
    "contact.removed_by_them": Ending.CUSTOMER_DELETED,
    "contact.transfer_failed": Ending.TRANSFER_REFUSED,
}
CHAT_STARTED = "link.chat_started"  # somebody who came by an acquisition link wrote for the first time
_BEGINNINGS = ("contact.added", "contact.half_added")


def of_contacts(events: Iterable[Event]) -> dict[str, pa.Table]:
    """Tables hint_end, hint_begin, hint_consent and hint_chat."""
    ends: list[dict[str, Any]] = []
    begins: list[dict[str, Any]] = []
    consents: list[dict[str, Any]] = []
    chats: list[dict[str, Any]] = []
    for event in events:
        whose = {"staff": event.staff, "person": event.person, "happened": event.at}
        if isinstance(event.value, LinkEvent) and event.kind == CHAT_STARTED and event.person and event.staff:
            chats.append(whose)
        if not isinstance(event.value, ContactEvent) or not event.person:
            continue
        if event.kind in _BEGINNINGS:
            begins.append(whose | {"props": _props(event.value)})
        elif event.kind in _ENDINGS and event.value.fail_reason != NO_ROOM:
            cause = Ending.TRANSFERRED if event.value.source == BY_TRANSFER else _ENDINGS[event.kind]
            ends.append(whose | {"cause": int(cause)})
        elif event.kind == "consent.changed":
            consents.append(whose)
    return {
        "hint_end": _table(ends, "staff person happened cause"),
        "hint_begin": _table(begins, "staff person happened props"),
        "hint_consent": _table(consents, "person happened"),
        "hint_chat": _table(chats, "staff person happened"),
    }


def of_groups(events: Iterable[Event]) -> dict[str, pa.Table]:
    """Table hint_move: who came or went, where the event names them."""
    moves: list[dict[str, Any]] = []
    for event in events:
        value = event.value
        if not isinstance(value, GroupEvent) or event.kind not in (
            "group.member_joined",
            "group.member_left",
        ):
            continue
        came = event.kind == "group.member_joined"
        left = "removed" if value.quit_scene == REMOVED else "left"
        how = HOW.get(value.join_scene or 0) if came else left
        moves += [
            {"chat": event.group, "member": member, "happened": event.at, "came": came, "how": how}
            for member in value.members
            if member  # the name of who was erased is left out
        ]
    return {"hint_move": _table(moves, "chat member happened came how")}


def _props(value: ContactEvent) -> str:
    told = {"source": value.state or None, "state": value.state or None, "how": "added"}
    return msgspec.json.encode({name: text for name, text in told.items() if text}).decode()


_FORMS = {"happened": pa.int64(), "cause": pa.int64(), "came": pa.bool_()}


def _table(rows: list[dict[str, Any]], names: str) -> pa.Table:
    schema = pa.schema([(name, _FORMS.get(name, pa.string())) for name in names.split()])
    return pa.Table.from_pylist([{name: row[name] for name in schema.names} for row in rows], schema)
