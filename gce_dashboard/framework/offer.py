"""Something to choose from: where it comes from, and how a resource becomes an option."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import Any, NotRequired, TypedDict

from gce_dashboard import api
from gce_dashboard.framework import ordering
from gce_dashboard.framework.resources import last, path_of, region_of, zones_of

Json = dict[str, Any]


class Option(TypedDict):
    """Something to choose.

    ``within`` says where it belongs, by the roles of fields: ``{"zone": ["us-central1-a"]}``;
    ``note`` is told below the list when it is chosen, ``mark`` behind its name; ``least`` is the
    smallest disk that holds it.
    """

    value: str
    text: str
    group: NotRequired[str]
    within: NotRequired[dict[str, list[str]]]
    note: NotRequired[str]
    mark: NotRequired[str]
    least: NotRequired[int]


class Nothing(Exception):
    """There is nothing to choose from; ``str()`` of it says what to do about that."""


@dataclasses.dataclass(frozen=True)
class Offer:
    """A list to choose from.

    :ivar title: what a notice calls it
    :ivar fetch: the resources
    :ivar option: a resource as an option; None for one that cannot be chosen
    :ivar order: sorts the resources
    """

    title: str
    fetch: Callable[[api.Client], list[Json]]
    option: Callable[[Json], Option | None]
    order: Callable[[Json], Any] = lambda item: ordering.natural(item["name"])


@functools.cache
def listed(*paths: str) -> Callable[[api.Client], list[Json]]:
    """All of one or more lists; alike ones are fetched once."""
    return lambda client: [item for path in paths for item in client.list_all(path)]


def place_of(item: Json) -> dict[str, list[str]]:
    """Where a resource belongs: its zones, its region, its network."""
    place: dict[str, list[str]] = {}
    if item.get("zone") or item.get("replicaZones"):
        place["zone"] = zones_of(item)
        place["region"] = [region_of(place["zone"][0])]
    if item.get("region"):
        place["region"] = [last(item["region"])]
    if item.get("network"):
        place["network"] = [last(item["network"])]
    return place


def named(item: Json) -> Option:
    """A resource by its name."""
    return {"value": item["name"], "text": item["name"], "within": place_of(item)}


def by_path(item: Json) -> Option:
    """A resource by its path, for what may be in several kinds of places."""
    return {**named(item), "value": path_of(item["selfLink"])}
