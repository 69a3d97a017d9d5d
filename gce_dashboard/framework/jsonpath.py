"""Places in a JSON body, written as Google's errors write them: ``disks[0].initializeParams.x``.

``allowed[]`` is the end of a list: what is put there is added to it.
"""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]
_STEP = re.compile(r"([^.\[\]]+)|\[(\d*)\]")


def steps(path: str) -> list[str | int | None]:
    """``a[0].b`` as ``["a", 0, "b"]``; None is the end of a list."""
    return [name or (int(index) if index else None) for name, index in _STEP.findall(path)]


def put(body: Json, path: str, value: Any) -> None:
    """Put a value at its place, making the objects and lists on the way to it."""
    *way, last = every = steps(path)
    here: Any = body
    for step, following in zip(way, every[1:], strict=True):
        here = _enter(here, step, {} if isinstance(following, str) else [])
    if last is None:
        here.extend(value if isinstance(value, list) else [value])
    elif isinstance(last, int):
        _fill(here, last, None)
        here[last] = value
    elif isinstance(value, dict) and isinstance(here.get(last), dict):
        here[last].update(value)
    else:
        here[last] = value


def get(body: Any, path: str) -> Any:
    """What is at a place, None where there is nothing; the end of a list is the whole list."""
    here = body
    for step in steps(path):
        if step is None:
            return here
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
        else:
            here = here.get(step) if isinstance(here, dict) else None
    return here


def _enter(here: Any, step: str | int | None, empty: Any) -> Any:
    if isinstance(step, str):
        return here.setdefault(step, empty)
    if step is None:
        here.append(empty)
        return here[-1]
    _fill(here, step, empty)
    return here[step]


def _fill(items: list[Any], index: int, empty: Any) -> None:
    while len(items) <= index:
        items.append(type(empty)() if empty is not None else None)
