"""Disks and external addresses of instances that exist."""

from __future__ import annotations

from typing import Any

from gce_api import errors
from gce_api.call import Call
from gce_api.flows import devices as flows
from gce_api.identity import number
from gce_api.openstack import own
from gce_api.openstack.rows import Row
from gce_api.plans.disks import check_device_name, find_free_disk
from gce_api.plans.interfaces import plan_external
from gce_api.registry import implements
from gce_api.resources import disks
from gce_api.resources.instances import target_of
from gce_api.views.attached_disks import AttachedDisks
from gce_api.views.interfaces import EXTERNAL_NAT


@implements("compute.instances.attachDisk")
def attach_disk(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    body, zone = call.body, call.zone
    assert zone
    if not body.get("source"):
        raise errors.Required("Invalid value for field 'source': ''. No disk is given.")
    if body.get("boot"):
        raise errors.Unsupported("The boot disk of an instance cannot be replaced here.")
    if body.get("mode") == "READ_ONLY":
        raise errors.Unsupported("Attaching a disk READ_ONLY is not available here.")
    volume = find_free_disk(call, zone, body["source"], "source")
    name = check_device_name(body.get("deviceName") or _disk_name(volume), "deviceName")
    if any(disk["deviceName"] == name for _, disk in _attached(call, server)):
        raise errors.Invalid(
            f"Invalid value for field 'deviceName': '{name}'. The instance has a disk of this "
            "device name already."
        )
    arguments = {
        "server_id": server.id,
        "volume_id": volume.id,
        "device_name": name,
        "auto_delete": bool(body.get("autoDelete")),
    }
    return call.operation("attachDisk", target, flows.attach_disk, arguments, number(server))


@implements("compute.instances.detachDisk")
def detach_disk(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    volume_id, disk = _find_attached(call, server)
    if disk["boot"]:
        raise errors.Unsupported("The boot disk of an instance cannot be detached here.")
    arguments = {"server_id": server.id, "volume_id": volume_id}
    return call.operation("detachDisk", target, flows.detach_disk, arguments, number(server))


@implements("compute.instances.setDiskAutoDelete")
def set_disk_auto_delete(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    volume_id, _ = _find_attached(call, server)
    arguments = {
        "server_id": server.id,
        "volume_id": volume_id,
        "auto_delete": call.params["autoDelete"],
    }
    return call.operation(
        "setDiskAutoDelete", target, flows.set_auto_delete, arguments, number(server)
    )


@implements("compute.instances.addAccessConfig")
def add_access_config(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    port = find_port(call, server)
    if _addresses(call, port):
        raise errors.Invalid(
            "At most one access config currently supported; the interface "
            f"'{call.params['networkInterface']}' has one."
        )
    external = plan_external(call, call.body, "resource")
    arguments = {"server_id": server.id, "port_id": port.id, "external": external}
    return call.operation("addAccessConfig", target, flows.add_address, arguments, number(server))


@implements("compute.instances.deleteAccessConfig")
def delete_access_config(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    port = find_port(call, server)
    addresses = _addresses(call, port)
    if not addresses:
        raise errors.Invalid(
            f"Invalid value for field 'accessConfig': '{call.params['accessConfig']}'. The "
            f"interface '{call.params['networkInterface']}' has no access config; one would be "
            f"called '{EXTERNAL_NAT}'."
        )
    arguments = {"server_id": server.id, "port_id": port.id, "addresses": addresses}
    return call.operation(
        "deleteAccessConfig", target, flows.remove_address, arguments, number(server)
    )


def _attached(call: Call, server: Row) -> list[tuple[str | None, dict[str, Any]]]:
    """The disks of a server as GCE shows them, with the UUIDs of their volumes."""
    views = AttachedDisks(call, call.cloud, disks.fetch(call.cloud))
    shown = views.of(server)
    volume_ids: list[str | None] = [entry["id"] for entry in views.attachments(server)]
    local: list[str | None] = [None] * (len(shown) - len(volume_ids))
    return list(zip(local + volume_ids, shown, strict=True))


def _find_attached(call: Call, server: Row) -> tuple[str, dict[str, Any]]:
    """The attached volume that ``deviceName`` names; some clients give the disk's name.

    :raises errors.Invalid: there is none.
    """
    name = call.params["deviceName"]
    attached = _attached(call, server)
    by_device = [entry for entry in attached if entry[1]["deviceName"] == name]
    by_disk = [entry for entry in attached if (entry[1].get("source") or "").endswith("/" + name)]
    for volume_id, disk in by_device + by_disk:
        if volume_id:
            return volume_id, disk
    raise errors.Invalid(
        f"Invalid value for field 'deviceName': '{name}'. No attached disk found with this device "
        "name."
    )


def _disk_name(volume: Row) -> str:
    return volume.name or volume.id


def find_port(call: Call, server: Row) -> Row:
    """The port of the interface that ``networkInterface`` names.

    :raises errors.Invalid: the instance has no such interface.
    """
    name = call.params["networkInterface"]
    macs = {
        address["OS-EXT-IPS-MAC:mac_addr"]: None
        for addresses in server["addresses"].values()
        for address in addresses
    }
    found = own.ports(call.cloud, {"device_id": server.id})
    ports = {port["mac_address"]: port for port in found}
    for index, mac in enumerate(macs):
        if name == f"nic{index}" and mac in ports:
            return ports[mac]
    raise errors.Invalid(
        f"Invalid value for field 'networkInterface': '{name}'. The instance has no such interface."
    )


def _addresses(call: Call, port: Row) -> list[str]:
    """The external addresses of a port."""
    found = own.floating_ips(call.cloud, {"port_id": port.id})
    return [address["floating_ip_address"] for address in found]
