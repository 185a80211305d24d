"""A fake platform that runs in a thread of its own, and who calls it over real HTTP."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

import httpx

from yutang.fakecom import Fake
from yutang.fakecom.state.world import State
from yutang.kit.tls import trusted

CORP, SECRET = "ww00000000000000aa", "the-secret-of-the-first-app"
START = 1_760_000_000  # the virtual clock's first second: 2025-10-09 16:53:20 in Shanghai
NOON = 4 * 3600  # in Shanghai, as seconds of a day in UTC
ONE_APP = [{"agentid": 1000002, "secret": SECRET, "permissions": ["contact", "archive", "kf"]}]


def noon() -> int:
    """The latest noon in Shanghai, in ms: near today for a browser, and the hours that a test passes are of one day
    whenever it runs. (A clock that began with ours met midnight, and a limit of one a day, between two steps.)"""
    now = int(time.time())
    return (now - (now - NOON) % 86_400) * 1000


class Running:
    """A fake on a free port. `app` calls the platform with a token of its own, `ctl` acts as people do."""

    def __init__(self, state: State | None = None) -> None:
        self.fake = Fake(state)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.port = self.run(self.fake.start())
        self.url = f"http://127.0.0.1:{self.port}"
        self.http = httpx.Client(base_url=self.url, verify=trusted(), timeout=30)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run in the fake's own thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    @property
    def state(self) -> State:
        return self.fake.state

    def ctl(self, path: str, /, **asked: Any) -> Any:
        """An act of ours; fails when it was refused."""
        answer = self.http.post(f"/__ctl/{path}", json=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def look(self, path: str, /, **asked: Any) -> Any:
        answer = self.http.get(f"/__ctl/{path}", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def app(self, secret: str = SECRET, corp: str = CORP) -> "Caller":
        return Caller(self, corp, secret)

    def pass_time(self, seconds: float) -> None:
        self.ctl("clock", advance=seconds)

    def close(self) -> None:
        self.http.close()
        self.run(self.fake.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


class Caller:
    """An app of a corp. `get` and `post` give the answer's JSON, `code` only its errcode."""

    def __init__(self, running: Running, corp: str, secret: str) -> None:
        self.running, self.corp, self.secret = running, corp, secret
        self._token = ""

    @property
    def token(self) -> str:
        if not self._token:
            asked = {"corpid": self.corp, "corpsecret": self.secret}
            self._token = self.running.http.get("/cgi-bin/gettoken", params=asked).json()["access_token"]
        return self._token

    def forget(self) -> None:
        self._token = ""

    def raw(self, method: str, path: str, /, **how: Any) -> httpx.Response:
        asked = {"access_token": self.token, **how.pop("params", {})}
        return self.running.http.request(method, f"/cgi-bin/{path}", params=asked, **how)

    def get(self, path: str, /, **asked: Any) -> Any:
        return _good(self.raw("GET", path, params=asked))

    def post(self, path: str, /, **asked: Any) -> Any:
        return _good(self.raw("POST", path, json=asked))

    def code(self, path: str, method: str = "POST", /, **asked: Any) -> int:
        how = {"json": asked} if method == "POST" else {"params": asked}
        answer = self.raw(method, path, **how)
        assert answer.status_code == 200
        return answer.json()["errcode"]

    def pages(self, path: str, rows: str, /, **asked: Any) -> list[list[Any]]:
        """All pages of a list, by its cursor."""
        found, cursor = [], ""
        while True:
            said = self.post(path, **asked, **({"cursor": cursor} if cursor else {}))
            found.append(said[rows])
            cursor = said.get("next_cursor", "")
            if not cursor:
                return found


def _good(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert said["errcode"] == 0, said
    return said


Start = Callable[..., Running]
