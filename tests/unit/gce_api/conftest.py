"""An engine on a fresh SQLite file, with a stand-in for the cloud: nothing here calls one.

Set ``TEST_DATABASE_URL`` to run the same tests on an (empty) PostgreSQL or MariaDB database.
"""

from __future__ import annotations

import os
import types

import pytest
from keystoneauth1 import access
from keystoneauth1.fixture import V3Token
from sqlalchemy import text

from gce_api import options
from gce_api.database import migration
from gce_api.database.connection import Database
from gce_api.database.models import Base
from gce_api.google.discovery import document
from gce_api.google.links import Links
from gce_api.lists.paging import Page
from gce_api.openstack.caller import Caller, Project
from gce_api.operations.manager import Operations

PROJECT = Project(id="demo", uuid="0123456789abcdef0123456789abcdef", name="demo")


class Cloud:
    """Somewhere for a flow to run in."""

    region = "RegionOne"

    def __init__(self, caller):
        self.caller = caller


class Clouds:
    def lasting(self, caller, region):
        return Cloud(caller)


def make_caller(project=PROJECT):
    token = V3Token(user_name="ada", project_id=project.uuid)
    return Caller(project, access.create(body=token, auth_token="secret-token"))


def make_call(operations, method="compute.instances.insert", project=PROJECT, **params):
    """What a handler gets, as far as operations look at it."""
    return types.SimpleNamespace(
        method=document().methods[method],
        params={"zone": "us-a", **params},
        patch={},
        caller=make_caller(project),
        project=project,
        links=Links("http://host/compute/v1/", project.id),
        zone=types.SimpleNamespace(name="us-a"),
        region="us",
        cloud=Cloud(None),
        name=params.get("operation"),
        page=Page(),
        services=types.SimpleNamespace(operations=operations),
    )


CONF = """
[keystone]
auth_url = http://127.0.0.1:1/v3
username = gce
password = of-the-service
[database]
connection = {url}
[operations]
lease_seconds = 3
"""


def make_conf(folder):
    path = folder / "gce-api.conf"
    url = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{folder}/test.sqlite"
    path.write_text(CONF.format(url=url))
    return options.load(files=[str(path)])


@pytest.fixture
def conf(tmp_path):
    return make_conf(tmp_path)


@pytest.fixture
def database(conf):
    database = Database(conf)
    migration.upgrade(database)
    yield database
    with database.writer() as session:
        for table in {*Base.metadata.tables, "logbooks"} - {"installation"}:
            session.execute(text(f"DELETE FROM {table}"))


@pytest.fixture
def operations(conf, database):
    return Operations(conf, Clouds(), database)
