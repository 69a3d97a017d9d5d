"""Placement's database with the standard traits and resource classes."""

from __future__ import annotations

from devcloud.layout import Cloud, Service


def build(cloud: Cloud, service: Service) -> None:
    from oslo_config import cfg
    from placement import conf, db_api, deploy
    from placement.db.sqlalchemy import migration

    options = cfg.ConfigOpts()
    conf.register_opts(options)
    options(
        [],
        project="placement",
        default_config_files=[str(cloud.etc(service) / "placement.conf")],
    )
    db_api.configure(options)
    migration.upgrade("head")
    deploy.update_database(options)
