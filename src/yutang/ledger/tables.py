"""State's tables of the ledger. Only this package writes them."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

# RESERVED: an id given to a batch that is being applied; a crash leaves no more of it than that.
RECEIVED, APPLIED, SEALED, RESERVED = 0, 1, 2, 3

# One row = one request, callback or import batch, never one row a fact. `blob`: the sightings while received,
# the facts themselves once applied (Arrow IPC), null once every day they touch is sealed.
inlet = sa.Table(
    "inlet",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("platform", sa.Text, nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("state", sa.SmallInteger, nullable=False, default=RECEIVED, index=True),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("facts", sa.Integer),
    sa.Column("blob", sa.LargeBinary),
)

# What the sealed folder holds. `upto`: the last batch whose facts of that day are in the file; later batches'
# facts of the day are still in the inlet, so a crash between file and row can neither lose nor double one.
sealed_day = sa.Table(
    "sealed_day",
    metadata,
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("upto", sa.BigInteger, nullable=False),
    sa.Column("facts", sa.BigInteger, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
)

ledger_meta = sa.Table(
    "ledger_meta",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
