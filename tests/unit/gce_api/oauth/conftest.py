"""A fresh database, as the tests of operations have it."""

from tests.unit.gce_api.operations.conftest import conf, database

__all__ = ["conf", "database"]
