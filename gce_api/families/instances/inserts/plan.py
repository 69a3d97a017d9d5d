"""A new instance: the server to make, with its disks and interfaces."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gce_api.families.instances.disks.plan import DiskPlan, FoundDisks, check_disks, plan_disks
from gce_api.families.instances.interfaces import configs
from gce_api.families.instances.interfaces.plan import (
    FoundNetworks,
    InterfacePlan,
    check_interfaces,
    plan_interfaces,
)
from gce_api.families.instances.service_accounts import ServiceAccounts
from gce_api.families.places.machine_types.plan import custom_name, flavor_of
from gce_api.families.shared import metadata, settings
from gce_api.google import errors
from gce_api.google.links import References
from gce_api.google.names import check_name
from gce_api.openstack import marks
from gce_api.openstack.places import Zone
from gce_api.openstack.rows import Row
from gce_api.operations.plans import Plan

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FoundForInstances:
    """What new instances of a region are planned by, however many they are.

    ``taken`` are the zones and names of instances that there are, or will be, of those that matter;
    ``project_metadata`` the items that every instance of the project has.
    """

    references: References
    flavors: Sequence[Row]
    taken: Collection[tuple[str, str]]
    accounts: ServiceAccounts
    project_metadata: Mapping[str, str]
    networks: FoundNetworks
    disks: FoundDisks


@dataclass(frozen=True, kw_only=True)
class InstancePlan(Plan):
    """A server to be made, in the availability zone ``az``.

    ``machine_type`` is the flavor's name; ``metadata`` is Nova's, ``long_metadata`` what is too
    long for it, and kept in the database.
    """

    name: str
    az: str
    flavor_id: str
    machine_type: str
    description: str
    hostname: str | None = None
    tags: list[str] = field(default_factory=list)
    metadata: dict[str, str]
    long_metadata: dict[str, str]
    user_data: str | None = None
    disks: list[DiskPlan]
    interfaces: list[InterfacePlan]

    @property
    def claims(self) -> list[str]:
        """Paths below the project of the disks that are made along with it."""
        new = [disk.new for disk in self.disks if disk.new]
        return [volume.path for volume in new]


def plan_instance(body: Json, zone: Zone, found: FoundForInstances) -> InstancePlan:
    """Check a request for a new instance and plan it.

    :raises errors.GceError: the instance cannot be had as asked for.
    """
    name = check_instance(body)
    body = body | {"serviceAccounts": found.accounts.attached(body)}
    if (zone.name, name) in found.taken:
        project = found.references.project.id
        raise errors.AlreadyExists.resource(
            f"projects/{project}/zones/{zone.name}/instances/{name}"
        )
    flavor = flavor_of(found.flavors, body["machineType"])
    items = metadata.items_of(body)
    said = configs.given(body.get("networkInterfaces") or [])
    short, long = metadata.split(items | settings.given(body) | said)
    return InstancePlan(
        name=name,
        az=zone.az,
        flavor_id=flavor.id,
        machine_type=flavor.name,
        description=body.get("description") or "",
        hostname=body.get("hostname"),
        tags=(body.get("tags") or {}).get("items") or [],
        metadata=short | metadata.labels_of(body) | _custom_type(body),
        long_metadata=long,
        user_data=metadata.user_data(_as_seen(items, found.project_metadata)),
        disks=plan_disks(body, zone, found.disks),
        interfaces=plan_interfaces(body, found.networks),
    )


def check_instance(body: Json) -> str:
    """What can be said of a new instance before anything is looked up; returns its name.

    :raises errors.Invalid: its name is none, or it has too many parts.
    :raises errors.Required: it has no machine type.
    """
    name = check_name(body.get("name"))
    if not body.get("machineType"):
        raise errors.Required(
            "Invalid value for field 'resource.machineType': ''. Machine type specified is empty."
        )
    check_disks(body)
    check_interfaces(body)
    return name


def _custom_type(body: Json) -> dict[str, str]:
    custom = custom_name(body["machineType"])
    return {marks.MACHINE_TYPE: custom} if custom else {}


def _as_seen(items: Mapping[str, str], project: Mapping[str, str]) -> dict[str, str]:
    """Metadata as the instance sees it: the project's entries where it has none of its own."""
    common = dict(project)
    if items.get("block-project-ssh-keys", "").lower() == "true":
        common.pop("ssh-keys", None)
    merged = common | dict(items)
    if common.get("ssh-keys") and items.get("ssh-keys"):
        merged["ssh-keys"] = common["ssh-keys"] + "\n" + items["ssh-keys"]
    return merged
