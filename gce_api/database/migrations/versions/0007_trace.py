"""An operation knows which request asked for it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("operations", sa.Column("trace", sa.String(64)))


def downgrade() -> None:
    with op.batch_alter_table("operations") as table:
        table.drop_column("trace")
