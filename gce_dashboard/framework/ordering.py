"""In which order values stand: numbers within names by size, addresses by value, gaps last."""

from __future__ import annotations

import functools
import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import dateparse

Json = dict[str, Any]
Key = Any  # whatever can be compared with its like; None for what has no value

_DIGITS = re.compile(r"(\d+)")


def natural(text: str) -> Key:
    """``vm-2`` before ``vm-10``, and capital letters among the small ones."""
    parts = _DIGITS.split(text.casefold())
    # every second part is a number, so that like is compared with like
    return [int(part) if index % 2 else part for index, part in enumerate(parts)] if text else None


def number(value: object) -> Key:
    """By size; GCE writes large numbers as text."""
    try:
        return float(str(value))
    except ValueError:
        return None


def addresses(values: Iterable[str]) -> Key:
    """By the first address or range; IPv4 before IPv6."""
    for value in values:
        try:
            network = ipaddress.ip_interface(value)
        except ValueError:
            continue
        return (network.version, int(network.ip), network.network.prefixlen)
    return None


def moment(value: str | None) -> Key:
    """By time, whatever offset each is written with."""
    parsed = dateparse.parse_datetime(value) if value else None
    return parsed.timestamp() if parsed else None


def arranged(items: Iterable[Json], key: Callable[[Json], Key], *, descending: bool) -> list[Json]:
    """The items in the order of a key; those without a value come last, both ways."""
    keyed = [(key(item), item) for item in items]
    present = [each for each in keyed if each[0] is not None]
    present.sort(key=lambda each: each[0], reverse=descending)
    return [item for _key, item in present] + [item for found, item in keyed if found is None]


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
