"""Log-ins of OAuth 2 clients, service accounts and their keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0004"
down_revision = "0003"

LONG_BINARY = sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "log_in_steps",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("content", LONG_BINARY, nullable=False),
        sa.Column("used", sa.String(36)),
        sa.Column("expires", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "log_ins",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("refresh", sa.String(64), nullable=False, unique=True),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("client", sa.String(255), nullable=False),
        sa.Column("content", LONG_BINARY, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "service_accounts",
        sa.Column("project", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(63), primary_key=True),
        sa.Column("number", sa.String(20), nullable=False, unique=True),
        sa.Column("display_name", sa.String(255), nullable=False),
        sa.Column("description", sa.String(512), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "service_account_keys",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("project", sa.String(64), nullable=False),
        sa.Column("account", sa.String(20), nullable=False, index=True),
        sa.Column("email", sa.String(255), nullable=False),
        sa.Column("user", sa.String(64), nullable=False),
        sa.Column("public_key", sa.Text, nullable=False),
        sa.Column("credential", sa.String(64), nullable=False),
        sa.Column("secret", LONG_BINARY, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    for table in ("service_account_keys", "service_accounts", "log_ins", "log_in_steps"):
        op.drop_table(table)
