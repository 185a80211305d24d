"""The application over a test's stores. Its routes are put together once a process: that takes longer than most tests."""

import functools
from contextvars import ContextVar
from typing import Any

from litestar import Litestar

from yutang.web import app
from yutang.web.context import Context
from yutang.web.frame import App, Frame, Receive, Scope, Send

_asked: ContextVar[Context] = ContextVar("asked")


class _Current:
    """The context of the application that is being asked: a request and its threads have one."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_asked.get(), name)


def _given() -> Context:
    return _asked.get()


@functools.cache
def _routed() -> Litestar:
    return app.routed(_Current(), _given)  # type: ignore[arg-type]


def make_app(context: Context) -> Frame:
    """As `yutang.web.app` makes it."""
    frame = app.framed(context, _routed())
    inner: App = frame.inner

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        _asked.set(context)
        await inner(scope, receive, send)

    frame.inner = asked
    return frame
