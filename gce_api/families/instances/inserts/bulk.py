"""Many instances by one request: what each is called, where it is made, and what is asked of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator
from typing import Any

from gce_api.google import errors
from gce_api.google.names import check_name

MOST = 1000  # instances by one request, as at Google

Json = dict[str, Any]

_NUMBER = re.compile(r"[^#]*(#+)[^#]*")


def count_of(body: Json) -> tuple[int, int]:
    """How many instances are wanted, and how few would do.

    :raises errors.Invalid: the numbers make no sense.
    """
    named = body.get("perInstanceProperties") or {}
    count: int = body.get("count") or len(named)
    least: int = body.get("minCount", count)
    if not 1 <= count <= MOST or not 0 <= least <= count or len(named) > count:
        raise errors.Invalid(
            f"Invalid value for field 'resource.count': '{count}'. There must be between 1 and "
            f"{MOST} instances, at least minCount ({least}), and all that perInstanceProperties "
            "names."
        )
    return count, least


def names_of(body: Json, count: int, taken: Collection[str]) -> list[str]:
    """The names of the instances: those given one by one, the others by the pattern.

    :param taken: names that the pattern passes over.
    :raises errors.Invalid: there is no pattern, or it has no place for a number.
    """
    named = body.get("perInstanceProperties") or {}
    names = [check_name(of.get("name") or key) for key, of in named.items()]
    if len(names) < count:
        free = (n for n in _by_pattern(body.get("namePattern")) if n not in taken)
        names += itertools.islice((name for name in free if name not in named), count - len(names))
    if len(names) < count:
        raise errors.Invalid(
            f"Invalid value for field 'resource.namePattern': '{body.get('namePattern')}'. It has "
            "not as many names as instances are wanted."
        )
    return names


def hostname_of(body: Json, name: str) -> str | None:
    """The host name that was asked for one instance."""
    named = body.get("perInstanceProperties") or {}
    found = (of.get("hostname") for key, of in named.items() if (of.get("name") or key) == name)
    return next(found, None)


def body_of(body: Json, properties: Json, name: str) -> Json:
    """The request for one of the instances: what all have, and what is said of it."""
    hostname = hostname_of(body, name)
    return properties | {"name": name} | ({"hostname": hostname} if hostname else {})


def zones_of(policy: Json, zones: list[str], count: int) -> list[str]:
    """The zone of each of ``count`` instances.

    :param policy: a ``LocationPolicy`` of a region; ``zones``: those of the region that are up.
    :raises errors.Invalid: it leaves no zone.
    """
    said = {key.rpartition("/")[2]: of for key, of in (policy.get("locations") or {}).items()}
    unknown = sorted(set(said) - set(zones))
    left = [z for z in zones if (said.get(z) or {}).get("preference") != "DENY"]
    allowed = [z for z in left if (said.get(z) or {}).get("preference") == "ALLOW"] or left
    if unknown or not allowed:
        raise errors.Invalid(
            f"Invalid value for field 'resource.locationPolicy': '{', '.join(unknown or said)}'. "
            f"The zones of the region are {', '.join(zones)}."
        )
    if policy.get("targetShape") == "BALANCED":
        return list(itertools.islice(itertools.cycle(allowed), count))
    return [allowed[0]] * count


def _by_pattern(pattern: str | None) -> Iterator[str]:
    """``web-##``: web-01, web-02, ..."""
    found = _NUMBER.fullmatch(pattern or "")
    if not found or not pattern:
        raise errors.Invalid(
            f"Invalid value for field 'resource.namePattern': '{pattern}'. It must have one row "
            "of #, the place of a number."
        )
    start, end = found.span(1)
    check_name(pattern[:start] + "0" * (end - start) + pattern[end:], "namePattern")
    width = end - start
    for number in range(1, 10**width):
        yield f"{pattern[:start]}{number:0{width}}{pattern[end:]}"
