"""The order in which a firewall's ranges and tags were given, where it is not the usual one.

Neutron's rules and tags have none. It is kept as places in the usual one: ``ranges:1 0`` of two
ranges that were given the other way round, ``ranges:0 0`` of one that was given twice.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping, Sequence

RANGES, SOURCE_TAGS, TARGET_TAGS = "ranges", "sourceTags", "targetTags"


def usual(kind: str, values: Iterable[str]) -> list[str]:
    """The order in which they are shown where no other is known."""
    return sorted(values, key=_network if kind == RANGES else None)


def noted(given: Mapping[str, Sequence[str]]) -> list[str]:
    """What has to be kept of the order of each kind."""
    every = ((kind, values, usual(kind, set(values))) for kind, values in given.items())
    return [
        f"{kind}:{' '.join(str(at.index(each)) for each in values)}"
        for kind, values, at in every
        if list(values) != at
    ]


def restored(kind: str, values: Iterable[str], notes: Iterable[str]) -> list[str]:
    """The values as they were given, unless another tool has changed how many there are."""
    found = usual(kind, values)
    text = next((note.partition(":")[2] for note in notes if note.startswith(f"{kind}:")), "")
    places = [int(each) for each in text.split() if each.isdecimal()]
    known = set(places) == set(range(len(found)))
    return [found[place] for place in places] if known else found


def _network(text: str) -> tuple[int, ipaddress.IPv4Network | ipaddress.IPv6Network]:
    network = ipaddress.ip_network(text)
    return network.version, network
