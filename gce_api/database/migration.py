"""Creates and upgrades the database: our tables and those of TaskFlow's persistence.

TaskFlow brings its own migrations; the two keep their versions in tables of different names.
"""

from __future__ import annotations

from contextlib import closing
from importlib import resources

from alembic import command, config, runtime, script
from oslo_config import cfg

from gce_api.database.connection import Database
from gce_api.database.persistence import Backend

VERSION_TABLE = "alembic_version_gce_api"


class Outdated(Exception):
    """The database does not have the tables that this version needs."""


def sync(conf: cfg.ConfigOpts) -> tuple[str | None, str | None]:
    """Bring the configured database to the newest version (``gce-api db sync``).

    :returns: the version before, ``None`` without tables, and the one after
    """
    database = Database(conf)
    before = _version(database)
    upgrade(database)
    return before, _version(database)


def version(conf: cfg.ConfigOpts) -> str | None:
    """The version of the configured database's tables, ``None`` without any."""
    return _version(Database(conf))


def newest() -> str | None:
    """The version that this release needs."""
    return script.ScriptDirectory.from_config(_settings()).get_current_head()


def upgrade(database: Database) -> None:
    """Bring a database to the newest version; does nothing where it is that already."""
    settings = _settings()
    with database.engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
    with closing(Backend(database.engine).get_connection()) as tables:
        tables.upgrade()


def check(database: Database) -> None:
    """Make sure that the tables are there; an SQLite file is brought up to date at once.

    :raises Outdated: the database of a server has to be upgraded by its operator.
    """
    if _version(database) == newest():
        return
    if database.engine.dialect.name != "sqlite":
        raise Outdated("The database is not up to date. Run `gce-api db sync` first.")
    upgrade(database)


def _version(database: Database) -> str | None:
    with database.engine.connect() as connection:
        context = runtime.migration.MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE}
        )
        return context.get_current_revision()


def _settings() -> config.Config:
    settings = config.Config()
    folder = resources.files("gce_api.database").joinpath("migrations")
    settings.set_main_option("script_location", str(folder).replace("%", "%%"))
    return settings
