"""Requests made up from the OpenAPI document, against the whole application, as different people."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from schemathesis.checks import CHECKS
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.generation import GenerationMode
from schemathesis.python import asgi
from tests.tasks.taskworld import wanted

from yutang.kit import clock
from yutang.tasks import actions
from yutang.worker.digests import make_digest

# Not among them: that what is well formed is taken. A cursor, a day gone by, a person unknown are refused for their sense.
CHECKED = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection",
]  # fmt: skip
# They never end, or end what the test stands on.
APART = {"job_events", "sign_out", "sign_out_everywhere", "change_password"}


def people(served: SimpleNamespace) -> dict[str, dict[str, str]]:
    """Headers of an administrator and of an operator, as their browsers send them."""
    found: dict[str, dict[str, str]] = {}
    for role in ("administrator", "operator"):
        browser = served.client(role)
        cookie = browser.http.cookies["yutang_session"]
        found[role] = {"Cookie": f"yutang_session={cookie}", "X-CSRF-Token": browser.csrf}
    return found


def furnish(served: SimpleNamespace) -> dict[str, list[Any]]:
    """Something of each kind, so that requests find it: values for parameters, by name."""
    boss, state, now = served.client("administrator"), served.ledger.state, clock.now()
    tasks = [wanted(str(n), due_at=now + n) for n in range(5)]
    state.write(lambda conn: actions.create(conn, tasks, viewer=boss.viewer, now=now))
    digest = make_digest(state, served.board, {"period": "daily"}, now=now, link_base="")["digest"]
    upload = boss("POST", "/uploads").json()["id"]
    boss("PUT", f"/uploads/{upload}/file?path=a.csv&size=12&offset=0", content="时间,发".encode())
    hook = {"name": "x", "url": "https://hooks.example/x", "periods": ["daily"], "lang": "zh"}
    webhook = boss("POST", "/webhooks", json=hook).json()["webhook"]["id"]
    job = boss("POST", "/checkup/refresh").json()["id"]
    groups = [row["id"] for row in boss("GET", "/checkup/groups").json()["items"]]
    return {
        "group_id": [quote(g, safe="") for g in groups], "task_id": [t["id"] for t in boss("GET", "/tasks").json()["items"]],
        "digest_id": [digest], "upload_id": [upload], "webhook_id": [webhook], "job_id": [job], "run_id": [1],
        "user_id": [boss.viewer.user_id], "name": ["columns"], "groups": groups,
    }  # fmt: skip


def described(app: Any) -> Any:
    """The schema of a running application, whose Host header must be known to it."""
    app.hosts |= {asgi.HOST}
    generation = GenerationConfig(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE],
                                  with_security_parameters=False)  # fmt: skip
    config = SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(generation=generation)))
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=config)


def operations(schema: Any) -> Iterator[Any]:
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.definition.raw["operationId"] not in APART:
            yield operation


@contextmanager
def wire(app: Any) -> Iterator[Any]:
    with asgi.get_client(app) as client:
        yield client


def attack(operation: Any, headers: dict[str, str], ids: dict[str, list[Any]], client: Any,
           judge: Callable[[Any, Any], None], *, examples: int, seed: int = 0) -> None:  # fmt: skip
    """`judge(case, response)` for each request made up; half of the addresses name something that is there."""

    modes = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @seeded(seed)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck),
              phases=[Phase.generate])  # fmt: skip
    @given(case=st.one_of(*modes), pick=st.integers(0, 9))
    def once(case: Any, pick: int) -> None:
        if pick < 7 and case.meta.generation.mode is GenerationMode.POSITIVE:
            _aim(case, ids, pick)
        judge(case, case.call(headers=headers, session=client))

    once()


def checks(case: Any) -> list[Any]:
    """Posted facts are judged one by one: 202 says which were not well formed."""
    own = case.operation.definition.raw["operationId"] == "post_facts"
    return CHECKS.get_by_names([name for name in CHECKED if not (own and name == "negative_data_rejection")])


def _aim(case: Any, ids: dict[str, list[Any]], pick: int) -> None:
    for name, values in ids.items():
        if name in (case.path_parameters or {}):
            case.path_parameters[name] = values[pick % len(values)]
    if isinstance(case.body, dict) and "groups" in case.body:
        case.body["groups"] = ids["groups"][: 1 + pick]
