"""A database knows which endpoint it is of."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    table = op.create_table("installation", sa.Column("id", sa.String(36), primary_key=True))
    op.bulk_insert(table, [{"id": str(uuid.uuid4())}])


def downgrade() -> None:
    op.drop_table("installation")
