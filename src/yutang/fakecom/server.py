"""The fake, whole: state, clock, chance, faults, callbacks, and an HTTP server in front of them."""

import asyncio
import inspect
import traceback
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec

from yutang.fakecom import api, ctl, faults, gate, rates, spoiling
from yutang.fakecom.call import Call
from yutang.fakecom.clock import Clock
from yutang.fakecom.dice import Dice
from yutang.fakecom.endpoints import ENDPOINTS, Endpoint, find_control
from yutang.fakecom.errors import Refused, message
from yutang.fakecom.events import Event
from yutang.fakecom.fields import Fields
from yutang.fakecom.loading import load_all
from yutang.fakecom.pushes import Pushes
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.world import Corp, State
from yutang.fakecom.web import Answer, Request, Web

__all__ = ["Fake"]
API = "/cgi-bin/"
CLIENT = "/node/open/"  # what a page of an app's own host may ask: it changes nothing
REFUSALS = {"busy": -1, "rate": 45009, "concurrency": 45033, "token_expired": 42001}

for area in (api, ctl):
    load_all(area)


class Fake:
    """One fake platform. `await start()` gives the port; `state` may be read and set while nothing is asked."""

    def __init__(self, state: State | None = None) -> None:
        self.take(state or State())
        self._web = Web(self.respond)
        self._ticking: asyncio.Task[None] | None = None
        self._moving = asyncio.Lock()

    def take(self, state: State) -> None:
        """Go on from this state, whatever was before."""
        self.state = state
        self.clock = Clock(state)
        self.dice = Dice(state)
        self.lanes = rates.Lanes()
        self.pushes = Pushes(self)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        if self.state.rate:
            self.run_at(self.state.rate)
        self.pushes.resume()
        return await self._web.start(host, port)

    async def stop(self) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.gather(self._ticking, return_exceptions=True)
        await self.pushes.stop()
        await self._web.stop()

    def run_at(self, rate: float) -> None:
        """Let the clock run at `rate` virtual seconds in a real one, from now on; 0 stops it."""
        self.clock.elapsed()
        self.state.rate = rate
        if rate and self._ticking is None:
            self._ticking = asyncio.create_task(self._tick())

    async def _tick(self) -> None:
        while self.state.rate:
            await asyncio.sleep(0.02)
            try:
                await self.advance(self.clock.elapsed())
            except Exception:  # noqa: BLE001 - a mistake of ours: it ends what fell due, not time itself, and is seen
                traceback.print_exc()
        self._ticking = None

    def emit(self, corp: Corp, event: Event) -> None:
        """Tell the corp's apps what somebody did in a client or in the console."""
        self.pushes.emit(corp, event)

    async def settled(self) -> None:
        """Until no callback is under way."""
        await self.pushes.settled()

    async def advance(self, target: int) -> int:
        """Let time go on to `target` (milliseconds); how many things fell due."""
        async with self._moving:
            return await self.clock.reach(target, self, self.settled)

    async def respond(self, request: Request) -> Answer:
        try:
            if request.path.startswith(API):
                return await self._api(request, request.path.removeprefix(API))
            return await self._control(request)
        except Exception:  # noqa: BLE001 - a mistake of ours: it ends one answer, not the server, and is seen
            traceback.print_exc()
            return Answer(traceback.format_exc().encode(), status=500, kind="text/plain")

    async def _control(self, request: Request) -> Answer:
        found = find_control(request.method, unquote(request.path))
        if found is None:
            return Answer(status=404)
        if _of_another_site(request) and not request.path.startswith(CLIENT):
            return Answer(status=403)
        act, parts = found
        try:
            asked: Json = msgspec.json.decode(request.body, type=Json) if request.body else {}
            given = act(self, Fields({**request.query, **asked, **parts}))
            said: Any = await given if inspect.isawaitable(given) else given
        except (Refused, msgspec.MsgspecError) as wrong:
            return Answer(msgspec.json.encode({"error": str(wrong)}), status=400)
        return said if isinstance(said, Answer) else Answer(msgspec.json.encode(said))

    async def _api(self, request: Request, path: str) -> Answer:
        """One call: let in, spoiled before, answered, spoiled after."""
        if path not in ENDPOINTS:
            return Answer(status=404)
        lane = ""
        try:
            found = gate.choose(path, request.method)
            who = gate.caller(self.state, request, found.permission)
            corpid = who[0].corpid if who else request.query.get("corpid", "")
            rates.count(self.state, corpid, request.ip, path)
            lane = f"{corpid} {path}"
            self.lanes.enter(lane, self.state.settings.concurrency)
        except Refused as refused:
            return self._refuse(request, refused)
        try:
            await self._wait()
            struck = await self._before(request, path)
            if struck is not None:
                return struck
            return await self._after(path, self._answer(found, Call(self, request, who)))
        except Refused as refused:
            return self._refuse(request, refused)
        finally:
            self.lanes.leave(lane)

    async def _wait(self) -> None:
        if self.state.settings.latency_ms:
            await asyncio.sleep(self.state.settings.latency_ms / 1000)

    async def _before(self, request: Request, path: str) -> Answer | None:
        """What a fault answers in place of the call."""
        for fault in faults.striking(self.state, faults.BEFORE, path):
            if fault.kind in REFUSALS:
                if fault.kind == "token_expired" and request.query.get("access_token") in self.state.tokens:
                    self.state.tokens[request.query["access_token"]].until = self.state.now
                raise Refused(REFUSALS[fault.kind])
            if fault.kind == "bad_gateway":
                return spoiling.bad_gateway()
            if fault.kind != "reset_before":
                await asyncio.sleep(float(fault.how.get("seconds", 4.9 if fault.kind == "slow" else 30)))
            if fault.kind != "slow":
                return Answer(reset=True)
        return None

    async def _after(self, path: str, answer: Answer) -> Answer:
        """What a fault makes of an answer whose call was done."""
        fault = faults.first(self.state, faults.AFTER, path)
        if fault is None:
            return spoiling.spoil(answer, faults.striking(self.state, faults.ANSWER, path))
        if fault.kind == "bad_gateway_after":
            return spoiling.bad_gateway()
        if fault.kind == "timeout_after":
            await asyncio.sleep(float(fault.how.get("seconds", 30)))
        return Answer(reset=True)

    def _answer(self, found: Endpoint, call: Call) -> Answer:
        said = found.handler(call)
        if isinstance(said, Answer):
            return said
        words = "ok. Warning: wrong json format." if call.body.warned else "ok"
        return Answer(msgspec.json.encode({"errcode": 0, "errmsg": words, **said}))

    def _refuse(self, request: Request, refused: Refused) -> Answer:
        vary, seconds = self.state.settings.vary_words, self.clock.seconds
        words = message(refused, self.dice, seconds=seconds, ip=request.ip, vary=vary)
        headers = [
            ("error-code", str(refused.code)),
            ("error-msg", words.encode("ascii", "replace").decode()),
        ]
        said = {"errcode": refused.code, "errmsg": words}
        return Answer(msgspec.json.encode(said), headers=headers)


def _of_another_site(request: Request) -> bool:
    """Whether a page of somebody else asks: a browser would let it act here without reading the answer."""
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.headers.get("host", "")
