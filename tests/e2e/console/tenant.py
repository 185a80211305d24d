"""A server of the console's tests: the simulated tenant, groups with hostile names, people of every role."""

import json
import time
from pathlib import Path
from typing import Any

import httpx

from cli.process import Launcher
from cli.world import DAY, talk, telegram
from faults.folders import until
from faults.serving import Server

ROLES = ("administrator", "supervisor", "operator", "analyst")
PASSWORD = "a pond full of fish"
# Shown as text wherever they are shown. `window.ran` is what a script would set.
HOSTILE = (
    "<img src=x onerror=window.ran=1>",
    "<script>window.ran=1</script>",
    '"><svg onload=window.ran=1>',
    "{{constructor.constructor('window.ran=1')()}} {name}",
    "\u202eمجموعة القراءة",
    "👨‍👩‍👧‍👦🎉 福利秒杀 🇨🇳",
    "很长很长的群名" * 20,
    "Averylongnamewithoutanyspaceinit" * 6,
)


class Served(Server):
    """Waits longer for its first start: loading the simulated tenant takes its time on a busy machine."""

    def __init__(self, launcher: Launcher, home: Path, *argv: object) -> None:
        self._argv = argv
        super().__init__(launcher, home, env={"YUTANG_WEBHOOK_REACH": "local"})

    def again(self) -> "Served":
        where = self.home / "serve.json"
        where.unlink(missing_ok=True)
        self.process = self.launcher.start(
            "serve", "--port", self.port, *self._argv, home=self.home, **self._how
        )
        self.said = self.process.folder / "err"
        until(lambda: b"listens on" in self.said.read_bytes() or self.gone, 280)
        assert not self.gone, self.said.read_text()
        self.token = json.loads(where.read_text())["token"]
        self.http = self.client({"Authorization": f"Bearer {self.token}"})
        return self


def hostile(folder: Path) -> Path:
    """One export a hostile name, each with people of hostile names and some talk."""
    folder.mkdir(parents=True)
    for n, name in enumerate(HOSTILE):
        said = [
            (HOSTILE[(n + int(who[1:])) % len(HOSTILE)], 700 * DAY + at, text)
            for who, at, text in talk(60, people=4)
        ]
        telegram(folder / f"group-{n}.json", name, said, number=9_000 + n, start=1 + 100 * n)
    (folder / "<img src=x onerror=window.ran=1>.json").write_text("{", "utf-8")
    return folder


class Tenant:
    """`url`, and `cookies` of a signed-in person of each role."""

    def __init__(self, launcher: Launcher, home: Path, *, demo: bool = True) -> None:
        self.server = Served(launcher, home, *(["--demo"] if demo else []))
        self.url = f"http://127.0.0.1:{self.server.port}"
        self.cookies: dict[str, str] = {}
        self.api = self.server.http  # with the token of the command line
        if demo:
            self.api = self.signed(self.sign_in("admin", self.server.password, change=True))
            self.cookies["administrator"] = self.api.cookies["yutang_session"]
            self._people()
            self.bring(hostile(home.parent / "hostile"))
            self._decide()
            self._summaries()
            self.idle()

    def idle(self) -> None:
        """Wait until no job is left but those that wait for later, as after an outage."""
        until(lambda: not self._due() and not self._stale(), 280)

    def _due(self) -> bool:
        return any(one["run_at"] <= time.time() * 1000 for one in self.get("/jobs", open="true")["items"])

    def _stale(self) -> bool:
        found = self.get("/status")
        return bool(found["waiting"] or (found["checkup"] or {}).get("stale"))

    def get(self, path: str, **params: Any) -> Any:
        answer = self.api.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, **body: Any) -> Any:
        answer = self.api.post(path, json=body)
        assert answer.status_code < 300, (path, answer.text)
        return answer.json()

    def groups(self, **params: Any) -> list[dict[str, Any]]:
        return self.get("/checkup/groups", limit=1000, **params)["items"]

    def _people(self) -> None:
        staff = max(self.get("/staff", q="")["items"], key=lambda one: one["groups"])
        self.owner = staff["name"]
        for role in ROLES[1:]:
            link = staff["id"] if role == "operator" else None
            made = self.post(
                "/users", login=role, name=f"{role.title()} 小{role[0].upper()}", role=role, staff_id=link
            )
            self.cookies[role] = self.sign_in(role, made["password"])
        made = self.post("/users", login="newcomer", name=HOSTILE[0], role="analyst", staff_id=None)
        self.cookies["newcomer"] = self.sign_in("newcomer", made["password"], change=False)

    def signed(self, cookie: str) -> httpx.Client:
        """A client that speaks as the owner of a session."""
        made = httpx.Client(
            base_url=f"{self.url}/api/v1", cookies={"yutang_session": cookie}, trust_env=False, timeout=60
        )
        made.headers["X-CSRF-Token"] = made.get("/session").json()["csrf"]
        return made

    def sign_in(self, login: str, once: str, *, change: bool = True) -> str:
        """The cookie of a person who signed in with a one-time password and changed it."""
        with httpx.Client(base_url=f"{self.url}/api/v1", trust_env=False, timeout=60) as http:
            answer = http.post("/session", json={"login": login, "password": once})
            assert answer.status_code < 300, answer.text
            if change:
                body = {"old": once, "new": PASSWORD}
                answer = http.post(
                    "/session/password", json=body, headers={"X-CSRF-Token": answer.json()["csrf"]}
                )
                assert answer.status_code < 300, answer.text
            return http.cookies["yutang_session"]

    def bring(self, folder: Path) -> None:
        """Import a folder and wait for its check-up."""
        job = self.server.order(self.server.upload(folder))
        assert self.server.wait(job)["state"] == "done"
        self.run = self.get("/imports")["items"][0]["id"]
        self.idle()

    def _decide(self) -> None:
        """Every kind of decision, and tasks in every state."""
        acting = [g for g in self.groups() if g["advice"] in ("stop", "merge", "revive") and g["owner"]]
        mine = [g["id"] for g in acting if g["owner"] == self.owner]
        others = [g["id"] for g in acting if g["owner"] != self.owner]
        self.post("/checkup/accept", groups=[*mine[:6], *others[:20]])
        self.post("/checkup/keep", groups=others[20:22], reason=HOSTILE[0])
        until_day = self.get("/checkup")["as_of"][:4]
        self.post("/checkup/snooze", groups=others[22:24], until=f"{int(until_day) + 1}-01-15")
        tasks = self.get("/tasks", state="open")["items"]
        self.post(f"/tasks/{tasks[-1]['id']}/done", result=HOSTILE[1])
        self.post(f"/tasks/{tasks[-2]['id']}/snooze", until_at=tasks[-2]["due_at"] + 30 * 86_400_000)

    def _summaries(self) -> None:
        for period in ("daily", "weekly"):
            self.post("/digests", period=period)
        self.idle()
        self.digest = self.get("/digests")["items"][0]["id"]
        hook = self.post(
            "/webhooks", url="http://127.0.0.1:9/hook", name=HOSTILE[2], periods=["daily"], lang="zh"
        )
        self.post(f"/webhooks/{hook['webhook']['id']}/test")
        self.post("/tokens", name=HOSTILE[0], scopes=["groups.see"])

    def close(self) -> None:
        self.api.close()
        assert self.server.end().code == 0
