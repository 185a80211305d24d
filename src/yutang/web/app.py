"""The application: routes, who asks, errors, OpenAPI. Put together once; `Frame` goes around it."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from litestar import Litestar, Request, Router
from litestar.config.compression import CompressionConfig
from litestar.di import Provide

from yutang.accounts.model import Signed, Viewer
from yutang.connections.doorman import Doorman
from yutang.kit.secrets import Secrets
from yutang.kit.settings import proxies
from yutang.web import entrance, pages, sidebar, sidebar_acts
from yutang.web.callback import Callbacks
from yutang.web.context import Context
from yutang.web.errors import HANDLERS
from yutang.web.frame import App, Frame
from yutang.web.guard import Asked, check_routes, guard
from yutang.web.identify import Identify
from yutang.web.lane import Lane
from yutang.web.openapi import config, document
from yutang.web.problem import Problem
from yutang.web.repeat import Repeat
from yutang.web.routes import ROUTES
from yutang.web.scope import signed_of

PREFIX = "/api/v1"
BODY_LIMIT = 4 << 20  # bytes; uploads say their own
PAGES: list[Any] = [*pages.routes, *entrance.routes, *sidebar.routes, *sidebar_acts.routes]


def make_app(context: Context) -> Frame:
    """The server's application over open stores."""
    return framed(context, routed(context, lambda: context))


def framed(context: Context, litestar: Litestar) -> Frame:
    """`routed` with what stands before it: facts in a hurry, callbacks, the host."""
    public = urlsplit(context.settings.public_url).hostname
    hosts = {context.settings.host.lower(), *([public.lower()] if public else [])}
    inner: App = Lane(context, litestar)
    if context.inbox is not None:
        inner = Callbacks(inner, Doorman(context.state, Secrets(context.home)), context.inbox, context.now)
    return Frame(litestar, inner, frozenset(hosts), proxies(context.settings))


def described() -> bytes:
    """The OpenAPI document, without a store: for the console's types (`make api`)."""
    app = Litestar(
        route_handlers=[Router(PREFIX, route_handlers=ROUTES)],
        dependencies={
            name: Provide(lambda: None, sync_to_thread=False) for name in ("context", "viewer", "signed")
        },
        openapi_config=config(),
    )
    return document(app)


def routed(context: Context, given: Callable[[], Context]) -> Litestar:
    """All routes, who asks, and errors. `given`: what handlers get."""
    api: Sequence[Any] = ROUTES
    app = Litestar(
        route_handlers=[Router(PREFIX, route_handlers=api), *PAGES],
        dependencies={
            "context": Provide(given, sync_to_thread=False),
            "viewer": Provide(_viewer, sync_to_thread=False),
            "signed": Provide(_signed, sync_to_thread=False),
        },
        middleware=[Identify(context), Repeat(context)],
        guards=[guard],
        request_class=Asked,
        exception_handlers=HANDLERS,
        openapi_config=config(),
        compression_config=CompressionConfig("gzip", minimum_size=1400, gzip_compress_level=5,
                                             exclude_opt_key="no_gzip"),
        request_max_body_size=BODY_LIMIT,
        debug=False,
        logging_config=None,
    )  # fmt: skip
    check_routes([*api, *PAGES])
    return app


def _signed(request: Request[Any, Any, Any]) -> Signed:
    signed = signed_of(request.scope)
    if signed is None:
        raise Problem(401, "not_signed_in")
    return signed


def _viewer(request: Request[Any, Any, Any]) -> Viewer:
    return _signed(request).viewer
