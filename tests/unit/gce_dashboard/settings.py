"""Horizon's own test settings with the plugin switched on."""

import socket

import gce_dashboard.enabled
import openstack_dashboard.enabled
from openstack_dashboard.test.settings import *  # noqa: F403
from openstack_dashboard.utils.settings import update_dashboards

# Horizon's test settings shorten every socket of the process, other tests' too
socket.setdefaulttimeout(None)

for key in ("dashboards", "default_dashboard", "js_files", "scss_files"):
    HORIZON_CONFIG.pop(key, None)  # noqa: F405
update_dashboards(
    [openstack_dashboard.enabled, gce_dashboard.enabled],
    HORIZON_CONFIG,  # noqa: F405
    INSTALLED_APPS,  # noqa: F405
)
INSTALLED_APPS = list(dict.fromkeys(INSTALLED_APPS))  # noqa: F405
COMPRESS_ENABLED = False
COMPRESS_PRECOMPILERS = ()
# as where Horizon runs: a template is read once, not at every page
_templates = TEMPLATES[0]["OPTIONS"]  # noqa: F405
_templates["loaders"] = [("django.template.loaders.cached.Loader", _templates["loaders"])]
