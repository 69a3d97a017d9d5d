"""Neutron's database, from its models.

Its migrations change constraints in place, which SQLite cannot.  So all tables are made from
the models, the migrations' heads are stamped, and the one set of rows that a migration
inserts (the rules of a new security group) is inserted here.
"""

from __future__ import annotations

import pathlib
import runpy

import sqlalchemy as sa

from devcloud.config.ini import database_url
from devcloud.layout import Cloud, Service

DEFAULT_RULES = "2023.2/expand/c33da356b165_security_group_default_rules.py"


def build(cloud: Cloud, service: Service) -> None:
    from neutron.db.migration.models import head

    engine = sa.create_engine(database_url(cloud, service))
    metadata = head.get_metadata()
    metadata.create_all(engine)
    with engine.begin() as connection:
        _stamp_heads(connection)
        _insert_default_rules(connection, metadata.tables["securitygroupdefaultrules"])
    engine.dispose()


def _migrations() -> pathlib.Path:
    import neutron.db.migration

    return pathlib.Path(neutron.db.migration.__file__).parent


def _stamp_heads(connection) -> None:
    from alembic import config, script

    versions = _migrations() / "alembic_migrations" / "versions"
    folders = sorted({str(path.parent) for path in versions.rglob("*.py")})
    alembic = config.Config(str(_migrations() / "alembic.ini"))
    alembic.set_main_option("script_location", "neutron.db.migration:alembic_migrations")
    alembic.set_main_option("version_locations", " ".join(folders))
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
    )
    for head in script.ScriptDirectory.from_config(alembic).get_heads():
        connection.execute(sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})


def _insert_default_rules(connection, table) -> None:
    path = _migrations() / "alembic_migrations" / "versions" / DEFAULT_RULES
    migration = runpy.run_path(str(path))
    for rule in migration["default_template_rules"]:
        rule = dict(rule)
        attribute = sa.insert(migration["standardattr"]).values(
            description=rule.pop("description"), resource_type=table.name
        )
        rule["standard_attr_id"] = connection.execute(attribute).inserted_primary_key[0]
        connection.execute(sa.insert(table).values(rule))
