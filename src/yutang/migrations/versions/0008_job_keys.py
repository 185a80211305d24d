"""A job keeps its key when it ends: among open jobs only is it unique."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_OPEN = sa.text("state IN ('queued', 'running')")


def upgrade() -> None:
    with op.batch_alter_table("job") as job:
        job.drop_constraint("uq_job_only_one", type_="unique")
    op.create_index(
        "uq_job_open_only_one", "job", ["only_one"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
