"""Backend services, global and regional: kept by the endpoint, at work as Octavia's pools."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gce_api.families.balancing.backend_services import find
from gce_api.families.balancing.backend_services.find import SERVICES
from gce_api.families.balancing.backend_services.plan import plan_service, referring
from gce_api.families.balancing.backend_services.show import to_backend_service, to_health
from gce_api.families.shared import felt, uses
from gce_api.families.shared.call import Call
from gce_api.families.shared.known import Content
from gce_api.google import fingerprints
from gce_api.google.merging import patched
from gce_api.google.registry import implements

Json = dict[str, Any]


@implements(
    "compute.backendServices.list",
    "compute.backendServices.aggregatedList",
    "compute.regionBackendServices.list",
    "compute.backendServices.listUsable",
    "compute.regionBackendServices.listUsable",
)
def list_backend_services(call: Call) -> list[Json]:
    return [to_backend_service(call.links, row) for row in SERVICES.listed(call)]


@implements("compute.backendServices.get", "compute.regionBackendServices.get")
def get_backend_service(call: Call) -> Json:
    return to_backend_service(call.links, SERVICES.get(call))


@implements("compute.backendServices.insert", "compute.regionBackendServices.insert")
def insert_backend_service(call: Call) -> Json:
    asked = referring(call.body, find.for_service(call))
    content = plan_service(asked, regional=bool(call.region))
    return SERVICES.insert(call, call.body.get("name"), content)


@implements("compute.backendServices.patch", "compute.regionBackendServices.patch")
def patch_backend_service(call: Call) -> Json:
    asked = referring(call.patch, find.for_service(call))
    return _change(call, lambda present: patched(present, asked))


@implements("compute.backendServices.update", "compute.regionBackendServices.update")
def update_backend_service(call: Call) -> Json:
    asked = referring(call.body, find.for_service(call))
    return _change(call, lambda present: asked)


@implements("compute.backendServices.delete", "compute.regionBackendServices.delete")
def delete_backend_service(call: Call) -> Json:
    return uses.delete(call, SERVICES)


@implements("compute.backendServices.getHealth", "compute.regionBackendServices.getHealth")
def get_health(call: Call) -> Json:
    """The health of a group's instances behind each forwarding rule, as Octavia sees it."""
    return {"healthStatus": to_health(call.links, find.for_health(call)) or None}


def _change(call: Call, merged: Callable[[Content], Content]) -> Json:
    def update(present: Content) -> Content:
        fingerprints.check(call.body.get("fingerprint"), present, "resource")
        return plan_service(merged(present), regional=bool(call.region))

    return felt.change(call, SERVICES, update)
