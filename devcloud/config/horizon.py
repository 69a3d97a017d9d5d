"""Horizon: its settings, in a folder of their own that takes the place of its ``local``."""

from __future__ import annotations

from devcloud import assets
from devcloud.layout import HOST, Cloud, Service

SETTINGS = '''"""Horizon's settings in this cloud; written anew at every `devcloud up`."""

import os

import gce_dashboard.enabled
import openstack_dashboard.local.enabled
from gce_dashboard.theme import THEME
from horizon.utils import secret_key

openstack_dashboard.local.enabled.__path__.extend(gce_dashboard.enabled.__path__)

DEBUG = False
ALLOWED_HOSTS = ["localhost", {host!r}]
SECRET_KEY = secret_key.generate_or_read_from_file({data!r} + "/secret_key")
OPENSTACK_KEYSTONE_URL = {auth_url!r}
OPENSTACK_KEYSTONE_MULTIDOMAIN_SUPPORT = False
AUTHENTICATION_PLUGINS = [
    "devcloud.services.horizon_login.ProjectsByName",
    "openstack_auth.plugin.token.TokenPlugin",
]
SESSION_ENGINE = "django.contrib.sessions.backends.file"
SESSION_FILE_PATH = {data!r} + "/sessions"
CACHES = {{"default": {{"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}}
AVAILABLE_THEMES = [THEME]
DEFAULT_THEME = THEME[0]
STATIC_ROOT = os.environ.get("DEVCLOUD_STATIC_ROOT", {static!r})
COMPRESS_OFFLINE = True
LOGGING = {{
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {{"line": {{"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}}}},
    "handlers": {{"log": {{"class": "logging.StreamHandler", "formatter": "line"}}}},
    "root": {{"handlers": ["log"], "level": "WARNING"}},
}}
'''


def files(cloud: Cloud, service: Service) -> dict[str, str]:
    return {
        "local/__init__.py": "",
        "local/local_settings.py": SETTINGS.format(
            host=HOST,
            data=str(cloud.data(service)),
            auth_url=cloud.auth_url,
            static=str(assets.folder()),
        ),
    }
