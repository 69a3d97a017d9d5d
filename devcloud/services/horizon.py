"""Horizon with the plugin, its static files served by WhiteNoise."""

from __future__ import annotations

import os
import sys

from devcloud import assets
from devcloud.layout import Cloud, Service
from devcloud.services import serving

THREADS = 12
YEAR_SECONDS = 365 * 86400


def run(cloud: Cloud, service: Service) -> None:
    local = cloud.etc(service)
    assets.make(local)
    # Horizon's settings import `local.local_settings`: ours is to be found first
    sys.path.insert(0, str(local))
    os.environ["DJANGO_SETTINGS_MODULE"] = "openstack_dashboard.settings"
    from django.conf import settings
    from openstack_dashboard.wsgi import application
    from whitenoise import WhiteNoise

    with_files = WhiteNoise(
        application, root=settings.STATIC_ROOT, prefix=settings.STATIC_URL, max_age=YEAR_SECONDS
    )
    _warm_up(with_files)
    serving.serve(with_files, service.port, THREADS)


def _warm_up(application) -> None:
    """Ask for the log-in page once: the first request loads every panel and template."""
    from werkzeug.test import Client

    Client(application).get("/auth/login/", headers={"Host": "localhost"})
