"""State's tables of customers. Only this package writes them.

Which identities are one customer follows from facts, and is held by analytics alone (`customers.links`).
"""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

# `role` says what the account is to the brand (ledger.catalogue.Role), `role_rank` who said so: a guess (1),
# the format (2), the user (3); a higher rank wins, whenever it is said. `name_at`: when the name was last seen.
identity = sa.Table(
    "identity",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("platform", sa.Text, nullable=False),
    sa.Column("external_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text),
    sa.Column("name_at", sa.BigInteger),
    sa.Column("role", sa.SmallInteger, nullable=False),
    sa.Column("role_rank", sa.SmallInteger, nullable=False),
    sa.UniqueConstraint("platform", "external_id"),
)

# A tag's names after its first (customers.aliases). `mark`: of the whole name. No foreign key: tags stand above.
tag_alias = sa.Table(
    "tag_alias",
    metadata,
    sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("tag_id", sa.BigInteger, nullable=False),
)

# An attribute as the tenant defines it. `code` stays for good: facts carry its mark, rules the code. `choices`: JSON, a
# list of texts. `sensitive`: set only of who consented to that.
attribute_definition = sa.Table(
    "attribute_definition",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name_zh", sa.Text, nullable=False),
    sa.Column("name_en", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("choices", sa.Text, nullable=False),
    sa.Column("sensitive", sa.Boolean, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("archived_at", sa.BigInteger),
)
