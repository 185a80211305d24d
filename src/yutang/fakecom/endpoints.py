"""The table of what can be called: the platform's endpoints, and the acts of the human simulator."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from yutang.fakecom.fields import Fields
from yutang.fakecom.state.corps import Json
from yutang.fakecom.web import Answer

if TYPE_CHECKING:
    from yutang.fakecom.call import Call

Handler = Callable[["Call"], Json | Answer]
# (fake, what was asked: body, query and parts of the path) → answer. May be a coroutine.
Act = Callable[[Any, Fields], Json | Answer | Awaitable[Json | Answer]]


class Endpoint(msgspec.Struct, frozen=True):
    """`permission`: what the app must have (48002); "token": any app; "": no token at all."""

    method: str
    path: str
    permission: str
    handler: Handler


class Control(msgspec.Struct, frozen=True):
    method: str
    parts: tuple[str, ...]
    act: Act


F = TypeVar("F", bound=Callable[..., Any])
ENDPOINTS: dict[str, list[Endpoint]] = {}
CONTROLS: list[Control] = []


def endpoint(method: str, path: str, *, permission: str = "token") -> Callable[[F], F]:
    """Register an endpoint; `path` without `/cgi-bin/`."""

    def register(handler: F) -> F:
        ENDPOINTS.setdefault(path, []).append(Endpoint(method, path, permission, handler))
        return handler

    return register


def control(method: str, path: str) -> Callable[[F], F]:
    """Register an act of ours. Parts of `path` in braces are given to it as fields."""

    def register(act: F) -> F:
        CONTROLS.append(Control(method, tuple(path.strip("/").split("/")), act))
        return act

    return register


def find_control(method: str, path: str) -> tuple[Act, dict[str, str]] | None:
    """The act at that path, with what stood in its braces."""
    asked = path.strip("/").split("/")
    for one in CONTROLS:
        if one.method != method or len(one.parts) != len(asked):
            continue
        pairs = list(zip(one.parts, asked, strict=True))
        if all(part == given or part.startswith("{") for part, given in pairs):
            return one.act, {part[1:-1]: given for part, given in pairs if part.startswith("{")}
    return None
