"""Backend services, global and regional: kept by the endpoint, at work as Octavia's pools."""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.database.references import path_of
from gce_api.families.balancing import references as balancing
from gce_api.families.balancing.backend_services.group_backends import group_at
from gce_api.families.balancing.backend_services.plan import plan_service
from gce_api.families.balancing.balancers.plan import addresses_of
from gce_api.families.balancing.health_checks.api import COLLECTIONS as HEALTH_CHECKS
from gce_api.families.groups.groups.show import server_ids
from gce_api.families.shared.call import Call
from gce_api.families.shared.instance_links import instance_links
from gce_api.families.shared.kept import Collection, Content, shown
from gce_api.google import errors, fingerprints
from gce_api.google.links import Links
from gce_api.google.merging import patched
from gce_api.google.registry import implements
from gce_api.openstack import balancers

SERVICES = Collection("backendServices")


@implements(
    "compute.backendServices.list",
    "compute.backendServices.aggregatedList",
    "compute.regionBackendServices.list",
    "compute.backendServices.listUsable",
    "compute.regionBackendServices.listUsable",
)
def list_backend_services(call: Call) -> list[dict[str, Any]]:
    return [to_backend_service(call.links, row) for row in SERVICES.listed(call)]


@implements("compute.backendServices.get", "compute.regionBackendServices.get")
def get_backend_service(call: Call) -> dict[str, Any]:
    return to_backend_service(call.links, SERVICES.get(call))


@implements("compute.backendServices.insert", "compute.regionBackendServices.insert")
def insert_backend_service(call: Call) -> dict[str, Any]:
    content = plan_service(_referring(call, call.body), regional=bool(call.region))
    return SERVICES.insert(call, call.body.get("name"), content)


@implements("compute.backendServices.patch", "compute.regionBackendServices.patch")
def patch_backend_service(call: Call) -> dict[str, Any]:
    asked = _referring(call, call.patch)
    return _change(call, lambda present: patched(present, asked))


@implements("compute.backendServices.update", "compute.regionBackendServices.update")
def update_backend_service(call: Call) -> dict[str, Any]:
    asked = _referring(call, call.body)
    return _change(call, lambda present: asked)


@implements("compute.backendServices.delete", "compute.regionBackendServices.delete")
def delete_backend_service(call: Call) -> dict[str, Any]:
    return balancing.delete(call, SERVICES)


@implements("compute.backendServices.getHealth", "compute.regionBackendServices.getHealth")
def get_health(call: Call) -> dict[str, Any]:
    """The health of a group's instances behind each forwarding rule, as Octavia sees it."""
    service = SERVICES.get(call)
    path = _group(call, call.body.get("group"), "group")
    if all(backend["group"] != path for backend in service.content["backends"]):
        raise errors.Invalid(
            f"Invalid value for field 'group': '{call.body['group']}'. It is no backend of the "
            f"service '{service.name}'."
        )
    with call.services.database.reader() as session:
        group = group_at(session, call.project.uuid, path)
        servers = server_ids(group) if group else []
    links = instance_links(call, call.cloud, servers)
    places = addresses_of(call.cloud, links)
    instances = {place["address"]: links[server] for server, place in places.items()}
    states = [
        state
        for rule in balancing.rules_over(call, path_of(service))
        for state in _states(call, service, rule, instances)
    ]
    unused = [
        {"instance": url, "ipAddress": address, **balancing.UNUSED}
        for address, url in instances.items()
    ]
    return {"healthStatus": states or unused or None}


def to_backend_service(links: Links, row: Resource) -> Content:
    """GCE's BackendService of what is kept."""
    content = row.content
    backends = [{**entry, "group": links.url(entry["group"])} for entry in content["backends"]]
    return {
        **content,
        **shown(links, row),
        "backends": backends or None,
        "healthChecks": [links.url(path) for path in content["healthChecks"]] or None,
        "fingerprint": fingerprints.of(content),
    }


def _change(call: Call, merged: Any) -> dict[str, Any]:
    def update(present: Content) -> Content:
        fingerprints.check(call.body.get("fingerprint"), present, "resource")
        return plan_service(merged(present), regional=bool(call.region))

    return balancing.change(call, SERVICES, update)


def _states(
    call: Call, service: Resource, rule: Resource, instances: dict[str, str]
) -> list[dict[str, Any]]:
    """The health of instances, given by address, behind a forwarding rule."""
    ip = rule.content.get("address")
    return [
        {
            "instance": instances[member["address"]],
            "ipAddress": member["address"],
            "port": member["protocol_port"],
            "forwardingRule": call.links.url(path_of(rule)),
            "forwardingRuleIp": ip,
            **balancing.health_state(member),
        }
        for pool, member in balancers.members(call.cloud, rule.content.get("balancer", ""))
        if member["address"] in instances and (pool == service.name or pool.startswith("port-"))
    ]


def _referring(call: Call, body: Content) -> Content:
    """A body with the paths of what it refers to, which is there."""
    body = dict(body)
    if body.get("healthChecks"):
        body["healthChecks"] = [
            _health_check(call, url, f"resource.healthChecks[{index}]")
            for index, url in enumerate(body["healthChecks"])
        ]
    if body.get("backends"):
        body["backends"] = [
            {
                **backend,
                "group": _group(call, backend.get("group"), f"resource.backends[{i}].group"),
            }
            for i, backend in enumerate(body["backends"])
        ]
    return body


def _health_check(call: Call, url: str, field: str) -> str:
    """The path of a health check of any kind."""
    kind = next((kind for kind in HEALTH_CHECKS if f"{kind}/" in url), "healthChecks")
    return balancing.refer(call, url, kind, field)


def _group(call: Call, url: object, field: str) -> str:
    """The path of an instance group, which has to be where the load balancer is.

    :raises errors.NotFound: there is no such group.
    :raises errors.Unsupported: it is in another region.
    """
    reference = call.refer(url, "instanceGroups", field)
    place = reference.zone or reference.region or ""
    scope = f"zones/{place}" if reference.zone else f"regions/{place}"
    region = call.find_zone(place).region if reference.zone else place
    if region != call.cloud.name:
        raise errors.Unsupported(
            f"Invalid value for field '{field}': '{url}'. A load balancer reaches instances of its "
            f"own region only, which is '{call.cloud.name}' here."
        )
    path = f"{scope}/instanceGroups/{reference.name}"
    with call.services.database.reader() as session:
        if group_at(session, call.project.uuid, path) is None:
            project = f"projects/{call.project.id}"
            raise errors.NotFound(
                f"Invalid value for field '{field}': '{url}'. "
                f"The resource '{project}/{path}' was not found"
            )
    return path
