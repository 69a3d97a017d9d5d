"""An endpoint in the test's own process."""

from __future__ import annotations

import pathlib

from oslo_config import cfg

from gce_api import options
from gce_api.database import migration


def configuration(devcloud, folder: pathlib.Path) -> cfg.ConfigOpts:
    """That of devcloud's endpoint, but for what the two would otherwise share: the database, and
    the locks that say which process does the work in the background."""
    conf = options.load([str(devcloud.cloud.etc(devcloud.cloud.by_key("gce")) / "gce-api.conf")])
    conf.set_override("connection", f"sqlite:///{folder}/gce.sqlite", group="database")
    conf.set_override("state_path", str(folder))
    migration.sync(conf)
    return conf
