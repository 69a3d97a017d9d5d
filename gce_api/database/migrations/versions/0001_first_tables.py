"""The first tables: operations and metadata."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None

LONG_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")
LONG_BINARY = sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "operations",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("name", sa.String(63), nullable=False, unique=True),
        sa.Column("project", sa.String(64), nullable=False),
        sa.Column("zone", sa.String(63)),
        sa.Column("region", sa.String(63)),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("target", sa.String(512), nullable=False),
        sa.Column("target_id", sa.String(64)),
        sa.Column("group_id", sa.String(64)),
        sa.Column("user", sa.String(255), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("message", sa.Text),
        sa.Column("error", sa.JSON),
        sa.Column("warnings", sa.JSON),
        sa.Column("inserted", sa.BigInteger, nullable=False),
        sa.Column("started", sa.BigInteger),
        sa.Column("ended", sa.BigInteger),
        sa.Column("request_id", sa.String(64)),
        sa.Column("request_digest", sa.String(64)),
        sa.Column("claim", sa.String(64), unique=True),
        sa.Column("factory", sa.String(255), nullable=False),
        sa.Column("arguments", sa.JSON, nullable=False),
        sa.Column("cloud_region", sa.String(255), nullable=False),
        sa.Column("credentials", LONG_BINARY),
        sa.Column("owner", sa.String(255)),
        sa.Column("lease", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("project", "request_id", name="one_operation_per_request"),
    )
    op.create_index("operations_by_project", "operations", ["project", "inserted"])
    op.create_index("operations_by_status", "operations", ["status"])
    op.create_table(
        "metadata_values",
        sa.Column("server", sa.String(36), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("project", sa.String(64), nullable=False, index=True),
        sa.Column("value", LONG_TEXT, nullable=False),
    )
    op.create_table(
        "project_metadata",
        sa.Column("project", sa.String(64), primary_key=True),
        sa.Column("key", sa.String(255), primary_key=True),
        sa.Column("value", LONG_TEXT, nullable=False),
    )


def downgrade() -> None:
    for table in ("project_metadata", "metadata_values", "operations"):
        op.drop_table(table)
