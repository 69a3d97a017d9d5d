"""What a Subnetwork resource asks for."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from gce_api.families.networks.everywhere import Everywhere, Region
from gce_api.families.networks.subnetworks.ranges import check_free, check_range, is_wider
from gce_api.families.networks.subnetworks.show import state
from gce_api.families.networks.vpcs import Vpcs, mode, routing_mode
from gce_api.families.shared.descriptions import check_description
from gce_api.google import errors, fingerprints
from gce_api.google.merging import Json
from gce_api.google.names import check_name
from gce_api.openstack import firewalls, marks, tags
from gce_api.openstack.firewalls import Firewall
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups
from gce_api.openstack.vpc import NewNetwork, NewSubnet
from gce_api.operations.plans import Plan


@dataclass(frozen=True, kw_only=True)
class SubnetworkPlan(Plan):
    """A subnetwork to make.

    ``network_id`` is that of its network in the region, ``None`` where it is not there yet;
    ``network`` says how to make it then, ``None`` for the network ``default``; ``firewalls`` are
    those that the network has in other regions.
    """

    network_id: str | None
    network: NewNetwork | None
    firewalls: list[Firewall]
    subnet: NewSubnet


@dataclass(frozen=True, kw_only=True)
class Of:
    """The network of a subnet."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ExpandPlan(Plan):
    """A subnetwork to replace by a wider one."""

    subnet_id: str
    of: Of
    before: NewSubnet
    after: NewSubnet


@dataclass(frozen=True, kw_only=True)
class ChangePlan(Plan):
    """What a subnetwork's description and the endpoint's tags of it are to be."""

    subnet_id: str
    description: str
    tags_after: list[str]


@dataclass(frozen=True)
class Found:
    """A subnetwork that is to be changed or deleted; ``user`` is the path of something that has an
    address of it, if anything has."""

    row: Row
    vpcs: Vpcs
    user: str | None = None

    @property
    def target(self) -> str:
        """Its path below the project."""
        name = self.vpcs.subnet_names[self.row.id]
        return f"regions/{self.vpcs.region}/subnetworks/{name}"

    @property
    def network(self) -> Of:
        network = self.vpcs.network_of(self.row)
        return Of(id=network.id, name=self.vpcs.network_names[network.id])


def plan_subnetwork(
    body: Json, region: str, found: Everywhere, groups: SecurityGroups
) -> SubnetworkPlan:
    """Check a Subnetwork and plan it; a network that is not in the region yet is made there along
    with its first subnetwork.

    :param region: the Keystone region that it is to be in.
    :param groups: the security groups of the region that the network is copied from.
    :raises errors.GceError: it cannot be had as asked for.
    """
    name = check_name(body.get("name"))
    if not body.get("network"):
        raise errors.Required("Invalid value for field 'resource.network': ''. No network given.")
    subnet = _new(name, body)
    here = found.region(region).vpcs
    if name in here.subnet_names.values():
        path = f"projects/{found.project}/regions/{here.region}/subnetworks/{name}"
        raise errors.AlreadyExists.resource(path)
    of_network = found.find(body["network"])
    network_name = found.name_of(body["network"])
    if of_network and mode(of_network[0][1], network_name) == "legacy":
        raise errors.Invalid(
            f"Invalid value for field 'resource.network': '{body['network']}'. A legacy network "
            "cannot have subnetworks."
        )
    check_free(subnet.cidr, found.subnets_of(network_name), "resource.ipCidrRange")
    return _in_region(subnet, region, of_network, groups)


def plan_patch(body: Json, found: Found) -> ChangePlan:
    """Its description, and access to Google, which is only kept.

    :raises errors.ConditionNotMet: somebody else has changed it meanwhile.
    :raises errors.GceError: the rest is to change.
    """
    row = found.row
    fingerprints.check(body.get("fingerprint"), state(row), "resource")
    _check_supported(body)
    cidr = body.get("ipCidrRange")
    if cidr not in (None, row["cidr"]):
        raise errors.Invalid(
            f"Invalid value for field 'resource.ipCidrRange': '{cidr}'. The range is changed by "
            "expandIpCidrRange."
        )
    kept = row["description"] or ""
    text = check_description(body) if "description" in body else kept
    access = body.get("privateIpGoogleAccess", marks.GOOGLE_ACCESS in row["tags"])
    return ChangePlan(subnet_id=row.id, description=text, tags_after=_tags(access))


def plan_access(body: Json, found: Found) -> ChangePlan:
    """Access to Google, which is only kept and shown: there is no Google to have access to."""
    return ChangePlan(
        subnet_id=found.row.id,
        description=found.row["description"] or "",
        tags_after=_tags(bool(body.get("privateIpGoogleAccess"))),
    )


def plan_expand(body: Json, found: Found, of_network: list[tuple[str, Row]]) -> ExpandPlan:
    """Neutron cannot change a subnet's range, so that one without users is replaced.

    :param of_network: the subnets of its network, with their regions.
    :raises errors.GceError: it cannot be as wide.
    """
    row, field = found.row, "ipCidrRange"
    cidr = check_range(body.get(field) or "", field)
    if not is_wider(cidr, row["cidr"]):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{cidr}'. The new range must contain the present "
            f"one, {row['cidr']}, and be wider."
        )
    if found.user:
        raise errors.Unsupported(
            "A subnetwork can be expanded only while nothing uses it; this one is used by "
            f"'projects/{found.vpcs.project.id}/{found.user}'."
        )
    check_free(cidr, [entry for entry in of_network if entry[1].id != row.id], field)
    before = NewSubnet(
        name=row.name, description=row["description"] or "", cidr=row["cidr"], tags=tags.own(row)
    )
    after = dataclasses.replace(before, cidr=cidr)
    return ExpandPlan(subnet_id=row.id, of=found.network, before=before, after=after)


def check_delete(found: Found) -> None:
    """Whether a subnetwork may be deleted.

    :raises errors.ResourceInUse: something uses it.
    :raises errors.Invalid: it goes with its network.
    """
    if found.user:
        project = f"projects/{found.vpcs.project.id}"
        raise errors.ResourceInUse.by(
            "subnetwork", f"{project}/{found.target}", f"{project}/{found.user}"
        )
    if mode(found.vpcs.network_of(found.row), found.network.name) == "auto":
        raise errors.Invalid(
            "Invalid resource usage: 'Cannot delete auto subnetwork from an auto subnet mode "
            f"network: {found.target}'."
        )


def _new(name: str, body: Json) -> NewSubnet:
    _check_supported(body)
    if not body.get("ipCidrRange"):
        raise errors.Required("Invalid value for field 'resource.ipCidrRange': ''. No range given.")
    return NewSubnet(
        name=name,
        description=check_description(body),
        cidr=check_range(body["ipCidrRange"], "resource.ipCidrRange"),
        tags=_tags(bool(body.get("privateIpGoogleAccess"))),
    )


def _in_region(
    subnet: NewSubnet, region: str, of_network: list[tuple[Region, Row]], groups: SecurityGroups
) -> SubnetworkPlan:
    """Where the network is in the region, or how to make it there."""
    here = next((row for place, row in of_network if place.keystone == region), None)
    if here or not of_network:
        network_id = here.id if here else None
        return SubnetworkPlan(network_id=network_id, network=None, firewalls=[], subnet=subnet)
    network = of_network[0][1]
    return SubnetworkPlan(
        network_id=None,
        network=NewNetwork(
            name=network.name,
            description=network["description"] or "",
            mode=mode(network, network.name),
            routing_mode=routing_mode(network),
            mtu=network["mtu"],
        ),
        firewalls=[firewalls.present(groups, row) for row in groups.firewalls(network.id)],
        subnet=subnet,
    )


def _check_supported(body: Json) -> None:
    """Refuse what a subnet of Neutron cannot be.

    :raises errors.Unsupported: it is asked for.
    """
    if body.get("secondaryIpRanges"):
        raise errors.Unsupported("Secondary ranges of subnetworks are not available here.")
    if body.get("enableFlowLogs") or (body.get("logConfig") or {}).get("enable"):
        raise errors.Unsupported("Flow logs are not available here.")
    if body.get("stackType", "IPV4_ONLY") != "IPV4_ONLY":
        raise errors.Unsupported("Subnetworks with IPv6 are not available here.")
    if body.get("purpose", "PRIVATE") not in ("PRIVATE", "PRIVATE_RFC_1918"):
        raise errors.Unsupported(
            f"Subnetworks of the purpose {body['purpose']} are not available here."
        )


def _tags(google_access: bool) -> list[str]:
    """The tags of a subnet; private access to Google is only kept, there is no Google here."""
    return [marks.GOOGLE_ACCESS] if google_access else []
