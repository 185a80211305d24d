"""An open State with an administrator and a secret key; `here.connect()` makes a connection."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from yutang.accounts.model import Role, Viewer
from yutang.connections import actions
from yutang.kit.db import Database
from yutang.kit.secrets import Secrets

NOW = 1_772_000_000_000_000
BOSS = Viewer(user_id=1, login="boss", name="Boss", role=Role.ADMINISTRATOR)
SECRETS = {
    "secret": "S3cret-of-the-app_0123",
    "token": "QDG6eK",
    "aes_key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
}
OPEN = {"corp_id": "ww1234567890abcdef", "agent_id": "1000002"}
SETTINGS = OPEN | SECRETS


@pytest.fixture
def here(database: Database, tmp_path: Path) -> SimpleNamespace:
    secrets = Secrets(tmp_path, {})

    def connect(name: str = "总部", **more: str) -> Any:
        made, _ = database.write(
            lambda c: actions.connect(
                c, "wecom", name, SETTINGS | more, secrets=secrets, viewer=BOSS, now=NOW
            )
        )
        return made

    def read(ask: Callable[..., Any], *args: Any, **more: Any) -> Any:
        with database.read() as conn:
            return ask(conn, *args, **more)

    def write(do: Callable[..., Any], *args: Any, **more: Any) -> Any:
        return database.write(lambda conn: do(conn, *args, **more))

    return SimpleNamespace(
        db=database, home=tmp_path, secrets=secrets, connect=connect, read=read, write=write
    )
