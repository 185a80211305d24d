"""State's tables of connections. Only this package writes them."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata


def _connection() -> sa.Column[int]:
    """Of whose it is: it goes with the connection."""
    owner = sa.ForeignKey("connection.id", ondelete="CASCADE")
    return sa.Column("connection_id", sa.BigInteger, owner, nullable=False)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


# `settings`: JSON, encrypted (kit.secrets): who reads the database can't speak in the brand's name. `observed_at`: the
# last instant at which something was learned by asking; the next is later, whatever the clock says. `sign_in_at`: since
# when its members sign in here by it; null: they don't.
connection = sa.Table(
    "connection",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("agent", sa.Text, nullable=False),
    sa.Column("settings", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False, unique=True),
    sa.Column("trouble", sa.Text),
    sa.Column("trouble_at", sa.BigInteger),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Column("created_by", sa.BigInteger),
    sa.Column("checked_at", sa.BigInteger),
    sa.Column("verified_at", sa.BigInteger),
    sa.Column("observed_at", sa.BigInteger, nullable=False),
    sa.Column("sign_in_at", sa.BigInteger),
    sa.UniqueConstraint("channel", "account", "agent"),
)

# Numbers of connections that were removed. What hangs on one (codes, sends, hand-overs) names it by number alone, so it
# is given to nobody but the same account when that is added again.
past_connection = sa.Table(
    "past_connection",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("agent", sa.Text, nullable=False),
    sa.Column("removed_at", sa.BigInteger, nullable=False),
)

# What the far side pushed, as it came (decrypted), durable before it was answered. `key`: SHA-256 of the plaintext,
# the same for each copy. `subject` says of whom it is: a sync leaves those to their events that came while it read.
inbound_event = sa.Table(
    "inbound_event",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _connection(),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("staff", sa.Text, nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("happened_at", sa.BigInteger, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("due_at", sa.BigInteger, nullable=False),
    sa.Column("done_at", sa.BigInteger),
    sa.Column("fault", sa.Text, nullable=False),
    sa.UniqueConstraint("connection_id", "key"),
    sa.Index("ix_inbound_event_due", "state", "due_at"),
    sa.Index("ix_inbound_event_received", "connection_id", "received_at"),
)

# Callbacks that were turned away, counted: a row a reason, however many there are.
inbound_refusal = sa.Table(
    "inbound_refusal",
    metadata,
    _connection(),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("last_at", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("connection_id", "reason"),
)

# `cursor`: the sync's own note of how far it is, moved in the transaction that keeps the page.
sync_state = sa.Table(
    "sync_state",
    metadata,
    _connection(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("run", sa.BigInteger, nullable=False),
    sa.Column("cursor", sa.Text),
    sa.Column("counts", sa.Text, nullable=False),
    sa.Column("started_at", sa.BigInteger),
    sa.Column("finished_at", sa.BigInteger),
    sa.Column("trouble", sa.Text),
    sa.PrimaryKeyConstraint("connection_id", "kind"),
)

# Pages of a sync under way, until all of them are there and what they say is compared with what is held.
sync_page = sa.Table(
    "sync_page",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _connection(),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("part", sa.Text, nullable=False),  # which of the lists that are read side by side
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("ix_sync_page_kind", "connection_id", "kind"),
)

# Members of staff whom the application may see; `gone_at`: since when no longer.
wecom_staff = sa.Table(
    "wecom_staff",
    metadata,
    _connection(),
    _key("userid"),
    sa.Column("seen_at", sa.BigInteger, nullable=False),
    sa.Column("gone_at", sa.BigInteger),
    sa.PrimaryKeyConstraint("connection_id", "userid"),
)

# The platform's tags by its ids. `ours`: made by this application, which alone may change it.
wecom_tag = sa.Table(
    "wecom_tag",
    metadata,
    _connection(),
    _key("tag_id"),
    _key("group_id"),
    _key("group_name"),
    _key("name"),
    sa.Column("ours", sa.Boolean, nullable=False),
    sa.Column("gone_at", sa.BigInteger),
    sa.PrimaryKeyConstraint("connection_id", "tag_id"),
)

# Groups that the application was shown. `version`: the member_version we hold; "" where the server tells none.
wecom_group = sa.Table(
    "wecom_group",
    metadata,
    _connection(),
    _key("chat_id"),
    _key("owner"),
    _key("version"),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("fetched_at", sa.BigInteger, nullable=False),
    sa.Column("gone_at", sa.BigInteger),
    sa.PrimaryKeyConstraint("connection_id", "chat_id"),
)

# Customers of members of staff who left, waiting for another.
wecom_unassigned = sa.Table(
    "wecom_unassigned",
    metadata,
    _connection(),
    _key("userid"),
    _key("external_userid"),
    sa.Column("left_at", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("connection_id", "userid", "external_userid"),
)

# The platform's own daily counts, which know owners and never groups. `day`: days since 1970, in China.
wecom_statistic = sa.Table(
    "wecom_statistic",
    metadata,
    _connection(),
    _key("owner"),
    sa.Column("day", sa.Integer, nullable=False),
    sa.Column("chats", sa.BigInteger, nullable=False),
    sa.Column("chats_with_messages", sa.BigInteger, nullable=False),
    sa.Column("members", sa.BigInteger, nullable=False),
    sa.Column("members_with_messages", sa.BigInteger, nullable=False),
    sa.Column("messages", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("connection_id", "owner", "day"),
)

# Accounts that were erased, as keyed hashes of their ids (contacts.Contacts.marks), and when: what a platform tells on
# of them from before is not taken.
erased_account = sa.Table(
    "erased_account",
    metadata,
    sa.Column("mark", sa.Text, primary_key=True),
    sa.Column("erased_at", sa.BigInteger, nullable=False),
)
