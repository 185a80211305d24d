"""What surrounds every answer: hosts, headers, request ids; errors are problem details."""

import asyncio
import logging

import httpx
import pytest

from yutang.kit.peers import Proxies
from yutang.kit.settings import Settings, proxies
from yutang.web.frame import Frame, host_name
from yutang.web.problem import Problem


def test_every_answer_has_the_security_headers_and_a_request_id(served) -> None:
    for path in ("/api/v1/health", "/api/v1/nowhere", "/", "/favicon.ico", "/app/x"):
        answer = served.client().http.get(path, follow_redirects=False)
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert len(answer.headers["x-request-id"]) == 16


def test_api_answers_are_not_stored_by_browsers(served) -> None:
    assert served.client()("GET", "/health").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("host", "status"), [("localhost", 200), ("127.0.0.1:8700", 200), ("[::1]:8700", 200),
                                              ("evil.example", 421), ("", 421)])  # fmt: skip
def test_a_name_that_is_not_ours_is_refused(served, host: str, status: int) -> None:
    answer = served.client()("GET", "/health", headers={"Host": host})
    assert answer.status_code == status


@pytest.mark.parametrize(("given", "name"), [("A.b:80", "a.b"), ("[::1]:9", "::1"), ("x.", "x"), ("", "")])
def test_the_name_in_a_host_header(given: str, name: str) -> None:
    assert host_name(given) == name


@pytest.mark.parametrize(
    ("public", "seen"), [("https://pond.example", ["203.0.113.9"] * 5 + ["203.0.113.8"]), ("", None)]
)
def test_wrong_passwords_count_for_who_is_behind_the_proxy(
    tmp_path, public: str, seen: list[str] | None
) -> None:
    """The proxy adds whom it saw to what that one claims; without a public_url nobody is believed."""
    asked: list[str] = []

    async def inner(scope, receive, send) -> None:
        asked.append(scope["client"][0])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    frame = Frame(None, inner, frozenset(), proxies(Settings(home=tmp_path, public_url=public)))
    claims = ["", "1.2.3.4, ", "nonsense, ", "127.0.0.1, ", "1.2.3.4, 203.0.113.8, "]
    headers = [[("X-Forwarded-For", f"{claimed}203.0.113.9")] for claimed in claims]
    headers.append([("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-For", "203.0.113.8, ::1")])

    async def ask() -> None:
        transport = httpx.ASGITransport(frame, client=("127.0.0.1", 5))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8700") as client:
            for each in headers:
                await client.get("/", headers=each)

    asyncio.run(ask())
    assert asked == (seen or ["127.0.0.1"] * 6)


def test_a_proxy_elsewhere_is_believed_when_it_is_named() -> None:
    named = Proxies("10.0.0.0/8, 192.0.2.7")
    assert named.behind("10.1.2.3", "203.0.113.9") == "203.0.113.9"
    assert named.behind("192.0.2.7", "203.0.113.9, 10.4.4.4") == "203.0.113.9"
    assert named.behind("192.0.2.8", "203.0.113.9") == "192.0.2.8"
    with pytest.raises(ValueError, match="nonsense"):
        Proxies("nonsense")


def test_an_unknown_address_is_a_problem_with_a_code(served) -> None:
    answer = served.client()("GET", "/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")
    body = answer.json()
    assert (body["code"], body["status"], body["request_id"]) == (
        "not_found", 404, answer.headers["x-request-id"])  # fmt: skip


def test_a_wrong_method_is_a_problem(served) -> None:
    assert served.client("administrator")("DELETE", "/status").json()["code"] == "bad_method"


def test_what_nobody_foresaw_is_logged_and_says_nothing_of_its_cause(served, monkeypatch, caplog) -> None:
    def fail() -> None:
        raise RuntimeError("the secret cause")

    monkeypatch.setattr(served.board, "standing", fail)
    with caplog.at_level(logging.ERROR):
        answer = served.client("administrator")("GET", "/status")
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert "secret" not in answer.text
    assert answer.headers["x-request-id"] in caplog.text


def test_a_problem_carries_its_places_and_when_to_come_again() -> None:
    problem = Problem(429, "too_many", retry_after=3, seconds=3)
    assert (problem.status, problem.params, problem.retry_after) == (429, {"seconds": 3}, 3)
