"""Every route, tried as nobody and as every role: what it says it asks for is what it lets in."""

import re
from typing import Any

import pytest
from litestar.handlers.base import BaseRouteHandler

from yutang.accounts.model import PERMISSIONS, Permission, Role
from yutang.web.app import PAGES, PREFIX
from yutang.web.routes import ROUTES

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
HANDLERS: list[BaseRouteHandler] = list(ROUTES)
NAMES = [h.operation_id or h.fn.__name__ for h in HANDLERS]
# They end what the test stands on, or never end; tried by tests of their own.
APART = {"sign_out", "sign_out_everywhere", "job_events"}
GUARDED = [h for h in HANDLERS if not h.opt.get("public") and h.operation_id not in APART]


def _calls(handler: Any) -> list[tuple[str, str]]:
    """(method, address with something in every place)."""
    paths = [
        re.sub(r"\{[^}]*:int\}", "987654", re.sub(r"\{[^}]*:(str|path)\}", "x", p)) for p in handler.paths
    ]
    return [(str(method), path) for method in sorted(handler.http_methods) for path in sorted(paths)]


def test_every_route_has_a_name_of_its_own() -> None:
    assert all(h.operation_id for h in HANDLERS)
    assert len(set(NAMES)) == len(NAMES)


def test_the_application_has_no_route_that_this_test_does_not_know(served) -> None:
    known = {f"{PREFIX}{path}" for h in HANDLERS for path in h.paths} | {p for h in PAGES for p in h.paths}
    mounted = {p for p in (r.path for r in served.app.litestar.routes) if p.startswith("/api/openapi")}
    assert {route.path for route in served.app.litestar.routes} == known | mounted


def test_nobody_gets_in(served) -> None:
    nobody = served.client()
    for handler in GUARDED:
        for method, path in _calls(handler):
            assert nobody(method, path).status_code == 401, (method, path)


def test_a_forged_cookie_and_a_forged_token_are_nobody(served) -> None:
    browser = served.client()
    browser.http.cookies.set("yutang_session", "x" * 43)
    assert browser("GET", "/status").status_code == 401
    assert browser("GET", "/status", headers={"Authorization": "Bearer yt_nothing"}).status_code == 401


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gets_what_it_may_and_nothing_else(served, role: Role) -> None:
    browser = served.client(role)
    for handler in GUARDED:
        wanted: Permission | None = handler.opt["permission"]
        allowed = wanted is None or wanted in PERMISSIONS[role]
        for method, path in _calls(handler):
            answer = browser(method, path)
            refused = answer.status_code == 403 and answer.json()["code"] == "not_allowed"
            assert refused is not allowed, (role, method, path, answer.text[:200])
            assert answer.status_code < 500, (method, path, answer.text[:200])


@pytest.mark.parametrize("role", list(Role))
def test_a_cookie_alone_writes_nothing(served, role: Role) -> None:
    """Another site's page makes the browser send the cookie; it can't read the token."""
    browser = served.client(role)
    for forged in (None, "x" * 43):
        browser.csrf = forged
        for handler in HANDLERS:
            for method, path in _calls(handler):
                if method in UNSAFE and not handler.opt.get("public"):
                    assert browser(method, path).json()["code"] == "csrf", (method, path)


def test_a_one_time_password_opens_nothing_but_its_change(served) -> None:
    browser = served.client("administrator", must_change=True)
    for handler in GUARDED:
        for method, path in _calls(handler):
            code = browser(method, path).json() if not handler.opt.get("before_change") else {}
            assert handler.opt.get("before_change") or code["code"] == "password_change_needed", (
                method,
                path,
            )


def test_the_command_line_of_this_machine_may_do_all(served) -> None:
    browser = served.client()
    assert browser("GET", "/status", headers={"Authorization": "Bearer own-token"}).status_code == 200


def test_the_document_describes_every_route(served) -> None:
    document = served.client()("GET", "/openapi.json")
    described = {op["operationId"] for path in document.json()["paths"].values() for op in path.values()}
    hidden = {h.operation_id for h in HANDLERS if not h.include_in_schema}
    assert document.json()["openapi"].startswith("3.1")
    assert described == set(NAMES) - hidden
    assert all(p.startswith(PREFIX) for p in document.json()["paths"])
