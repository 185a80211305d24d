"""State's tables of staff and house accounts. Only this package writes them."""

import sqlalchemy as sa

from yutang.kit.db import metadata

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("identity_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("first_batch", sa.BigInteger, nullable=False),
)

house_account = sa.Table(
    "house_account",
    metadata,
    sa.Column("identity_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("first_batch", sa.BigInteger, nullable=False),
)
