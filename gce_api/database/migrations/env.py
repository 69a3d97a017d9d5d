"""Alembic's entry point; run by :mod:`gce_api.database.migration` with an open connection."""

from alembic import context

from gce_api.database.migration import VERSION_TABLE
from gce_api.database.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite alters a table by copying it
)
context.run_migrations()
