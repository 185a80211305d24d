"""Signing secrets follow the secret key; one that no key opens is left as it is."""

from pathlib import Path

import sqlalchemy as sa
from cryptography.fernet import Fernet

from yutang.digests import deliveries
from yutang.digests.tables import webhook
from yutang.kit.db import Database
from yutang.kit.secrets import Secrets


def test_signing_secrets_are_closed_with_the_newest_key(database: Database, tmp_path: Path) -> None:
    lost, old, new = (Fernet.generate_key().decode() for _ in range(3))

    def secrets(*keys: str) -> Secrets:
        return Secrets(tmp_path, {"YUTANG_SECRET_KEY": ",".join(keys)})

    closed = {"a": secrets(old).close("yws_a"), "b": secrets(lost).close("yws_b")}
    for name, secret in closed.items():
        row = {
            "name": name,
            "url": "https://hooks.example/?key=abc",
            "periods": "[]",
            "lang": "zh",
            "secret": secret,
        }
        database.write(lambda conn, row=row: deliveries.add(conn, row | {"created_at": 1, "created_by": 1}))
    database.write(lambda conn: deliveries.reclose(conn, secrets(new, old)))
    with database.read() as conn:
        kept = {row.name: row for row in conn.execute(sa.select(webhook))}
    assert secrets(new).open(kept["a"].secret) == "yws_a\nhttps://hooks.example/?key=abc"
    assert kept["a"].url == "https://hooks.example/?key=…"  # an address that a former version kept open
    assert (kept["b"].secret, kept["b"].url) == (closed["b"], "https://hooks.example/?key=abc")
