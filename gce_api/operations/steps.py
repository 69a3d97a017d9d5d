"""The building blocks of flows: what operations do, as TaskFlow flows.

How to write one
----------------
A flow is made by an importable function from plain JSON arguments; it is made again, from the
same arguments, when an operation goes on after a crash::

    def stop(server_id: str) -> Flow:
        return flow("stop", step(ask_to_stop), wait(SERVER, "server_id", reaches("SHUTOFF")))

    def ask_to_stop(cloud: Cloud, server_id: str) -> None:
        if cloud.compute.get_server(server_id).status != "SHUTOFF":
            cloud.compute.stop_server(server_id)

and started by a handler::

    return call.operation("stop", target, flow=flows.stop, arguments={"server_id": server.id})

A step is a function. It gets, by name: every argument of the flow; what earlier steps provide
(``step(create_port, provides="port_id")``); ``cloud``, the :class:`~gce_api.openstack.cloud.Cloud`
of the operation's region with the caller's credentials; ``clouds``, a function from a Keystone
region to the same there; ``operation``, the operation's name; ``database``; and ``resumed``,
whether a process was killed in the middle of the operation. What it returns must be plain JSON; it
is saved before the next step begins.

- **A step may run twice**: the process may be killed after the call to OpenStack and before the
  result is saved. Look first whether the work is done. What a step creates carries the operation's
  name (server or volume metadata ``gce:operation``, a port's or floating IP's description), so
  that a second run finds it instead of making another.
- **A step never sleeps.** To wait it returns ``Wait(kind, id, until=...)``, or a list of them
  (or is made by :func:`~gce_api.operations.steps.wait`); no thread is held meanwhile.
- **A failure reverts** the steps done so far, last one first: ``step(create, revert=remove)``.
  A revert gets the same arguments and ``result`` (a ``Failure`` when the step itself failed, so it
  has to look for what might have been made); it may run twice as well, and may wait.
- Raise :class:`gce_api.google.errors.GceError` with a sentence for the user, or let OpenStack's
  errors pass: they are translated. A service that is away is tried again for half a minute.
- What a flow makes besides the target of an insert is claimed by its handler
  (``claims=["zones/z/disks/d"]``), so that no other operation makes it at the same time.
- A step that provides ``target_id`` (an OpenStack UUID) sets the Operation's ``targetId``.
- An argument must not have the name of something that a step provides.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from taskflow.patterns.linear_flow import Flow
from taskflow.task import Task

from gce_api.operations.kinds import Kind, Row
from gce_api.operations.watch import Wait

__all__ = ["Flow", "flow", "step", "wait"]


def flow(name: str, *steps: Task | Flow) -> Flow:
    """Steps one after the other."""
    return Flow(name).add(*steps)


def step(
    execute: Callable[..., Any],
    *,
    revert: Callable[..., Any] | None = None,
    provides: str | tuple[str, ...] | None = None,
    name: str | None = None,
    **arguments: Any,
) -> Task:
    """A step that calls ``execute``; ``revert`` undoes it when a later step, or itself, fails.

    ``name`` is needed where a flow has the same step several times; ``arguments`` are given to
    this step only.
    """
    return _Step(name or execute.__name__, execute, revert, provides, arguments)


def wait(
    kind: Kind, argument: str, until: Callable[[Row | None], bool], *, name: str | None = None
) -> Task:
    """A step that waits for the resource whose id is the flow's argument of that name."""

    def execute(**arguments: Any) -> Wait:
        return Wait(kind, arguments[argument], until)

    return _Step(name or f"wait for {argument}", execute, None, None, {}, {argument})


class _Step(Task):
    """TaskFlow's task out of two functions; their parameters are what it requires."""

    def __init__(
        self,
        name: str,
        execute: Callable[..., Any],
        revert: Callable[..., Any] | None,
        provides: str | tuple[str, ...] | None,
        inject: dict[str, Any],
        requires: set[str] | None = None,
    ) -> None:
        self._execute, self._revert = execute, revert
        self._reverts_with = set(inspect.signature(revert).parameters) if revert else set()
        super().__init__(
            name,
            provides=provides,
            inject=inject,
            auto_extract=False,
            requires=requires or set(inspect.signature(execute).parameters),
            revert_requires=self._reverts_with - {"result"},
        )

    def execute(self, **arguments: Any) -> Any:
        return self._execute(**arguments)

    def revert(self, **arguments: Any) -> Any:
        if self._revert is None:
            return None
        return self._revert(**{name: arguments[name] for name in self._reverts_with})
