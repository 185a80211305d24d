"""Faults: planned, looked at, taken away."""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom import faults
from yutang.fakecom.endpoints import control
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.world import Fault

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


@control("POST", "/__ctl/faults")
def add_fault(fake: "Fake", ask: Fields) -> Json:
    """A fault as the Struct of that name; its number comes back. A field that it has not would be a fault that isn't
    the one that was meant."""
    if unknown := sorted(ask.given.keys() - {one.name for one in msgspec.structs.fields(Fault)}):
        raise Refused(40058, f"a fault has no {', '.join(unknown)}")
    fake.state.fault_count += 1
    made = msgspec.convert({**ask.given, "number": fake.state.fault_count, "hits": 0, "seen": 0}, Fault)
    if made.kind not in faults.KINDS:
        raise Refused(40058, f"no such fault: {made.kind}")
    fake.state.faults.append(made)
    return {"number": made.number}


@control("GET", "/__ctl/faults")
def list_faults(fake: "Fake", ask: Fields) -> Json:
    """Every fault, with how often it struck."""
    return {"faults": msgspec.to_builtins(fake.state.faults), "kinds": sorted(faults.KINDS)}


@control("POST", "/__ctl/faults/clear")
def clear_faults(fake: "Fake", ask: Fields) -> Json:
    """All of them, or the one with that `number`."""
    kept = [one for one in fake.state.faults if "number" in ask and one.number != ask.number("number")]
    cleared = len(fake.state.faults) - len(kept)
    fake.state.faults = kept
    return {"cleared": cleared}
