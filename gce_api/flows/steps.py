"""The building blocks of flows."""

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
