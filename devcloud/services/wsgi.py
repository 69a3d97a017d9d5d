"""Keystone, Placement, Glance and Neutron: the WSGI application each ships, as it is."""

from __future__ import annotations

import importlib
import os

from devcloud.layout import Cloud, Service
from devcloud.services import serving

THREADS = {"keystone": 8, "placement": 6, "glance": 8, "neutron": 12}


def run(cloud: Cloud, service: Service) -> None:
    serving.use_threading_backend()
    serving.improve_libraries(foreign_keys=service.kind == "keystone")
    serving.config_folder_variable(service.kind, cloud.etc(service))
    os.environ["OS_NEUTRON_CONFIG_FILES"] = "neutron.conf;ml2_conf.ini"
    application = importlib.import_module(f"{service.kind}.wsgi.api").application
    serving.serve(application, service.port, THREADS[service.kind])
