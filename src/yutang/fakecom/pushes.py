"""The sender of callbacks: sealed, posted with a deadline, tried three times, and given up with a line in the log.

Each attempt has its own nonce and random bytes; the plaintext stays. What is not answered yet is part of the state.
"""

import asyncio
import hashlib
from typing import TYPE_CHECKING

import h11
import msgspec

from yutang.fakecom import faults, forging, posting
from yutang.fakecom.clock import due
from yutang.fakecom.crypto import Envelope
from yutang.fakecom.events import Event, xml
from yutang.fakecom.ranges import sees
from yutang.fakecom.state.corps import App, Callback
from yutang.fakecom.state.world import Corp, Due, Push, Pushed

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

AT_ONCE = 256
# Nobody there, somebody odd there, or an address that is none.
AWAY = (OSError, EOFError, ValueError, h11.RemoteProtocolError, h11.LocalProtocolError)
LOG_MOST = 200_000


class Pushes:
    """Of one fake. `emit` may be called while nothing runs yet: `resume` then sends."""

    def __init__(self, fake: "Fake") -> None:
        self._fake = fake
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE)

    def emit(self, corp: Corp, event: Event) -> None:
        """Tell every app of the corp that has a callback, may know and sees the member."""
        if not any(app.callback for app in corp.apps.values()):
            return
        told = self._content(corp, event)
        if told is None:
            return
        skew = faults.first(self._fake.state, ["cb_clock_skew"], event.name)
        late = int(skew.how.get("seconds", 3600)) if skew else 0
        plain = xml(told, corp.corpid, self._fake.clock.seconds + late)
        for app in corp.apps.values():
            if app.callback and _concerns(corp, app, told):
                self._send_off(corp, app, told.name, plain)

    def _content(self, corp: Corp, event: Event) -> Event | None:
        """The event as the faults leave it; None when it is told with the next."""
        state = self._fake.state
        if event.name != "change_external_chat/update":
            return event
        if faults.first(state, ["cb_no_mem_list"], event.name):
            gone = {"MemChangeList", "LastMemVer", "CurMemVer"}
            kept = {k: v for k, v in event.fields.items() if k not in gone}
            event = msgspec.structs.replace(event, fields=kept)
        if event.fields.get("UpdateDetail") != "add_member":
            return event
        if faults.first(state, ["cb_merged"], event.name):
            state.merging.append({"corpid": corp.corpid, "event": msgspec.to_builtins(event)})
            return None
        return self._with_held(corp, event)

    def _with_held(self, corp: Corp, event: Event) -> Event:
        """The event with those of its group that were held back for it."""
        chat_id, state = event.fields["ChatId"], self._fake.state
        mine = [
            held
            for held in state.merging
            if held["corpid"] == corp.corpid and held["event"]["fields"]["ChatId"] == chat_id
        ]
        if not mine:
            return event
        state.merging = [held for held in state.merging if held not in mine]
        parts = [*(held["event"]["fields"] for held in mine), event.fields]
        merged = {**event.fields, "MemChangeCnt": sum(int(part.get("MemChangeCnt", 0)) for part in parts)}
        if "MemChangeList" in event.fields:
            merged["MemChangeList"] = [one for part in parts for one in part.get("MemChangeList", [])]
            merged["LastMemVer"] = parts[0].get("LastMemVer", event.fields["LastMemVer"])
        return msgspec.structs.replace(event, fields=merged)

    def _send_off(self, corp: Corp, app: App, name: str, plain: str) -> None:
        """On the road that the faults choose."""
        state = self._fake.state
        for fault in faults.striking(state, faults.FORGED, name):
            self.queue(self._push(corp, app, name, plain, spoil=fault.kind))
        push = self._push(corp, app, name, plain)
        fault = faults.first(state, faults.ROADS, name)
        if fault is None:
            self.queue(push)
        elif fault.kind == "cb_lost":
            self._log(push, 0, "lost")
        elif fault.kind == "cb_duplicate":
            self.queue(push)
            for _ in range(int(fault.how.get("times", 3)) - 1):
                self.queue(self._push(corp, app, name, plain))
        elif fault.kind == "cb_delayed":
            at = state.now + int(float(fault.how.get("seconds", 600)) * 1000)
            self._fake.clock.plan(at, "push", corp.corpid, push=msgspec.to_builtins(push))
        else:
            state.held.append(push)
            return
        self.release()

    def release(self) -> int:
        """Send what was held back to come after another; how many."""
        held, self._fake.state.held = self._fake.state.held, []
        for push in held:
            self.queue(push)
        return len(held)

    def _push(self, corp: Corp, app: App, name: str, plain: str, spoil: str = "") -> Push:
        state = self._fake.state
        state.push_count += 1
        return Push(
            number=state.push_count,
            corpid=corp.corpid,
            agentid=app.agentid,
            event=name,
            plain=plain,
            made_at=state.now,
            spoil=spoil,
        )

    def queue(self, push: Push) -> None:
        """Send it, now if anything runs."""
        self._fake.state.outbox[push.number] = push
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        task = loop.create_task(self._deliver(push))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def resume(self) -> None:
        """Go on with what was under way when the state was saved."""
        for push in list(self._fake.state.outbox.values()):
            self.queue(push)

    async def settled(self) -> None:
        """Until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """Drop what is under way; it stays in the outbox."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _deliver(self, push: Push) -> None:
        settings = self._fake.state.settings
        async with self._room:
            while push.attempts < settings.push_attempts:
                if push.attempts:
                    await asyncio.sleep(settings.push_pause_s)
                outcome, detail = await self._attempt(push)
                push.attempts += 1
                self._log(push, push.attempts, outcome, detail)
                if outcome == "answered" or push.spoil:
                    break
            else:
                self._log(push, push.attempts, "gave_up")
        self._fake.state.outbox.pop(push.number, None)

    async def _attempt(self, push: Push) -> tuple[str, str]:
        """What came of one: the outcome, and a word on it."""
        state = self._fake.state
        app = state.corps[push.corpid].apps[push.agentid]
        if app.callback is None:
            return "unreachable", "no callback"
        query, body = self._sealed(push, app.callback)
        try:
            async with asyncio.timeout(state.settings.push_timeout_s):
                status, said = await posting.send("POST", app.callback.url, query, body)
        except TimeoutError:
            return "timeout", ""
        except AWAY as wrong:
            return "unreachable", type(wrong).__name__
        if status != 200:
            return "refused", str(status)
        return "answered", "" if not said else f"with {len(said)} bytes"

    def _sealed(self, push: Push, callback: Callback) -> tuple[dict[str, str], bytes]:
        """Query and body of one attempt: another nonce and other random bytes each time."""
        dice = self._fake.dice
        forged = forging.forge(push, self._fake.clock.seconds)
        envelope = Envelope(callback.token, callback.aes_key, forged.receiveid)
        encrypted = envelope.seal(forged.plain.encode(), dice.octets(16))
        timestamp, nonce = str(forged.timestamp), str(dice.number(1, 2**31 - 1))
        signed = forging.signature(push, envelope.sign(timestamp, nonce, encrypted))
        query = {"msg_signature": signed, "timestamp": timestamp, "nonce": nonce}
        body = (
            f"<xml><ToUserName><![CDATA[{push.corpid}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt>"
            f"<AgentID><![CDATA[{push.agentid}]]></AgentID></xml>"
        )
        return query, forging.body(push, body).encode()

    def _log(self, push: Push, attempt: int, outcome: str, detail: str = "") -> None:
        log = self._fake.state.pushed
        if len(log) >= LOG_MOST:
            del log[: LOG_MOST // 2]
        log.append(
            Pushed(
                number=push.number,
                at=self._fake.state.now,
                corpid=push.corpid,
                agentid=push.agentid,
                event=push.event,
                attempt=attempt,
                outcome=outcome,
                key=hashlib.sha256(push.plain.encode()).hexdigest()[:32],
                detail=push.spoil or detail,
            )
        )


def _concerns(corp: Corp, app: App, event: Event) -> bool:
    """Whether the app may know, and sees the member whom the event is about: who has left the corp nobody sees."""
    if event.agentid not in (0, app.agentid) or event.permission not in ("", *app.permissions):
        return False
    member = corp.members.get(event.userid)
    return member is None or sees(corp, app, member)


@due("push")
def push_late(fake: "Fake", entry: Due) -> None:
    """A callback that a fault had delayed."""
    fake.pushes.queue(msgspec.convert(entry.what["push"], Push))


async def check(callback: Callback, corpid: str, fake: "Fake") -> str:
    """The GET that the platform makes when a callback is saved; "" when the receiver opened the echo in time, or
    what was wrong: unreachable, timeout, status, not_the_echo."""
    dice = fake.dice
    echo = str(dice.number(10**18, 10**19 - 1))
    envelope = Envelope(callback.token, callback.aes_key, corpid)
    encrypted = envelope.seal(echo.encode(), dice.octets(16))
    timestamp, nonce = str(fake.clock.seconds), str(dice.number(1, 2**31 - 1))
    signed = envelope.sign(timestamp, nonce, encrypted)
    query = {"msg_signature": signed, "timestamp": timestamp, "nonce": nonce, "echostr": encrypted}
    try:
        async with asyncio.timeout(fake.state.settings.check_timeout_s):
            status, said = await posting.send("GET", callback.url, query)
    except TimeoutError:
        return "timeout"
    except AWAY:
        return "unreachable"
    if status != 200:
        return "status"
    return "" if said == echo.encode() else "not_the_echo"
