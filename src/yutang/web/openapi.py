"""The OpenAPI document: what the console's types, the generated clients and the fuzzer are made from."""

import hashlib
import json

from litestar import Litestar, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from yutang.web.identify import COOKIE

API_VERSION = "1"


def config() -> OpenAPIConfig:
    """Litestar mounts the document with a page for every unknown address below it: out of the API's way."""
    return OpenAPIConfig(
        title="Yutang",
        version=API_VERSION,
        path="/api/openapi",
        openapi_router=Router(
            "/api/openapi", route_handlers=[], opt={"public": True}, include_in_schema=False
        ),
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        components=Components(
            security_schemes={
                "session": SecurityScheme(type="apiKey", name=COOKIE, security_scheme_in="cookie"),
                "token": SecurityScheme(type="http", scheme="bearer"),
            }
        ),
        security=[{"session": []}, {"token": []}],
    )


def document(app: Litestar) -> bytes:
    """The document, the same bytes each time."""
    return (
        json.dumps(app.openapi_schema.to_schema(), indent=1, sort_keys=True, ensure_ascii=False).encode()
        + b"\n"
    )


def digest(api_document: bytes) -> str:
    """What the console's build.json says it was built against."""
    return hashlib.sha256(api_document).hexdigest()[:16]
