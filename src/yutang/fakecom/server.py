"""The fake, whole: state, clock, chance, faults, callbacks, and an HTTP server in front of them."""

import asyncio
import inspect
from typing import Any
from urllib.parse import unquote

import msgspec

from yutang.fakecom import api, ctl, gate, rates
from yutang.fakecom.call import Call
from yutang.fakecom.clock import Clock
from yutang.fakecom.dice import Dice
from yutang.fakecom.endpoints import ENDPOINTS, find_control
from yutang.fakecom.errors import Refused, message
from yutang.fakecom.fields import Fields
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.world import State
from yutang.fakecom.web import Answer, Request, Web

__all__ = ["Fake"]
AREAS = (api, ctl)  # imported so that their tables are filled
API = "/cgi-bin/"


class Fake:
    """One fake platform. `await start()` gives the port; `state` may be read and set while nothing is asked."""

    def __init__(self, state: State | None = None) -> None:
        self.take(state or State())
        self._web = Web(self.respond)
        self._ticking: asyncio.Task[None] | None = None

    def take(self, state: State) -> None:
        """Go on from this state, whatever was before."""
        self.state = state
        self.clock = Clock(state)
        self.dice = Dice(state)
        self.lanes = rates.Lanes()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> int:
        if self.state.rate:
            self.run_at(self.state.rate)
        return await self._web.start(host, port)

    async def stop(self) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.gather(self._ticking, return_exceptions=True)
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
            await self.advance(self.clock.elapsed())
        self._ticking = None

    async def settled(self) -> None:
        """Until no callback is under way."""

    async def advance(self, target: int) -> int:
        """Let time go on to `target` (milliseconds); how many things fell due."""
        return await self.clock.reach(target, self, self.settled)

    async def respond(self, request: Request) -> Answer:
        if request.path.startswith(API):
            return await self._api(request, request.path.removeprefix(API))
        return await self._control(request)

    async def _control(self, request: Request) -> Answer:
        found = find_control(request.method, unquote(request.path))
        if found is None:
            return Answer(status=404)
        act, parts = found
        try:
            asked: Json = msgspec.json.decode(request.body, type=Json) if request.body else {}
            given = act(self, Fields({**request.query, **asked, **parts}))
            said: Any = await given if inspect.isawaitable(given) else given
        except (Refused, msgspec.MsgspecError) as wrong:
            return Answer(msgspec.json.encode({"error": str(wrong)}), status=400)
        return said if isinstance(said, Answer) else Answer(msgspec.json.encode(said))

    async def _api(self, request: Request, path: str) -> Answer:
        if path not in ENDPOINTS:
            return Answer(status=404)
        if self.state.settings.latency_ms:
            await asyncio.sleep(self.state.settings.latency_ms / 1000)
        try:
            return self._answer(request, path)
        except Refused as refused:
            return self._refuse(request, refused)

    def _answer(self, request: Request, path: str) -> Answer:
        found = gate.choose(path, request.method)
        who = gate.caller(self.state, request, found.permission)
        corpid = who[0].corpid if who else request.query.get("corpid", "")
        rates.count(self.state, corpid, request.ip, path)
        call = Call(self, request, gate.body(self.state, request), who)
        said = found.handler(call)
        if isinstance(said, Answer):
            return said
        warned = call.body.warned or call.query.warned
        words = "ok. Warning: wrong json format." if call.body.warned and warned else "ok"
        return Answer(msgspec.json.encode({"errcode": 0, "errmsg": words, **said}))

    def _refuse(self, request: Request, refused: Refused) -> Answer:
        vary, seconds = self.state.settings.vary_words, self.clock.seconds
        words = message(refused, self.dice, seconds=seconds, ip=request.ip, vary=vary)
        headers = [("error-code", str(refused.code)), ("error-msg", words)]
        return Answer(msgspec.json.encode({"errcode": refused.code, "errmsg": words}), headers=headers)
