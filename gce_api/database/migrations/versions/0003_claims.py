"""Several claims per operation, arguments of operations that only the endpoint can read, and the
regions of long metadata values.

An operation that is unfinished during the upgrade cannot go on without its arguments: it ends
with an error.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0003"
down_revision = "0002"

LONG_BINARY = sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("operation", sa.String(20), nullable=False, index=True),
    )
    with op.batch_alter_table("operations") as operations:
        operations.drop_column("claim")
        operations.drop_column("arguments")
    with op.batch_alter_table("operations") as operations:
        operations.add_column(sa.Column("arguments", LONG_BINARY))
    op.add_column("metadata_values", sa.Column("region", sa.String(255)))


def downgrade() -> None:
    with op.batch_alter_table("metadata_values") as values:
        values.drop_column("region")
    with op.batch_alter_table("operations") as operations:
        operations.drop_column("arguments")
    with op.batch_alter_table("operations") as operations:
        operations.add_column(sa.Column("arguments", sa.JSON, nullable=False, server_default="{}"))
        operations.add_column(sa.Column("claim", sa.String(64)))
        operations.create_unique_constraint("one_operation_per_claim", ["claim"])
    op.drop_table("claims")
