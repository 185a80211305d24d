"""What accounts and the organisation refuse, as problems: the status, and the input it is about."""

from collections.abc import Generator
from contextlib import contextmanager

from yutang.kit.errors import YutangError
from yutang.web.problem import Place, Problem

STATUS = {
    "not_found": 404, "not_for_tokens": 403, "own_account": 403, "role_above_own": 403, "login_wrong": 401,
    "login_locked": 429, "too_many": 429, "sign_in_busy": 503, "password_wrong": 400, "password_same": 400,
    "password_short": 400, "password_long": 400, "password_plain": 400, "login_bad": 400, "name_bad": 400,
    "token_scopes": 400, "token_past": 400, "preference_name": 400, "preference_large": 400,
    "unit_level": 400, "preset_names": 400,
}  # fmt: skip
PLACES = {
    "password_wrong": "old", "password_same": "new", "password_short": "new", "password_long": "new",
    "password_plain": "new", "login_bad": "login", "login_taken": "login", "name_bad": "name",
    "token_scopes": "scopes", "token_past": "expires_at", "unit_level": "level", "preset_names": "names",
}  # fmt: skip


@contextmanager
def refusals() -> Generator[None]:
    """Around a call below: its YutangErrors become problems; a conflict (409) is what has no status here."""
    try:
        yield
    except YutangError as why:
        problem = Problem(STATUS.get(why.code, 409), why.code)
        problem.params = why.params
        if why.code in PLACES:
            problem.errors = [Place(PLACES[why.code], why.code, why.params)]
        seconds = why.params.get("seconds", 2 if why.code == "sign_in_busy" else None)
        problem.retry_after = seconds if isinstance(seconds, int) else None
        raise problem from None
