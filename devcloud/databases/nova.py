"""Nova's three databases: API, cell 0 and cell 1."""

from __future__ import annotations

import contextlib
import sqlite3
import uuid

from devcloud.config.ini import database_url
from devcloud.layout import Cloud, Service
from devcloud.services.nova import use_threads


def build(cloud: Cloud, service: Service) -> None:
    use_threads()
    from nova import config, objects
    from nova.db import migration

    config.parse_args(["nova-manage", "--config-file", str(cloud.etc(service) / "nova.conf")])
    objects.register_all()
    migration.db_sync(database="api")
    _map_cells(cloud, service)
    migration.db_sync(database="main")
    # both cells begin with the same empty tables: copying is quicker than migrating twice
    with (
        contextlib.closing(sqlite3.connect(cloud.database(service))) as cell1,
        contextlib.closing(sqlite3.connect(cloud.database(service, "_cell0"))) as cell0,
    ):
        cell1.backup(cell0)


def _map_cells(cloud: Cloud, service: Service) -> None:
    from nova import context, objects

    for name, cell, transport, suffix in (
        ("cell0", objects.CellMapping.CELL0_UUID, "none:///", "_cell0"),
        ("cell1", str(uuid.uuid4()), "fake:///", ""),
    ):
        objects.CellMapping(
            context.get_admin_context(),
            name=name,
            uuid=cell,
            transport_url=transport,
            database_connection=database_url(cloud, service, suffix),
        ).create()
