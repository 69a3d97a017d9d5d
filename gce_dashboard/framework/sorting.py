"""Orders that people expect: numbers within names count as numbers."""

from __future__ import annotations

import functools
import re
from typing import Any

Natural = tuple[tuple[int, int, str], ...]


def natural(name: str) -> Natural:
    """A key by which ``debian-9`` comes before ``debian-10``, and words before numbers."""
    parts = re.split(r"(\d+)", name)
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts if part)


@functools.total_ordering
class Reversed:
    """A key that sorts the other way round."""

    def __init__(self, key: Any):
        self.key = key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reversed) and self.key == other.key

    def __lt__(self, other: Reversed) -> bool:
        return other.key < self.key

    def __hash__(self) -> int:
        return hash(self.key)
