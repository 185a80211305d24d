"""What surrounds every answer: hosts, headers, request ids; errors are problem details."""

import logging

import pytest

from yutang.web.frame import host_name
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
