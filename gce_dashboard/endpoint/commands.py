"""The ``openstack`` commands that do what the panel does."""

from __future__ import annotations

import shlex

from gce_dashboard import conf
from gce_dashboard.endpoint.catalogue import SERVICE_DESCRIPTION, SERVICE_NAME

EXAMPLE_URL = "https://gce.example.com/compute/v1"


def create_service() -> str:
    return shlex.join(
        [
            *("openstack", "service", "create", "--name", SERVICE_NAME),
            *("--description", SERVICE_DESCRIPTION, conf.get().service_type),
        ]
    )


def create_endpoint(region: str, interface: str, url: str) -> str:
    kind = conf.get().service_type
    return shlex.join(["openstack", "endpoint", "create", "--region", region, kind, interface, url])


def update_endpoint(endpoint: str, region: str, interface: str, url: str) -> str:
    return shlex.join(
        [
            *("openstack", "endpoint", "set", "--region", region),
            *("--interface", interface, "--url", url, endpoint),
        ]
    )
