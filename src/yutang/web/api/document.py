"""The API's own description, for generators of clients; it holds no data, so anybody may read it."""

from typing import Any

from litestar import Request, Response, get

from yutang.web.openapi import document


@get("/openapi.json", operation_id="get_document", opt={"public": True}, include_in_schema=False,
     sync_to_thread=True)  # fmt: skip
def get_document(request: Request[Any, Any, Any]) -> Response[bytes]:
    """OpenAPI 3.1, the same bytes as console/openapi.json."""
    return Response(document(request.app), media_type="application/json")


routes = [get_document]
