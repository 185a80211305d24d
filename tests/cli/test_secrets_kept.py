"""Secrets of a running world: whatever a server does with them, they stand in no file, no log, no answer, no backup.

The server is a process of its own that logs everything there is to log; its WeCom is the fake one. It is connected,
synced, called back, listened to and refused; what is secret is searched for in all that is left of it.
"""

import base64
import json
import re
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from cryptography.fernet import Fernet
from tests.connections.wecom.listening import free_port
from tests.kit.receiver import Receiver, receiver

from cli.process import Run
from fakecom.people import befriend, corp_in
from fakecom.running import CORP, SECRET, Running
from faults.folders import until
from yutang.fakecom.state.corps import App
from yutang.kit.secrets import FILE

ARCHIVE, WRONG = "the-archives-own-secret-of-77", "a-secret-that-is-no-secret-over-there"
ROBOT = "0b8a3f7c-the-robots-own-key"
SAID = "还有货吗，我是李小明"
LOUD = """
import logging, sys
logging.basicConfig(level=1, stream=sys.stderr)
from yutang.main import main
sys.argv = ["yutang", "serve", "--port", sys.argv[1]]
main()
"""
NEW = Fernet.generate_key().decode()


class World:
    """`secrets`: name → value, as they come to be. `answers`: texts that told no secret for the first time."""

    def __init__(self, home: Path, fake: Running) -> None:
        self.home, self.fake, self.port = home, fake, free_port()
        home.mkdir()
        self.log = home.parent / "log"
        env = {"YUTANG_HOME": str(home), "YUTANG_LANG": "en", "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1",
               "YUTANG_WEBHOOK_REACH": "local"}  # fmt: skip
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", LOUD, str(self.port)], env=env, stdout=log, stderr=log
            )
        where = home / "serve.json"
        until(lambda: where.exists() and b"listens on" in self.log.read_bytes())
        self.base = f"http://127.0.0.1:{self.port}"
        self.secrets = {"app": SECRET, "archive": ARCHIVE, "wrong": WRONG}
        self.secrets["own token"] = json.loads(where.read_bytes())["token"]
        self.http = httpx.Client(
            base_url=f"{self.base}/api/v1", headers={"Authorization": f"Bearer {self.secrets['own token']}"},
            trust_env=False, timeout=60,
        )  # fmt: skip
        self.answers: list[str] = []
        self.connection = 0

    def ask(self, method: str, path: str, /, *, status: int = 0, **body: Any) -> Any:
        answer = self.http.request(method, path, json=body or None)
        assert answer.status_code == status or (not status and answer.is_success), answer.text
        return answer.json() if answer.content else None

    def tell(self, method: str, path: str, /, *, status: int = 0, **body: Any) -> Any:
        """As `ask`; the answer must tell nothing secret."""
        found = self.ask(method, path, status=status, **body)
        self.answers.append(json.dumps(found, ensure_ascii=False))
        return found

    def connect(self) -> None:
        told = {"corp_id": CORP, "agent_id": "1000002", "secret": SECRET, "archive_secret": ARCHIVE,
                "base_url": self.fake.url}  # fmt: skip
        made = self.ask("POST", "/connections", channel="wecom", name="总部", settings=told)
        self.secrets |= {"callback token": made["token"], "callback key": made["aes_key"]}
        self.connection = made["connection"]["id"]
        self.call_back(made, made["connection"]["callback"])
        for check in self.tell("POST", f"/connections/{self.connection}/check")["items"]:
            assert check["outcome"] == "ok", check
        job = self.tell("POST", f"/connections/{self.connection}/sync")["id"]
        until(lambda: self.ask("GET", f"/jobs/{job}")["state"] == "done")

    def call_back(self, keys: dict[str, str], path: str) -> None:
        asked = {
            "agentid": 1000002,
            "url": self.base + path,
            "token": keys["token"],
            "aes_key": keys["aes_key"],
        }
        assert self.fake.ctl("callback", **asked) == {"saved": True, "why": ""}

    def live(self) -> None:
        """Somebody comes, somebody speaks; it is told, and read."""
        one = f"/connections/{self.connection}"
        self.fake.ctl("add", userid="li", external_userid="wmNew")
        self.fake.ctl("customer/wmA/speak", userid="li", text=SAID)
        until(lambda: self.ask("GET", one)["health"]["events"] > 0)
        until(lambda: self.ask("GET", one)["health"]["waiting"] == 0)
        until(lambda: self.ask("GET", one)["archive"]["records"] > 0)

    def push(self, there: Receiver) -> None:
        made = self.ask(
            "POST",
            "/webhooks",
            name="群机器人",
            url=f"{there.url}&robot={ROBOT}",
            periods=["daily"],
            lang="zh",
        )
        self.secrets |= {"webhook": made["secret"], "the webhook's key": ROBOT}
        self.tell("POST", f"/webhooks/{made['webhook']['id']}/test")
        until(lambda: bool(there.got))

    def enter(self) -> None:
        """The administrator's own passwords and session, another account's, and a token."""
        first = self.log.read_text().partition("one-time password ")[2].split()[0]
        wanted = "一条只有我知道的长口令-2026"
        mine = httpx.Client(
            base_url=f"{self.base}/api/v1", headers={"Origin": self.base}, trust_env=False, timeout=60
        )
        entered = mine.post("/session", json={"login": "admin", "password": first})
        assert entered.status_code == 200, entered.text
        mine.headers["X-CSRF-Token"] = entered.json()["csrf"]
        changed = mine.post("/session/password", json={"old": first, "new": wanted})
        assert changed.is_success, changed.text
        mine.headers["X-CSRF-Token"] = mine.get("/session").json()["csrf"]
        made = mine.post("/users", json={"login": "li", "name": "李", "role": "operator"}).json()
        token = mine.post("/tokens", json={"name": "脚本", "scopes": ["groups.see"]}).json()
        self.secrets |= {"first password": first, "password": wanted, "one-time password": made["password"],
                         "API token": token["secret"]}  # fmt: skip
        self.secrets |= {f"cookie {cookie.name}": cookie.value or "" for cookie in mine.cookies.jar}
        mine.close()

    def go_wrong(self) -> None:
        """What is refused is told without what was given; over there and here."""
        one = f"/connections/{self.connection}"
        for settings in ({"secret": "短" + WRONG}, {"aes_key": WRONG}, {"token": WRONG + " !"}):
            self.tell("PATCH", one, status=400, settings=settings)
        self.tell("PATCH", one, status=400, settings={"secret": [WRONG]})
        for path, kind in (
            ("externalcontact/*", "not_json"),
            ("gettoken", "truncated"),
            ("*", "wrong_format"),
        ):
            self.fake.ctl("faults", kind=kind, path=path, count=3)
            self.tell("POST", f"{one}/check")
        self.secrets |= {f"access token {n}": one for n, one in enumerate(self.fake.state.tokens)}
        self.tell("PATCH", one, settings={"secret": WRONG})
        self.tell("POST", f"{one}/check")
        renewed = self.ask("POST", f"{one}/keys")
        self.secrets |= {"renewed token": renewed["token"], "renewed key": renewed["aes_key"]}
        self.call_back(renewed, self.ask("GET", one)["callback"])
        self.tell("PATCH", one, name="门店", settings={"secret": SECRET})

    def read_all(self) -> None:
        """Every list there is."""
        paths = self.ask("GET", "/openapi.json")["paths"]
        some = [path for path, acts in paths.items() if "get" in acts and "{" not in path]
        some += [f"/api/v1/connections/{self.connection}{more}" for more in ("", "/desk")]
        for path in some:
            if "events" in path:  # they never end
                continue
            answer = self.http.get(path.removeprefix("/api/v1"))
            self.answers.append(answer.text)
        assert sum(CORP in one for one in self.answers) > 1

    def end(self) -> None:
        self.http.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(60) == 0


@pytest.fixture
def world(home: Path, fake: Running) -> Iterator[World]:
    corp_in(fake).apps[2000004] = App(agentid=2000004, secret=ARCHIVE, permissions=["archive"])
    befriend(fake, "li", "wmC")
    made = World(home, fake)
    yield made
    made.http.close()
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def _spellings(value: str) -> list[bytes]:
    """A value as it may stand somewhere."""
    plain = value.encode()
    escaped = json.dumps(value)[1:-1].encode()
    cut = [base64.b64encode(b"x" * n + plain)[4 if n else 0 :].rstrip(b"=")[:-2] for n in range(3)]
    return [plain, escaped, quote(value, safe="").encode(), plain.hex().encode(), *cut]


def _told(secrets: dict[str, str], texts: dict[str, bytes]) -> set[tuple[str, str]]:
    """(secret, where) of all that stand somewhere."""
    return {
        (name, where)
        for name, value in secrets.items()
        for where, text in texts.items()
        if any(spelled in text for spelled in _spellings(value))
    }


def _unpacked(backup: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(backup) as archive:
        return {f"backup/{name}": archive.read(name) for name in archive.namelist()}


def test_no_secret_stands_anywhere(world: World, yutang: Callable[..., Run], tmp_path: Path) -> None:
    with receiver() as there:
        world.connect()
        world.live()
        world.push(there)
        world.enter()
        world.go_wrong()
        world.read_all()
        own = (world.home / "serve.json").stat().st_mode & 0o777
        files = {
            f"while it runs/{one.name}": one.read_bytes() for one in world.home.rglob("*") if one.is_file()
        }
        assert yutang("backup", tmp_path / "backup.zip").code == 0
        told = b"".join(json.dumps(headers).encode() + body for _, headers, body in there.got)
    world.end()
    files |= {one.name: one.read_bytes() for one in world.home.rglob("*") if one.is_file()}
    key = files.pop(FILE)
    assert files.pop(f"while it runs/{FILE}") == key
    assert world.secrets["own token"].encode() in files.pop(
        "while it runs/serve.json"
    )  # for the command line
    assert own == 0o600
    log = world.log.read_bytes().replace(world.secrets["first password"].encode(), b"", 1)  # told there, once
    files |= {"log": log, "to the receiver": told} | _unpacked(tmp_path / "backup.zip")
    files |= {f"answer {n}": one.encode() for n, one in enumerate(world.answers)}
    assert len(world.secrets) >= 14
    assert _told({"what was said": SAID}, files)  # that it finds what stands there
    assert _told(world.secrets | {"secret key": key.decode()}, files) == set()
    assert b"externalcontact/" in files["log"]
    assert _told({"a name": "李小明"}, {"log": files["log"]}) == set()


def _sealed(home: Path) -> list[str]:
    """Everything in State that is sealed with the secret key, whatever table it stands in."""
    with sqlite3.connect(home / "state.sqlite") as state:
        tables = [name for (name,) in state.execute("select name from sqlite_master where type = 'table'")]
        rows = [value for name in tables for row in state.execute(f'select * from "{name}"') for value in row]
    texts = [one.decode("latin-1") if isinstance(one, bytes) else str(one) for one in rows]
    return [found for text in texts for found in re.findall(r"gAAAAA[A-Za-z0-9_=-]{60,}", text)]


def test_a_new_key_alone_opens_all_that_was_sealed(world: World, yutang: Callable[..., Run]) -> None:
    with receiver() as there:
        world.connect()
        world.push(there)
    world.end()
    old = (world.home / FILE).read_text()
    before = _sealed(world.home)
    assert len(before) >= 3  # a connection, a webhook, the key of contacts
    assert all(Fernet(old).decrypt(one) for one in before)
    assert yutang("rekey", env={"YUTANG_SECRET_KEY": f"{NEW},{old}"}).code == 0
    after = _sealed(world.home)
    assert len(after) == len(before)
    assert all(Fernet(NEW).decrypt(one) for one in after)
