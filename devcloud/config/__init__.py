"""Writes the configuration of every service of a cloud below ``etc`` in its state folder."""

from __future__ import annotations

import importlib

from devcloud.config.ini import render
from devcloud.layout import Cloud, Service

# folders below data/<service> that a service expects to exist
FOLDERS = {
    "keystone": ("fernet-keys", "credential-keys"),
    "glance": ("images", "staging", "tasks"),
    "nova": ("instances",),
    "cinder": ("volumes", "conversion", "coordination"),
    "gnocchi": ("storage", "coordination"),
    "horizon": ("sessions",),
}

# Nova refuses to start a compute that has run before without a local identity.  Each host's
# node has a UUID of its own from the driver, so only the presence of the file matters.
COMPUTE_ID = "6f0f3c1e-0000-4000-8000-6465766c6f75"


def service_files(cloud: Cloud, service: Service) -> dict[str, str]:
    """The configuration of one service: file name to text."""
    module = importlib.import_module(f"devcloud.config.{service.kind}")
    return {
        name: content if isinstance(content, str) else render(content)
        for name, content in module.files(cloud, service).items()
    }


def write(cloud: Cloud) -> None:
    """Make the folders of a cloud and write its whole configuration."""
    for folder in ("db", "log", "run"):
        (cloud.state / folder).mkdir(parents=True, exist_ok=True)
    for service in cloud.services:
        for folder in ("lock", *FOLDERS.get(service.kind, ())):
            (cloud.data(service) / folder).mkdir(parents=True, exist_ok=True)
        for name, text in service_files(cloud, service).items():
            path = cloud.etc(service) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if service.kind == "nova":
            (cloud.data(service) / "compute_id").write_text(COMPUTE_ID, encoding="utf-8")
