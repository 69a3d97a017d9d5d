"""URL maps: kept by the endpoint, at work as the L7 policies of Octavia's listeners."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from gce_api.database.models import Resource
from gce_api.families.balancing import references as balancing
from gce_api.families.balancing.url_maps import plan as plans
from gce_api.families.balancing.url_maps import tests as url_map_tests
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection, Content, shown
from gce_api.google import errors, fingerprints
from gce_api.google.links import Links
from gce_api.google.merging import patched
from gce_api.google.registry import implements

MAPS = Collection("urlMaps")
FIELDS = ("description", "defaultService", "hostRules", "pathMatchers", "tests")


@implements("compute.urlMaps.list", "compute.urlMaps.aggregatedList")
def list_url_maps(call: Call) -> list[dict[str, Any]]:
    return [to_url_map(call.links, row) for row in MAPS.listed(call)]


@implements("compute.urlMaps.get")
def get_url_map(call: Call) -> dict[str, Any]:
    return to_url_map(call.links, MAPS.get(call))


@implements("compute.urlMaps.insert")
def insert_url_map(call: Call) -> dict[str, Any]:
    return MAPS.insert(call, call.body.get("name"), _tested(call, call.body))


@implements("compute.urlMaps.patch")
def patch_url_map(call: Call) -> dict[str, Any]:
    return _change(call, lambda present: patched(present, call.patch))


@implements("compute.urlMaps.update")
def update_url_map(call: Call) -> dict[str, Any]:
    return _change(call, lambda present: call.body)


@implements("compute.urlMaps.validate")
def validate_url_map(call: Call) -> dict[str, Any]:
    """Whether a URL map could be kept, and what its tests say; nothing is kept."""
    try:
        failed = _failed(call, _plan(call, call.body.get("resource") or {}))
    except errors.GceError as error:
        return {"result": {"loadSucceeded": False, "loadErrors": [str(error)]}}
    return {
        "result": {"loadSucceeded": True, "testPassed": not failed, "testFailures": failed or None}
    }


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
        return _tested(call, merged(present))

    return balancing.change(call, MAPS, update)


def _tested(call: Call, body: Content) -> Content:
    """The plan of a URL map, all of whose tests hold.

    :raises errors.Invalid: one does not.
    """
    plan = _plan(call, body)
    for failure in _failed(call, plan):
        raise errors.Invalid(
            "Invalid value for field 'resource.tests': Test failure: Expect URL "
            f"'{failure['host']}{failure['path']}' to map to service "
            f"'{failure['expectedService']}', but actually mapped to '{failure['actualService']}'."
        )
    return plan


def _failed(call: Call, plan: Content) -> list[Content]:
    """What GCE shows of the tests of a plan that fail."""
    shown = _with_services(plan, call.links.url)
    return url_map_tests.failures(shown)


def _plan(call: Call, body: Content) -> Content:
    """What is kept of a URL map that is to be as the body says."""
    plans.check(body)
    url_map_tests.check(body.get("tests") or [])
    if not body.get("defaultService"):
        raise errors.Required("Required field 'resource.defaultService' not specified")
    paths = {
        url: balancing.refer(call, url, "backendServices", "resource.defaultService")
        for url in plans.services_of(body)
    }
    for test in body.get("tests") or ():  # a service that nothing leads to fails its test
        field = "resource.tests.service"
        name = call.refer(test["service"], "backendServices", field).name
        paths.setdefault(test["service"], f"global/backendServices/{name}")
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
    for test in found.get("tests") or ():
        test["service"] = convert(test["service"])
    return found
