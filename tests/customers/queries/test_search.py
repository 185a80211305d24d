"""Accounts looked up by what a platform calls them, on both databases."""

import sqlalchemy as sa

from yutang.customers.queries.search import _called
from yutang.customers.tables import identity
from yutang.kit.db import Database


def test_an_account_is_found_at_any_platform_or_at_one(database: Database) -> None:
    there = [("email", "x1"), ("phone", "x2"), ("wecom", "x1"), ("wecom", "x3"), ("xhs", "x1")]

    def write(conn: sa.Connection) -> dict[tuple[str, str], int]:
        values = {"role": 0, "role_rank": 0}
        for platform, external in there:
            conn.execute(sa.insert(identity).values(platform=platform, external_id=external, **values))
        rows = conn.execute(sa.select(identity.c.platform, identity.c.external_id, identity.c.id))
        return {(platform, external): id_ for platform, external, id_ in rows}

    ids = database.write(write)
    with database.read() as conn:
        everywhere = sorted(_called(conn, "x1"))
        assert everywhere == sorted(id_ for (_, external), id_ in ids.items() if external == "x1")
        assert _called(conn, "x1", "wecom") == [ids["wecom", "x1"]]
        assert _called(conn, "x2", "wecom") == _called(conn, "x9") == []


def test_nobody_is_found_where_nobody_is(database: Database) -> None:
    with database.read() as conn:
        assert _called(conn, "x1") == []
