r"""No text of a request holds a NUL: PostgreSQL takes none, and what is kept as JSON would fail whoever reads it later."""

from types import SimpleNamespace

import pytest


@pytest.mark.parametrize(
    "path", ["/staff?q=a%00b", "/customers?q=%00", "/audit?subject=%00:%00", "/checkup/groups/%00",
             "/segments/names/tag?q=%00", "/staff/directory?q=%00"],
)  # fmt: skip
def test_an_address_with_one_is_refused(served: SimpleNamespace, path: str) -> None:
    answer = served.client("administrator")("GET", path)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    "body",
    [rb'{"login": "a\u0000b", "password": "x"}', rb'{"login": "a\\\u0000", "password": "x"}',
     rb'{"login": "a", "password": "x", "more": ["\u0000"]}', rb'{"login": "a", "password": "x", "\u0000": 1}'],
)  # fmt: skip
def test_a_body_with_one_is_refused(served: SimpleNamespace, body: bytes) -> None:
    answer = served.client()("POST", "/session", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_what_only_looks_like_one_is_text(served: SimpleNamespace) -> None:
    boss = served.client("administrator")
    for name in (r"a\u0000b", "100%00", "\\\\u0000"):
        told = boss("PUT", "/me/preferences/columns", json={"value": [name]})
        assert told.status_code < 300, told.text
        assert boss("GET", "/me/preferences").json()["values"]["columns"] == [name]
