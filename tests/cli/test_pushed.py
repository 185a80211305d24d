"""Events that were pushed, for people: every kind and fault in both languages, whatever build kept them."""

import pytest

from yutang.channels.wecom.events import GROUP_DETAILS, MEANINGS
from yutang.cli.pushed import line
from yutang.connections.model import EventState, InboundEvent
from yutang.connections.wecom.inbound import OURS
from yutang.locales import Lang, catalogue

KINDS = sorted(
    {one.kind for one in MEANINGS.values()} | set(GROUP_DETAILS.values()) | {"message.received", "unknown"}
)
FAULTS = (
    OURS,
    "lag",
    "-1",
    "45009",
    "99999",
    "rate",
    "at_once",
    "timeout",
    "unreachable",
    "connection_unreadable",
)


def event(kind: str, fault: str = "", state: EventState = EventState.WAITING) -> InboundEvent:
    return InboundEvent(
        id=1, connection_id=1, kind=kind, subject="wmA", staff="", received_at=0, happened_at=0, state=state,
        attempts=1, due_at=0, done_at=None, fault=fault,
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_and_state_has_words(lang: Lang) -> None:
    for kind in KINDS:
        for state in EventState:
            _, what, *about, became, why = line(lang, event(kind, state=state)).split("\t")
            assert what == catalogue(lang)[f"connection.event.{kind}"]
            assert (about, why) == (["wmA", "-"], "-")
            assert became != state or lang == "en"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_fault_says_what_goes_on(lang: Lang) -> None:
    said = {fault: line(lang, event("contact.added", fault)).split("\t")[-1] for fault in FAULTS}
    assert "99999" in said["99999"]
    assert said["45009"] == said["rate"] == said["at_once"] != said["timeout"]
    assert len({said[one] for one in (OURS, "lag", "rate", "timeout", "connection_unreadable")}) == 5


def test_a_kind_of_another_build_is_shown_as_it_is() -> None:
    assert line("en", event("contact.teleported")).split("\t")[1] == "contact.teleported"
