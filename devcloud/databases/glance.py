"""Glance's database with the metadata definitions it ships."""

from __future__ import annotations

import sys

from devcloud.config.ini import package_etc
from devcloud.layout import Cloud, Service


def build(cloud: Cloud, service: Service) -> None:
    conf = str(cloud.etc(service) / "glance-api.conf")
    sys.argv = ["glance-manage", "--config-file", conf, "db_sync"]
    from glance.cmd import manage
    from glance.db.sqlalchemy import api, metadata

    manage.main()
    metadata.db_load_metadefs(api.get_engine(), package_etc("glance", "metadefs"))
