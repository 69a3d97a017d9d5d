"""Every handler, flow and job there is: the modules of ``gce_api.families``, imported so that they
register."""

from __future__ import annotations

import importlib
import pkgutil

from gce_api import families
from gce_api.google import registry
from gce_api.google.discovery import Method, document
from gce_api.google.registry import Handler
from gce_api.serving import permissions


def load() -> dict[str, Handler]:
    """All handlers by method id; last, those that depend on which others there are."""
    for module in pkgutil.walk_packages(families.__path__, f"{families.__name__}."):
        importlib.import_module(module.name)
    permissions.register()
    return registry.HANDLERS


def handled_methods() -> list[Method]:
    """The methods that there are handlers for."""
    return [document().methods[method_id] for method_id in load()]
