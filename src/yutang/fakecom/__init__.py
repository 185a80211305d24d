"""A stand-in for the WeCom server, on loopback: for tests, the demo and CI. It imports nothing else of Yutang, so
that it is a witness: its parsing, its crypto and its rules were written from the platform's public documentation.

How it is made
- `state/`: everything that it knows, as Structs. `snapshot.py` keeps all of it; nothing lasting lives elsewhere.
- `web.py` speaks HTTP (h11), `gate.py` decides whether a call is let in (token, address, rates, permission),
  `faults.py` spoils what it is told to spoil, `server.py` puts them together as `Fake`.
- `api/<area>.py`: endpoints of the platform. `ctl/<area>.py`: what people do in their clients, the clock, faults.
  `life/`: what comes of either; what reached somebody stands in the ledger (`/__ctl/deliveries`).
- Time is virtual: `State.now`, milliseconds. What falls due later is an entry of the agenda (`clock.py`).
- Chance is `Dice`: seeded, and part of the snapshot.

To add an endpoint, write a function in `api/<area>.py`:

    @endpoint("POST", "externalcontact/thing/get", permission="contact")
    def get_thing(call: Call) -> Json:
        thing = call.corp.things.get(call.body.text("thing_id"))
        if thing is None:
            raise Refused(40058, "invalid thing_id")
        return {"thing": {"name": thing.name}}

The answer's `errcode` and `errmsg` are added around it; `Refused` becomes the platform's error with HTTP 200. Pages are
`pages.page(call, items, …)`. To add a human act: `@control("POST", "/__ctl/member/{userid}/confirm")` in `ctl/`, which
may emit events (`fake.emit`); an endpoint never does, as the platform sends no event for what the API did. To let
something happen later: `fake.clock.plan(at, "kind", corp, …)` and a function under `@due("kind")`.
"""

from yutang.fakecom.server import Fake

__all__ = ["Fake"]
