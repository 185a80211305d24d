"""Requests made up from the OpenAPI document: nothing breaks, and every answer is one that it promised."""

import json
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from schemathesis.python.asgi import HOST
from tests.web.fuzzing import attack, checks, furnish, operations, people, wire
from tests.web.fuzzing import described as schema_of

from yutang.web.app import described
from yutang.web.openapi import REFUSALS

pytestmark = pytest.mark.laws

EXAMPLES = 5  # a route and person


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("role", ["administrator", "operator"])
def test_no_request_breaks_a_promise(served: SimpleNamespace, role: str) -> None:
    ids, headers, codes = furnish(served), people(served)[role], Counter[int]()

    def judge(case: Any, response: Any) -> None:
        case.validate_response(response, checks=checks(case))
        codes[response.status_code] += 1

    with wire(served.app) as client:
        for operation in operations(schema_of(served.app)):
            attack(operation, headers, ids, client, judge, examples=EXAMPLES)
        assert (
            client.get(f"http://{HOST}/api/v1/session", headers=headers).status_code == 200
        )  # never signed out
    assert codes[200] > 30
    assert codes[400] + codes[403] > 50


def test_the_document_beside_the_console_is_the_servers(request: pytest.FixtureRequest) -> None:
    told = (request.config.rootpath / "console" / "openapi.json").read_bytes()
    assert told == described(), "run `make api`: routes or their structs have changed"


def document() -> dict[str, Any]:
    return json.loads(described())


def places(node: Any, key: str) -> list[Any]:
    """Every value under `key`, however deep."""
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    found = [value for one in inside for value in places(one, key)]
    return [*found, node[key]] if isinstance(node, dict) and key in node else found


def test_the_document_is_whole() -> None:
    """Every reference leads somewhere, every schema is one of JSON Schema 2020-12, as OpenAPI 3.1 wants."""
    made = document()
    for reference in set(places(made, "$ref")):
        here: Any = made
        for part in reference.removeprefix("#/").split("/"):
            here = here[part]
    for schema in [*made["components"]["schemas"].values(), *places(made["paths"], "schema")]:
        Draft202012Validator.check_schema(schema)


def test_every_operation_may_answer_with_a_problem_and_names_its_success() -> None:
    for path, operation in ((p, op) for p, ops in document()["paths"].items() for op in ops.values()):
        answers = operation["responses"]
        assert {str(n) for n in REFUSALS} <= set(answers), path
        assert any(status.startswith("2") for status in answers), path
        assert {answers[str(n)]["$ref"] for n in REFUSALS} == {"#/components/responses/Problem"}
