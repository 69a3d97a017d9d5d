"""The body of ``compute.instances.insert`` that a filled-in form means."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework.resources import disk_type, without_empty

Json = dict[str, Any]


def instance(values: Json) -> Json:
    """The Instance to insert; what the form does not say yet is left out."""
    zone = values.get("zone", "")
    body: Json = {
        "name": values.get("name", ""),
        "description": values.get("description"),
        "machineType": f"zones/{zone}/machineTypes/{values.get('machine_type', '')}",
        "disks": [boot_disk(values), *extra_disks(values)],
        "networkInterfaces": [network_interface(values)],
        "labels": values.get("labels"),
        "tags": {"items": values["tags"]} if values.get("tags") else None,
        "metadata": {"items": metadata(values)} if metadata(values) else None,
        "deletionProtection": values.get("deletion_protection") or None,
    }
    return without_empty(body)


def boot_disk(values: Json) -> Json:
    disk: Json = {"boot": True, "autoDelete": bool(values.get("auto_delete"))}
    zone = values.get("zone", "")
    source = values.get("source", "image")
    if source == "disk":
        return {**disk, "source": f"zones/{zone}/disks/{values.get('disk', '')}"}
    params: Json = {
        "sourceImage": {"image": values.get("image"), "own": values.get("own_image")}.get(source),
        "sourceSnapshot": f"global/snapshots/{values.get('snapshot', '')}"
        if source == "snapshot"
        else None,
        "diskSizeGb": str(values["boot_size"]) if values.get("boot_size") else None,
        "diskType": disk_type(zone, values.get("boot_type")),
    }
    return {**disk, "initializeParams": without_empty(params)}


def extra_disks(values: Json) -> list[Json]:
    zone = values.get("zone", "")
    new = [
        {
            "autoDelete": each["auto_delete"],
            "deviceName": each["name"],
            "initializeParams": without_empty(
                {
                    "diskName": each["name"],
                    "diskSizeGb": str(each["size"]),
                    "diskType": disk_type(zone, each["type"]),
                }
            ),
        }
        for each in values.get("extra") or []
    ]
    attached = [
        {
            "source": f"zones/{zone}/disks/{each['name']}",
            "deviceName": each["name"],
            "mode": each["mode"],
            "autoDelete": each["auto_delete"],
        }
        for each in values.get("attached") or []
    ]
    return [without_empty(each) for each in [*new, *attached]]


def network_interface(values: Json) -> Json:
    region = values.get("region", "")
    subnetwork = values.get("subnetwork")
    interface: Json = {
        "network": f"global/networks/{values.get('network') or 'default'}",
        "subnetwork": f"regions/{region}/subnetworks/{subnetwork}" if subnetwork else None,
        "networkIP": values.get("internal"),
    }
    if values.get("external", "ephemeral") != "none":
        access = {"name": "External NAT", "type": "ONE_TO_ONE_NAT"}
        if values["external"] == "reserved" and values.get("address"):
            access["natIP"] = values["address"]
        interface["accessConfigs"] = [access]
    return without_empty(interface)


def metadata(values: Json) -> list[Json]:
    """The metadata items: the user's own, the startup script and the SSH keys."""
    items = dict(values.get("metadata") or {})
    if (values.get("startup_script") or "").strip():
        items["startup-script"] = values["startup_script"].replace("\r\n", "\n")
    if values.get("ssh_keys"):
        items["ssh-keys"] = "\n".join(values["ssh_keys"])
    return [{"key": key, "value": value} for key, value in items.items()]
