"""The clock and the state as a whole."""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom import snapshot
from yutang.fakecom.endpoints import control
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.world import Settings
from yutang.fakecom.web import Answer

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


@control("GET", "/__ctl/clock")
def read_clock(fake: "Fake", ask: Fields) -> Json:
    agenda = fake.state.agenda
    return {
        "now": fake.clock.seconds,
        "now_ms": fake.state.now,
        "rate": fake.state.rate,
        "due": len(agenda),
        "next_ms": agenda[0].at if agenda else None,
    }


@control("POST", "/__ctl/clock")
async def move_clock(fake: "Fake", ask: Fields) -> Json:
    """`set` (seconds since 1970) or `advance` (seconds; fractions count), and `rate`. Time does not go back."""
    if "rate" in ask:
        fake.run_at(float(ask.given["rate"]))
    target = fake.state.now
    if "set" in ask:
        target = int(float(ask.given["set"]) * 1000)
    if "advance" in ask:
        target += int(float(ask.given["advance"]) * 1000)
    if target < fake.state.now and not fake.state.rate:
        raise Refused(40058, "time does not go back")
    fired = await fake.advance(target)
    return {**read_clock(fake, ask), "fired": fired}


@control("GET", "/__ctl/snapshot")
def read_snapshot(fake: "Fake", ask: Fields) -> Answer:
    return Answer(snapshot.dump(fake.state))


@control("PUT", "/__ctl/snapshot")
async def restore_snapshot(fake: "Fake", ask: Fields) -> Json:
    """Go on from a snapshot: its JSON is the body."""
    await fake.settled()
    fake.take(snapshot.load(msgspec.json.encode(ask.given)))
    fake.run_at(fake.state.rate)
    fake.pushes.resume()
    return read_clock(fake, ask)


@control("POST", "/__ctl/settings")
def change_settings(fake: "Fake", ask: Fields) -> Json:
    """Any fields of `Settings`; all of them come back."""
    now: Json = msgspec.to_builtins(fake.state.settings)
    fake.state.settings = msgspec.convert({**now, **ask.given}, Settings)
    return msgspec.to_builtins(fake.state.settings)
