"""What we ask of the fake WeCom besides its API: its clock, its codes, its people. Over HTTP, as of any server."""

from typing import Any, TypeVar

import httpx
import msgspec

from yutang.kit.errors import YutangError
from yutang.kit.tls import trusted

T = TypeVar("T")
PATIENCE = 60.0  # seconds
EVERY, ALL = 200, 20_000  # milliseconds from one of a crowd to the next, and for all of it


class Told(msgspec.Struct, frozen=True):
    """What it says when it is there: where, and how to speak to it as an app."""

    url: str
    corpid: str
    agentid: int
    secret: str


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """A code that may be scanned. kind: friend or group; `behind`: members, or groups. `created_at`: seconds."""

    config_id: str
    kind: str
    state: str
    remark: str
    created_at: int
    behind: int


class Scanned(msgspec.Struct, frozen=True):
    """What came of a crowd. `friends`: how many were friends already; `outcomes`: how many, by outcome."""

    friends: int
    outcomes: dict[str, int]


class _Clock(msgspec.Struct):
    now_ms: int


class _Codes(msgspec.Struct):
    codes: list[Code]


class _Saved(msgspec.Struct):
    why: str


class _Reels(msgspec.Struct):
    paths: list[str]


class Far:
    """Any thread may ask. Raises YutangError simulation_away (it does not answer), simulation_refused {detail}."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self._http = httpx.Client(base_url=told.url, trust_env=False, verify=trusted(), timeout=PATIENCE)

    def now(self) -> int:
        """Microseconds."""
        return self._ask("GET", "/__ctl/clock", _Clock).now_ms * 1000

    def move(self, instant: int) -> int:
        """Let its time go on to `instant` (µs) with all that falls due; the time then."""
        return self._ask("POST", "/__ctl/clock", _Clock, set=instant / 1_000_000).now_ms * 1000

    def callback(self, url: str, token: str, aes_key: str) -> str:
        """Enter where events go, as an administrator does over there; "" when it was checked and kept, or why not."""
        asked = {"agentid": self.told.agentid, "url": url, "token": token, "aes_key": aes_key}
        return self._ask("POST", "/__ctl/callback", _Saved, **asked).why

    def codes(self) -> list[Code]:
        """Newest first."""
        return self._ask("GET", "/__ctl/codes", _Codes).codes

    def scan(self, config_id: str, people: int, friends: int) -> Scanned:
        """One after another, as people come: whoever stands behind a code is changed meanwhile. It takes as long."""
        asked = {
            "code": config_id,
            "people": people,
            "friends": friends,
            "every_ms": min(EVERY, ALL // people),
        }
        return self._ask("POST", "/__ctl/crowd", Scanned, **asked)

    def reels(self) -> list[str]:
        """Files of chats that it plays or has played."""
        return self._ask("GET", "/__ctl/reels", _Reels).paths

    def play(self, file: str) -> None:
        """Let the people in it say what stands in that file of archive records, each at its time."""
        self._ask("POST", "/__ctl/reels", dict[str, Any], source=file)

    def close(self) -> None:
        self._http.close()

    def _ask(self, method: str, path: str, answer: type[T], **asked: object) -> T:
        try:
            said = self._http.request(method, path, json=asked if method == "POST" else None)
        except httpx.HTTPError:
            raise YutangError("simulation_away") from None
        if said.status_code != 200:
            raise YutangError("simulation_refused", detail=said.text[:200])
        return msgspec.json.decode(said.content, type=answer)
