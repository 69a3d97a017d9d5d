"""URL maps: kept by the endpoint, at work as the L7 policies of Octavia's listeners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gce_api.families.balancing.url_maps.plan import plan_url_map
from gce_api.families.balancing.url_maps.show import failures, to_url_map
from gce_api.families.shared import felt, find, uses
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection
from gce_api.families.shared.known import Content, Known
from gce_api.google import errors, fingerprints
from gce_api.google.links import Links
from gce_api.google.merging import patched
from gce_api.google.registry import implements

MAPS = Collection("urlMaps")

Json = dict[str, Any]


@implements("compute.urlMaps.list", "compute.urlMaps.aggregatedList")
def list_url_maps(call: Call) -> list[Json]:
    return [to_url_map(call.links, row) for row in MAPS.listed(call)]


@implements("compute.urlMaps.get")
def get_url_map(call: Call) -> Json:
    return to_url_map(call.links, MAPS.get(call))


@implements("compute.urlMaps.insert")
def insert_url_map(call: Call) -> Json:
    content = _tested(call.links, call.body, _services(call))
    return MAPS.insert(call, call.body.get("name"), content)


@implements("compute.urlMaps.patch")
def patch_url_map(call: Call) -> Json:
    return _change(call, lambda present: patched(present, call.patch))


@implements("compute.urlMaps.update")
def update_url_map(call: Call) -> Json:
    return _change(call, lambda present: call.body)


@implements("compute.urlMaps.validate")
def validate_url_map(call: Call) -> Json:
    """Whether a URL map could be kept, and what its tests say; nothing is kept."""
    try:
        plan = plan_url_map(call.body.get("resource") or {}, _services(call))
    except errors.GceError as error:
        return {"result": {"loadSucceeded": False, "loadErrors": [str(error)]}}
    failed = failures(call.links, plan)
    return {
        "result": {"loadSucceeded": True, "testPassed": not failed, "testFailures": failed or None}
    }


@implements("compute.urlMaps.delete")
def delete_url_map(call: Call) -> Json:
    return uses.delete(call, MAPS)


def _change(call: Call, merged: Callable[[Content], Content]) -> Json:
    services = _services(call)

    def update(present: Content) -> Content:
        fingerprints.check(call.body.get("fingerprint"), present, "resource")
        return _tested(call.links, merged(present), services)

    return felt.change(call, MAPS, update)


def _tested(links: Links, body: Content, services: Known) -> Content:
    """The plan of a URL map, all of whose tests hold.

    :raises errors.Invalid: one does not.
    """
    plan = plan_url_map(body, services)
    for failure in failures(links, plan):
        raise errors.Invalid(
            "Invalid value for field 'resource.tests': Test failure: Expect URL "
            f"'{failure['host']}{failure['path']}' to map to service "
            f"'{failure['expectedService']}', but actually mapped to '{failure['actualService']}'."
        )
    return plan


def _services(call: Call) -> Known:
    """What a URL map may lead to."""
    return find.known(call, "backendServices")
