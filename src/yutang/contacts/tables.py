"""State's tables of phones and e-mails and of the keys they are sealed with. Only this package writes them."""

import sqlalchemy as sa

from yutang.kit.db import Id, metadata

# `sealed`: 32 random bytes, closed with the installation's secret key (kit.secrets). Number 0 is the key of hashes and
# never changes, or nobody would be found any more; the others seal contacts, the highest does so now. `settled`: all
# that could be is sealed with it, so no turn of keys is under way.
contact_key = sa.Table(
    "contact_key",
    metadata,
    sa.Column("number", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("settled", sa.Boolean, nullable=False),
)

# Of identities whose platform is "phone" or "email"; their external id is a keyed hash of the whole. `last_four` and
# `shown` (what shops' masks leave to be seen) are keyed hashes too, of phones only. `sealed` is text, not bytes: a
# backup takes tables with bytes one row at a time. The key is a foreign one: no key goes while something needs it.
contact = sa.Table(
    "contact",
    metadata,
    sa.Column("identity_id", Id, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("last_four", sa.Text),
    sa.Column("shown", sa.Text),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column(
        "key_number",
        sa.SmallInteger,
        sa.ForeignKey(contact_key.c.number, ondelete="RESTRICT"),
        nullable=False,
    ),
    sa.Index("ix_contact_last_four_shown", "last_four", "shown"),
)
