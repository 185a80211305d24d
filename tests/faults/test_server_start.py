"""What keeps the server from starting is one clear line; an open tab lives through a restart."""

import json
import signal
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from cli.process import Launcher
from faults.folders import until
from faults.serving import Server, free_port
from yutang.web import pages

pytestmark = pytest.mark.faults


def test_a_port_that_is_taken_is_told_and_nothing_begun(launcher: Launcher, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        run = launcher.run("serve", "--port", port, home=home)
    assert (run.code, str(port) in run.line, "--port" in run.line) == (2, True, True)
    assert not (home / "state.sqlite").exists()


@pytest.mark.parametrize("host", ["203.0.113.9", "no.such.host.invalid"])
def test_an_address_that_is_not_ours_is_told(launcher: Launcher, home: Path, host: str) -> None:
    run = launcher.run("serve", "--host", host, "--port", free_port(), home=home)
    assert (run.code, host in run.line) == (2, True)


def test_a_second_server_on_the_folder_names_the_first(serve: Callable[..., Server]) -> None:
    server = serve()
    run = server.launcher.run("serve", "--port", free_port(), home=server.home)
    assert (run.code, f"process {server.process.pid}" in run.line) == (2, True)
    assert server.http.get("/health").status_code == 200
    assert json.loads((server.home / "serve.json").read_text())["pid"] == server.process.pid


def test_a_console_that_is_missing_or_old_is_said(serve: Callable[..., Server]) -> None:
    """Whatever stands beside this checkout: nothing, a build of other routes, or this one."""
    server, built = serve(), pages.built(pages.static())
    said = server.said.read_text()
    assert ("The console is not built" in said) == (built is None)
    page = httpx.get(f"http://127.0.0.1:{server.port}/app/", trust_env=False)
    assert page.status_code == (503 if built is None else 200)
    assert page.text.startswith("<!doctype html>")


def entered(server: Server) -> tuple[httpx.Client, str]:
    """A browser's tab, signed in, with its CSRF token."""
    http, told = server.client(), {"login": "admin", "password": server.password}
    csrf = http.post("/session", json=told).json()["csrf"]
    change = {"old": server.password, "new": "a password of my own"}
    return http, http.post("/session/password", json=change, headers={"X-CSRF-Token": csrf}).json()["csrf"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_tab_left_open_goes_on_after_a_restart(
    serve: Callable[..., Server], number: signal.Signals
) -> None:
    server = serve()
    tab, csrf = entered(server)
    body = {"login": "li", "name": "Li", "role": "operator"}
    twice = {"X-CSRF-Token": csrf, "Idempotency-Key": "one"}
    with closing(tab):
        first = tab.post("/users", json=body, headers=twice)
        with tab.stream("GET", "/jobs/events") as stream:
            assert stream.status_code == 200
            server.end(number)
        server.again()
        assert tab.get("/session").json()["csrf"] == csrf
        again = tab.post("/users", json=body, headers=twice)
        assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
        assert [u["login"] for u in tab.get("/users").json()["items"]].count("li") == 1
        with tab.stream("GET", "/jobs/events") as stream:
            lines = stream.iter_lines()
            job = server.http.post("/checkup/refresh").json()["id"]
            until(lambda: f'"id":{job}' in next(lines))
