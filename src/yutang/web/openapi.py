"""The OpenAPI document: what the console's types, the generated clients and the fuzzer are made from."""

import hashlib
import json
from typing import Any

import msgspec
from litestar import Litestar, Router
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.typing import FieldDefinition

from yutang.engine import Rule
from yutang.web.identify import COOKIE
from yutang.web.problem import ProblemBody

API_VERSION = "1"
# What may come of a request beside what it asks for. Litestar would name one of them, 400, in a shape of its own.
REFUSALS = (400, 401, 403, 404, 409, 422, 429, 503)
WRITE_REFUSALS = (413, 415, 507)
REF = "#/components/schemas/{name}"


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
    made = app.openapi_schema.to_schema()
    _describe_exactly(made, app)
    _add_rules(made)
    _add_problems(made)
    return json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def _describe_exactly(made: dict[str, Any], app: Litestar) -> None:
    """msgspec's own description of our structs: Litestar's forgets bounds inside of unions, and says `oneOf` of
    int | float, where 1 is both. What is only ever answered has all its fields, those with defaults too."""
    taken, given = (msgspec.json.schema_components(types, ref_template=REF)[1] for types in _structs(app))
    components = made["components"]["schemas"]
    for name, schema in (given | taken).items():
        fields: dict[str, Any] = schema.get("properties", {})
        for field in fields.values():
            if len(field.get("enum", ())) == 1:  # a tag: generators of clients want to be told its type
                field |= {"type": "string", "const": field.pop("enum")[0]}
            if name not in taken:
                field.pop("default", None)
        if fields and name not in taken:
            schema["required"] = sorted(fields)
        if name in components:
            components[name] = schema


def _structs(app: Litestar) -> tuple[list[Any], list[Any]]:
    """What handlers take, and what they return."""
    taken: dict[Any, None] = {}
    given: dict[Any, None] = {}
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            signature = handler.parsed_fn_signature
            given |= dict.fromkeys(_inside(signature.return_type))
            if "data" in signature.parameters:
                taken |= dict.fromkeys(_inside(signature.parameters["data"]))
    return list(taken), list(given)


def _inside(field: FieldDefinition) -> list[Any]:
    """The structs in a type: of Response[X], X; of a union, each."""
    fields, found = [field], list[Any]()
    while fields:
        one = fields.pop()
        fields += one.inner_types
        if isinstance(one.annotation, type) and issubclass(one.annotation, msgspec.Struct):
            found.append(one.annotation)
    return found


def _add_rules(made: dict[str, Any]) -> None:
    """The rule language, which handlers take as it comes (the engine tells every fault, not the first): `Rule`."""
    (whole,), parts = msgspec.json.schema_components([Rule], ref_template=REF.replace("{", "Rule{"))
    inner = json.dumps(parts).replace(json.dumps(whole), json.dumps({"$ref": REF.format(name="Rule")}))
    schemas = made["components"]["schemas"]
    for name, schema in json.loads(inner).items():
        for field in schema["properties"].values():
            field.pop("default", None)  # what is left out has it: generators would want every field else
            if len(field.get("enum", ())) == 1:
                field |= {"type": "string", "const": field.pop("enum")[0]}
        schemas[f"Rule{name}"] = schema | {"title": f"Rule{name}"}  # generators of clients call them by it
    schemas["Rule"] = whole


def _add_problems(made: dict[str, Any]) -> None:
    """Every operation may answer with a problem: said once, referred to from each."""
    where, components = msgspec.json.schema_components([ProblemBody], ref_template=REF)
    made["components"]["schemas"] |= components
    made["components"]["responses"] = {
        "Problem": {
            "description": "Refused: a code and its parameters.",
            "content": {"application/problem+json": {"schema": where[0]}},
        }
    }
    for operations in made["paths"].values():
        for method, operation in operations.items():
            refusals = REFUSALS if method == "get" else REFUSALS + WRITE_REFUSALS
            operation["responses"] |= {str(n): {"$ref": "#/components/responses/Problem"} for n in refusals}


def digest(api_document: bytes) -> str:
    """What the console's build.json says it was built against."""
    return hashlib.sha256(api_document).hexdigest()[:16]
