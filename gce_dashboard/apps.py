"""The plugin as a Django application."""

import logging
import pathlib

from django.apps import AppConfig
from django.core import checks

from gce_dashboard import conf

LOG = logging.getLogger(__name__)
PACKAGE = pathlib.Path(__file__).parent
# a wheel installs the asset trees inside the package; a checkout keeps them at its top level
ROOT = PACKAGE if (PACKAGE / "static").is_dir() else PACKAGE.parent


class GceDashboardConfig(AppConfig):
    name = "gce_dashboard"
    path = str(ROOT)
    verbose_name = "Compute Engine"

    def ready(self) -> None:
        checks.register(conf.check_settings)
        # a WSGI server runs no system checks: say at start what `manage.py check` would say
        for problem in conf.check_settings():
            LOG.error("%s %s", problem.msg, problem.hint or "")
