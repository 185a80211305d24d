"""The same POST twice is done once; the caller's key decides, not luck."""

import threading

KEY = {"Idempotency-Key": "key-1"}


def _make(browser, login: str = "li", key=KEY):
    body = {"login": login, "name": "Li", "role": "operator", "staff_id": None}
    return browser("POST", "/users", json=body, headers=key)


def test_the_second_time_gets_the_first_answer(served) -> None:
    browser = served.client("administrator")
    first, second = _make(browser), _make(browser)
    assert first.status_code == 201
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second.headers["idempotency-replayed"] == "true"
    assert [u["login"] for u in browser("GET", "/users").json()["items"]].count("li") == 1


def test_without_a_key_it_is_another_request(served) -> None:
    browser = served.client("administrator")
    assert _make(browser, key={}).status_code == 201
    assert _make(browser, key={}).status_code == 409


def test_a_key_is_for_one_request_only(served) -> None:
    browser = served.client("administrator")
    _make(browser)
    other = _make(browser, login="wang")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_reused")


def test_a_key_is_its_callers_own(served) -> None:
    _make(served.client("administrator"))
    answer = _make(served.client("administrator"))
    assert (answer.status_code, answer.json()["code"]) == (409, "login_taken")


def test_a_refusal_for_want_of_rights_is_not_kept(served) -> None:
    browser = served.client("operator")
    assert _make(browser).status_code == 403
    assert "idempotency-replayed" not in _make(browser).headers


def test_an_empty_and_an_endless_key_are_refused(served) -> None:
    browser = served.client("administrator")
    assert _make(browser, key={"Idempotency-Key": "x" * 201}).json()["code"] == "bad_idempotency_key"


def test_a_body_over_the_bound_is_refused(served) -> None:
    body = b'{"login": "' + b"x" * (5 << 20) + b'"}'
    answer = served.client("administrator")("POST", "/users", content=body, headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_two_at_once_are_one(served) -> None:
    """One is done, the other is told to come again, or gets the same answer."""
    browsers = [served.client("administrator")]
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(_make(browsers[0]))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {a.status_code for a in answers} <= {201, 409}
    assert {a.json().get("code") for a in answers if a.status_code == 409} <= {"idempotency_in_progress"}
    assert [u["login"] for u in browsers[0]("GET", "/users").json()["items"]].count("li") == 1
