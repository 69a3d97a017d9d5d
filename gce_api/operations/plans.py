"""What an operation is to do, as the database keeps it until the operation is done.

A plan is made while the client waits, and may be carried out by another process, of a later
release, after an upgrade. So it has a type and a version, and what older releases kept is still
read.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

import msgspec
from oslo_utils import importutils, reflection

Arguments = dict[str, Any]
Upgrade = Callable[[Arguments], Arguments]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The base of plans: frozen dataclasses of plain values and of dataclasses of these.

    ``version`` goes up where the meaning of a field changes; the flow that takes the plan then has
    an ``upgrade``. A field that is new has a default, and needs neither.
    """

    version: int = 1


@dataclass(frozen=True)
class Flow:
    """A function that makes a flow, under the name that operations keep.

    ``was``: the names that older releases kept it under; ``upgrade`` makes today's arguments of
    theirs.
    """

    name: str
    make: Callable[..., Any]
    was: tuple[str, ...]
    upgrade: Upgrade | None

    def opened(self, kept: Mapping[str, Any]) -> Arguments:
        """The arguments out of what was kept, each of the type of its parameter.

        :raises msgspec.ValidationError: they are none of this flow.
        """
        arguments = self.upgrade(dict(kept)) if self.upgrade else dict(kept)
        hints = get_type_hints(self.make)
        known = inspect.signature(self.make).parameters
        return {
            name: msgspec.convert(value, hints.get(name, Any))
            for name, value in arguments.items()
            if name in known
        }


FLOWS: dict[str, Flow] = {}
_NAMES: dict[Callable[..., Any], str] = {}


def durable(
    name: str, *, was: str | tuple[str, ...] = (), upgrade: Upgrade | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function that makes a flow as one that operations may be begun with.

    :param name: what operations keep; it never changes: ``disks.insert``.
    """

    def register(make: Callable[..., Any]) -> Callable[..., Any]:
        former = (was,) if isinstance(was, str) else was
        flow = Flow(name, make, former, upgrade)
        for each in (name, *former):
            if each in FLOWS:
                raise LookupError(f"{each} is the name of two flows")
            FLOWS[each] = flow
        _NAMES[make] = name
        return make

    return register


def as_one(**nouns: str) -> Upgrade:
    """For a flow that takes one ``plan`` now, and took several arguments: puts these into it.

    :param nouns: what arguments that were called otherwise are called in the plan.
    """

    def upgrade(kept: Arguments) -> Arguments:
        if kept.keys() == {"plan"}:
            return kept
        return {"plan": {nouns.get(name, name): value for name, value in kept.items()}}

    return upgrade


def name_of(make: Callable[..., Any]) -> str:
    """The name that an operation keeps of the function that makes its flow.

    :raises LookupError: it is not registered (:func:`durable`).
    """
    return _NAMES.get(make) or reflection.get_callable_name(make)  # until all are registered


def kept(arguments: Mapping[str, Any]) -> Arguments:
    """Arguments as plain JSON."""
    plain: Arguments = msgspec.to_builtins(dict(arguments))
    return plain


def opened(name: str, arguments: Mapping[str, Any]) -> tuple[Callable[..., Any], Arguments]:
    """The function that makes a flow, and its arguments, of what an operation keeps.

    :raises LookupError: no flow has, or ever had, this name.
    :raises msgspec.ValidationError: the arguments are none of its.
    """
    if name not in FLOWS:  # until all are registered
        FLOWS[name] = Flow(name, importutils.import_class(name), (), None)
    flow = FLOWS[name]
    return flow.make, flow.opened(arguments)
