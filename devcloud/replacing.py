"""Putting our own in the place of a name that a service or a library keeps to itself.

Python would set an attribute that nobody reads any more without a word.  Here the name has to be
there, and a function has to be called as the one that takes its place was written to be called.
"""

from __future__ import annotations

import importlib.metadata
import inspect
from typing import Any

from devcloud.errors import DevcloudError

_ABSENT = object()


def replace(owner: Any, name: str, new: Any) -> Any:
    """Set ``owner.name``, of a module or a class, to ``new``; returns what it was before.

    Raises DevcloudError, which tells the name and the package with its version, where there is
    no such name or where its parameters are not those of ``new``.
    """
    old = getattr(owner, name, _ABSENT)
    if old is _ABSENT:
        raise DevcloudError(f"{describe(owner, name)} is not there, for devcloud to replace it.")
    if _parameters(old) != _parameters(new):
        raise DevcloudError(
            f"{describe(owner, name)} is called with {_shown(old)}; "
            f"what devcloud replaces it with was written for {_shown(new)}."
        )
    setattr(owner, name, new)
    return old


def describe(owner: Any, name: str) -> str:
    """Whose name it is: ``nova 34.0.0: nova.virt.block_device.CONF``."""
    module = owner.__name__ if inspect.ismodule(owner) else owner.__module__
    path = module if inspect.ismodule(owner) else f"{module}.{owner.__qualname__}"
    package = importlib.metadata.metadata(module.partition(".")[0])
    return f"{package['Name']} {package['Version']}: {path}.{name}"


def _parameters(value: Any) -> list[inspect.Parameter] | None:
    """What a function or a class is called with, types aside; None for any other value."""
    if not (inspect.isroutine(value) or inspect.isclass(value)):
        return None
    parameters = inspect.signature(value).parameters.values()
    return [parameter.replace(annotation=inspect.Parameter.empty) for parameter in parameters]


def _shown(value: Any) -> str:
    parameters = _parameters(value)
    return (
        "nothing, being no function" if parameters is None else str(inspect.Signature(parameters))
    )
