"""Routes that answer with a file: how the OpenAPI document tells of them."""

from dataclasses import dataclass

from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, Operation, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML = "text/html"
CSV = "text/csv"
JSON = "application/json"


def download(*media_types: str) -> type[Operation]:
    """For `operation_class`: the answer is a file of one of these types. Litestar itself knows one, of the handler."""

    @dataclass
    class Download(Operation):
        def __post_init__(self) -> None:
            binary = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
            content = {kind: OpenAPIMediaType(Schema() if kind == JSON else binary) for kind in media_types}
            self.responses = (self.responses or {}) | {"200": OpenAPIResponse("The file.", content=content)}

    return Download
