"""Creates and upgrades the database: our tables and those of TaskFlow's persistence.

TaskFlow brings its own migrations; the two keep their versions in tables of different names.
"""

from __future__ import annotations

from contextlib import closing
from importlib import resources

from alembic import command, config, runtime, script
from oslo_config import cfg

from gce_api import options
from gce_api.database.connection import Database, explained, make_file
from gce_api.database.persistence import Backend

VERSION_TABLE = "alembic_version_gce_api"


class Outdated(options.Wrong):
    """The database does not have the tables that this version needs."""


def sync(conf: cfg.ConfigOpts) -> tuple[str | None, str | None]:
    """Bring the configured database to the newest version (``gce-api db sync``).

    :returns: the version before, ``None`` without tables, and the one after
    :raises options.Wrong: the database cannot be used.
    """
    with explained():
        make_file(conf)
        database = Database(conf)
        before = _version(database)
        upgrade(database)
        return before, _version(database)


def version(conf: cfg.ConfigOpts) -> str | None:
    """The version of the configured database's tables, ``None`` without any.

    :raises options.Wrong: the database cannot be used.
    """
    with explained():
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
    """Make sure that the tables are those of this release; an SQLite file that has tables is
    brought up to date at once.

    :raises Outdated: the operator has to make them, or to bring them up to date.
    """
    there = _version(database)
    if there == newest():
        return
    if there is None or database.engine.dialect.name != "sqlite":
        raise Outdated(
            f"The tables are {there or 'not there'}, and this release needs {newest()}: "
            "`gce-api db sync` makes them."
        )
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
