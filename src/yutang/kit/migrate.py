"""Brings State's schema to this version, in one transaction on both databases."""

import importlib.resources

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from yutang.kit.db import Database
from yutang.kit.errors import YutangError


def head() -> str:
    """The newest revision that this version knows."""
    with importlib.resources.as_file(importlib.resources.files("yutang") / "migrations") as folder:
        return str(ScriptDirectory(str(folder)).get_current_head())


def migrate(db: Database) -> bool:
    """Run what is missing. False: nothing was. Raises YutangError when a newer version wrote this State."""
    with importlib.resources.as_file(importlib.resources.files("yutang") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        script = ScriptDirectory.from_config(config)
        with db.read() as conn:
            has = sa.inspect(conn).has_table("alembic_version")
            here = MigrationContext.configure(conn).get_current_revision() if has else None
        known = {revision.revision for revision in script.walk_revisions()}
        if here is not None and here not in known:
            raise YutangError("state_newer", revision=here)
        if here == script.get_current_head():
            return False
        with db.schema_change() as conn:
            config.attributes["connection"] = conn
            command.upgrade(config, "head")
    return True
