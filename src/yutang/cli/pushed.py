"""An event that was pushed, as a line for people: with tabs between, so that a spreadsheet takes it, too."""

import datetime as dt

from yutang.connections.model import InboundEvent
from yutang.locales import Lang, catalogue, t

_SAME = {
    "at_once": "rate",
    "45009": "rate",
    "45033": "rate",
}  # faults that are said with the words of another


def line(lang: Lang, event: InboundEvent) -> str:
    """When (UTC), what, about whom, which member of staff, what became of it, and why not."""
    at = dt.datetime.fromtimestamp(event.received_at / 1e6, dt.UTC).isoformat(timespec="seconds")
    what = f"connection.event.{event.kind}"
    return "\t".join((
        at,
        t(lang, what) if what in catalogue(lang) else event.kind,  # kept by another build than this
        event.subject or "-", event.staff or "-", t(lang, f"connection.event_state.{event.state}"),
        _why(lang, event.fault) if event.fault else "-",
    ))  # fmt: skip


def _why(lang: Lang, fault: str) -> str:
    """Why it was tried again, or given up."""
    said = f"connection.event_fault.{_SAME.get(fault, fault)}"
    if said not in catalogue(lang):
        said = f"connection.event_fault.{'code' if fault.lstrip('-').isdigit() else 'away'}"
    return t(lang, said, code=fault)
