"""Every error of a handler as problem details. What nobody foresaw is logged under its request id."""

import logging
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from yutang.kit.errors import DiskFull, YutangError
from yutang.web.problem import Place, Problem, ProblemBody
from yutang.web.scope import request_id

log = logging.getLogger("yutang.web")
CODES = {400: "bad_request", 401: "not_signed_in", 403: "not_allowed", 404: "not_found", 405: "bad_method",
         413: "too_large", 415: "bad_media_type", 429: "too_many", 503: "not_ready"}  # fmt: skip

STATUS = {"login_wrong": 401, "password_wrong": 401, "login_locked": 429, "too_many": 429, "sign_in_busy": 503,
          "not_for_tokens": 403}  # fmt: skip

GONE = (
    "client disconnected prematurely"  # Litestar's words for a body that broke off, or whose chunks are none
)

AnyRequest = Request[Any, Any, Any]


def answer(request: AnyRequest, problem: Problem) -> Response[Any]:
    """A problem as a response."""
    body = ProblemBody(
        title=problem.code, status=problem.status, code=problem.code, params=problem.params,
        errors=problem.errors, request_id=request_id(request.scope),
    )  # fmt: skip
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    return Response(
        msgspec.json.encode(body, enc_hook=str),
        status_code=problem.status,
        media_type="application/problem+json",
        headers=headers,
    )


def _problem(request: AnyRequest, error: Problem) -> Response[Any]:
    return answer(request, error)


def _of(status: int, error: YutangError) -> Problem:
    problem = Problem(status, error.code)
    problem.params = error.params
    seconds = error.params.get("seconds")
    problem.retry_after = seconds if isinstance(seconds, int) else None
    return problem


def _yutang(request: AnyRequest, error: YutangError) -> Response[Any]:
    status = 507 if isinstance(error, DiskFull) else STATUS.get(error.code, 409)
    return answer(request, _of(status, error))


def _http(request: AnyRequest, error: HTTPException) -> Response[Any]:
    if error.status_code == 500 and error.detail == GONE:
        return answer(request, Problem(400, "cut_off"))
    code = CODES.get(error.status_code, "bad_request" if error.status_code < 500 else "unexpected")
    places: list[Place] = []
    if isinstance(error, ValidationException):
        extra: Any = error.extra or []
        places = [
            Place(str(e.get("key", "")), "bad_value", {"detail": str(e.get("message", ""))[:200]})
            for e in extra
        ]
    return answer(request, Problem(error.status_code, code, errors=places))


def _deep(request: AnyRequest, error: RecursionError) -> Response[Any]:
    return answer(request, Problem(400, "too_deep"))


def _no_text(request: AnyRequest, error: UnicodeDecodeError) -> Response[Any]:
    """Bytes of a body that are no UTF-8 where a string stands; msgspec tells of others as no JSON."""
    return answer(request, Problem(400, "bad_request"))


def _unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    log.error(
        "request %s %s %s failed", request_id(request.scope), request.method, request.url.path, exc_info=error
    )
    return answer(request, Problem(500, "unexpected"))


# Litestar declares the map with open type parameters; each handler above is checked for its own type.
HANDLERS: Any = {
    Problem: _problem,
    YutangError: _yutang,
    HTTPException: _http,
    RecursionError: _deep,
    UnicodeDecodeError: _no_text,
    Exception: _unexpected,
}
