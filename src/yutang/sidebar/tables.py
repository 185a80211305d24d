"""State's table of the sidebar. Only this package writes it."""

import sqlalchemy as sa

from yutang.kit.db import metadata

# Tags that were suggested for a customer, and refused: not suggested again. No foreign key: customers are folds.
tag_refusal = sa.Table(
    "tag_refusal",
    metadata,
    sa.Column("customer_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("tag_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("refused_at", sa.BigInteger, nullable=False),
    sa.Column("refused_by", sa.BigInteger),
)
