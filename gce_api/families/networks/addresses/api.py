"""Reserving, labelling and releasing addresses; what they are: addresses.py."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.interfaces.plan import check_ip
from gce_api.families.networks.addresses import find as addresses
from gce_api.families.networks.addresses import flow as flows
from gce_api.families.networks.addresses.plan import Plan, is_internal, plan_address, plan_labels
from gce_api.families.networks.networks import find as networks
from gce_api.families.networks.subnetworks.find import find_subnetwork
from gce_api.families.shared.call import Call
from gce_api.families.shared.instance_links import instance_links
from gce_api.google import errors, fingerprints
from gce_api.google.registry import implements
from gce_api.openstack import marks, tags
from gce_api.openstack.names import check_name
from gce_api.openstack.rows import Row


@implements("compute.addresses.insert")
def insert_address(call: Call) -> dict[str, Any]:
    name = check_name(call.body.get("name"))
    plan = plan_address(name, call.body)
    _check_free(call, name)
    insert = _insert_internal if is_internal(call.body) else _insert_external
    return insert(call, name, plan)


@implements("compute.globalAddresses.insert")
def insert_global_address(call: Call) -> dict[str, Any]:
    name = check_name(call.body.get("name"))
    plan = plan_address(name, call.body)
    if is_internal(call.body):
        raise errors.Unsupported("Global internal addresses are not available here.")
    _check_free(call, name)
    return _insert_external(call, name, plan | {"labels": [marks.GLOBAL, *plan["labels"]]})


@implements("compute.addresses.setLabels", "compute.globalAddresses.setLabels")
def set_labels(call: Call) -> dict[str, Any]:
    row = addresses.address_of(call)
    fingerprints.check_labels(call.body, tags.labels(row))
    kept = [tag for tag in tags.own(row) if not tag.startswith(marks.LABEL)]
    arguments = {
        "address_id": row.id,
        "internal": addresses.is_internal(row),
        "tags_after": [*kept, *plan_labels(call.body)],
    }
    return call.operation("setLabels", _target(call, row), flows.set_tags, arguments, row.id)


@implements("compute.addresses.delete", "compute.globalAddresses.delete")
def delete_address(call: Call) -> dict[str, Any]:
    row = addresses.address_of(call)
    target = _target(call, row)
    if addresses.in_use(row):
        raise errors.ResourceInUse(
            f"The address resource 'projects/{call.project.id}/{target}' is already being used"
            f"{_by_whom(call, row)}"
        )
    arguments = {"address_id": row.id, "internal": addresses.is_internal(row)}
    return call.operation("delete", target, flows.delete, arguments, row.id)


def _check_free(call: Call, name: str) -> None:
    for row in addresses.lasting(call.cloud):
        in_scope = addresses.is_global(row) == (call.region is None)
        if in_scope and addresses.address_name(row) == name:
            path = f"projects/{call.project.id}/{addresses.path_of(call, name)}"
            raise errors.AlreadyExists.resource(path)


def _insert_external(call: Call, name: str, plan: Plan) -> dict[str, Any]:
    """A new floating IP, or the ephemeral one of an instance, which then outlives it."""
    ip, target = call.body.get("address") or None, addresses.path_of(call, name)
    present = [row for row in addresses.fetch(call.cloud) if addresses.ip_of(row) == ip]
    if present and not addresses.is_ephemeral(present[0]):
        raise errors.ResourceInUse(
            f"Invalid value for field 'resource.address': '{ip}'. Specified IP address is already "
            "reserved."
        )
    if present:
        kept = {"address_id": present[0].id, "plan": plan, "before": present[0]["description"]}
        return call.operation("insert", target, flows.keep, kept, present[0].id)
    arguments = {
        "network_id": networks.external_network(call.cloud).id,
        "plan": plan,
        "ip": ip,
    }
    return call.operation("insert", target, flows.insert, arguments)


def _insert_internal(call: Call, name: str, plan: Plan) -> dict[str, Any]:
    """A port on the subnetwork; without one given, on that of the network ``default``."""
    body, cloud = call.body, call.cloud
    if body.get("purpose", "GCE_ENDPOINT") not in ("GCE_ENDPOINT", "SHARED_LOADBALANCER_VIP"):
        raise errors.Unsupported(
            f"Addresses of the purpose {body['purpose']} are not available here."
        )
    url = body.get("subnetwork") or f"regions/{cloud.name}/subnetworks/{networks.DEFAULT}"
    subnet = find_subnetwork(call, url, cloud.name, "resource.subnetwork")
    ip = body.get("address") or None
    if ip:
        check_ip(call, subnet["network_id"], subnet, ip, "resource.address")
    arguments = {
        "network_id": subnet["network_id"],
        "subnet_id": subnet.id,
        "name": name,
        "plan": plan,
        "ip": ip,
    }
    return call.operation("insert", addresses.path_of(call, name), flows.insert_internal, arguments)


def _target(call: Call, row: Row) -> str:
    return addresses.path_of(call, addresses.address_name(row))


def _by_whom(call: Call, row: Row) -> str:
    """`` by 'projects/p/zones/z/instances/vm'``, where an instance it is."""
    server = addresses.servers_of(call.cloud, [row]).get(row.id)
    links = instance_links(call, call.cloud, {server} if server else set())
    paths = [link.removeprefix(call.links.url("")) for link in links.values()]
    return f" by 'projects/{call.project.id}/{paths[0]}'" if paths else "."
