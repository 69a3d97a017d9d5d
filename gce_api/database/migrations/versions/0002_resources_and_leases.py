"""Resources that OpenStack has no home for, and who works in the background."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "resources",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("project", sa.String(64), nullable=False),
        sa.Column("collection", sa.String(64), nullable=False),
        sa.Column("scope", sa.String(80), nullable=False),
        sa.Column("name", sa.String(63), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.UniqueConstraint(
            "project", "collection", "scope", "name", name="one_resource_of_a_name"
        ),
    )
    op.create_index("resources_by_collection", "resources", ["collection"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("owner", sa.String(255), nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("leases")
    op.drop_table("resources")
