"""A Python client made from the OpenAPI document by somebody else's generator, against the running server."""

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from faults.conftest import home, launcher, serve
from faults.folders import until
from faults.serving import Server, message

__all__ = ["home", "launcher", "serve"]
NAME = "yutang_client"
# The generator knows few types of content by name; workbooks and pictures are bytes to it.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTES = "application/octet-stream"
CONFIG = {
    "content_type_overrides": {XLSX: BYTES, "image/svg+xml": BYTES, "image/png": BYTES},
    "post_hooks": [],
}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Path]:
    """The client's package, importable; the generator had nothing to complain of."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.json").write_text(json.dumps(CONFIG))
    document = pytestconfig.rootpath / "console" / "openapi.json"
    made = subprocess.run(
        [Path(sys.executable).with_name("openapi-python-client"), "generate", "--path", document, "--meta", "none",
         "--output-path", folder / NAME, "--config", folder / "config.json", "--fail-on-warning"],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    assert "Warning" not in made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield folder / NAME
    sys.path.remove(str(folder))


def part(path: str) -> ModuleType:
    return importlib.import_module(f"{NAME}.{path}")


def secret(server: Server) -> str:
    """An API token, as an administrator makes one after the first sign-in."""
    with server.client() as http:
        told = {"login": "admin", "password": server.password}
        csrf = http.post("/session", json=told).json()["csrf"]
        change = {"old": server.password, "new": "a password of my own"}
        changed = http.post("/session/password", json=change, headers={"X-CSRF-Token": csrf})
        body = {"name": "script", "scopes": ["facts.post", "groups.see"]}
        made = http.post("/tokens", json=body, headers={"X-CSRF-Token": changed.json()["csrf"]})
        assert made.status_code == 201, made.text
        return made.json()["secret"]


def test_the_client_speaks_with_the_server(generated: Path, serve: Callable[..., Server]) -> None:
    server, models = serve(), part("models")
    with part("client").AuthenticatedClient(
        f"http://127.0.0.1:{server.port}", token=secret(server)
    ) as client:

        def call(path: str, **more: Any) -> Any:
            return part(f"api.{path}").sync_detailed(client=client, **more)

        who = call("session.get_session")
        assert (who.status_code, who.parsed.user.login, who.parsed.csrf) == (200, "admin", "")
        facts = models.Facts.from_dict({"facts": [message(n) for n in range(50)]})
        taken = call("facts.post_facts", body=facts)
        assert (taken.status_code, taken.parsed.accepted, taken.parsed.rejected) == (202, 50, [])
        one = call("facts.post_facts", body=models.MessageSent.from_dict(message(50)))
        assert one.parsed.accepted == 1
        until(lambda: server.http.get("/status").json()["waiting"] == 0)
        assert server.wait(server.http.post("/checkup/refresh").json()["id"])["state"] == "done"
        (group,) = call("checkup.list_groups").parsed.items
        assert (group.id, group.messages_28d >= 0) == ("wecom:g", True)
        problem = call("users.list_users")
        assert isinstance(problem.parsed, models.ProblemBody)
        assert (problem.status_code, problem.parsed.code) == (403, "not_allowed")
        missing = call("checkup.get_group", group_id="wecom:none")
        assert (missing.parsed.status, missing.parsed.code) == (404, "not_found")
    assert server.end().code == 0


def test_every_operation_and_struct_has_its_place(generated: Path, pytestconfig: pytest.Config) -> None:
    document = json.loads((pytestconfig.rootpath / "console" / "openapi.json").read_bytes())
    made = {path.stem for path in (generated / "api").rglob("*.py")} - {"__init__"}
    assert made == {op["operationId"] for ops in document["paths"].values() for op in ops.values()}
    models = part("models")
    for name, schema in document["components"]["schemas"].items():
        assert hasattr(models, name) or "properties" not in schema, name
