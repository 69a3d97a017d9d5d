"""Every handler there is: the modules of ``gce_api.resources``, imported so that they register."""

from __future__ import annotations

import importlib
import pkgutil

from gce_api import permissions, registry, resources
from gce_api.discovery import Method, document
from gce_api.registry import Handler


def load() -> dict[str, Handler]:
    """All handlers by method id; last, those that depend on which others there are."""
    for module in pkgutil.iter_modules(resources.__path__):
        importlib.import_module(f"{resources.__name__}.{module.name}")
    permissions.register()
    return registry.HANDLERS


def handled_methods() -> list[Method]:
    """The methods that there are handlers for."""
    return [document().methods[method_id] for method_id in load()]
