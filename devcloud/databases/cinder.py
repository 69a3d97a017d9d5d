"""Cinder's database."""

from __future__ import annotations

from devcloud.layout import Cloud, Service
from devcloud.services.cinder import use_threads


def build(cloud: Cloud, service: Service) -> None:
    use_threads()
    from cinder import objects, version
    from cinder.common import config  # noqa: F401  (registers the options)
    from cinder.db import migration
    from oslo_config import cfg

    cfg.CONF(
        ["--config-file", str(cloud.etc(service) / "cinder.conf")],
        project="cinder",
        version=version.version_string(),
    )
    objects.register_all()
    migration.db_sync()
