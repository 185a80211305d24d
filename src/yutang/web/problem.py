"""Errors of the API: RFC 9457 problem details with a code and parameters, never a sentence."""

from typing import Any

import msgspec


class Problem(Exception):
    """Raise it in a handler. `status`: HTTP; `code`: locales "error.<code>"; `errors`: places inside the input."""

    def __init__(
        self, status: int, code: str, *, errors: list["Place"] | None = None, retry_after: int | None = None,
        **params: Any,
    ) -> None:  # fmt: skip
        super().__init__(code)
        self.status, self.code, self.params = status, code, params
        self.errors = errors or []
        self.retry_after = retry_after  # seconds


class Place(msgspec.Struct, frozen=True):
    """One thing wrong in the input: where ("login", "facts[3].kind"), and what."""

    at: str
    code: str
    params: dict[str, Any] = {}


class ProblemBody(msgspec.Struct, frozen=True, kw_only=True):
    """application/problem+json."""

    title: str  # the code again: people get the text from their own catalogue
    status: int
    code: str
    params: dict[str, Any] = {}
    errors: list[Place] = []
    request_id: str = ""
    type: str = "about:blank"


def not_found(what: str) -> Problem:
    """Not there, or not in the viewer's scope: the answer is the same."""
    return Problem(404, "not_found", what=what)
