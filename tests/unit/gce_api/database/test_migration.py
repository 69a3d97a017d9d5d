"""A database of an earlier version is brought up to date with what is in it."""

from __future__ import annotations

import os

import pytest
from alembic import command
from sqlalchemy import inspect, text

from gce_api.database import migration
from gce_api.database.connection import Database
from gce_api.operations.manager import Operations
from tests.unit.gce_api.conftest import Clouds, make_call, make_conf

UNFINISHED = """
INSERT INTO operations (id, name, project, kind, target, "user", status, progress, inserted,
                        claim, factory, arguments, cloud_region, owner, lease)
VALUES ('1', 'operation-1', '0123456789abcdef0123456789abcdef', 'insert', 'zones/us-a/disks/d',
        'ada', 'RUNNING', 0, 1, 'x', 'a.b', '{"script": "hunter2"}', 'R', 'elsewhere:1:1.00', 0)
"""


@pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="needs an empty database")
def test_operations_from_before_their_arguments_were_sealed_end_and_tell_why(conf):
    database = Database(conf)
    settings = migration._settings()
    with database.engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0002")
        connection.execute(text(UNFINISHED))
    migration.upgrade(database)

    operations = Operations(conf, Clouds(), database)
    operations._engine._take_over()
    found = operations.get(make_call(operations, operation="1"), zone=None)
    assert found["status"] == "DONE"
    assert "cannot be read" in found["error"]["errors"][0]["message"]
    indexes = {index["name"] for index in inspect(database.engine).get_indexes("operations")}
    assert {"operations_by_project", "operations_by_status"} <= indexes


def test_every_database_has_an_identity_of_its_own_which_it_keeps(database, tmp_path):
    (tmp_path / "another").mkdir()
    another = Database(make_conf(tmp_path / "another"))
    if "TEST_DATABASE_URL" not in os.environ:
        migration.upgrade(another)
        assert another.installation() != database.installation()
    migration.upgrade(database)
    assert database.installation() == Database(make_conf(tmp_path)).installation()
