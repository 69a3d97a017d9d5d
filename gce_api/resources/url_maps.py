"""URL maps: kept by the endpoint, at work as the L7 policies of Octavia's listeners."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from gce_api import errors, fingerprints
from gce_api.call import Call
from gce_api.database.models import Resource
from gce_api.kept import Collection, Content, shown
from gce_api.links import Links
from gce_api.merging import patched
from gce_api.plans import url_maps as plans
from gce_api.registry import implements
from gce_api.resources import balancing

MAPS = Collection("urlMaps")
FIELDS = ("description", "defaultService", "hostRules", "pathMatchers")


@implements("compute.urlMaps.list", "compute.urlMaps.aggregatedList")
def list_url_maps(call: Call) -> list[dict[str, Any]]:
    return [to_url_map(call.links, row) for row in MAPS.listed(call)]


@implements("compute.urlMaps.get")
def get_url_map(call: Call) -> dict[str, Any]:
    return to_url_map(call.links, MAPS.get(call))


@implements("compute.urlMaps.insert")
def insert_url_map(call: Call) -> dict[str, Any]:
    return MAPS.insert(call, call.body.get("name"), _plan(call, call.body))


@implements("compute.urlMaps.patch")
def patch_url_map(call: Call) -> dict[str, Any]:
    return _change(call, lambda present: patched(present, call.patch))


@implements("compute.urlMaps.update")
def update_url_map(call: Call) -> dict[str, Any]:
    return _change(call, lambda present: call.body)


@implements("compute.urlMaps.delete")
def delete_url_map(call: Call) -> dict[str, Any]:
    return balancing.delete(call, MAPS)


def to_url_map(links: Links, row: Resource) -> Content:
    """GCE's UrlMap of what is kept."""
    content = _with_services(row.content, links.url)
    return {**content, **shown(links, row), "fingerprint": fingerprints.of(row.content)}


def _change(call: Call, merged: Callable[[Content], Content]) -> dict[str, Any]:
    def update(present: Content) -> Content:
        fingerprints.check(call.body.get("fingerprint"), present, "resource")
        return _plan(call, merged(present))

    return balancing.change(call, MAPS, update)


def _plan(call: Call, body: Content) -> Content:
    """What is kept of a URL map that is to be as the body says."""
    plans.check(body)
    if not body.get("defaultService"):
        raise errors.Required("Required field 'resource.defaultService' not specified")
    paths = {
        url: balancing.refer(call, url, "backendServices", "resource.defaultService")
        for url in plans.services_of(body)
    }
    asked = {name: body[name] for name in FIELDS if name in body}
    return _with_services(asked, lambda url: paths[url])


def _with_services(content: Content, convert: Callable[[str], str]) -> Content:
    """A URL map with each of its references to a backend service converted."""
    found = copy.deepcopy(content)
    found["defaultService"] = convert(found["defaultService"])
    for matcher in found.get("pathMatchers") or ():
        matcher["defaultService"] = convert(matcher["defaultService"])
        for rule in matcher.get("pathRules") or ():
            rule["service"] = convert(rule["service"])
    return found
