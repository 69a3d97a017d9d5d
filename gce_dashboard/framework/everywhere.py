"""Search over everything in a project: names, ids, addresses and labels of every collection.

The endpoint is asked for each collection at the same time, with a filter that finds the words, and
for no more than is shown.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from gce_dashboard import api
from gce_dashboard.framework import registry
from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.resources import last
from gce_dashboard.framework.terms import quoted

Json = dict[str, Any]
MOST = 5  # results of a collection
WORDS = 4  # of a text that count
# where a collection has addresses, and whether its resources have labels
ADDRESSES = {
    "addresses": ("address",),
    "firewalls": ("sourceRanges", "destinationRanges"),
    "forwardingRules": ("IPAddress",),
    "instances": ("networkInterfaces.networkIP", "networkInterfaces.accessConfigs.natIP"),
    "routes": ("destRange", "nextHopIp"),
    "subnetworks": ("ipCidrRange", "gatewayAddress"),
}
LABELLED = (
    "addresses",
    "disks",
    "forwardingRules",
    "images",
    "instances",
    "machineImages",
    "snapshots",
)
LEFT_OUT = ("endpoints", "machineTypes", "operations", "projects")


def searched() -> Iterator[Resource]:
    """The collections that are searched, in the order of the menu."""
    for each in registry.registered():
        if each.resource.collection not in LEFT_OUT and "index" in each.pages:
            yield each.resource


def find(client: api.Client, text: str) -> list[Json]:
    """What is found, by collection: ``{"title", "icon", "items", "more"}``.

    :raises api.GceError: no collection could be asked
    """
    kinds = list(searched())
    answers = api.together(*(functools.partial(_ask, client, kind, text) for kind in kinds))
    pages = [each for each in answers if isinstance(each, api.Page)]
    if answers and not pages:
        raise answers[0]
    return [
        _group(kind, page, text)
        for kind, page in zip(kinds, answers, strict=True)
        if isinstance(page, api.Page) and page.items
    ]


def _ask(client: api.Client, kind: Resource, text: str) -> api.Page:
    (path,) = kind.paths
    return client.list(path, filter=filter_for(kind.collection, text), max_results=MOST)


def filter_for(collection: str, text: str) -> str:
    """GCE's filter that finds every word somewhere in a resource of the collection."""
    return " ".join(f"({_any(collection, word)})" for word in text.split()[:WORDS])


def _any(collection: str, word: str) -> str:
    value = quoted(word)
    fields = [f"name:{value}", *(f"{path}:{value}" for path in ADDRESSES.get(collection, ()))]
    if word.isdigit():
        fields.append(f"id={word}")
    if collection in LABELLED:
        fields.append(_label(word))
    return " OR ".join(fields)


def _label(word: str) -> str:
    """A label by its key, or by ``key:value``, as the console shows labels."""
    pair = re.fullmatch(r"([-\w]+)[:=](.+)", word)
    return f"labels.{pair[1]}:{quoted(pair[2])}" if pair else f"labels:{quoted(word)}"


def _group(kind: Resource, page: api.Page, text: str) -> Json:
    return {
        "title": str(kind.plural),
        "icon": kind.icon,
        "items": [_item(kind, each) for each in page.items[:MOST]],
        "more": kind.page("index", {"filter": text}) if page.next_token else "",
    }


def _item(kind: Resource, item: Json) -> Json:
    path = kind.path(item)
    return {
        "name": item.get("name", ""),
        "url": kind.url(path),
        "place": last(item.get("zone") or item.get("region") or ""),
    }
