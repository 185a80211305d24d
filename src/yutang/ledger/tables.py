"""State's tables of the ledger. Only this package writes them."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

# RESERVED: an id given to a batch that is being applied; a crash leaves no more of it than that.
# MERGED: a request that was applied together with others, under an id of their own; only its key is kept.
# QUARANTINED: a request that breaks applying; it waits for a person, and the rest goes on without it.
# UNDONE: taken back. The row stays, so that its id is never given again.
RECEIVED, APPLIED, SEALED, RESERVED, MERGED, QUARANTINED, UNDONE = 0, 1, 2, 3, 4, 5, 6
_IN_RUN = sa.text("run_id IS NOT NULL")

# One row = one request, callback or import batch, never one row a fact. `blob`: the sightings while received
# (ledger.posts), the facts themselves once applied (Arrow IPC), null once every day they touch is sealed.
# `run_id`: the import it belongs to. `fault`: why it is quarantined.
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
    sa.Column("run_id", sa.BigInteger),
    sa.Column("fault", sa.Text),
    sa.Index("ix_inlet_run_id", "run_id", sqlite_where=_IN_RUN, postgresql_where=_IN_RUN),
)

# What a batch said beside its facts, kept so that any other batch can be taken back: which facts it repeated
# ("repeated": their keys), whom and what it named ("customers", "groups": see Domain.told).
inlet_said = sa.Table(
    "inlet_said",
    metadata,
    sa.Column("batch_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("blob", sa.LargeBinary, nullable=False),
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
