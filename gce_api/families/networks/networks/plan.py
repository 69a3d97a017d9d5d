"""What a Network resource asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gce_api.families.networks.everywhere import Everywhere, Place, Region
from gce_api.families.networks.subnetworks.ranges import auto_range, check_range
from gce_api.families.networks.vpcs import DEFAULT, mode, routing_mode
from gce_api.families.shared.descriptions import check_description
from gce_api.google import errors
from gce_api.google.merging import Json
from gce_api.google.names import check_name
from gce_api.openstack import vpc
from gce_api.openstack.rows import Row
from gce_api.openstack.vpc import NewNetwork
from gce_api.operations.plans import Plan

USUAL_MTU = 1460  # GCE's default
REGIONS = 32  # as many ranges as there are for auto mode networks


@dataclass(frozen=True, kw_only=True)
class NewPlace:
    """A Keystone region that a network is to be in, with the range of its subnet there, if any."""

    region: str
    cidr: str | None


@dataclass(frozen=True, kw_only=True)
class NetworkPlan(Plan):
    """A network to make."""

    network: NewNetwork
    places: list[NewPlace]


@dataclass(frozen=True, kw_only=True)
class ChangePlan(Plan):
    """Neutron's fields of a network to change, and what the endpoint's tags of it are to be."""

    places: list[Place]
    fields: dict[str, Any]
    tags_after: list[str]


@dataclass(frozen=True)
class Found:
    """A network that is to be changed or deleted."""

    name: str
    regions: list[tuple[Region, Row]]

    @property
    def first(self) -> Row:
        return self.regions[0][1]

    @property
    def mode(self) -> str:
        return mode(self.first, self.name)

    @property
    def target(self) -> str:
        """Its path below the project."""
        return f"global/networks/{self.name}"

    @property
    def places(self) -> list[Place]:
        return [Place(region=region.keystone, network_id=row.id) for region, row in self.regions]


def plan_network(body: Json, found: Everywhere) -> NetworkPlan:
    """Check a Network and plan it: one of auto mode in every region, any other in the default
    region, and in others along with a subnetwork there.

    :raises errors.GceError: it cannot be had as asked for.
    """
    name = check_name(body.get("name"))
    taken = {name for region in found.regions for name in region.vpcs.network_names.values()}
    if name in {DEFAULT, *taken}:
        raise errors.AlreadyExists.resource(f"projects/{found.project}/global/networks/{name}")
    network = NewNetwork(
        name=name,
        description=check_description(body),
        mode=_mode(body),
        routing_mode=_routing_mode(body),
        mtu=body.get("mtu") or None,
    )
    return NetworkPlan(network=network, places=_new_places(body, network.mode, found))


def plan_patch(body: Json, patch: Json, found: Found) -> ChangePlan:
    """The routing mode, which is only kept, the MTU and the description; the rest of a network
    does not change.

    :param patch: the body with its nulls.
    :raises errors.Invalid: the rest is to change.
    """
    for field, value in (("name", found.name), ("IPv4Range", None)):
        if body.get(field) not in (None, value):
            raise errors.Invalid(
                f"Invalid value for field 'resource.{field}': '{body[field]}'. It cannot be "
                "changed."
            )
    fields: dict[str, Any] = {}
    if "mtu" in patch:
        fields["mtu"] = body.get("mtu") or USUAL_MTU
    if "description" in patch:
        fields["description"] = check_description(body)
    routing = _routing_mode(body) if "routingConfig" in patch else routing_mode(found.first)
    tags_after = vpc.network_tags(found.mode, routing)
    return ChangePlan(places=found.places, fields=fields, tags_after=tags_after)


def plan_switch(project: str, found: Found) -> ChangePlan:
    """An auto mode network as a custom mode one.

    :raises errors.Invalid: it is none of auto mode.
    """
    if found.mode != "auto":
        raise errors.Invalid(
            f"Invalid resource usage: 'projects/{project}/{found.target} is not an auto mode "
            "network.'"
        )
    tags_after = vpc.network_tags("custom", routing_mode(found.first))
    return ChangePlan(places=found.places, fields={}, tags_after=tags_after)


def _new_places(body: Json, mode: str, found: Everywhere) -> list[NewPlace]:
    regions = found.regions[: REGIONS if mode == "auto" else 1]
    ranges: dict[str, list[str | None]] = {
        "auto": [auto_range(index) for index in range(len(regions))],
        "custom": [None],
        "legacy": [body.get("IPv4Range")],
    }
    return [
        NewPlace(region=region.keystone, cidr=cidr)
        for region, cidr in zip(regions, ranges[mode], strict=True)
    ]


def _mode(body: Json) -> str:
    auto = body.get("autoCreateSubnetworks")
    if not body.get("IPv4Range"):
        return "custom" if auto is False else "auto"
    if auto is not None:
        raise errors.Invalid(
            f"Invalid value for field 'resource.IPv4Range': '{body['IPv4Range']}'. A network with "
            "subnetworks (autoCreateSubnetworks) has no range of its own."
        )
    check_range(body["IPv4Range"], "resource.IPv4Range")
    return "legacy"


def _routing_mode(body: Json) -> str:
    return (body.get("routingConfig") or {}).get("routingMode") or "REGIONAL"
