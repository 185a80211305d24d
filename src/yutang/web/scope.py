"""What the layers of the server leave for each other in a request's scope, with its types."""

from collections.abc import MutableMapping
from typing import Any, cast

from yutang.accounts.model import Signed


def set_signed(scope: Any, signed: Signed | None) -> None:
    cast("MutableMapping[str, Any]", scope)["auth"] = signed


def signed_of(scope: Any) -> Signed | None:
    """Who asks; None: nobody known."""
    return cast("MutableMapping[str, Any]", scope).get("auth")


def request_id(scope: Any) -> str:
    """Under this number the log has the cause of an error."""
    return str(cast("MutableMapping[str, Any]", scope).get("state", {}).get("request_id", ""))


def method(scope: Any) -> str:
    return str(cast("MutableMapping[str, Any]", scope).get("method", ""))
