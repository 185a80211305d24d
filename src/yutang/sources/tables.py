"""State's tables of sources. Only this package writes them."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata


def _code() -> sa.Column[int]:
    owner = sa.ForeignKey("live_code.id", ondelete="CASCADE")
    return sa.Column("code_id", sa.BigInteger, owner, nullable=False)


# A campaign. `hours`, `welcome`: JSON (sources.model).
source = sa.Table(
    "source",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("begins_at", sa.BigInteger),
    sa.Column("ends_at", sa.BigInteger),
    sa.Column("hours", sa.Text, nullable=False),
    sa.Column("welcome", sa.Text, nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.BigInteger),
    sa.Column("ended_at", sa.BigInteger),
)

# A code that the platform makes for us. The row is there before the call that makes it: a process that is killed in
# between leaves nothing that can't be found by its `key`, which the platform carries as `state`. `connection_id` has no
# foreign key: what came by a code stays known when a connection is removed, and the code goes on when that is added
# again. `why` and `behind`: sources.model.Duty as the platform was told it last. `wanted` > `told`: it must be told
# again.
live_code = sa.Table(
    "live_code",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("source_id", sa.BigInteger, sa.ForeignKey("source.id", ondelete="CASCADE"), nullable=False),
    sa.Column("connection_id", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("config_id", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("verify", sa.Boolean, nullable=False),
    sa.Column("welcome", sa.Text),
    sa.Column("behind", sa.Text, nullable=False),
    sa.Column("why", sa.Text),
    sa.Column("wanted", sa.Integer, nullable=False),
    sa.Column("told", sa.Integer, nullable=False),
    sa.Column("full_at", sa.Integer, nullable=False),
    sa.Column("opens_more", sa.Boolean, nullable=False),
    sa.Column("base_name", sa.Text, nullable=False),
    sa.Column("trouble", sa.Text),
    sa.Column("alarm", sa.Text),
    sa.Column("alarm_at", sa.BigInteger),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("asked_at", sa.BigInteger),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.BigInteger),
    sa.Column("ended_at", sa.BigInteger),
    sa.Index("ix_live_code_source_id", "source_id"),
    sa.Index("ix_live_code_state", "state"),
)

# Who may stand behind a code: members of staff, or groups, in their order. `who`: the channel's id.
code_seat = sa.Table(
    "code_seat",
    metadata,
    _code(),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("cap", sa.Integer),
    sa.Column("hours", sa.Text, nullable=False),
    sa.Column("backup", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("code_id", "who"),
)

# Somebody came by a code: counted against the day's caps, and what came of the welcome. One row a newcomer and coming:
# half a friend who becomes a whole one is the same, and `whole_at` says when.
code_scan = sa.Table(
    "code_scan",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _code(),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("half", sa.Boolean, nullable=False),
    sa.Column("happened_at", sa.BigInteger, nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("greeted", sa.Text, nullable=False),
    sa.Column("off_hours", sa.Boolean, nullable=False),
    sa.Column("sent_at", sa.BigInteger),
    sa.Column("fault", sa.Text, nullable=False),
    sa.Column("whole_at", sa.BigInteger),
    sa.UniqueConstraint("code_id", "staff", "person", "happened_at"),
    sa.Index("ix_code_scan_happened", "code_id", "happened_at"),
    sa.Index("ix_code_scan_person", "person", "staff"),
)

# Pictures of welcomes. `digest`: of the content; the same picture is kept once.
source_picture = sa.Table(
    "source_picture",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
)

# A picture as a connection's platform knows it, for as long as it keeps it: a welcome has no time to upload.
source_upload = sa.Table(
    "source_upload",
    metadata,
    sa.Column(
        "picture_id", sa.BigInteger, sa.ForeignKey("source_picture.id", ondelete="CASCADE"), nullable=False
    ),
    sa.Column("connection_id", sa.BigInteger, nullable=False),
    sa.Column("handle", sa.Text, nullable=False),
    sa.Column("until", sa.BigInteger),
    sa.PrimaryKeyConstraint("picture_id", "connection_id"),
)
