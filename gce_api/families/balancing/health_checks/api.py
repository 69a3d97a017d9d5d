"""Health checks of every kind: kept by the endpoint, at work in the Octavia pools that use them."""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.families.balancing.health_checks.plan import plan_health_check, plan_patch
from gce_api.families.shared import felt, uses
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection, Content, shown
from gce_api.google.links import Links
from gce_api.google.registry import implements

Json = dict[str, Any]

COLLECTIONS = {
    name: Collection(name) for name in ("healthChecks", "httpHealthChecks", "httpsHealthChecks")
}


@implements(
    "compute.healthChecks.list",
    "compute.healthChecks.aggregatedList",
    "compute.regionHealthChecks.list",
    "compute.httpHealthChecks.list",
    "compute.httpsHealthChecks.list",
)
def list_health_checks(call: Call) -> list[Json]:
    return [to_health_check(call.links, row) for row in _collection(call).listed(call)]


@implements(
    "compute.healthChecks.get",
    "compute.regionHealthChecks.get",
    "compute.httpHealthChecks.get",
    "compute.httpsHealthChecks.get",
)
def get_health_check(call: Call) -> Json:
    return to_health_check(call.links, _collection(call).get(call))


@implements(
    "compute.healthChecks.insert",
    "compute.regionHealthChecks.insert",
    "compute.httpHealthChecks.insert",
    "compute.httpsHealthChecks.insert",
)
def insert_health_check(call: Call) -> Json:
    collection = _collection(call)
    content = plan_health_check(collection.name, call.body)
    return collection.insert(call, call.body.get("name"), content)


@implements(
    "compute.healthChecks.patch",
    "compute.regionHealthChecks.patch",
    "compute.httpHealthChecks.patch",
    "compute.httpsHealthChecks.patch",
)
def patch_health_check(call: Call) -> Json:
    collection = _collection(call)
    return felt.change(
        call, collection, lambda present: plan_patch(collection.name, present, call.patch)
    )


@implements(
    "compute.healthChecks.update",
    "compute.regionHealthChecks.update",
    "compute.httpHealthChecks.update",
    "compute.httpsHealthChecks.update",
)
def update_health_check(call: Call) -> Json:
    collection = _collection(call)
    content = plan_health_check(collection.name, call.body)
    return felt.change(call, collection, lambda present: content)


@implements(
    "compute.healthChecks.delete",
    "compute.regionHealthChecks.delete",
    "compute.httpHealthChecks.delete",
    "compute.httpsHealthChecks.delete",
)
def delete_health_check(call: Call) -> Json:
    return uses.delete(call, _collection(call))


def to_health_check(links: Links, row: Resource) -> Content:
    """GCE's HealthCheck, HttpHealthCheck or HttpsHealthCheck of what is kept."""
    return {**row.content, **shown(links, row)}


def _collection(call: Call) -> Collection:
    """The collection in the call's path."""
    return next(kept for name, kept in COLLECTIONS.items() if f"/{name}" in call.method.path)
