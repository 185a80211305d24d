"""State's tables of segments: layers with tiers, proposed changes, plans of groups, saved rules.

Only this package writes them.
"""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

_STANDS = sa.text("ended_at IS NULL")

# A ladder of exclusive tiers. `retired_at`: no longer swept; facts and proposals of it stay readable.
layer = sa.Table(
    "layer",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
    sa.Column("retired_at", sa.BigInteger),
)

# One step of a ladder; `position` 0 is the lowest. `rule` and `stay_rule`: JSON of the rule language; who is in the
# tier stays while `stay_rule` holds, and for `hold_days` in any case. `capacity`: people in one group of this tier.
tier = sa.Table(
    "tier",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "layer_id", sa.BigInteger, sa.ForeignKey(layer.c.id, ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("stay_rule", sa.Text),
    sa.Column("hold_days", sa.Integer, nullable=False),
    sa.Column("capacity", sa.Integer),
)

# A change of tier that the rules ask for and a person decides on. At most one stands for a customer in a layer: it is
# open, or was refused and the rules still say the same. `ended_at`: accepted, or the rules say something else by now.
# No foreign key on tiers: a tier may be deleted, what was decided about it stays.
tier_proposal = sa.Table(
    "tier_proposal",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "layer_id", sa.BigInteger, sa.ForeignKey(layer.c.id, ondelete="CASCADE"), nullable=False
    ),
    sa.Column("customer_id", sa.BigInteger, nullable=False),
    sa.Column("from_tier", sa.BigInteger, nullable=False),
    sa.Column("to_tier", sa.BigInteger),  # null: out of the layer
    sa.Column("since", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("decided_at", sa.BigInteger),
    sa.Column("decided_by", sa.BigInteger),
    sa.Column("decided_by_name", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("ended_at", sa.BigInteger),
    sa.Index("ix_tier_proposal_layer_id_state", "layer_id", "state"),
    sa.Index("ix_tier_proposal_customer_id", "customer_id"),
    sa.Index(
        "ix_tier_proposal_standing", "layer_id", "customer_id", unique=True,
        sqlite_where=_STANDS, postgresql_where=_STANDS,
    ),
)  # fmt: skip

# A confirmed plan of groups. `moves`: who goes where (segments.allocation.kept), one value: it is written and read
# whole, and may hold a million people. `undone_at`: taken back; what staff had done by then stays done.
allocation = sa.Table(
    "allocation",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column(
        "layer_id", sa.BigInteger, sa.ForeignKey(layer.c.id, ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("moves", sa.LargeBinary, nullable=False),
    sa.Column("made_by", sa.BigInteger),
    sa.Column("made_by_name", sa.Text, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
    sa.Column("undone_by_name", sa.Text),
    sa.Column("undone_at", sa.BigInteger),
)

# A rule with a name, or a list of customers. `kind`: dynamic, frozen, uploaded; `rule`: JSON of the rule language, null
# of a list; `version`: of the rule, counts up; `refresh`: manual, hourly, daily; `origin`: JSON, where a list is from.
segment = sa.Table(
    "segment",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("rule", sa.Text),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("refresh", sa.Text, nullable=False),
    sa.Column("origin", sa.Text),
    sa.Column("created_by", sa.BigInteger),
    sa.Column("created_by_name", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("changed_at", sa.BigInteger, nullable=False),
    sa.Column("archived_at", sa.BigInteger),
)

segment_version = sa.Table(
    "segment_version",
    metadata,
    sa.Column(
        "segment_id", sa.BigInteger, sa.ForeignKey(segment.c.id, ondelete="CASCADE"), primary_key=True,
        autoincrement=False,
    ),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("made_by", sa.BigInteger),
    sa.Column("made_by_name", sa.Text, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
)  # fmt: skip

# Who is in, as of the last sweep: the truth that analytics' `segment_member` mirrors. `ids`: sorted customer ids
# (segments.saved.blob); `checksum`: all of them in an exclusive or. `generation` counts writes, so that of two sweeps
# one wins; `rule_digest`, `watermark`, `undone` and `asked_at`: what the answer rests on, to see whether any of it has
# moved. `entered`, `left`, `moved_at`: the last sweep that moved somebody. `error`: JSON {code, params} if it failed.
segment_state = sa.Table(
    "segment_state",
    metadata,
    sa.Column(
        "segment_id", sa.BigInteger, sa.ForeignKey(segment.c.id, ondelete="CASCADE"), primary_key=True,
        autoincrement=False,
    ),
    sa.Column("generation", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("rule_digest", sa.Text, nullable=False),
    sa.Column("watermark", sa.BigInteger, nullable=False),
    sa.Column("undone", sa.Integer, nullable=False),
    sa.Column("asked_at", sa.BigInteger, nullable=False),
    sa.Column("members", sa.Integer, nullable=False),
    sa.Column("checksum", sa.BigInteger, nullable=False),
    sa.Column("ids", sa.LargeBinary, nullable=False),
    sa.Column("swept_at", sa.BigInteger, nullable=False),
    sa.Column("millis", sa.Integer, nullable=False),
    sa.Column("entered", sa.Integer, nullable=False),
    sa.Column("left", sa.Integer, nullable=False),
    sa.Column("moved_at", sa.BigInteger),
    sa.Column("error", sa.Text),
)  # fmt: skip
